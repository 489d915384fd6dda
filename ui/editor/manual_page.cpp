// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/manual_page.h"

#include <QStandardPaths>

namespace stria {

QString manualPage(const QString& opcode) {
    if (opcode.isEmpty() || opcode.contains('/'))
        return {};
    for (const char* folder : {"doc/csound-doc/html/", "doc/csound/html/", "csound/manual/"}) {
        QString found =
            QStandardPaths::locate(QStandardPaths::GenericDataLocation,
                                   QString::fromLatin1(folder) + opcode + QStringLiteral(".html"));
        if (!found.isEmpty())
            return found;
    }
    return {};
}

} // namespace stria
