// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <type_traits>

#include "engine/storage/record.h"
#include "engine/storage/record_fields.h"

namespace stria {

/// A long entity whose further lines are still to come.
struct RecordPlayer::Pending {
    std::variant<Automation, Table> entity;
    std::vector<double> numbers; ///< of a table, while it grows
    std::size_t count = 0;

    std::size_t size() const {
        const auto* automation = std::get_if<Automation>(&entity);
        return automation ? automation->points.size() : numbers.size();
    }
    bool isOwnedBy(const Stretch& stretch) const {
        if (const auto* automation = std::get_if<Automation>(&entity))
            return stretch.owner == Stretch::Owner(automation->id);
        return stretch.owner == Stretch::Owner(std::get<Table>(entity).id);
    }
};

namespace {

tl::unexpected<Diagnostic> damaged(std::string message) {
    return failure(ErrorCode::DamagedRecord, std::move(message));
}

template <class Entity>
Expected<void> put(Project& project, Entity entity, RecordPlayer::Repeats repeats) {
    if (!project.find(entity.id))
        return project.insert(std::move(entity));
    if (repeats == RecordPlayer::Repeats::Replace)
        return project.change(std::move(entity));
    return damaged(std::string("The ") + kindOf<Entity>() + " " + entity.id.toText() +
                   " stands in the file already; each id may stand once.");
}

/// Replaces `cut` elements from `at` on; false when the sequence is too short for that.
template <class Sequence>
bool splice(Sequence& sequence, std::size_t at, std::size_t cut, const Sequence& by) {
    if (at > sequence.size() || cut > sequence.size() - at)
        return false;
    const auto begin = sequence.begin() + static_cast<std::ptrdiff_t>(at);
    const auto place = sequence.erase(begin, begin + static_cast<std::ptrdiff_t>(cut));
    sequence.insert(place, by.begin(), by.end());
    return true;
}

std::string* textOf(Instrument& instrument, const std::string& key) {
    if (key == "body")
        return &instrument.body;
    return key == "init" ? &instrument.init : nullptr;
}
std::string* textOf(GlobalCode& code, const std::string& key) {
    return key == "text" ? &code.text : nullptr;
}

bool spliceMember(Automation& automation, const Stretch& stretch) {
    const auto* points = std::get_if<std::vector<Breakpoint>>(&stretch.put);
    return points && splice(automation.points, stretch.at, stretch.cut, *points);
}
bool spliceMember(Table& table, const Stretch& stretch) {
    const auto* numbers = std::get_if<std::vector<double>>(&stretch.put);
    auto data = std::make_shared<std::vector<double>>(*table.data);
    if (!numbers || !splice(*data, stretch.at, stretch.cut, *numbers))
        return false;
    table.data = std::move(data);
    return true;
}
template <class Entity> bool spliceMember(Entity& entity, const Stretch& stretch) {
    const auto* by = std::get_if<std::string>(&stretch.put);
    std::string* const text = textOf(entity, stretch.key);
    return by && text && splice(*text, stretch.at, stretch.cut, *by);
}

} // namespace

RecordPlayer::RecordPlayer(Project& project, Repeats repeats)
    : m_project(project), m_repeats(repeats) {}
RecordPlayer::~RecordPlayer() = default;

Expected<void> RecordPlayer::play(std::string_view line) {
    auto record = m_reader.read(line);
    if (!record)
        return tl::make_unexpected(record.error());
    if (auto* stretch = std::get_if<Stretch>(&*record); stretch && stretch->continues)
        return play(*stretch);
    Expected<void> ended;
    if (m_pending)
        ended = endPending(false);
    Expected<void> played;
    if (auto* change = std::get_if<ReadChange>(&*record))
        played = play(*change);
    else if (auto* stretch = std::get_if<Stretch>(&*record))
        played = play(*stretch);
    else
        m_unknown.push_back(std::move(std::get<UnknownRecord>(*record).line));
    return ended ? played : ended;
}

Expected<void> RecordPlayer::play(ReadChange& record) {
    ++m_count;
    return std::visit(
        [&]<class C>(C& c) -> Expected<void> {
            if constexpr (std::is_same_v<C, SettingsChange>) {
                if (m_settingsRead && m_repeats == Repeats::Refuse)
                    return damaged("The settings stand in the file already; they may stand once.");
                m_settingsRead = true;
                m_project.changeSettings(std::move(c.after));
                return {};
            } else {
                if (!c.after) {
                    if (m_repeats == Repeats::Refuse)
                        return damaged("A removal has no place in a project file.");
                    return m_project.remove(c.id);
                }
                using Entity = typename decltype(c.after)::value_type;
                if constexpr (std::is_same_v<Entity, Automation>) {
                    if (record.count > c.after->points.size()) {
                        m_pending = std::make_unique<Pending>();
                        m_pending->count = record.count;
                        m_pending->entity = std::move(*c.after);
                        return {};
                    }
                } else if constexpr (std::is_same_v<Entity, Table>) {
                    if (record.count > c.after->data->size()) {
                        m_pending = std::make_unique<Pending>();
                        m_pending->count = record.count;
                        m_pending->numbers = *c.after->data;
                        m_pending->entity = std::move(*c.after);
                        return {};
                    }
                }
                return put(m_project, std::move(*c.after), m_repeats);
            }
        },
        record.change);
}

Expected<void> RecordPlayer::play(Stretch& stretch) {
    if (stretch.continues) {
        if (!m_pending || !m_pending->isOwnedBy(stretch) || m_pending->size() != stretch.at)
            return damaged("This line goes on with a curve or table whose beginning is not just "
                           "before it.");
        if (auto* automation = std::get_if<Automation>(&m_pending->entity)) {
            const auto& points = std::get<std::vector<Breakpoint>>(stretch.put);
            automation->points.insert(automation->points.end(), points.begin(), points.end());
        } else {
            const auto& numbers = std::get<std::vector<double>>(stretch.put);
            m_pending->numbers.insert(m_pending->numbers.end(), numbers.begin(), numbers.end());
        }
        return m_pending->size() >= m_pending->count ? endPending(false) : Expected<void>();
    }
    return std::visit(
        [&]<class Entity>(Id<Entity> id) -> Expected<void> {
            const Entity* present = m_project.find(id);
            if (!present)
                return damaged(std::string("This line changes a part of the ") + kindOf<Entity>() +
                               " " + id.toText() + ", which is not there.");
            Entity changed = *present;
            if (!spliceMember(changed, stretch))
                return damaged(std::string("This line changes a part that the ") +
                               kindOf<Entity>() + " " + id.toText() + " does not have.");
            return m_project.change(std::move(changed));
        },
        stretch.owner);
}

Expected<void> RecordPlayer::endPending(bool dropIncomplete) {
    const std::unique_ptr<Pending> pending = std::move(m_pending);
    const std::size_t size = pending->size();
    const bool whole = size >= pending->count;
    if (!whole && dropIncomplete)
        return {};
    Expected<void> inserted;
    if (auto* automation = std::get_if<Automation>(&pending->entity)) {
        inserted = put(m_project, std::move(*automation), m_repeats);
    } else {
        Table& table = std::get<Table>(pending->entity);
        table.data = std::make_shared<const std::vector<double>>(std::move(pending->numbers));
        inserted = put(m_project, std::move(table), m_repeats);
    }
    if (!inserted || whole)
        return inserted;
    return damaged("A long curve or table ends after " + std::to_string(size) + " of " +
                   std::to_string(pending->count) + " elements; the rest of it is missing.");
}

Expected<void> RecordPlayer::finish(bool dropIncomplete) {
    Expected<void> ended;
    if (m_pending)
        ended = endPending(dropIncomplete);
    if (!m_unknown.empty()) {
        std::vector<std::string> all = m_project.unknownRecords();
        all.insert(all.end(), m_unknown.begin(), m_unknown.end());
        m_unknown.clear();
        m_project.keepUnknownRecords(std::move(all));
    }
    return ended;
}

} // namespace stria
