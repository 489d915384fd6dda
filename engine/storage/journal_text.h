// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stria {

// A journal's file: a header line, the lines of a project file if it has a snapshot, a line that
// ends it, and then a record for each change.

constexpr std::string_view journalEnding = ".journal";
std::string journalLockPath(const std::string& journalPath);

struct JournalHeader {
    std::string projectFile; ///< empty: never saved
    std::string hash;        ///< of the project's text when the journal began
    bool hasSnapshot = true; ///< false: the project file holds it
};

/// Header, snapshot if there is one, and the line after which changes come.
std::string writeJournalStart(const JournalHeader& header, std::string_view projectText);

/// The parts of a journal; views into its text.
struct JournalParts {
    JournalHeader header;
    std::string_view snapshot;
    std::string_view changes;
};
/// Nothing for a text that is no journal, or one whose beginning is not whole.
std::optional<JournalParts> readJournal(std::string_view text);

} // namespace stria
