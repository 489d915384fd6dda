// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include "engine/model/project.h"
#include "engine/sound/sound_file.h"

namespace stria {

/// A sound file that was looked at before the project gets it.
struct FoundSound {
    std::string path; ///< absolute
    SoundFileInfo info;
    std::string hash; ///< of the content
};
/// A file that a person has chosen, and the stretch of it that is meant.
struct ChosenSound {
    QString path;        ///< absolute
    double skip = 0;     ///< seconds
    double duration = 0; ///< seconds; 0: to its end

    bool isWhole() const { return skip == 0 && duration == 0; }
    bool operator==(const ChosenSound&) const = default;
};
/// Reads the whole file, for its hash. Any thread. Errors: FileNotFound, FileUnreadable (no sound,
/// or none that a sample can be made of: the message says why).
Expected<FoundSound> lookAtSound(const QString& path);

/// Where peaks of sound files are kept from one start of the program to the next.
QString keptPeaksFolder();

/// Where the file of a source lies. `folder`: of the project, empty for one that was never saved.
QString fileOf(const SoundSource& source, const QString& folder);

/// How the project names a file: from its folder on where it lies below, else absolute.
QString pathInProject(const QString& file, const QString& folder);
/// The source refers to that file from now on.
void linkSound(SoundSource& source, const FoundSound& found, const QString& folder);
/// The source that plays all of that file, which is made where the project has none.
SoundSourceId addSound(Project& project, const FoundSound& found, const QString& folder);

/// Seconds that events hear of a source: the file without what is skipped.
double lengthOf(const SoundSource& source, const SoundFileInfo& info);

/// How many events are given a table, sound or bus for a parameter. Looks at each event.
int eventsGiven(const Project& project, const ArgumentValue& value);
/// The same for each file of the piece's sounds at once.
QHash<QString, int> eventsOfFiles(const Project& project, const QString& folder);

} // namespace stria
