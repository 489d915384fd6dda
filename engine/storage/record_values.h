// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/project.h"
#include "engine/storage/json_reader.h"
#include "engine/storage/json_writer.h"

namespace stria {

// How each type of member stands in a record; what project-format.md says of values is here. A read
// function that fails gives false and leaves the problem in the reader.

void writeValue(JsonWriter& json, const std::string& text);
void writeValue(JsonWriter& json, double number);
void writeValue(JsonWriter& json, int number);
void writeValue(JsonWriter& json, std::uint64_t number);
void writeValue(JsonWriter& json, bool truth);
void writeValue(JsonWriter& json, const std::vector<std::string>& texts);
void writeValue(JsonWriter& json, const std::vector<std::pair<std::string, std::string>>& map);
void writeValue(JsonWriter& json, const std::vector<std::pair<std::string, ParameterDefault>>& map);
void writeValue(JsonWriter& json, const ParameterHint& hint);
void writeValue(JsonWriter& json, const std::vector<ParameterHint>& hints);
void writeValue(JsonWriter& json, const std::vector<ParameterLane>& lanes);
void writeValue(JsonWriter& json, const std::vector<Argument>& arguments);
void writeValue(JsonWriter& json, const std::vector<Channel::Change>& changes);
void writeValue(JsonWriter& json, const TempoMap& tempo);
void writeValue(JsonWriter& json, const BeatAnchor& beats);
void writeValue(JsonWriter& json, const AutomationTarget& target);
void writeValue(JsonWriter& json, Bus::Kind kind);
void writeValue(JsonWriter& json, Channel::Kind kind);
/// `count` elements from `from` on.
void writePoints(JsonWriter& json, const std::vector<Breakpoint>& points, std::size_t from,
                 std::size_t count);
void writeNumbers(JsonWriter& json, const std::vector<double>& numbers, std::size_t from,
                  std::size_t count);
template <class Entity> void writeValue(JsonWriter& json, Id<Entity> id) {
    json.text(id.toText());
}
template <class Value> void writeValue(JsonWriter& json, const std::optional<Value>& value) {
    if (value)
        writeValue(json, *value);
}

bool readValue(JsonReader& json, std::string& text);
bool readValue(JsonReader& json, double& number);
bool readValue(JsonReader& json, int& number);
bool readValue(JsonReader& json, std::uint64_t& number);
bool readValue(JsonReader& json, bool& truth);
bool readValue(JsonReader& json, std::vector<std::string>& texts);
bool readValue(JsonReader& json, std::vector<std::pair<std::string, std::string>>& map);
bool readValue(JsonReader& json, std::vector<std::pair<std::string, ParameterDefault>>& map);
bool readValue(JsonReader& json, ParameterHint& hint);
bool readValue(JsonReader& json, std::vector<ParameterHint>& hints);
bool readValue(JsonReader& json, std::vector<ParameterLane>& lanes);
bool readValue(JsonReader& json, std::vector<Argument>& arguments);
bool readValue(JsonReader& json, std::vector<Channel::Change>& changes);
bool readValue(JsonReader& json, TempoMap& tempo);
bool readValue(JsonReader& json, BeatAnchor& beats);
bool readValue(JsonReader& json, AutomationTarget& target);
bool readValue(JsonReader& json, Bus::Kind& kind);
bool readValue(JsonReader& json, Channel::Kind& kind);
bool readValue(JsonReader& json, std::vector<Breakpoint>& points);
bool readNumbers(JsonReader& json, std::vector<double>& numbers);
bool readIdBits(JsonReader& json, std::uint64_t& bits);
template <class Entity> bool readValue(JsonReader& json, Id<Entity>& id) {
    return readIdBits(json, id.bits);
}
template <class Value> bool readValue(JsonReader& json, std::optional<Value>& value) {
    return readValue(json, value.emplace());
}

} // namespace stria
