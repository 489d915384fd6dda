// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QFutureWatcher>
#include <QTimer>
#include <vector>

#include "ui/transport/sound_settings.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace stria {

class Player;

/// Which sound device plays, how far ahead sound is handed to it, and what that means in time. Each
/// choice is taken at once, also while something plays.
class SoundDialog : public QDialog {
    Q_OBJECT

  public:
    /// `projectRate`: of the piece that is open.
    SoundDialog(SoundSettings& settings, Player& player, double projectRate,
                QWidget* parent = nullptr);
    ~SoundDialog() override;

    /// A line for what belongs to another subject.
    void addRow(const QString& label, QWidget* field);

    QComboBox& deviceBox() { return *m_device; }
    QComboBox& scoreBox() { return *m_score; }
    QComboBox& keyBox() { return *m_keys; }
    QPushButton& toneButton() { return *m_tone; }
    QString stateText() const;

  private:
    QComboBox* addFramesBox(const QString& label, const QString& name, unsigned frames,
                            const QString& toolTip);
    void look();
    void fillDevices();
    void choose();
    void showState();

    SoundSettings& m_settings;
    Player& m_player;
    const double m_rate;
    QFormLayout* m_form;
    QComboBox* m_device;
    QComboBox* m_score = nullptr;
    QComboBox* m_keys = nullptr;
    QLabel* m_state;
    QPushButton* m_tone;
    QTimer m_timer;
    std::vector<SoundDevices::Listed> m_listed;
    QFutureWatcher<std::vector<SoundDevices::Listed>> m_looking;
};

} // namespace stria
