// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>

#include "engine/model/project.h"
#include "ui/document/sound_pictures.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace stria {

class Document;
class NumberField;
class PanelForm;
class WavePicture;

/// The current sound file: its name and place, what it is and looks like, which channel is read and
/// from where, how many events play it. What is known of the file comes when it is read.
class SamplePanel : public QWidget {
    Q_OBJECT

  public:
    SamplePanel(Document& document, SoundPictures& pictures, QWidget* parent = nullptr);
    ~SamplePanel() override;

  signals:
    /// Ask for a file and let the source refer to it.
    void findRequested(stria::SoundSourceId sound);
    /// The same with this file, as it was typed.
    void fileTyped(stria::SoundSourceId sound, const QString& path);
    void hearRequested(stria::SoundSourceId sound);
    void placeRequested(stria::SoundSourceId sound);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void showFile(const SoundSource& source);
    void showChannels(const SoundSource& source, int channels);
    void changeSound(const QString& step, const std::function<void(SoundSource&)>& change);
    const SoundSource* sound() const;

    Document& m_document;
    SoundPictures& m_pictures;
    PanelForm* m_form;
    QLabel* m_heading;
    QLineEdit* m_name;
    QLineEdit* m_path;
    QLabel* m_trouble;
    QLabel* m_facts;
    WavePicture* m_picture;
    QComboBox* m_channel;
    NumberField* m_skip;
    QPushButton* m_hear;
    QPushButton* m_place;
    QTimer m_later;
    SoundSourceId m_shown;
};

} // namespace stria
