// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/orchestra/tokenizer.h"
#include "engine/reading/reaching_texts.h"

namespace stria {

/// Code as Csound's compiler sees it: macros unfolded, files included, comments gone. What cannot
/// be unfolded stands as it was written.
struct UnfoldedCode {
    struct Origin {
        int source = 0; ///< index of `sources`
        std::uint32_t offset = 0;
    };
    struct Source {
        Place place; ///< without line and column
        std::string text;
    };

    std::string text;
    std::vector<Source> sources;

    Origin originOf(std::uint32_t offset) const;
    /// In what the user wrote: of a macro's text the place where it is used.
    Place placeOf(std::uint32_t offset) const;

    struct Stretch {
        std::uint32_t begin = 0; ///< in `text`, up to the next stretch
        Origin origin;
        bool isMacro = false; ///< all of it stands for one place
    };
    std::vector<Stretch> stretches; ///< by `begin`
};

/// An `#include` line, or a place in the code, that says something by itself.
struct UnfoldingNote {
    enum class What {
        Include,       ///< `name` is included
        UnreadInclude, ///< its name is not written out
        TooManyMacros  ///< they unfold without end
    };
    What what = What::Include;
    std::string name;
    Place place;
};

/// Csound's preprocessor, for reading code that nobody has run. Both sides of an `#ifdef` are
/// taken. Texts share their macros, as they do in Csound.
class MacroReader {
  public:
    explicit MacroReader(const IncludedTexts& includes) : m_includes(includes) {}

    /// As of `--omacro:NAME=TEXT`.
    void define(std::string name, std::string text);
    UnfoldedCode unfold(const ReachingText& code);
    /// Of all unfold() since the last call.
    std::vector<UnfoldingNote> takeNotes() { return std::exchange(m_notes, {}); }

  private:
    struct Macro {
        std::vector<std::string> parameters;
        std::string text;
        bool isSure = true; ///< false: which of several texts holds depends on an `#ifdef`
    };
    struct At {
        int source = 0;
        std::uint32_t offset = 0;
        bool isMacro = false;
        int depth = 0;
    };

    void scan(std::string_view text, At at);
    std::size_t readDirective(const std::vector<Token>& tokens, std::size_t i,
                              std::string_view text, const At& at);
    std::size_t readDefine(const std::vector<Token>& tokens, std::size_t i, std::string_view text);
    std::size_t readInclude(const std::vector<Token>& tokens, std::size_t i, std::string_view text,
                            const At& at);
    std::size_t readMacro(const std::vector<Token>& tokens, std::size_t i, std::string_view text,
                          const At& at);
    const Macro* find(std::string_view name, std::string_view& rest) const;
    std::string unfoldString(std::string_view text) const;
    void write(std::string_view text, const At& at, std::uint32_t offset);
    void note(UnfoldingNote::What what, std::string name, const At& at, std::uint32_t offset);
    bool isTooMuch(const At& at, std::uint32_t offset);

    const IncludedTexts& m_includes;
    std::map<std::string, Macro, std::less<>> m_macros;
    std::vector<UnfoldingNote> m_notes;
    UnfoldedCode m_code;
    int m_conditions = 0;
    int m_uses = 0; ///< of macros and files in the present text
    bool m_gaveUp = false;
};

} // namespace stria
