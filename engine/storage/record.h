// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "engine/model/project.h"

namespace stria {

/// One line of a project file, journal or clipboard, as engine/storage/project-format.md describes
/// it: compact JSON, keys in a fixed order, `"kind"` first and `"id"` second. NaN does not occur.

/// A line for an entity; the keys that this version did not know when it was read are kept.
template <class Entity> std::string writeRecord(const Entity& entity);
std::string writeRecord(const Settings& settings);
/// The removal of an entity, as the journal needs it.
std::string writeRemoval(const Change& change);

/// A line of a kind that this version does not know, kept as it is.
struct UnknownRecord {
    std::string line;
    bool operator==(const UnknownRecord&) const = default;
};

/// What one line says. A change that was read has no `before`.
using Record = std::variant<Change, UnknownRecord>;

/// Errors (DamagedRecord, SyntaxError): what was expected, and the column; the caller adds the
/// line.
Expected<Record> readRecord(std::string_view line);

} // namespace stria
