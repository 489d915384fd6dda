// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/entity_map.h"
#include "engine/model/project_change.h"

namespace stria {

/// Keeps a listener called as long as it lives. May outlive the project.
class Subscription {
  public:
    Subscription() = default;
    explicit Subscription(std::shared_ptr<void> keeper) : m_keeper(std::move(keeper)) {}

  private:
    std::shared_ptr<void> m_keeper;
};

/// The document: plain values by id, and three verbs.
///
/// Copying is O(1), whatever the size, and copies share structure; a copy is how another thread
/// gets the document (copy on the writing thread, hand the copy over). A Project that is written
/// belongs to one thread. Listeners are not copied.
class Project {
  public:
    using Listener = std::function<void(const Change&)>;

    Project();
    Project(const Project& other);
    Project& operator=(const Project& other); ///< listeners of `this` stay and are not told
    Project(Project&&) noexcept;
    Project& operator=(Project&&) noexcept;
    ~Project();

    const Settings& settings() const { return *m_settings; }
    template <class Entity> const EntityMap<Entity>& all() const {
        return std::get<EntityMap<Entity>>(m_entities);
    }
    /// Null when there is none. Valid until the next change.
    template <class Entity> const Entity* find(Id<Entity> id) const {
        return all<Entity>().find(id);
    }
    /// Pointers to all, by `order` and then by id (markers by time); valid until the next change.
    template <class Entity> std::vector<const Entity*> inOrder() const;

    const Instrument* instrumentNamed(std::string_view name) const;
    const Bus* busNamed(std::string_view name) const;
    /// Automations of an event or bus, by order and then by id.
    std::vector<const Automation*> automationsOf(const AutomationTarget& target) const;
    /// Records of kinds that this version does not know, a line of JSON each, kept for saving.
    const std::vector<std::string>& unknownRecords() const { return *m_unknownRecords; }

    /// Errors: Conflict (the id is in use), InvalidArgument (no id). Nothing changes then.
    template <class Entity> Expected<void> insert(Entity entity);
    /// Replaces the entity with the same id. Errors: UnknownName (there is none). A change to an
    /// equal value is no change and tells nobody.
    template <class Entity> Expected<void> change(Entity entity);
    /// Errors: UnknownName. What refers to the entity is left alone: references may dangle, and the
    /// checks (engine/model/checks.h) tell of those that matter.
    template <class Entity> Expected<void> remove(Id<Entity> id);
    void changeSettings(Settings settings);
    /// Does what the change did; its `before` is ignored. The same errors as the verbs.
    Expected<void> apply(const Change& change);
    /// Undoes what the change did; its `after` is ignored. The same errors as the verbs.
    Expected<void> revert(const Change& change);
    void keepUnknownRecords(std::vector<std::string> records);

    /// Called after each change, on the thread that made it. The listener may not change the
    /// project.
    [[nodiscard]] Subscription subscribe(Listener listener);
    /// From now on each change is also appended there, after the listeners heard of it; null: no
    /// more. Where changes went until now. Copies do not record.
    std::vector<Change>* recordInto(std::vector<Change>* record) {
        return std::exchange(m_record, record);
    }

    /// Same contents; listeners do not count.
    bool operator==(const Project& other) const;

  private:
    struct Listeners;
    using Targets = SharedMap<std::uint64_t, std::vector<AutomationId>>;

    void indexAutomation(const Automation* before, const Automation* after);
    bool isHeard() const;
    void tell(Change change);
    template <class Entity> Expected<void> put(Id<Entity> id, const std::optional<Entity>& entity);

    std::tuple<EntityMap<Instrument>, EntityMap<ScoreEvent>, EntityMap<Automation>, EntityMap<Bus>,
               EntityMap<Table>, EntityMap<SoundSource>, EntityMap<Channel>, EntityMap<GlobalCode>,
               EntityMap<FixedString>, EntityMap<Track>, EntityMap<Marker>>
        m_entities;
    Targets m_automationsByTarget;
    std::shared_ptr<const Settings> m_settings;
    std::shared_ptr<const std::vector<std::string>> m_unknownRecords;
    std::shared_ptr<Listeners> m_listeners;
    std::vector<Change>* m_record = nullptr;
};

} // namespace stria
