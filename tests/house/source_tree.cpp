// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/source_tree.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>

namespace stria {
namespace {

std::vector<SourceFile::Include> readIncludes(const QByteArray& text) {
    static const QRegularExpression pattern(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
    std::vector<SourceFile::Include> includes;
    int line = 0;
    for (const QByteArray& content : text.split('\n')) {
        ++line;
        const auto match = pattern.match(QString::fromUtf8(content));
        if (match.hasMatch())
            includes.push_back({match.captured(2), match.captured(1) == "\"", line});
    }
    return includes;
}

SourceFile readSourceFile(const QString& top, const QString& path) {
    SourceFile source;
    source.path = path;
    source.folder = path.section('/', 0, -2);
    QFile file(top + '/' + path);
    if (file.open(QIODevice::ReadOnly))
        source.text = file.readAll();
    if (source.isCpp())
        source.includes = readIncludes(source.text);
    return source;
}

} // namespace

std::vector<SourceFile> readSourceTree(const QString& top) {
    std::vector<SourceFile> files;
    const QDir root(top);
    for (const char* folder : {"app", "engine", "ui", "tests", "cmake", ".ci"}) {
        QDirIterator walk(root.filePath(folder), QDir::Files | QDir::Hidden,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString path = root.relativeFilePath(walk.next());
            if (!path.startsWith("tests/data/") && !path.contains("__pycache__"))
                files.push_back(readSourceFile(top, path));
        }
    }
    return files;
}

int floorOf(const QString& folder) {
    static const QHash<QString, int> floors = {
        {"engine/model", 1},   {"engine/orchestra", 2}, {"engine/sound", 2},  {"engine/reading", 3},
        {"engine/compile", 4}, {"engine/storage", 4},   {"engine/render", 5}, {"engine/session", 6},
        {"ui/look", 5},        {"ui/document", 6},      {"ui/time", 6},       {"ui/automation", 7},
        {"ui/editor", 7},      {"ui/inspector", 7},     {"ui/score", 7},      {"ui/sounds", 7},
        {"ui/transport", 7},   {"ui/export", 7},        {"ui/timeline", 8},   {"ui/audition", 8},
        {"ui/window", 9},
    };
    if (folder.startsWith("app/"))
        return 10;
    return floors.value(folder, 0);
}

} // namespace stria
