// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

#include "engine/model/id.h"
#include "engine/orchestra/parameters.h"

namespace stria {

class Document;
class ProjectPanel;
class SoundPictures;

/// The right side of the window: what is chosen, with typed values. Choosing something in another
/// view brings its tab to the front. Sample and table have one while one is chosen.
class Inspector : public QTabWidget {
    Q_OBJECT

  public:
    Inspector(Document& document, SoundPictures& pictures, QWidget* parent = nullptr);

    /// The settings of the whole piece, ready to be typed.
    void showPiece();

  signals:
    void auditionRequested(stria::EventId event);
    void eventSoundWanted(const stria::Parameter& parameter);
    void editCodeRequested(stria::InstrumentId instrument);
    void busRemoveRequested(stria::BusId bus);
    /// As SamplePanel and TablePanel tell them.
    void soundFindRequested(stria::SoundSourceId sound);
    void soundFileTyped(stria::SoundSourceId sound, const QString& path);
    void soundHearRequested(stria::SoundSourceId sound);
    void soundPlaceRequested(stria::SoundSourceId sound);
    void tableFileRequested(stria::TableId table);

  private:
    QWidget* addPanel(QWidget* panel, const QString& name);
    void addSources(Document& document, SoundPictures& pictures);

    ProjectPanel* m_piece;
    QWidget* m_pieceTab;
};

} // namespace stria
