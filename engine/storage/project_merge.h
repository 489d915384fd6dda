// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "engine/model/project.h"
#include "engine/storage/sequence_merge.h"

namespace stria {

/// Something that two sides changed in ways that do not go together.
struct MergeConflict {
    std::string kind;     ///< the word of the record: "event", "instrument", "settings"...
    std::uint64_t id = 0; ///< 0 for the settings
    std::string name;     ///< for a person: `"glass"`, `"glass" at 3.5 s`; may be empty
    std::string field;    ///< the record's key, with what lies below it: "duration", "args kamp"
    std::string mine;     ///< both sides for a person, shortened
    std::string theirs;

    bool operator==(const MergeConflict&) const = default;
    /// `event "glass" at 3.5 s, duration: mine 2, theirs 3`
    std::string toText() const;
};

/// Whose value stands, conflict by conflict. Conflicts are told apart by thing and field.
struct MergeChoices {
    MergeSide otherwise = MergeSide::Mine;
    std::map<std::tuple<std::string, std::uint64_t, std::string>, MergeSide> sides;

    void choose(const MergeConflict& conflict, MergeSide side);
    MergeSide of(const MergeConflict& conflict) const;
};

struct MergeResult {
    Project merged;
    /// What `side` decided. A thing that one side removed and the other uses anew is among them; it
    /// stays whatever the side, since nothing else would play.
    std::vector<MergeConflict> conflicts;
};

/// What two sides made of a common base, together: things are matched by id, a thing that one side
/// left alone is taken from the other, one that both changed is merged by the keys of its record,
/// texts by their lines, curves and tables in stretches. Seconds of events that are tied to beats
/// follow the merged tempo. How high a track is shown is never a conflict.
/// Pure; any thread. The time grows with the size of the projects.
MergeResult mergeProjects(const Project& base, const Project& mine, const Project& theirs,
                          MergeSide side = MergeSide::Mine);

/// The same with a side for each conflict. The conflicts it tells of are those of a merge without
/// choices, wherever what was chosen goes together.
MergeResult mergeProjects(const Project& base, const Project& mine, const Project& theirs,
                          const MergeChoices& choices);

/// What makes `to` of `from`, a change for each thing that differs. Unknown records are not among
/// them.
std::vector<Change> changesBetween(const Project& from, const Project& to);

} // namespace stria
