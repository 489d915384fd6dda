// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/project.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "engine/model/entities.h"

namespace stria {

struct Project::Listeners {
    std::vector<std::weak_ptr<Listener>> list;
};

namespace {

/// Settings and lists that every new project starts with, shared by all.
const auto& emptySettings() {
    static const auto settings = std::make_shared<const Settings>();
    return settings;
}
const auto& noRecords() {
    static const auto records = std::make_shared<const std::vector<std::string>>();
    return records;
}

std::uint64_t keyOf(const AutomationTarget& target) {
    return std::visit([](auto id) { return id.bits; }, target);
}

template <class Entity> std::pair<double, Id<Entity>> rankOf(const Entity& entity) {
    if constexpr (std::is_same_v<Entity, Marker>)
        return {entity.time, entity.id};
    else if constexpr (std::is_same_v<Entity, FixedString>)
        return {entity.index, entity.id};
    else
        return {entity.order, entity.id};
}

template <class Entity> bool comesBefore(const Entity* a, const Entity* b) {
    return rankOf(*a) < rankOf(*b);
}

template <class Entity> constexpr const char* wordFor() {
    if constexpr (std::is_same_v<Entity, Instrument>)
        return "instrument";
    else if constexpr (std::is_same_v<Entity, ScoreEvent>)
        return "event";
    else if constexpr (std::is_same_v<Entity, Automation>)
        return "automation";
    else if constexpr (std::is_same_v<Entity, Bus>)
        return "bus";
    else if constexpr (std::is_same_v<Entity, Table>)
        return "table";
    else if constexpr (std::is_same_v<Entity, SoundSource>)
        return "sound file";
    else if constexpr (std::is_same_v<Entity, Channel>)
        return "channel";
    else if constexpr (std::is_same_v<Entity, GlobalCode>)
        return "global code";
    else if constexpr (std::is_same_v<Entity, FixedString>)
        return "string";
    else if constexpr (std::is_same_v<Entity, Track>)
        return "track";
    else
        return "marker";
}

template <class Entity> tl::unexpected<Diagnostic> missing(Id<Entity> id) {
    return failure(ErrorCode::UnknownName, std::string("The project holds no ") +
                                               wordFor<Entity>() + " with the id " + id.toText() +
                                               ".");
}

} // namespace

Project::Project()
    : m_settings(emptySettings()), m_unknownRecords(noRecords()),
      m_listeners(std::make_shared<Listeners>()) {}
Project::Project(const Project& other)
    : m_entities(other.m_entities), m_automationsByTarget(other.m_automationsByTarget),
      m_settings(other.m_settings), m_unknownRecords(other.m_unknownRecords),
      m_listeners(std::make_shared<Listeners>()) {}
Project& Project::operator=(const Project& other) {
    m_entities = other.m_entities;
    m_automationsByTarget = other.m_automationsByTarget;
    m_settings = other.m_settings;
    m_unknownRecords = other.m_unknownRecords;
    return *this;
}
Project::Project(Project&& other) noexcept : Project(std::as_const(other)) {}
Project& Project::operator=(Project&& other) noexcept {
    return *this = std::as_const(other);
}
Project::~Project() = default;

template <class Entity> std::vector<const Entity*> Project::inOrder() const {
    // Ranks are sorted beside the pointers: to look at 100,000 entities again and again is slow.
    std::vector<std::pair<std::pair<double, Id<Entity>>, const Entity*>> ranked;
    ranked.reserve(all<Entity>().size());
    all<Entity>().forEach(
        [&](const Entity& entity) { ranked.emplace_back(rankOf(entity), &entity); });
    std::sort(ranked.begin(), ranked.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const Entity*> list;
    list.reserve(ranked.size());
    for (const auto& [rank, entity] : ranked)
        list.push_back(entity);
    return list;
}

const Instrument* Project::instrumentNamed(std::string_view name) const {
    const Instrument* found = nullptr;
    all<Instrument>().forEach([&](const Instrument& instrument) {
        if (instrument.name == name && (!found || comesBefore(&instrument, found)))
            found = &instrument;
    });
    return found;
}

const Bus* Project::busNamed(std::string_view name) const {
    const Bus* found = nullptr;
    all<Bus>().forEach([&](const Bus& bus) {
        if (bus.name == name && (!found || comesBefore(&bus, found)))
            found = &bus;
    });
    return found;
}

std::vector<const Automation*> Project::automationsOf(const AutomationTarget& target) const {
    std::vector<const Automation*> list;
    if (const auto* ids = m_automationsByTarget.find(keyOf(target)))
        for (const AutomationId id : *ids)
            if (const Automation* automation = find(id); automation && automation->target == target)
                list.push_back(automation);
    std::sort(list.begin(), list.end(), comesBefore<Automation>);
    return list;
}

void Project::indexAutomation(const Automation* before, const Automation* after) {
    if (before && after && before->target == after->target)
        return;
    if (before) {
        const std::uint64_t key = keyOf(before->target);
        auto ids = *m_automationsByTarget.find(key);
        std::erase(ids, before->id);
        if (ids.empty())
            m_automationsByTarget.erase(key);
        else
            m_automationsByTarget.set(key, std::move(ids));
    }
    if (after) {
        const std::uint64_t key = keyOf(after->target);
        const auto* present = m_automationsByTarget.find(key);
        auto ids = present ? *present : std::vector<AutomationId>();
        ids.push_back(after->id);
        m_automationsByTarget.set(key, std::move(ids));
    }
}

bool Project::isHeard() const {
    return m_record || !m_listeners->list.empty();
}

void Project::tell(Change change) {
    // A listener may end its own or another's subscription while it is told.
    auto& list = m_listeners->list;
    for (std::size_t i = 0, count = list.size(); i < count; ++i)
        if (const auto listener = list[i].lock())
            (*listener)(change);
    std::erase_if(list, [](const auto& weak) { return weak.expired(); });
    if (m_record)
        m_record->push_back(std::move(change));
}

template <class Entity> Expected<void> Project::insert(Entity entity) {
    auto& map = std::get<EntityMap<Entity>>(m_entities);
    if (!entity.id)
        return failure(ErrorCode::InvalidArgument,
                       std::string("A new ") + wordFor<Entity>() + " needs an id.");
    if (map.find(entity.id))
        return failure(ErrorCode::Conflict, std::string("The project already holds the ") +
                                                wordFor<Entity>() + " with the id " +
                                                entity.id.toText() + ".");
    if constexpr (std::is_same_v<Entity, Automation>)
        indexAutomation(nullptr, &entity);
    const Id<Entity> id = entity.id;
    if (!isHeard()) {
        map.set(id, std::move(entity));
        return {};
    }
    map.set(id, entity);
    tell(EntityChange<Entity>{id, std::nullopt, std::move(entity)});
    return {};
}

template <class Entity> Expected<void> Project::change(Entity entity) {
    auto& map = std::get<EntityMap<Entity>>(m_entities);
    const Entity* present = map.find(entity.id);
    if (!present)
        return missing(entity.id);
    if (*present == entity)
        return {};
    if constexpr (std::is_same_v<Entity, Automation>)
        indexAutomation(present, &entity);
    const Id<Entity> id = entity.id;
    if (!isHeard()) {
        map.set(id, std::move(entity));
        return {};
    }
    Entity before = map.exchange(id, entity);
    tell(EntityChange<Entity>{id, std::move(before), std::move(entity)});
    return {};
}

template <class Entity> Expected<void> Project::remove(Id<Entity> id) {
    auto& map = std::get<EntityMap<Entity>>(m_entities);
    const Entity* present = map.find(id);
    if (!present)
        return missing(id);
    Entity before = *present;
    if constexpr (std::is_same_v<Entity, Automation>)
        indexAutomation(&before, nullptr);
    map.erase(id);
    tell(EntityChange<Entity>{id, std::move(before), std::nullopt});
    return {};
}

void Project::changeSettings(Settings settings) {
    if (settings == *m_settings)
        return;
    SettingsChange change{*m_settings, settings};
    m_settings = std::make_shared<const Settings>(std::move(settings));
    tell(std::move(change));
}

/// Makes the entity what it is to be, present or not.
template <class Entity>
Expected<void> Project::put(Id<Entity> id, const std::optional<Entity>& entity) {
    if (!entity)
        return remove(id);
    return find(id) ? change(*entity) : insert(*entity);
}

Expected<void> Project::apply(const Change& change) {
    return std::visit(
        [this](const auto& c) -> Expected<void> {
            if constexpr (std::is_same_v<std::decay_t<decltype(c)>, SettingsChange>) {
                changeSettings(c.after);
                return {};
            } else {
                return put(c.id, c.after);
            }
        },
        change);
}

Expected<void> Project::revert(const Change& change) {
    return std::visit(
        [this](const auto& c) -> Expected<void> {
            if constexpr (std::is_same_v<std::decay_t<decltype(c)>, SettingsChange>) {
                changeSettings(c.before);
                return {};
            } else {
                return put(c.id, c.before);
            }
        },
        change);
}

void Project::keepUnknownRecords(std::vector<std::string> records) {
    m_unknownRecords = std::make_shared<const std::vector<std::string>>(std::move(records));
}

Subscription Project::subscribe(Listener listener) {
    auto keeper = std::make_shared<Listener>(std::move(listener));
    m_listeners->list.push_back(keeper);
    return Subscription(std::move(keeper));
}

bool Project::operator==(const Project& other) const {
    return m_entities == other.m_entities && *m_settings == *other.m_settings &&
           *m_unknownRecords == *other.m_unknownRecords;
}

#define STRIA_INSTANTIATE(Entity)                                                                  \
    template std::vector<const Entity*> Project::inOrder() const;                                  \
    template Expected<void> Project::insert(Entity);                                               \
    template Expected<void> Project::change(Entity);                                               \
    template Expected<void> Project::remove(Id<Entity>);
STRIA_FOR_EACH_ENTITY(STRIA_INSTANTIATE)
#undef STRIA_INSTANTIATE

} // namespace stria
