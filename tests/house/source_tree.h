// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <vector>

namespace stria {

/// One file of the repository, as the tests of the house look at it.
struct SourceFile {
    struct Include {
        QString name;
        bool quoted = false; ///< "..." and not <...>
        int line = 0;
    };
    QString path;   ///< from the top of the repository
    QString folder; ///< "engine/model"
    QByteArray text;
    std::vector<Include> includes;

    bool isCpp() const { return path.endsWith(".cpp") || path.endsWith(".h"); }
    int lineCount() const { return static_cast<int>(text.count('\n')); }
};

/// All files below the folders that hold code, without data, pictures and what was built.
std::vector<SourceFile> readSourceTree(const QString& top);

/// The floor that a folder lives on, 0 for one that has none (tests).
int floorOf(const QString& folder);

} // namespace stria
