// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/project_merge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>

#include "engine/storage/field_merge.h"
#include "engine/storage/json_reader.h"

namespace stria {

namespace {

/// Calls visit(id) for each thing that the entity cannot do without.
template <class Entity, class Visit> void forEachReference(const Entity& entity, Visit&& visit) {
    if constexpr (std::is_same_v<Entity, ScoreEvent>) {
        visit(entity.instrument);
        visit(entity.track);
        for (const Argument& argument : entity.arguments)
            std::visit(
                [&](const auto& value) {
                    if constexpr (requires { value.bits; })
                        visit(value);
                },
                argument.value);
    } else if constexpr (std::is_same_v<Entity, Automation>) {
        std::visit([&](auto id) { visit(id); }, entity.target);
    }
}

template <class Entity, class Target> bool refersTo(const Entity& entity, Id<Target> target) {
    bool found = false;
    forEachReference(entity, [&](auto id) {
        if constexpr (std::is_same_v<decltype(id), Id<Target>>)
            found = found || id == target;
    });
    return found;
}

void followBeats(ScoreEvent& event, const TempoMap& tempo) {
    if (!event.beats)
        return;
    event.start = tempo.secondsAt(event.beats->start);
    if (!event.isEndless())
        event.duration = tempo.secondsAt(event.beats->start + event.beats->duration) - event.start;
}

/// Whether somebody changed it: seconds that only follow another tempo are no change.
template <class Entity> bool isAsIn(const Entity& base, const Entity& other) {
    if (base == other)
        return true;
    if constexpr (std::is_same_v<Entity, ScoreEvent>) {
        if (!base.beats || !other.beats || base.isEndless() != other.isEndless())
            return false;
        ScoreEvent moved = other;
        moved.start = base.start;
        moved.duration = base.duration;
        return base == moved;
    }
    return false;
}

/// Lines of unknown kinds with what tells them from others.
std::vector<std::pair<std::string, std::string>>
keyedLines(const std::vector<std::string>& records) {
    std::vector<std::pair<std::string, std::string>> keyed;
    std::map<std::string, int> met;
    JsonReader json;
    for (const std::string& record : records) {
        std::string key = record;
        if (json.read(record) && !json.textOf("id").empty())
            key = std::string(json.textOf("kind")) + ' ' + std::string(json.textOf("id"));
        if (const int times = met[key]++)
            key += ' ' + std::to_string(times);
        keyed.emplace_back(std::move(key), record);
    }
    return keyed;
}

class ProjectMerge {
  public:
    ProjectMerge(const Project& base, const Project& mine, const Project& theirs,
                 const MergeChoices& choices)
        : m_base(base), m_mine(mine), m_theirs(theirs), m_fields(mine, theirs, choices) {
        m_result.merged = mine;
    }

    MergeResult run() {
        mergeSettings();
        forEachKind([this]<class Entity>(Entity*) { mergeAll<Entity>(); });
        forEachKind([this]<class Entity>(Entity*) {
            std::vector<Entity> users;
            m_result.merged.all<Entity>().forEach([&](const Entity& entity) {
                if (lacksReference(entity))
                    users.push_back(entity);
            });
            for (const Entity& user : users)
                bringBackFor(user);
        });
        mergeUnknown();
        return std::move(m_result);
    }

  private:
    template <class Entity> void takeClashes(const Entity& entity) {
        for (auto& clash : m_fields.takeClashes()) {
            MergeConflict conflict;
            conflict.kind = kindOf<Entity>();
            if constexpr (!std::is_same_v<Entity, Settings>) {
                conflict.id = entity.id.bits;
                conflict.name = spokenName(m_result.merged, entity);
            }
            conflict.field = std::move(clash.field);
            conflict.mine = std::move(clash.mine);
            conflict.theirs = std::move(clash.theirs);
            m_result.conflicts.push_back(std::move(conflict));
        }
    }
    template <class Entity>
    void addConflict(const Project& present, const Entity& entity, std::string mine,
                     std::string theirs) {
        m_result.conflicts.push_back({kindOf<Entity>(),
                                      entity.id.bits,
                                      spokenName(present, entity),
                                      {},
                                      std::move(mine),
                                      std::move(theirs)});
    }

    void mergeSettings() {
        const Settings& base = m_base.settings();
        const Settings& mine = m_mine.settings();
        const Settings& theirs = m_theirs.settings();
        if (mine == theirs || theirs == base)
            return;
        if (mine == base) {
            m_result.merged.changeSettings(theirs);
            return;
        }
        m_fields.begin(kindOf<Settings>(), 0);
        Settings merged = m_fields.mergeEntity(base, mine, theirs);
        takeClashes(merged);
        m_result.merged.changeSettings(std::move(merged));
    }

