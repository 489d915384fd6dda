// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/sounds/sound_places.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace stria {

class ListeningBar;
class PlacesPanel;
class SoundList;
class SoundTable;
class SoundWave;
struct SoundQuestion;

/// How the parts of a SoundChooser lie: places and sounds above, the chosen sound below, and a foot
/// with keys and buttons. What they do is the chooser's.
class SoundChooserParts : public QWidget {
    Q_OBJECT

  public:
    SoundChooserParts(const SoundQuestion& question, SoundList& list,
                      const SoundPlaces::Listening& listening, PlacesPanel* places);

    SoundTable* table = nullptr;
    SoundWave* wave = nullptr;
    ListeningBar* bar = nullptr;
    QLineEdit* filter = nullptr;
    QLabel *placeName = nullptr, *count = nullptr;
    QLabel *name = nullptr, *facts = nullptr, *position = nullptr, *chosenCount = nullptr;
    QPushButton *take = nullptr, *cancel = nullptr;
    QPushButton* onlyToList = nullptr; ///< null where nothing can be placed

  private:
    QWidget* buildList(SoundList& list, bool several);
    QWidget* buildSound(const SoundPlaces::Listening& listening);
    QWidget* buildFoot(bool mayPlace);
};

} // namespace stria
