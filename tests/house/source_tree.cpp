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
        {"engine/model", 1},   {"engine/orchestra", 2}, {"engine/sound", 2},
        {"engine/compile", 3}, {"engine/storage", 3},   {"engine/render", 4},
        {"engine/session", 5}, {"ui/look", 4},          {"ui/document", 5},
        {"ui/time", 5},        {"ui/automation", 6},    {"ui/editor", 6},
        {"ui/inspector", 6},   {"ui/score", 6},         {"ui/transport", 6},
        {"ui/export", 6},      {"ui/timeline", 7},      {"ui/audition", 7},
        {"ui/window", 8},
    };
    if (folder.startsWith("app/"))
        return 9;
    return floors.value(folder, 0);
}

} // namespace stria
