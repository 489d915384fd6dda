// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/asset_facts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/orchestra/code_effects.h"
#include "engine/reading/project_paths.h"
#include "engine/sound/sound_file.h"

namespace stria {

namespace {

QString absolutePath(const std::string& path, const QString& folder) {
    return QDir::cleanPath(QDir(folder).absoluteFilePath(QString::fromStdString(path)));
}

/// Csound takes a backslash for a separator in names of sound files.
bool csoundTakesName(const QString& path) {
    return !path.contains('\\') && !path.contains('"') && !path.contains('$') &&
           !path.contains('\n');
}

AssetFacts::SoundFile readSound(const SoundSource& source, const QString& folder) {
    AssetFacts::SoundFile facts;
    const QString path = absolutePath(source.path, folder);
    facts.absolutePath = path.toStdString();
    const Expected<SoundFileInfo> info = readSoundFileInfo(facts.absolutePath);
    if (!info) {
        facts.problem = source.path == "?" ? "its file is still to be chosen (the sample " +
                                                 (source.name.empty() ? "\"?\"" : source.name) +
                                                 " has \"?\" for a path)"
                                           : info.error().message;
        return facts;
    }
    facts.frames = info->frames;
    facts.channels = info->channels;
    facts.sampleRate = info->sampleRate;
    if (source.channel > facts.channels) {
        facts.problem = "it has " + std::to_string(facts.channels) + " channels, and channel " +
                        std::to_string(source.channel) + " is asked for";
        return facts;
    }
    if (info->csoundReadsIt && csoundTakesName(path))
        return facts;
    Expected<SoundFileData> data = readSoundFile(facts.absolutePath);
    if (data)
        facts.decoded = std::make_shared<const std::vector<double>>(std::move(data->samples));
    else
        facts.problem = data.error().message;
    return facts;
}

class IncludeReader {
  public:
    IncludeReader(AssetFacts& facts, QString projectFolder, const ProjectPaths* paths)
        : m_facts(facts), m_projectFolder(std::move(projectFolder)), m_paths(paths) {}

    void read(const std::string& name, const QString& folder) {
        if (name.empty() || m_facts.includes.contains(name))
            return;
        AssetFacts::IncludedFile& file = m_facts.includes[name];
        QString path = absolutePath(name, folder);
        if (!QFileInfo::exists(path))
            path = absolutePath(name, m_projectFolder);
        file.absolutePath = path.toStdString();
        file.changed = timeOfChange(file.absolutePath);
        if (m_paths && m_paths->leadsOut(file.absolutePath)) {
            file.problem = "it lies outside the folder of the project, and reading there has not "
                           "been allowed";
            return;
        }
        const QFileInfo info(path);
        if (!info.exists()) {
            file.problem = "there is no such file";
            return;
        }
        // A FIFO or device would never end.
        if (!info.isFile()) {
            file.problem = info.isDir() ? "it is a folder" : "it is no ordinary file";
            return;
        }
        QFile text(path);
        if (!text.open(QIODevice::ReadOnly)) {
            file.problem = text.errorString().toStdString();
            return;
        }
        const QByteArray bytes = text.readAll();
        if (text.error() != QFileDevice::NoError) {
            file.problem = text.errorString().toStdString();
            return;
        }
        file.text = bytes.toStdString();
        readNamesIn(file.text, info.absolutePath());
    }

    void readNamesIn(std::string_view code, const QString& folder) {
        if (code.find("include") == std::string_view::npos)
            return; // which spares reading most code
        for (const std::string& name : readCodeEffects(code).includes)
            read(name, folder);
    }

  private:
    AssetFacts& m_facts;
    QString m_projectFolder;
    const ProjectPaths* m_paths; ///< null: from anywhere
};

QString folderOf(const std::string& projectFolder) {
    return projectFolder.empty() ? QDir::currentPath() : QString::fromStdString(projectFolder);
}

void gatherIncludes(const Project& project, const QString& folder, AssetFacts& facts,
                    const ProjectPaths* paths = nullptr) {
    IncludeReader includes(facts, folder, paths);
    for (const GlobalCode* code : project.inOrder<GlobalCode>()) {
        includes.read(code->file, folder);
        includes.readNamesIn(code->text, folder);
    }
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        for (const std::string& name : instrument->includes)
            includes.read(name, folder);
        includes.readNamesIn(instrument->init, folder);
        includes.readNamesIn(instrument->body, folder);
    }
}

} // namespace

AssetFacts gatherAssetFacts(const Project& project, const std::string& projectFolder,
                            IncludesFrom from) {
    AssetFacts facts;
    const QString folder = folderOf(projectFolder);
    facts.projectFolder = QDir(folder).absolutePath().toStdString();
    for (const SoundSource* source : project.inOrder<SoundSource>())
        facts.soundFiles.emplace(source->id, readSound(*source, folder));
    const ProjectPaths paths(project, folder.toStdString());
    gatherIncludes(project, folder, facts, from == IncludesFrom::ProjectFolder ? &paths : nullptr);
    return facts;
}

std::map<std::string, AssetFacts::IncludedFile>
gatherIncludedFiles(const Project& project, const std::string& projectFolder) {
    AssetFacts facts;
    gatherIncludes(project, folderOf(projectFolder), facts);
    return std::move(facts.includes);
}

std::map<std::string, std::string> includedTexts(const AssetFacts& facts) {
    std::map<std::string, std::string> texts;
    for (const auto& [name, file] : facts.includes)
        texts.emplace(name, file.text);
    return texts;
}

std::map<std::string, std::string> gatherIncludedTexts(const Project& project,
                                                       const std::string& projectFolder) {
    AssetFacts facts;
    facts.includes = gatherIncludedFiles(project, projectFolder);
    return includedTexts(facts);
}

std::int64_t timeOfChange(const std::string& path) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path, error);
    return error ? 0 : static_cast<std::int64_t>(time.time_since_epoch().count());
}

} // namespace stria
