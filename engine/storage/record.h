// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// One line of a project file, journal or clipboard, as engine/storage/project-format.md describes
/// it: compact JSON, keys in a fixed order, `"kind"` first and `"id"` second.

/// A line for an entity; the keys that this version did not know when it was read are kept. A long
/// curve or table takes more lines: the first with the beginning and the count, and a stretch
/// record for each further 1000. Without the last line break.
template <class Entity> std::string writeRecord(const Entity& entity);
std::string writeRecord(const Settings& settings);
/// The removal of an entity, as the journal needs it.
std::string writeRemoval(const Change& change);
/// What the change did, as short as it can be said: a removal, the stretch of a text, curve or
/// table that differs, or the whole entity.
std::string writeChange(const Change& change);

/// A part of a long curve, table or text. It replaces `cut` elements (points, numbers or bytes)
/// from `at` on by others.
struct Stretch {
    using Owner = std::variant<AutomationId, TableId, InstrumentId, GlobalCodeId>;
    using Content = std::variant<std::vector<Breakpoint>, std::vector<double>, std::string>;

    Owner owner;
    /// The key of the owner: "points", "data", "body", "init" or "text".
    std::string key;
    std::size_t at = 0;
    std::size_t cut = 0;
    Content put;
    /// Further elements of the entity whose line came just before it, which is not whole yet.
    bool continues = false;

    bool operator==(const Stretch&) const = default;
};

/// A line of a kind that this version does not know, kept as it is.
struct UnknownRecord {
    std::string line;
    bool operator==(const UnknownRecord&) const = default;
};

/// An entity that was read: a change without `before`; without `after` too it is a removal.
struct ReadChange {
    Change change;
    /// How many points or numbers it has in the end, if the line holds only the first of them.
    std::size_t count = 0;
    bool operator==(const ReadChange&) const = default;
};

using Record = std::variant<ReadChange, Stretch, UnknownRecord>;

/// Reads lines one after the other; keeps its memory between them.
class RecordReader {
  public:
    RecordReader();
    ~RecordReader();
    /// Errors (DamagedRecord, SyntaxError): what was expected, and the column; the caller adds the
    /// line.
    Expected<Record> read(std::string_view line);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};
Expected<Record> readRecord(std::string_view line);

/// Does what records say to a project, one line after the other.
class RecordPlayer {
  public:
    enum class Repeats {
        Refuse, ///< in a project file each entity stands once
        Replace ///< in a journal the later line counts
    };
    RecordPlayer(Project& project, Repeats repeats);
    ~RecordPlayer();
    /// Errors: those of RecordReader, and what the project cannot take; with the column where one
    /// is known. What comes before and after the line still counts.
    Expected<void> play(std::string_view line);
    /// Ends the last long entity. One that lacks lines is inserted as it is, and that is an error,
    /// unless `dropIncomplete`. Call it once, at the end.
    Expected<void> finish(bool dropIncomplete = false);
    /// Entities and settings that were read.
    std::size_t count() const { return m_count; }

  private:
    struct Pending;
    Expected<void> play(ReadChange& record);
    Expected<void> play(Stretch& stretch);
    Expected<void> endPending(bool dropIncomplete);

    Project& m_project;
    Repeats m_repeats;
    RecordReader m_reader;
    std::unique_ptr<Pending> m_pending;
    std::vector<std::string> m_unknown;
    bool m_settingsRead = false;
    std::size_t m_count = 0;
};

} // namespace stria