    /// Puts the entity into the result; `home` is the project whose tempo its seconds follow.
    template <class Entity> void put(Entity entity, const Project* home) {
        if constexpr (std::is_same_v<Entity, ScoreEvent>) {
            const TempoMap& tempo = m_result.merged.settings().tempo;
            if (!home || !(home->settings().tempo == tempo))
                followBeats(entity, tempo);
        }
        if (m_result.merged.find(entity.id))
            static_cast<void>(m_result.merged.change(std::move(entity)));
        else
            static_cast<void>(m_result.merged.insert(std::move(entity)));
    }

    template <class Entity> void mergeAll() {
        m_theirs.all<Entity>().forEach([this](const Entity& theirs) {
            mergeOne(m_base.find(theirs.id), m_mine.find(theirs.id), theirs);
        });
        m_base.all<Entity>().forEach([this](const Entity& base) {
            if (const Entity* mine = m_mine.find(base.id); mine && !m_theirs.find(base.id))
                removeInTheirs(base, *mine);
        });
        if constexpr (std::is_same_v<Entity, ScoreEvent>) {
            if (m_mine.settings().tempo == m_result.merged.settings().tempo)
                return;
            m_mine.all<Entity>().forEach([this](const Entity& mine) {
                if (!m_base.find(mine.id) && !m_theirs.find(mine.id))
                    put(mine, &m_mine);
            });
        }
    }

    template <class Entity>
    void mergeOne(const Entity* base, const Entity* mine, const Entity& theirs) {
        m_fields.begin(kindOf<Entity>(), theirs.id.bits);
        if (!mine) {
            if (!base)
                put(theirs, &m_theirs);
            else if (!isAsIn(*base, theirs)) {
                addConflict(m_theirs, theirs, "removed", "changed");
                if (m_fields.sideOf({}) == MergeSide::Theirs)
                    put(theirs, &m_theirs);
            }
            return;
        }
        if (*mine == theirs)
            return;
        if (base && *base == theirs) {
            put(*mine, &m_mine);
            return;
        }
        if (base && *base == *mine) {
            put(theirs, &m_theirs);
            return;
        }
        Entity fresh;
        fresh.id = theirs.id;
        Entity merged = m_fields.mergeEntity(base ? *base : fresh, *mine, theirs);
        takeClashes(merged);
        put(std::move(merged), nullptr);
    }

    template <class Entity> void removeInTheirs(const Entity& base, const Entity& mine) {
        m_fields.begin(kindOf<Entity>(), mine.id.bits);
        const bool untouched = isAsIn(base, mine);
        if (!untouched)
            addConflict(m_mine, mine, "changed", "removed");
        if (untouched || m_fields.sideOf({}) == MergeSide::Theirs)
            static_cast<void>(m_result.merged.remove(mine.id));
    }

    /// The thing as the side that kept it has it, where the other removed it and does not use it in
    /// `user` either; null: nothing to bring back.
    template <class Entity, class Target>
    const Target* removedBehind(const Entity& user, Id<Target> id) const {
        if (!id || m_result.merged.find(id) || !m_base.find(id))
            return nullptr;
        const Target* const mine = m_mine.find(id);
        const Target* const theirs = m_theirs.find(id);
        if (!mine == !theirs)
            return nullptr;
        const Entity* const there = (mine ? m_theirs : m_mine).find(user.id);
        return there && refersTo(*there, id) ? nullptr : mine ? mine : theirs;
    }
    template <class Entity> bool lacksReference(const Entity& user) const {
        bool lacks = false;
        forEachReference(user, [&](auto id) { lacks = lacks || removedBehind(user, id); });
        return lacks;
    }
    template <class Entity> void bringBackFor(const Entity& user) {
        forEachReference(user, [&](auto id) {
            const auto* removed = removedBehind(user, id);
            if (!removed)
                return;
            const bool isMine = m_mine.find(id) != nullptr;
            const std::string removal = "removed; kept, since it is used";
            const auto kept = *removed;
            put(kept, isMine ? &m_mine : &m_theirs);
            const std::string use = std::string("used by the ") + kindOf<Entity>() + ' ' +
                                    spokenName(m_result.merged, user);
            addConflict(m_result.merged, kept, isMine ? use : removal, isMine ? removal : use);
            bringBackFor(kept);
        });
    }

