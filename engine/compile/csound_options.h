// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// Csound's command line flags that a project or a render may pass: macros, texts for strget,
/// search paths, warnings and messages, and what the compiler does with expressions. Each entry may
/// hold several flags ("-m0 --omacro:X=1"); the answer has one flag an entry.
///
/// Errors, which name the flag: InvalidArgument for those that redirect sound, open devices, use
/// threads, replace what the project says (rate, ksmps, format) or leave the process; UnknownName
/// for those that Csound does not know (it crashes on them).
/// Source: `csound --help` of 6.18.
Expected<std::vector<std::string>> checkCsoundOptions(const std::vector<std::string>& options);

} // namespace stria
