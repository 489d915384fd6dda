// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QStringList>
#include <functional>
#include <memory>
#include <vector>

#include "engine/orchestra/parameters.h"
#include "ui/document/selection.h"
#include "ui/document/sound_files.h"
#include "ui/sounds/sound_preview.h"
#include "ui/sounds/sound_question.h"

namespace stria {

class Dialogs;
class Document;
class Playing;
class TimelineView;

/// What the window does with the files that samples and tables come from: asks for them, finds them
/// again, lets them be heard, and takes those that are dropped on it. Files are read on other
/// threads. UI thread only.
class SourceFiles : public QObject {
    Q_OBJECT

  public:
    /// What is dropped on `window` and what no part of it takes comes here.
    SourceFiles(Document& document, Dialogs& dialogs, TimelineView& timeline, Playing& playing,
                SoundPreview& preview, QWidget& window);
    ~SourceFiles() override; ///< waits for what is read

    /// Asks for sound files and adds them, with events at the play head where these are wanted.
    void addSounds();
    /// Asks for a sound that these events are given for a parameter: a path where the parameter is
    /// a text, else a sample of the piece. A region becomes skip and duration of the events.
    void giveSound(const std::vector<EventId>& events, const Parameter& parameter);
    /// Asks where the file of a sound lies. Other missing files that lie there are found too.
    void find(SoundSourceId sound);
    /// The same with a path that was typed, relative to the project's folder or absolute.
    void link(SoundSourceId sound, const QString& path);
    void hear(SoundSourceId sound);
    /// Asks for a file of numbers and fills the table with them.
    void fillTable(TableId table);
    /// Files from elsewhere: projects are opened, sounds added.
    void take(const QStringList& files);
    bool isReading() const { return m_isReading; }

  signals:
    void said(const QString& sentence);
    void projectDropped(const QString& file);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// Reads files on another thread and gives what to do on this one.
    using Answer = std::function<void()>;
    void read(std::function<Answer()> work);
    SoundAnswer ask(const SoundQuestion& question);
    void setSound(const std::vector<EventId>& events, const Parameter& parameter,
                  const ChosenSound& chosen, const FoundSound& found);
    void linkAll(const std::vector<std::pair<SoundSourceId, FoundSound>>& found);
    void tell(const QString& title, const Diagnostics& problems);

    Document& m_document;
    Dialogs& m_dialogs;
    TimelineView& m_timeline;
    Playing& m_playing;
    SoundPreview& m_preview;
    QFutureWatcher<Answer> m_reading;
    bool m_isReading = false; ///< until the answer was given
    bool m_isAsking = false;  ///< the dialog tells what cannot be heard
};

} // namespace stria
