// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stria::csound_text {

/// The shortest text that Csound reads back as the same number; independent of locale.
std::string number(double value);
/// Appends number(value).
void append(std::string& text, double value);

/// The text as a Csound string with its quotes: it arrives as it is, whatever it holds. A NUL,
/// which no Csound string can hold, ends it.
std::string quoted(std::string_view text);
/// Pieces of a text that each fit in a line of code when quoted, cut between characters. At least
/// one.
std::vector<std::string> pieces(std::string_view text);

/// The text with line ends and control characters made spaces, fit for the rest of a comment line.
std::string comment(std::string_view text);

} // namespace stria::csound_text
