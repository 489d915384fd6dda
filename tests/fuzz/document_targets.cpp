// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <filesystem>
#include <fstream>

#include "engine/storage/journal.h"
#include "engine/storage/project_file.h"
#include "tests/fuzz/fuzz_targets.h"
#include "ui/document/event_clipboard.h"
#include "ui/export/export_presets.h"

namespace stria::fuzz {

namespace {

bool survivesSaving(const Project& project) {
    const std::string text = writeProject(project);
    const auto again = readProject(text);
    return again && again->damagedLines.empty() && writeProject(again->project) == text;
}

/// An empty folder, the same in each call.
std::filesystem::path emptyFolder() {
    static const QTemporaryDir home;
    std::filesystem::path folder = home.filePath(QStringLiteral("fuzzed")).toStdString();
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    return folder;
}

void write(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace

bool projectFile(std::string_view bytes) {
    const auto read = readProject(bytes);
    return read ? survivesSaving(read->project) : !read.error().message.empty();
}

bool journal(std::string_view bytes) {
    const std::filesystem::path folder = emptyFolder();
    write(folder / "fuzzed.journal", bytes);
    for (const LostWork& work : findLostWork(folder.string())) {
        const auto recovered = recover(work);
        if (recovered ? !survivesSaving(recovered->project) : recovered.error().message.empty())
            return false;
    }
    return true;
}

bool clipboard(std::string_view bytes) {
    Project project;
    const PastedEvents pasted = pasteText(project, std::string(bytes), 1);
    if (!survivesSaving(project))
        return false;
    Project other;
    const PastedEvents again = pasteText(other, eventsAsText(project, pasted.events), 1);
    return again.events.size() == pasted.events.size() && again.refused == 0;
}

bool presets(std::string_view bytes) {
    const std::filesystem::path file = emptyFolder() / "presets.json";
    write(file, bytes);
    ExportPresets read(QString::fromStdString(file.string()));
    const std::size_t before = read.all().size();
    const QString name = QStringLiteral("One that is saved");
    const bool isNew = read.find(name) == nullptr;
    RenderSpec spec;
    spec.format = "flac";
    if (!read.save(name, spec))
        return false;
    const ExportPresets again(QString::fromStdString(file.string()));
    const ExportPreset* const saved = again.find(name);
    return saved != nullptr && saved->spec.format == "flac" &&
           again.all().size() == before + (isNew ? 1 : 0);
}

} // namespace stria::fuzz
