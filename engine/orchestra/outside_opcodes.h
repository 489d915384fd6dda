// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace stria {

/// What something in the code of a piece does to the world outside Csound.
enum class ReachKind {
    Write,   ///< writes files, or to devices
    Run,     ///< runs other programs, or code that is none of Csound's
    Network, ///< opens connections
    Read,    ///< reads files that it names
    Unknown  ///< runs Csound code that cannot be read beforehand
};

/// None for opcodes that stay inside Csound. What reads files does no more than sounds need: it is
/// the name of the file that matters.
std::optional<ReachKind> outsideKind(std::string_view opcode);

} // namespace stria
