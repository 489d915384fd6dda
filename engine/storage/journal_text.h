// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

// A journal's file: a head, the lines of a project file if it has a snapshot, the head again, and
// then a line for each change and for the steps of each save. Every line begins with a checksum of
// what follows in it, so that a flipped bit costs that line alone and is seen.

constexpr std::string_view journalEnding = ".journal";
std::string journalLockPath(const std::string& journalPath);

struct JournalHeader {
    std::string projectFile; ///< empty: never saved
    /// Of the project file as it was when the journal began; empty if there was none. In version 1
    /// of a journal with a snapshot, it is the snapshot's.
    std::string hash;
    bool hasSnapshot = true; ///< false: the project file holds it
    /// Name of another journal in the folder whose work this one has taken over; empty: none.
    std::string insteadOf;
};

/// Header, snapshot if there is one, and the line after which changes come.
std::string writeJournalStart(const JournalHeader& header, std::string_view projectText);
/// With the line break.
std::string writeJournalChange(std::string_view record);
/// What comes after it is not in the file that the save of this number writes.
std::string writeSaveBegins(int number, const std::string& projectFile);
/// This file is about to be replaced by a text of this hash.
std::string writeSaveWrites(int number, const std::string& projectFile, const std::string& hash);

/// What a journal's text says.
struct JournalParts {
    struct Line {
        int number = 0; ///< in the journal, from 1
        std::string_view text;
    };
    /// A save that reached the point before the file was replaced.
    struct Save {
        std::size_t firstChangeAfter = 0; ///< index in `changes`
        std::string projectFile;
        std::string hash;
    };
    int version = 0;
    std::optional<JournalHeader> header; ///< nothing if both copies are damaged
    std::vector<Line> snapshot;
    std::vector<Line> changes;
    std::vector<Save> saves; ///< oldest first
    /// Files that saves began to write, beside which a kill may have left something.
    std::vector<std::string> targets;
    Diagnostics damagedLines;
    bool endsInALine = true;   ///< false: the last line was cut
    bool startIsWhole = false; ///< head, snapshot and head again are there, undamaged
};
/// Views into the text. Nothing for a text without a single line that can be read.
std::optional<JournalParts> readJournal(std::string_view text);
constexpr int journalVersion = 2;

} // namespace stria
