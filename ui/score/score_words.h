// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace stria {

/// A sentence of the score table in the language of the window.
inline QString scoreWords(const char* text) {
    return QCoreApplication::translate("stria::score", text);
}

} // namespace stria
