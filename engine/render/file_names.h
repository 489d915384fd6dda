// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// A file name with words in braces, such as "{project} {track}": each stands for what the file is
/// about. "{{" and "}}" are braces themselves.
class NamePattern {
  public:
    /// The words there are, without their braces.
    static const std::vector<std::string>& words();
    /// Errors: InvalidArgument, for a brace that is not closed and for a word that does not exist.
    static Expected<NamePattern> read(std::string_view pattern);

    bool has(std::string_view word) const;
    /// Safe as a file name (see safeFileName); where a word stands for nothing, the spaces and
    /// dashes before it go too. A pattern without words is a name already, and stays as it is.
    std::string name(const std::function<std::string(const std::string& word)>& valueOf) const;

  private:
    struct Part {
        std::string text;
        bool isWord = false;
    };
    std::vector<Part> m_parts;
};

/// A text as the name of a file that every system can hold: no separators, no control characters,
/// none of <>:"/\|?*, no point at either end, no name of a Windows device, at most 200 bytes.
std::string safeFileName(std::string_view text);

/// Gives each name that is there already, in whatever case, a number of its own: "glass", "glass
/// 2".
void makeUnique(std::vector<std::string>& names);

} // namespace stria
