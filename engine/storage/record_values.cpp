// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/record_values.h"

#include <array>
#include <cmath>

namespace stria {

namespace {

using Kind = JsonReader::Kind;

constexpr std::array busKinds = {"audio", "control"};
constexpr std::array channelKinds = {"control", "text", "audio"};

/// Reads [ element, element... ] by calling `read` at each element.
template <class Read> bool readList(JsonReader& json, const char* what, Read&& read) {
    if (!json.expect(Kind::ArrayStart, what))
        return false;
    while (json.peek().kind != Kind::ArrayEnd)
        if (json.failed() || !read())
            return false;
    json.take();
    return true;
}

/// Reads { key: value... } by calling `read` with each key, at its value.
template <class Read> bool readMap(JsonReader& json, const char* what, Read&& read) {
    if (!json.expect(Kind::ObjectStart, what))
        return false;
    while (json.peek().kind == Kind::Key) {
        const std::string key(json.take().text);
        if (json.failed() || !read(key))
            return false;
    }
    return json.expect(Kind::ObjectEnd, "the object's end");
}

bool endList(JsonReader& json, const char* what) {
    return json.expect(Kind::ArrayEnd, what);
}

template <class Variant> void writeNumberOrText(JsonWriter& json, const Variant& value) {
    if (const auto* number = std::get_if<double>(&value))
        json.number(*number);
    else
        json.text(std::get<std::string>(value));
}

template <class Variant> bool readNumberOrText(JsonReader& json, Variant& value) {
    if (json.peek().kind == Kind::Text) {
        value = std::string(json.take().text);
        return true;
    }
    double number = 0;
    if (!json.readNumber(number, "a number or a text"))
        return false;
    value = number;
    return true;
}

/// {"bus": "17"}: a reference, its key the kind of the thing.
template <class Entity> void writeReference(JsonWriter& json, const char* key, Id<Entity> id) {
    json.beginObject();
    json.key(key);
    json.text(id.toText());
    json.endObject();
}

template <std::size_t Count, class Enum>
bool readWord(JsonReader& json, const std::array<const char*, Count>& words, Enum& value) {
    std::string expected;
    for (std::size_t i = 0; i < Count; ++i) {
        if (json.peek().kind == Kind::Text && json.peek().text == words[i]) {
            json.take();
            value = static_cast<Enum>(i);
            return true;
        }
        expected += (i == 0           ? "\""
                     : i + 1 == Count ? "\" or \""
                                      : "\", \"") +
                    std::string(words[i]);
    }
    return json.failExpecting(expected + "\"");
}

} // namespace

void writeValue(JsonWriter& json, const std::string& text) {
    json.text(text);
}
void writeValue(JsonWriter& json, double number) {
    json.number(number);
}
void writeValue(JsonWriter& json, int number) {
    json.number(number);
}
void writeValue(JsonWriter& json, std::uint64_t number) {
    json.number(number);
}
void writeValue(JsonWriter& json, bool truth) {
    json.truth(truth);
}

void writeValue(JsonWriter& json, const std::vector<std::string>& texts) {
    json.beginList();
    for (const std::string& text : texts)
        json.text(text);
    json.endList();
}

void writeValue(JsonWriter& json, const std::vector<std::pair<std::string, std::string>>& map) {
    json.beginObject();
    for (const auto& [key, text] : map) {
        json.key(key);
        json.text(text);
    }
    json.endObject();
}

void writeValue(JsonWriter& json,
                const std::vector<std::pair<std::string, ParameterDefault>>& map) {
    json.beginObject();
    for (const auto& [key, value] : map) {
        json.key(key);
        writeNumberOrText(json, value);
    }
    json.endObject();
}

void writeValue(JsonWriter& json, const ParameterHint& hint) {
    json.beginObject();
    if (!hint.parameter.empty()) {
        json.key("parameter");
        json.text(hint.parameter);
    }
    if (hint.minimum) {
        json.key("minimum");
        json.number(*hint.minimum);
    }
    if (hint.maximum) {
        json.key("maximum");
        json.number(*hint.maximum);
    }
    if (!hint.unit.empty()) {
        json.key("unit");
        json.text(hint.unit);
    }
    if (hint.logarithmic) {
        json.key("logarithmic");
        json.truth(true);
    }
    json.endObject();
}

void writeValue(JsonWriter& json, const std::vector<ParameterHint>& hints) {
    json.beginList();
    for (const ParameterHint& hint : hints)
        writeValue(json, hint);
    json.endList();
}

void writeValue(JsonWriter& json, const std::vector<ParameterLane>& lanes) {
    json.beginList();
    for (const ParameterLane& lane : lanes) {
        json.beginObject();
        json.key("parameter");
        json.text(lane.parameter);
        if (lane.height != 0) {
            json.key("height");
            json.number(lane.height);
        }
        json.endObject();
    }
    json.endList();
}

void writeValue(JsonWriter& json, const std::vector<Argument>& arguments) {
    struct Write {
        JsonWriter& json;
        void operator()(double number) const { json.number(number); }
        void operator()(const std::string& text) const { json.text(text); }
        void operator()(BusId id) const { writeReference(json, "bus", id); }
        void operator()(TableId id) const { writeReference(json, "table", id); }
        void operator()(SoundSourceId id) const { writeReference(json, "sound", id); }
        void operator()(InstrumentId id) const { writeReference(json, "instrument", id); }
    };
    json.beginObject();
    for (const Argument& argument : arguments) {
        json.key(argument.parameter);
        std::visit(Write{json}, argument.value);
    }
    json.endObject();
}

void writeValue(JsonWriter& json, const std::vector<Channel::Change>& changes) {
    json.beginList();
    for (const Channel::Change& change : changes) {
        json.beginList();
        json.number(change.time);
        writeNumberOrText(json, change.value);
        json.endList();
    }
    json.endList();
}

void writeValue(JsonWriter& json, const TempoMap& tempo) {
    json.beginList();
    for (const TempoPoint& point : tempo.points()) {
        json.beginList();
        json.number(point.beat);
        json.number(point.beatsPerMinute);
        json.number(point.beatsPerBar);
        json.endList();
    }
    json.endList();
}

void writeValue(JsonWriter& json, const BeatAnchor& beats) {
    json.beginList();
    json.number(beats.start);
    json.number(beats.duration);
    json.endList();
}

void writeValue(JsonWriter& json, const AutomationTarget& target) {
    if (const auto* event = std::get_if<EventId>(&target))
        writeReference(json, "event", *event);
    else
        writeReference(json, "bus", std::get<BusId>(target));
}

void writeValue(JsonWriter& json, Bus::Kind kind) {
    json.text(busKinds[static_cast<std::size_t>(kind)]);
}
void writeValue(JsonWriter& json, Channel::Kind kind) {
    json.text(channelKinds[static_cast<std::size_t>(kind)]);
}

void writePoints(JsonWriter& json, const std::vector<Breakpoint>& points, std::size_t from,
                 std::size_t count) {
    json.beginList();
    for (std::size_t i = from; i < from + count; ++i) {
        json.beginList();
        json.number(points[i].time);
        json.number(points[i].value);
        if (!(points[i].shape == SegmentShape()))
            json.text(points[i].shape.toText());
        json.endList();
    }
    json.endList();
}

void writeNumbers(JsonWriter& json, const std::vector<double>& numbers, std::size_t from,
                  std::size_t count) {
    json.beginList();
    for (std::size_t i = from; i < from + count; ++i)
        json.number(numbers[i]);
    json.endList();
}

bool readValue(JsonReader& json, std::string& text) {
    return json.readText(text, "a text");
}
bool readValue(JsonReader& json, double& number) {
    return json.readNumber(number, "a number");
}
bool readValue(JsonReader& json, int& number) {
    return json.readNumber(number, "a number");
}
bool readValue(JsonReader& json, std::uint64_t& number) {
    return json.readNumber(number, "a number");
}
bool readValue(JsonReader& json, bool& truth) {
    return json.readTruth(truth, "a truth value");
}

bool readValue(JsonReader& json, std::vector<std::string>& texts) {
    return readList(json, "a list of texts",
                    [&] { return json.readText(texts.emplace_back(), "a text"); });
}

bool readValue(JsonReader& json, std::vector<std::pair<std::string, std::string>>& map) {
    return readMap(json, "an object of texts", [&](const std::string& key) {
        map.emplace_back(key, std::string());
        return json.readText(map.back().second, "a text");
    });
}

bool readValue(JsonReader& json, std::vector<std::pair<std::string, ParameterDefault>>& map) {
    return readMap(json, "an object of numbers and texts", [&](const std::string& key) {
        map.emplace_back(key, 0.0);
        return readNumberOrText(json, map.back().second);
    });
}

bool readValue(JsonReader& json, ParameterHint& hint) {
    return readMap(json, "a hint, an object", [&](const std::string& key) {
        if (key == "parameter")
            return readValue(json, hint.parameter);
        if (key == "minimum")
            return readValue(json, hint.minimum);
        if (key == "maximum")
            return readValue(json, hint.maximum);
        if (key == "unit")
            return readValue(json, hint.unit);
        if (key == "logarithmic")
            return readValue(json, hint.logarithmic);
        json.skipValue();
        return true;
    });
}

bool readValue(JsonReader& json, std::vector<ParameterHint>& hints) {
    return readList(json, "a list of hints", [&] { return readValue(json, hints.emplace_back()); });
}

bool readValue(JsonReader& json, std::vector<ParameterLane>& lanes) {
    return readList(json, "a list of lanes", [&] {
        ParameterLane& lane = lanes.emplace_back();
        return readMap(json, "a lane, an object with a parameter's name",
                       [&](const std::string& key) {
                           if (key == "parameter")
                               return readValue(json, lane.parameter);
                           if (key == "height")
                               return readValue(json, lane.height);
                           json.skipValue();
                           return true;
                       });
    });
}

namespace {

/// The id of what is referred to; all zeros, a reference to nothing, is written too.
bool readReferredBits(JsonReader& json, std::uint64_t& bits) {
    if (json.peek().kind == JsonReader::Kind::Text && json.peek().text == id_bits::toText(0)) {
        bits = 0;
        json.take();
        return true;
    }
    return readIdBits(json, bits);
}

bool readReference(JsonReader& json, ArgumentValue& value) {
    json.take();
    if (json.peek().kind != Kind::Key)
        return json.failExpecting("\"bus\", \"table\", \"sound\" or \"instrument\"");
    const JsonReader::Token key = json.take();
    std::uint64_t bits = 0;
    if (!readReferredBits(json, bits))
        return false;
    if (key.text == "bus")
        value = BusId{bits};
    else if (key.text == "table")
        value = TableId{bits};
    else if (key.text == "sound")
        value = SoundSourceId{bits};
    else if (key.text == "instrument")
        value = InstrumentId{bits};
    else
        return json.failExpecting("\"bus\", \"table\", \"sound\" or \"instrument\"", key);
    return json.expect(Kind::ObjectEnd, "the object's end");
}

} // namespace

bool readValue(JsonReader& json, std::vector<Argument>& arguments) {
    return readMap(json, "an object of arguments", [&](const std::string& key) {
        arguments.push_back({key, 0.0});
        ArgumentValue& value = arguments.back().value;
        if (json.peek().kind == Kind::ObjectStart)
            return readReference(json, value);
        return readNumberOrText(json, value);
    });
}

bool readValue(JsonReader& json, std::vector<Channel::Change>& changes) {
    return readList(json, "a list of changes", [&] {
        Channel::Change& change = changes.emplace_back();
        return json.expect(Kind::ArrayStart, "a change: [time, value]") &&
               json.readNumber(change.time, "a time in seconds") &&
               readNumberOrText(json, change.value) && endList(json, "the change's end");
    });
}

bool readValue(JsonReader& json, TempoMap& tempo) {
    std::vector<TempoPoint> points;
    const bool read = readList(json, "a list of tempi", [&] {
        TempoPoint& point = points.emplace_back();
        const JsonReader::Token begin = json.peek();
        if (!json.expect(Kind::ArrayStart, "a tempo: [beat, beats a minute, beats a bar]") ||
            !json.readNumber(point.beat, "a beat") ||
            !json.readNumber(point.beatsPerMinute, "a tempo in beats a minute") ||
            !json.readNumber(point.beatsPerBar, "a number of beats in a bar") ||
            !endList(json, "the tempo's end"))
            return false;
        return (point.beatsPerMinute > 0 && point.beatsPerBar > 0) ||
               json.failExpecting("a tempo above 0", begin);
    });
    if (read)
        tempo = TempoMap(std::move(points));
    return read;
}

bool readValue(JsonReader& json, BeatAnchor& beats) {
    return json.expect(Kind::ArrayStart, "[beat, length in beats]") &&
           json.readNumber(beats.start, "a beat") &&
           json.readNumber(beats.duration, "a length in beats") && endList(json, "the list's end");
}

bool readValue(JsonReader& json, AutomationTarget& target) {
    if (!json.expect(Kind::ObjectStart, "{\"event\": id} or {\"bus\": id}"))
        return false;
    const JsonReader::Token key = json.peek();
    if (key.kind != Kind::Key || (key.text != "event" && key.text != "bus"))
        return json.failExpecting("\"event\" or \"bus\"");
    json.take();
    std::uint64_t bits = 0;
    if (!readReferredBits(json, bits))
        return false;
    if (key.text == "event")
        target = EventId{bits};
    else
        target = BusId{bits};
    return json.expect(Kind::ObjectEnd, "the object's end");
}

bool readValue(JsonReader& json, Bus::Kind& kind) {
    return readWord(json, busKinds, kind);
}
bool readValue(JsonReader& json, Channel::Kind& kind) {
    return readWord(json, channelKinds, kind);
}

bool readValue(JsonReader& json, std::vector<Breakpoint>& points) {
    return readList(json, "a list of points", [&] {
        Breakpoint& point = points.emplace_back();
        if (!json.expect(Kind::ArrayStart, "a point: [time, value] or [time, value, shape]") ||
            !json.readNumber(point.time, "a time in seconds") ||
            !json.readNumber(point.value, "a value"))
            return false;
        if (json.peek().kind == Kind::Text) {
            const auto shape = SegmentShape::fromText(json.peek().text);
            if (!shape)
                return json.failExpecting("a shape (linear, cos, smooth, smoother, floor, exp=2)");
            json.take();
            point.shape = *shape;
        }
        return endList(json, "the point's end");
    });
}

bool readNumbers(JsonReader& json, std::vector<double>& numbers) {
    return readList(json, "a list of numbers",
                    [&] { return json.readNumber(numbers.emplace_back(), "a number", true); });
}

bool readIdBits(JsonReader& json, std::uint64_t& bits) {
    const auto id =
        json.peek().kind == Kind::Text ? id_bits::fromText(json.peek().text) : std::nullopt;
    if (!id)
        return json.failExpecting("an id, a text of 1 to 16 hexadecimal digits");
    json.take();
    bits = *id;
    return true;
}

} // namespace stria
