// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <type_traits>

#include "engine/model/entities.h"
#include "engine/storage/record.h"
#include "engine/storage/record_fields.h"
#include "engine/storage/record_values.h"

namespace stria {

namespace {

/// Elements of a curve or table in one line.
constexpr std::size_t elementsPerLine = 1000;

template <class Value> std::size_t lengthOf(const Value& value) {
    if constexpr (std::is_same_v<Value, std::vector<Breakpoint>>)
        return value.size();
    else if constexpr (std::is_same_v<Value, std::shared_ptr<const std::vector<double>>>)
        return value->size();
    else
        return 0;
}

/// Writes the members of an entity that are not as in a new one.
template <class Entity> class FieldWriter {
  public:
    FieldWriter(JsonWriter& json, const Entity& entity) : m_json(json), m_entity(entity) {}

    template <class Value> void operator()(const char* key, Value Entity::*member) {
        static const Entity fresh{};
        const Value& value = m_entity.*member;
        if constexpr (std::is_same_v<Value, std::shared_ptr<const std::vector<double>>>) {
            if (value->empty())
                return;
            m_json.key(key);
            writeNumbers(m_json, *value, 0, std::min(value->size(), elementsPerLine));
            countMore(value->size());
        } else if constexpr (std::is_same_v<Value, std::vector<Breakpoint>>) {
            if (value.empty())
                return;
            m_json.key(key);
            writePoints(m_json, value, 0, std::min(value.size(), elementsPerLine));
            countMore(value.size());
        } else {
            if (value == fresh.*member && !isAlwaysWritten<Value>())
                return;
            m_json.key(key);
            writeValue(m_json, value);
        }
    }

  private:
    template <class Value> static constexpr bool isAlwaysWritten() {
        return std::is_same_v<Value, AutomationTarget>;
    }
    void countMore(std::size_t count) {
        if (count <= elementsPerLine)
            return;
        m_json.key("count");
        m_json.number(static_cast<std::uint64_t>(count));
    }

    JsonWriter& m_json;
    const Entity& m_entity;
};

template <class Entity> void writeEntity(JsonWriter& json, const Entity& entity) {
    json.beginObject();
    json.key("kind");
    json.text(kindOf<Entity>());
    FieldWriter<Entity> writer(json, entity);
    describe(writer, static_cast<const Entity*>(nullptr));
    json.rawMembers(entity.extra);
    json.endObject();
}

template <class Owner>
void beginStretch(JsonWriter& json, const char* ownerKind, Owner owner, const char* key,
                  std::size_t at, std::size_t cut, bool continues) {
    json.beginObject();
    json.key("kind");
    json.text("stretch");
    json.key("of");
    json.beginObject();
    json.key(ownerKind);
    json.text(owner.toText());
    json.endObject();
    json.key("key");
    json.text(key);
    json.key("at");
    json.number(static_cast<std::uint64_t>(at));
    if (cut > 0) {
        json.key("cut");
        json.number(static_cast<std::uint64_t>(cut));
    }
    if (continues) {
        json.key("continues");
        json.truth(true);
    }
    json.key("put");
}

/// What differs between two sequences: `put` replaces `cut` elements from `at` on.
struct Difference {
    std::size_t at = 0;
    std::size_t cut = 0;
    std::size_t put = 0;
};

template <class Sequence> Difference differenceOf(const Sequence& before, const Sequence& after) {
    Difference d;
    const std::size_t shorter = std::min(before.size(), after.size());
    while (d.at < shorter && before[d.at] == after[d.at])
        ++d.at;
    std::size_t same = 0;
    while (same < shorter - d.at &&
           before[before.size() - 1 - same] == after[after.size() - 1 - same])
        ++same;
    d.cut = before.size() - d.at - same;
    d.put = after.size() - d.at - same;
    return d;
}

/// A stretch for one long member, if the entities differ in that member alone and it saves space.
template <class Entity, class Value>
std::string stretchOf(const Entity& before, const Entity& after, const char* key,
                      Value Entity::*member) {
    Entity rest = before;
    rest.*member = after.*member;
    if (!(rest == after))
        return {};
    JsonWriter json;
    std::string line;
    const auto begin = [&](const Difference& d) {
        beginStretch(json, kindOf<Entity>(), after.id, key, d.at, d.cut, false);
    };
    if constexpr (std::is_same_v<Value, std::string>) {
        const Difference d = differenceOf(before.*member, after.*member);
        begin(d);
        json.text(std::string_view(after.*member).substr(d.at, d.put));
    } else if constexpr (std::is_same_v<Value, std::vector<Breakpoint>>) {
        const Difference d = differenceOf(before.*member, after.*member);
        begin(d);
        writePoints(json, after.*member, d.at, d.put);
    } else {
        const Difference d = differenceOf(*(before.*member), *(after.*member));
        begin(d);
        writeNumbers(json, *(after.*member), d.at, d.put);
    }
    json.endObject();
    json.moveTo(line);
    return line;
}

template <class Entity> std::string writeDifference(const Entity& before, const Entity& after) {
    std::string line;
    if constexpr (std::is_same_v<Entity, Instrument>) {
        if (before.body != after.body)
            line = stretchOf(before, after, "body", &Instrument::body);
        else if (before.init != after.init)
            line = stretchOf(before, after, "init", &Instrument::init);
    } else if constexpr (std::is_same_v<Entity, GlobalCode>) {
        if (before.text != after.text)
            line = stretchOf(before, after, "text", &GlobalCode::text);
    } else if constexpr (std::is_same_v<Entity, Automation>) {
        if (before.points.size() > 16)
            line = stretchOf(before, after, "points", &Automation::points);
    } else if constexpr (std::is_same_v<Entity, Table>) {
        if (before.data->size() > 16)
            line = stretchOf(before, after, "data", &Table::data);
    }
    return line.empty() ? writeRecord(after) : line;
}

} // namespace

template <class Entity> std::string writeRecord(const Entity& entity) {
    JsonWriter json;
    writeEntity(json, entity);
    std::string lines;
    json.moveTo(lines);
    const auto addRest = [&](const char* key, std::size_t size, const auto& write) {
        for (std::size_t at = elementsPerLine; at < size; at += elementsPerLine) {
            beginStretch(json, kindOf<Entity>(), entity.id, key, at, 0, true);
            write(at, std::min(elementsPerLine, size - at));
            json.endObject();
            lines += '\n';
            json.moveTo(lines);
        }
    };
    if constexpr (std::is_same_v<Entity, Automation>)
        addRest("points", entity.points.size(), [&](std::size_t at, std::size_t count) {
            writePoints(json, entity.points, at, count);
        });
    else if constexpr (std::is_same_v<Entity, Table>)
        addRest("data", entity.data->size(), [&](std::size_t at, std::size_t count) {
            writeNumbers(json, *entity.data, at, count);
        });
    return lines;
}

std::string writeRecord(const Settings& settings) {
    JsonWriter json;
    writeEntity(json, settings);
    std::string line;
    json.moveTo(line);
    return line;
}

std::string writeRemoval(const Change& change) {
    return std::visit(
        []<class C>(const C& c) -> std::string {
            if constexpr (std::is_same_v<C, SettingsChange>) {
                return {};
            } else {
                using Entity = typename decltype(c.after)::value_type;
                JsonWriter json;
                json.beginObject();
                json.key("kind");
                json.text("removal");
                json.key("of");
                json.beginObject();
                json.key(kindOf<Entity>());
                json.text(c.id.toText());
                json.endObject();
                json.endObject();
                std::string line;
                json.moveTo(line);
                return line;
            }
        },
        change);
}

std::string writeChange(const Change& change) {
    return std::visit(
        [&]<class C>(const C& c) -> std::string {
            if constexpr (std::is_same_v<C, SettingsChange>)
                return writeRecord(c.after);
            else if (!c.after)
                return writeRemoval(change);
            else if (!c.before)
                return writeRecord(*c.after);
            else
                return writeDifference(*c.before, *c.after);
        },
        change);
}

#define STRIA_INSTANTIATE(Entity) template std::string writeRecord(const Entity&);
STRIA_FOR_EACH_ENTITY(STRIA_INSTANTIATE)
#undef STRIA_INSTANTIATE

} // namespace stria
