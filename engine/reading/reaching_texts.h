// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// What included files hold, by the name in the project or in an `#include` line.
using IncludedTexts = std::map<std::string, std::string>;

/// A text of a project that reaches Csound, and where it stands.
struct ReachingText {
    Place place; ///< without line and column
    std::string text;
};

/// Code in the order in which Csound reads it: included files of instruments, global code, init
/// code, bodies. Files that an `#include` names in a text are not among them.
std::vector<ReachingText> codeOf(const Project& project, const IncludedTexts& includes);

/// The same without bodies.
std::vector<ReachingText> codeAround(const Project& project, const IncludedTexts& includes);

/// The texts that events, instruments' defaults, channels and strset hand to code. Each once: an
/// event that is moved or copied brings nothing new.
std::set<std::string> handedTexts(const Project& project);

/// A hash (hashBytes) of all text that reaches Csound: code, included files, options, and the texts
/// that events, channels and strset hand to it. Numbers, places in time and titles do not count.
std::string hashOfReachingText(const Project& project, const IncludedTexts& includes);

} // namespace stria
