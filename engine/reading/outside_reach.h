// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/allowance.h"
#include "engine/orchestra/outside_opcodes.h"
#include "engine/reading/reaching_texts.h"

namespace stria {

/// One thing that the code of a project would do outside Csound, were it let.
struct Reach {
    ReachKind kind = ReachKind::Unknown;
    std::string opcode; ///< or what stands in its place: `$NAME`, `#include`, an option
    std::string target; ///< the command, path or host, where the code spells it out
    Place place;
    bool operator==(const Reach&) const = default;
};

/// What the code of a project does outside Csound, by its names: what a person is asked about. The
/// worker's confinement does not depend on it. All code counts (codeOf), with macros unfolded and
/// files included at any depth, and the project's options. Files are read outside where their names
/// lead out of `projectFolder` and are no sounds of the project; names made while playing count
/// where a text of the project leads out. At most some hundred are told.
std::vector<Reach> outsideReach(const Project& project, const IncludedTexts& includes,
                                const std::string& projectFolder);

/// What has to be allowed for all of it to work; what is unknown needs everything.
Allowance allowanceFor(const std::vector<Reach>& reaches);
/// Whether `allowed` lets a piece do all that it needs.
bool covers(const Allowance& allowed, const Allowance& needed);

/// "runs programs", "writes files"... as the beginning of a line.
std::string_view wordsFor(ReachKind kind);
/// "runs programs: system_i “touch marker” (instrument x, line 3)".
std::string toText(const Reach& reach);

} // namespace stria
