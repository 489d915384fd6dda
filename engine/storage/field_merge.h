// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/project.h"
#include "engine/storage/project_merge.h"
#include "engine/storage/record_fields.h"
#include "engine/storage/sequence_merge.h"

namespace stria {

/// Merges values of one field that both sides changed, and gathers what clashes. Values come back
/// as the chosen side has them where they cannot be brought together.
class FieldMerge {
  public:
    struct Clash {
        std::string field;
        std::string mine;
        std::string theirs;
    };

    /// The projects are where ids get their names from.
    FieldMerge(const Project& mine, const Project& theirs, const MergeChoices& choices)
        : m_mine(mine), m_theirs(theirs), m_choices(choices) {}

    /// The thing whose fields come next, as its conflicts name it.
    void begin(std::string kind, std::uint64_t id) {
        m_kind = std::move(kind);
        m_id = id;
    }

    std::vector<Clash> takeClashes() { return std::exchange(m_clashes, {}); }
    /// Who has its way in a field; empty: in the whole thing.
    MergeSide sideOf(const std::string& field) const {
        return m_choices.of({m_kind, m_id, {}, field, {}, {}});
    }

    /// All fields of an entity by its record's description. `base` may be a new entity.
    template <class Entity>
    Entity mergeEntity(const Entity& base, const Entity& mine, const Entity& theirs);
    /// Members of objects of JSON, without braces.
    std::string mergeMembers(const std::string& base, const std::string& mine,
                             const std::string& theirs);

  private:
    template <class Entity> class Fields;

    MergeSide clash(std::string field, std::string mine, std::string theirs);
    template <class Value>
    Value pick(const std::string& field, const Value& mine, const Value& theirs) const {
        return sideOf(field) == MergeSide::Mine ? mine : theirs;
    }

    template <class Value>
    Value merge(const std::string& key, const Value& base, const Value& mine, const Value& theirs);
    std::string merge(const std::string& key, const std::string& base, const std::string& mine,
                      const std::string& theirs);
    template <class Element>
    std::vector<Element> merge(const std::string& key, const std::vector<Element>& base,
                               const std::vector<Element>& mine,
                               const std::vector<Element>& theirs);
    std::shared_ptr<const std::vector<double>>
    merge(const std::string& key, const std::shared_ptr<const std::vector<double>>& base,
          const std::shared_ptr<const std::vector<double>>& mine,
          const std::shared_ptr<const std::vector<double>>& theirs);
    TempoMap merge(const std::string& key, const TempoMap& base, const TempoMap& mine,
                   const TempoMap& theirs);
    std::optional<BeatAnchor> merge(const std::string& key, const std::optional<BeatAnchor>& base,
                                    const std::optional<BeatAnchor>& mine,
                                    const std::optional<BeatAnchor>& theirs);

    const Project& m_mine;
    const Project& m_theirs;
    const MergeChoices& m_choices;
    std::string m_kind;
    std::uint64_t m_id = 0;
    std::vector<Clash> m_clashes;
};

/// What a thing is called for a person, in quotes; empty when it has no name of any kind.
template <class Entity> std::string spokenName(const Project& project, const Entity& entity);

} // namespace stria