    void mergeUnknown() {
        const auto& base = m_base.unknownRecords();
        const auto& mine = m_mine.unknownRecords();
        const auto& theirs = m_theirs.unknownRecords();
        if (mine == theirs || theirs == base)
            return;
        if (mine == base) {
            m_result.merged.keepUnknownRecords(theirs);
            return;
        }
        const auto inBase = keyedLines(base);
        auto inMine = keyedLines(mine);
        auto inTheirs = keyedLines(theirs);
        const auto lineOf = [](const auto& lines, const std::string& key) -> const std::string* {
            const auto line = std::find_if(lines.begin(), lines.end(),
                                           [&](const auto& one) { return one.first == key; });
            return line == lines.end() ? nullptr : &line->second;
        };
        const auto inner = [](const std::string& line) {
            const std::size_t begin = line.find('{') + 1;
            return line.substr(begin, line.rfind('}') - begin);
        };
        std::vector<MergeConflict> conflicts;
        m_fields.begin("record", 0); // all of them are decided together
        auto merged = mergeKeyed(
            inBase, inMine, inTheirs, [](const auto& line) { return line.first; },
            [&](const std::string& key, const auto* m, const auto* t) {
                if (!m || !t)
                    conflicts.push_back({"record",
                                         0,
                                         key,
                                         {},
                                         m ? "changed" : "removed",
                                         t ? "changed" : "removed"});
                return m_fields.sideOf({});
            });
        std::vector<std::string> records;
        for (auto& [key, line] : *merged) {
            const std::string* const b = lineOf(inBase, key);
            const std::string* const m = lineOf(inMine, key);
            const std::string* const t = lineOf(inTheirs, key);
            const bool bothChanged = m && t && *m != *t && (!b || (*m != *b && *t != *b));
            if (bothChanged) {
                line = '{' + m_fields.mergeMembers(b ? inner(*b) : "", inner(*m), inner(*t)) + '}';
                for (auto& clash : m_fields.takeClashes())
                    conflicts.push_back({"record", 0, key, clash.field, clash.mine, clash.theirs});
            }
            records.push_back(line);
        }
        m_result.merged.keepUnknownRecords(std::move(records));
        m_result.conflicts.insert(m_result.conflicts.end(), conflicts.begin(), conflicts.end());
    }

    const Project& m_base;
    const Project& m_mine;
    const Project& m_theirs;
    FieldMerge m_fields;
    MergeResult m_result;
};

} // namespace

std::string MergeConflict::toText() const {
    return kind + (name.empty() ? "" : " ") + name + (field.empty() ? "" : ", ") + field +
           ": mine " + mine + ", theirs " + theirs;
}

MergeResult mergeProjects(const Project& base, const Project& mine, const Project& theirs,
                          MergeSide side) {
    return ProjectMerge(base, mine, theirs, MergeChoices{side, {}}).run();
}

MergeResult mergeProjects(const Project& base, const Project& mine, const Project& theirs,
                          const MergeChoices& choices) {
    return ProjectMerge(base, mine, theirs, choices).run();
}

void MergeChoices::choose(const MergeConflict& conflict, MergeSide side) {
    // What this version does not know has neither id nor known fields: it is decided together.
    const bool isKnown = conflict.kind != "record";
    sides[{conflict.kind, conflict.id, isKnown ? conflict.field : std::string()}] = side;
}

MergeSide MergeChoices::of(const MergeConflict& conflict) const {
    const bool isKnown = conflict.kind != "record";
    const auto found =
        sides.find({conflict.kind, conflict.id, isKnown ? conflict.field : std::string()});
    return found != sides.end() ? found->second : otherwise;
}

std::vector<Change> changesBetween(const Project& from, const Project& to) {
    std::vector<Change> changes;
    if (!(from.settings() == to.settings()))
        changes.emplace_back(SettingsChange{from.settings(), to.settings()});
    forEachKind([&]<class Entity>(Entity*) {
        from.all<Entity>().forEach([&](const Entity& before) {
            const Entity* const after = to.find(before.id);
            if (!after)
                changes.emplace_back(EntityChange<Entity>{before.id, before, std::nullopt});
            else if (!(before == *after))
                changes.emplace_back(EntityChange<Entity>{before.id, before, *after});
        });
        to.all<Entity>().forEach([&](const Entity& after) {
            if (!from.find(after.id))
                changes.emplace_back(EntityChange<Entity>{after.id, std::nullopt, after});
        });
    });
    return changes;
}

} // namespace stria
