// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/sound_files.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>

#include "engine/sound/partials_file.h"

namespace stria {

QString keptPeaksFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) +
           QStringLiteral("/peaks");
}

QString pathInProject(const QString& file, const QString& folder) {
    if (folder.isEmpty())
        return file;
    const QString relative = QDir(folder).relativeFilePath(file);
    return relative.startsWith(QLatin1String("..")) ? file : relative;
}

Expected<FoundSound> lookAtSound(const QString& path) {
    FoundSound found;
    found.path = QDir::cleanPath(QFileInfo(path).absoluteFilePath()).toStdString();
    const std::string name = QFileInfo(path).fileName().toStdString();
    if (QFileInfo(path).isFile() && holdsPartials(found.path))
        return failure(ErrorCode::FileUnreadable,
                       name + " holds partials, not sound: playPartials of a session plays it.");
    auto info = readSoundFileInfo(found.path);
    if (!info)
        return tl::make_unexpected(info.error());
    if (info->frames == 0)
        return failure(ErrorCode::FileUnreadable, name + " holds no sound: its length is 0.");
    constexpr int mostChannels = 64;
    if (info->channels > mostChannels)
        return failure(ErrorCode::FileUnreadable,
                       name + " has " + std::to_string(info->channels) +
                           " channels, and a sample may have 64 of them.");
    auto hash = hashFile(found.path);
    if (!hash)
        return tl::make_unexpected(hash.error());
    found.info = std::move(*info);
    found.info.bytes = hash->bytes;
    found.hash = std::move(hash->hash);
    return found;
}

QString fileOf(const SoundSource& source, const QString& folder) {
    const QDir start(folder.isEmpty() ? QDir::currentPath() : folder);
    return QDir::cleanPath(start.absoluteFilePath(QString::fromStdString(source.path)));
}

void linkSound(SoundSource& source, const FoundSound& found, const QString& folder) {
    source.path = pathInProject(QString::fromStdString(found.path), folder).toStdString();
    source.size = found.info.bytes;
    source.hash = found.hash;
}

SoundSourceId addSound(Project& project, const FoundSound& found, const QString& folder) {
    SoundSource wanted;
    linkSound(wanted, found, folder);
    double order = 0;
    for (const SoundSource* source : project.inOrder<SoundSource>()) {
        order = std::max(order, source->order);
        if (source->path == wanted.path && source->channel == 0 && source->skipTime == 0 &&
            source->delay == 0 && source->freedAt < 0)
            return source->id;
    }
    wanted.id = SoundSourceId::random();
    wanted.order = order + 1;
    wanted.name = QFileInfo(QString::fromStdString(found.path)).completeBaseName().toStdString();
    const SoundSourceId id = wanted.id;
    (void)project.insert(std::move(wanted));
    return id;
}

double lengthOf(const SoundSource& source, const SoundFileInfo& info) {
    if (!(info.sampleRate > 0))
        return 0;
    return std::max(0.0, static_cast<double>(info.frames) / info.sampleRate - source.skipTime);
}

int eventsGiven(const Project& project, const ArgumentValue& value) {
    int count = 0;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        count += std::any_of(event.arguments.begin(), event.arguments.end(),
                             [&](const Argument& argument) { return argument.value == value; });
    });
    return count;
}

QHash<QString, int> eventsOfFiles(const Project& project, const QString& folder) {
    QHash<quint64, int> bySound;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        for (const Argument& argument : event.arguments)
            if (const auto* sound = std::get_if<SoundSourceId>(&argument.value))
                ++bySound[sound->bits];
    });
    QHash<QString, int> events;
    for (const SoundSource* source : project.inOrder<SoundSource>())
        events[fileOf(*source, folder)] += bySound.value(source->id.bits);
    return events;
}

} // namespace stria
