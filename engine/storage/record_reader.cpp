// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <type_traits>

#include "engine/storage/record.h"
#include "engine/storage/record_fields.h"
#include "engine/storage/record_values.h"

namespace stria {

namespace {

using Kind = JsonReader::Kind;

/// Reads the value of one key into the member that has it.
template <class Entity> class FieldReader {
  public:
    FieldReader(JsonReader& json, Entity& entity) : m_json(json), m_entity(entity) {}

    bool read(std::string_view key) {
        m_key = key;
        m_known = false;
        describe(*this, static_cast<const Entity*>(nullptr));
        return m_known;
    }
    template <class Value> void operator()(const char* key, Value Entity::*member) {
        if (m_known || m_key != key)
            return;
        m_known = true;
        m_json.take();
        if constexpr (std::is_same_v<Value, std::shared_ptr<const std::vector<double>>>) {
            auto numbers = std::make_shared<std::vector<double>>();
            readNumbers(m_json, *numbers);
            m_entity.*member = std::move(numbers);
        } else {
            m_entity.*member = Value();
            readValue(m_json, m_entity.*member);
        }
    }

  private:
    JsonReader& m_json;
    Entity& m_entity;
    std::string_view m_key;
    bool m_known = false;
};

/// Early projects had one automation lane a track at most, under the key "laneParameter".
template <class Entity> void readFormerLane(JsonReader& json, Entity& entity) {
    if constexpr (std::is_same_v<Entity, Track>) {
        json.take();
        if (ParameterLane lane; readValue(json, lane.parameter) && !lane.parameter.empty())
            entity.lanes.push_back(std::move(lane));
    }
}

/// The members of an entity, from the first key on.
template <class Entity> bool readMembers(JsonReader& json, Entity& entity, std::size_t& count) {
    FieldReader<Entity> reader(json, entity);
    while (json.peek().kind == Kind::Key) {
        const std::string_view key = json.peek().text;
        if (key == "kind") {
            json.take();
            json.skipValue();
        } else if (key == "count" &&
                   (std::is_same_v<Entity, Automation> || std::is_same_v<Entity, Table>)) {
            json.take();
            std::uint64_t number = 0;
            if (json.readNumber(number, "a count"))
                count = static_cast<std::size_t>(number);
        } else if (key == "laneParameter" && std::is_same_v<Entity, Track>) {
            readFormerLane(json, entity);
        } else if (!reader.read(key)) {
            const std::string_view member = json.takeMember();
            entity.extra += (entity.extra.empty() ? "" : ",") + std::string(member);
        }
        if (json.failed())
            return false;
    }
    return json.expect(Kind::ObjectEnd, "a key or the record's end");
}

template <class Entity> bool readEntity(JsonReader& json, ReadChange& record) {
    Entity entity;
    if (!readMembers(json, entity, record.count))
        return false;
    if (!entity.id)
        return json.failExpecting("an \"id\"");
    const Id<Entity> id = entity.id;
    record.change = EntityChange<Entity>{id, std::nullopt, std::move(entity)};
    return true;
}

bool readSettings(JsonReader& json, ReadChange& record) {
    SettingsChange change;
    if (!readMembers(json, change.after, record.count))
        return false;
    record.change = std::move(change);
    return true;
}

/// {"of": {"event": id}}, from the first key on.
bool readRemoval(JsonReader& json, ReadChange& record) {
    bool found = false;
    while (json.peek().kind == Kind::Key) {
        if (json.take().text != "of") {
            json.skipValue();
            continue;
        }
        if (!json.expect(Kind::ObjectStart, "{\"event\": id} or the like"))
            return false;
        const JsonReader::Token owner = json.peek();
        std::uint64_t bits = 0;
        if (!json.expect(Kind::Key, "the kind of the thing") || !readIdBits(json, bits) ||
            !json.expect(Kind::ObjectEnd, "the object's end"))
            return false;
        forEachKind([&]<class Entity>(Entity*) {
            if (owner.text == kindOf<Entity>()) {
                record.change = EntityChange<Entity>{{bits}, std::nullopt, std::nullopt};
                found = true;
            }
        });
        if (!found)
            return json.failExpecting("a kind of thing that can be removed", owner);
    }
    return found || json.failExpecting("\"of\"");
}

bool readOwner(JsonReader& json, Stretch& stretch) {
    if (!json.expect(Kind::ObjectStart, "{\"automation\": id} or the like"))
        return false;
    const JsonReader::Token owner = json.peek();
    std::uint64_t bits = 0;
    if (!json.expect(Kind::Key, "the kind of the owner") || !readIdBits(json, bits) ||
        !json.expect(Kind::ObjectEnd, "the object's end"))
        return false;
    if (owner.text == "automation")
        stretch.owner = AutomationId{bits};
    else if (owner.text == "table")
        stretch.owner = TableId{bits};
    else if (owner.text == "instrument")
        stretch.owner = InstrumentId{bits};
    else if (owner.text == "code")
        stretch.owner = GlobalCodeId{bits};
    else
        return json.failExpecting("\"automation\", \"table\", \"instrument\" or \"code\"", owner);
    return true;
}

bool readPut(JsonReader& json, Stretch& stretch) {
    if (std::holds_alternative<AutomationId>(stretch.owner))
        return readValue(json, stretch.put.emplace<std::vector<Breakpoint>>());
    if (std::holds_alternative<TableId>(stretch.owner))
        return readNumbers(json, stretch.put.emplace<std::vector<double>>());
    return readValue(json, stretch.put.emplace<std::string>());
}

/// `put` stands last: what it holds depends on the owner.
bool readStretch(JsonReader& json, Stretch& stretch) {
    bool whole = false;
    while (json.peek().kind == Kind::Key && !json.failed()) {
        const std::string key(json.take().text);
        std::uint64_t number = 0;
        if (key == "of") {
            readOwner(json, stretch);
        } else if (key == "key") {
            readValue(json, stretch.key);
        } else if (key == "at") {
            if (json.readNumber(number, "a place"))
                stretch.at = static_cast<std::size_t>(number);
        } else if (key == "cut") {
            if (json.readNumber(number, "a count"))
                stretch.cut = static_cast<std::size_t>(number);
        } else if (key == "continues") {
            readValue(json, stretch.continues);
        } else if (key == "put") {
            whole = readPut(json, stretch);
        } else {
            json.skipValue();
        }
    }
    return !json.failed() && (whole || json.failExpecting("\"put\""));
}

} // namespace

struct RecordReader::State {
    JsonReader json;
};

RecordReader::RecordReader() : m_state(std::make_unique<State>()) {}
RecordReader::~RecordReader() = default;

Expected<Record> RecordReader::read(std::string_view line) {
    JsonReader& json = m_state->json;
    const auto problem = [&] { return tl::make_unexpected(json.problem()); };
    if (!json.read(line))
        return problem();
    const std::string kind(json.textOf("kind"));
    if (!json.expect(Kind::ObjectStart, "a record, {\"kind\": ...}"))
        return problem();
    if (kind.empty()) {
        json.failExpecting("\"kind\" with a text");
        return problem();
    }
    if (kind == "stretch") {
        Stretch stretch;
        if (!readStretch(json, stretch))
            return problem();
        return Record(std::move(stretch));
    }
    ReadChange record;
    bool known = true;
    bool read = false;
    if (kind == "removal") {
        read = readRemoval(json, record);
    } else if (kind == kindOf<Settings>()) {
        read = readSettings(json, record);
    } else {
        known = false;
        forEachKind([&]<class Entity>(Entity*) {
            if (!known && kind == kindOf<Entity>()) {
                known = true;
                read = readEntity<Entity>(json, record);
            }
        });
    }
    if (!known)
        return Record(UnknownRecord{std::string(line)});
    if (!read)
        return problem();
    return Record(std::move(record));
}

Expected<Record> readRecord(std::string_view line) {
    return RecordReader().read(line);
}

} // namespace stria
