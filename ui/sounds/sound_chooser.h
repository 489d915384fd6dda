// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QFileSystemWatcher>
#include <QFutureWatcher>
#include <QHash>
#include <QTimer>

#include "ui/sounds/place_listing.h"
#include "ui/sounds/places_panel.h"
#include "ui/sounds/sound_chooser_parts.h"
#include "ui/sounds/sound_list.h"
#include "ui/sounds/sound_places.h"
#include "ui/sounds/sound_question.h"
#include "ui/sounds/sound_reader.h"
#include "ui/sounds/sound_wave.h"

namespace stria {

class Document;
class SoundPreview;

/// Where a sound is chosen, with ear and eye: places at the left, their sounds, and the one that is
/// chosen with its region. The keyboard stays in the list. Folders and files are read on other
/// threads.
class SoundChooser : public QDialog {
    Q_OBJECT

  public:
    SoundChooser(SoundQuestion question, const Document& document, SoundPreview& preview,
                 QWidget* parent = nullptr);
    ~SoundChooser() override;

    /// After it was accepted.
    const SoundAnswer& answer() const { return m_answer; }
    void done(int result) override;

    SoundTable& table() { return *m_parts->table; }
    SoundList& list() { return m_list; }
    SoundReader& reader() { return m_reader; }
    PlacesPanel& places() { return *m_placesPanel; }
    SoundWave& wave() { return *m_parts->wave; }
    ListeningBar& bar() { return *m_parts->bar; }
    QLineEdit& filter() { return *m_parts->filter; }
    QPushButton& takeButton() { return *m_parts->take; }
    QString factsText() const;
    bool isListing() const { return m_listing.isRunning(); }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void addKeys();
    void connectAll();
    void begin();
    void readPiece(const Document& document);
    void openPlace(const QString& place);
    void listAnew();
    void showListing();
    void goUp();
    void goToTyped();
    void activate();
    void filterTyped();
    void choose();
    void showChosen();
    void showCounts();
    void wishForSeen();
    void togglePlaying();
    void playFrom(double seconds);
    void putRegionsEnd(bool isStart);
    void setRegion(const std::optional<SoundWave::Region>& region);
    void toggleFavourite(const QString& path);
    void take(bool place);
    const SoundLook* lookOf(const QString& path) const;

    const SoundQuestion m_question;
    SoundPreview& m_preview;
    SoundPlaces m_places;
    SoundReader m_reader;
    SoundList m_list;
    SoundAnswer m_answer;
    QStringList m_piece; ///< files of the piece's sounds
    QString m_folder;    ///< of the piece

    QString m_path;     ///< what is looked at
    QString m_wanted;   ///< becomes current when its place was listed
    QString m_heardWhy; ///< what keeps it from being heard
    double m_head = 0;  ///< where playing begins, or is
    QHash<QString, SoundWave::Region> m_regions;
    bool m_quiet = true; ///< what becomes current is not heard by itself
    bool m_wasInWork = false;

    QFutureWatcher<PlaceListing> m_listing;
    QFileSystemWatcher m_watcher;
    QTimer m_listAnew, m_wish;

    PlacesPanel* m_placesPanel;
    SoundChooserParts* m_parts = nullptr;
};

} // namespace stria
