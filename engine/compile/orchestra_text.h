// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compile/asset_facts.h"
#include "engine/compile/source_map.h"

namespace stria {

/// A stretch of a user's text that is replaced in the orchestra.
struct TextEdit {
    std::uint32_t begin = 0; ///< byte offset
    std::uint32_t length = 0;
    std::string replacement;
};

/// An orchestra that grows line by line, with the map from its lines to the user's. Where the
/// user's text makes Csound lose count of lines a `#line` follows, so that Csound's line numbers
/// are those of this text.
class OrchestraText {
  public:
    explicit OrchestraText(const AssetFacts& facts) : m_facts(facts) {}

    /// What is to change in the text of an included file.
    void setFileEdits(std::function<std::vector<TextEdit>(const std::string& name)> edits) {
        m_fileEdits = std::move(edits);
    }

    /// Generated lines, without the last line end. `place`: what they were made for.
    void add(std::string_view lines, const Place& place = {});
    /// The user's text. `place` says which text it is; its line numbers are filled in. Edits are
    /// sorted and do not overlap. Files that it includes stand in its place, each with its own
    /// line numbers; problems with them are added to `problems`.
    void addCode(std::string_view code, const std::vector<TextEdit>& edits, const Place& place,
                 Diagnostics& problems);
    /// A file of AssetFacts::includes. `from`: where the user asks for it.
    void addFile(const std::string& name, const Place& from, Diagnostics& problems);

    /// The line that the next one added will be, from 1.
    int nextLine() const { return m_map.lineCount() + 1; }
    const std::string& text() const { return m_text; }
    std::string takeText() { return std::move(m_text); }
    SourceMap takeMap() { return std::move(m_map); }

  private:
    void addLine(std::string_view line, const Place& place);
    void addLines(std::string_view code, int firstLine, const std::vector<TextEdit>& edits,
                  const Place& place);

    /// Csound's count of lines after a line. An `#undef` takes the next line's count with it.
    enum class Count : std::uint8_t { Kept, Lost, LostWithNextLine };
    std::vector<Count> countsAfterLines(std::string_view text, std::size_t lineCount);

    const AssetFacts& m_facts;
    std::function<std::vector<TextEdit>(const std::string& name)> m_fileEdits;
    std::string m_text;
    SourceMap m_map;
    std::set<std::string, std::less<>> m_longMacros; ///< their texts go over lines
    std::vector<std::string> m_openFiles;            ///< being included, outermost first
};

} // namespace stria
