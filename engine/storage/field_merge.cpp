// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/field_merge.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <charconv>
#include <limits>
#include <map>
#include <string_view>
#include <type_traits>

#include "engine/model/entities.h"
#include "engine/storage/json_reader.h"
#include "engine/storage/record_values.h"

namespace stria {

namespace {

using Numbers = std::shared_ptr<const std::vector<double>>;

/// How things are shown is not worth a question.
constexpr std::array<std::string_view, 4> viewKeys = {"height", "laneHeight", "laneShown",
                                                      "folded"};

constexpr std::size_t longestValue = 200;

std::string shortValue(std::string text) {
    if (text.size() <= longestValue)
        return text;
    std::size_t end = longestValue;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

std::string numberText(double number) {
    JsonWriter json;
    json.number(number);
    std::string text;
    json.moveTo(text);
    return text;
}

std::string quotedName(const std::string& name) {
    return name.empty() ? std::string() : '"' + name + '"';
}

template <class Value> std::string jsonText(const Value& value) {
    JsonWriter json;
    if constexpr (std::is_same_v<Value, std::vector<Breakpoint>>)
        writePoints(json, value, 0, value.size());
    else
        writeValue(json, value);
    std::string text;
    json.moveTo(text);
    return text;
}

/// The text with numbers of at most so many digits. What is in quotes stays, and ids.
std::string withDigits(std::string_view text, int digits) {
    if (text.starts_with('"'))
        return std::string(text);
    std::string out;
    bool quoted = false;
    while (!text.empty()) {
        double number = 0;
        const char first = text.front();
        const bool inWord = !out.empty() && std::isalnum(static_cast<unsigned char>(out.back()));
        const bool begins = !quoted && !inWord && (first == '-' || (first >= '0' && first <= '9'));
        const auto read = begins ? std::from_chars(text.data(), text.data() + text.size(), number)
                                 : std::from_chars_result{text.data(), std::errc::invalid_argument};
        const bool ends = text.data() + text.size() == read.ptr ||
                          !std::isalnum(static_cast<unsigned char>(*read.ptr));
        if (read.ec == std::errc() && ends) {
            std::array<char, 32> shown{};
            const auto end = std::to_chars(shown.data(), shown.data() + shown.size(), number,
                                           std::chars_format::general, digits);
            out.append(shown.data(), end.ptr);
            text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
            continue;
        }
        if (quoted && first == '\\' && text.size() > 1) {
            out += first;
            text.remove_prefix(1);
        } else if (first == '"') {
            quoted = !quoted;
        }
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

template <class Value> struct IdOf : std::false_type {};
template <class Entity> struct IdOf<Id<Entity>> : std::true_type {};

template <class Entity> std::string idText(const Project& project, Id<Entity> id) {
    if (!id)
        return "none";
    const Entity* entity = project.find(id);
    const std::string name = entity ? spokenName(project, *entity) : std::string();
    return name.empty() ? id.toText() : name;
}

template <class Value> std::string valueText(const Project& project, const Value& value) {
    if constexpr (IdOf<Value>::value)
        return idText(project, value);
    else if constexpr (requires { value.has_value(); })
        return value ? shortValue(jsonText(*value)) : std::string("nothing");
    else
        return shortValue(jsonText(value));
}

/// Of an element of a list with keys; null: it is not there.
template <class Element> std::string elementText(const Project& project, const Element* element) {
    if (!element)
        return "removed";
    if constexpr (std::is_same_v<Element, Argument>) {
        if (!std::holds_alternative<double>(element->value) &&
            !std::holds_alternative<std::string>(element->value))
            return std::visit(
                [&](const auto& value) -> std::string {
                    if constexpr (IdOf<std::decay_t<decltype(value)>>::value)
                        return idText(project, value);
                    else
                        return {};
                },
                element->value);
    }
    std::string text = jsonText(std::vector<Element>{*element});
    const std::size_t colon = text.find("\":");
    if (text.starts_with('{') && colon != std::string::npos)
        text = text.substr(colon + 2);
    else
        text.erase(0, 1);
    text.pop_back();
    return shortValue(text);
}

template <class Element> std::string listKeyOf(const Element& element) {
    if constexpr (requires { element.parameter; })
        return element.parameter;
    else
        return element.first;
}

template <class Element> constexpr bool hasListKey = requires(const Element& e) {
    e.parameter;
}
|| requires(const Element& e) {
    e.first;
};

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

/// Lines as a person would quote them.
std::string quotedLines(const std::vector<std::string_view>& lines) {
    if (lines.empty())
        return "removed";
    std::string text;
    for (std::string_view line : lines) {
        while (line.ends_with('\n') || line.ends_with('\r'))
            line.remove_suffix(1);
        text += (text.empty() ? "" : " / ") + std::string(line);
    }
    return shortValue(quotedName(text));
}

bool isSame(const Numbers& a, const Numbers& b) {
    return a == b || std::equal(a->begin(), a->end(), b->begin(), b->end(), [](double x, double y) {
               return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
           });
}
template <class Value> bool isSame(const Value& a, const Value& b) {
    return a == b;
}

using Members = std::vector<std::pair<std::string, std::string>>;

Members membersOf(const std::string& members) {
    Members list;
    JsonReader json;
    const std::string object = '{' + members + '}';
    if (!json.read(object))
        return list;
    json.take();
    while (json.peek().kind == JsonReader::Kind::Key) {
        std::string key(json.peek().text);
        list.emplace_back(std::move(key), json.takeMember());
    }
    return list;
}

} // namespace

MergeSide FieldMerge::clash(std::string field, std::string mine, std::string theirs) {
    const MergeSide side = sideOf(field);
    // As few digits as tell the two apart: 115.75 and 115.8, not 115.74999940000001.
    for (int digits = 6; digits < std::numeric_limits<double>::max_digits10; ++digits) {
        std::string shortMine = withDigits(mine, digits), shortTheirs = withDigits(theirs, digits);
        if (shortMine == shortTheirs)
            continue;
        mine = std::move(shortMine);
        theirs = std::move(shortTheirs);
        break;
    }
    m_clashes.push_back({std::move(field), std::move(mine), std::move(theirs)});
    return side;
}

template <class Value>
Value FieldMerge::merge(const std::string& key, const Value&, const Value& mine,
                        const Value& theirs) {
    if (std::find(viewKeys.begin(), viewKeys.end(), key) == viewKeys.end())
        clash(key, valueText(m_mine, mine), valueText(m_theirs, theirs));
    return pick(key, mine, theirs);
}

std::string FieldMerge::merge(const std::string& key, const std::string& base,
                              const std::string& mine, const std::string& theirs) {
    const bool hasLines = (base + mine + theirs).find('\n') != std::string::npos;
    if (!hasLines) {
        clash(key, valueText(m_mine, mine), valueText(m_theirs, theirs));
        return pick(key, mine, theirs);
    }
    std::vector<SequenceClash<std::string_view>> clashes;
    const auto lines = mergeSequences(
        linesOf(base), linesOf(mine), linesOf(theirs),
        [&](const SequenceClash<std::string_view>& one) {
            return clash(key + " line " + std::to_string(one.mineAt + 1), quotedLines(one.mine),
                         quotedLines(one.theirs));
        },
        clashes);
    std::string text;
    for (const std::string_view line : lines) {
        // A last line without its break may have got a line behind it.
        if (!text.empty() && text.back() != '\n')
            text += '\n';
        text += line;
    }
    return text;
}

template <class Element>
std::vector<Element> FieldMerge::merge(const std::string& key, const std::vector<Element>& base,
                                       const std::vector<Element>& mine,
                                       const std::vector<Element>& theirs) {
    if constexpr (hasListKey<Element>) {
        auto merged = mergeKeyed(base, mine, theirs, listKeyOf<Element>,
                                 [&](const std::string& name, const Element* m, const Element* t) {
                                     return clash((key == "args" ? "parameter " : key + " ") + name,
                                                  elementText(m_mine, m), elementText(m_theirs, t));
                                 });
        if (merged)
            return std::move(*merged);
        clash(key, valueText(m_mine, mine), valueText(m_theirs, theirs));
        return pick(key, mine, theirs);
    } else {
        std::vector<SequenceClash<Element>> clashes;
        auto merged = mergeSequences(
            base, mine, theirs, [&](const auto&) { return sideOf(key); }, clashes);
        if constexpr (requires(const Element& e) { e.time; }) {
            const auto earlier = [](const Element& a, const Element& b) { return a.time < b.time; };
            const auto inOrder = [&](const std::vector<Element>& list) {
                return std::is_sorted(list.begin(), list.end(), earlier);
            };
            if (inOrder(mine) && inOrder(theirs) && !inOrder(merged)) {
                clash(key, valueText(m_mine, mine), valueText(m_theirs, theirs));
                return pick(key, mine, theirs);
            }
        }
        for (const auto& one : clashes)
            clash(key, valueText(m_mine, one.mine), valueText(m_theirs, one.theirs));
        return merged;
    }
}

Numbers FieldMerge::merge(const std::string& key, const Numbers& base, const Numbers& mine,
                          const Numbers& theirs) {
    const auto bitsOf = [](const Numbers& numbers) {
        std::vector<std::uint64_t> bits;
        bits.reserve(numbers->size());
        for (const double number : *numbers)
            bits.push_back(std::bit_cast<std::uint64_t>(number));
        return bits;
    };
    const auto numbersOf = [](const std::vector<std::uint64_t>& bits) {
        std::vector<double> numbers;
        numbers.reserve(bits.size());
        for (const std::uint64_t one : bits)
            numbers.push_back(std::bit_cast<double>(one));
        return numbers;
    };
    const auto text = [&](const std::vector<std::uint64_t>& bits) {
        JsonWriter json;
        writeNumbers(json, numbersOf(bits), 0, bits.size());
        std::string list;
        json.moveTo(list);
        return shortValue(list);
    };
    std::vector<SequenceClash<std::uint64_t>> clashes;
    const auto merged = mergeSequences(
        bitsOf(base), bitsOf(mine), bitsOf(theirs),
        [&](const SequenceClash<std::uint64_t>& one) {
            return clash(key + " from number " + std::to_string(one.mineAt + 1), text(one.mine),
                         text(one.theirs));
        },
        clashes);
    return std::make_shared<const std::vector<double>>(numbersOf(merged));
}

TempoMap FieldMerge::merge(const std::string& key, const TempoMap& base, const TempoMap& mine,
                           const TempoMap& theirs) {
    std::vector<SequenceClash<TempoPoint>> clashes;
    const auto points = mergeSequences(
        base.points(), mine.points(), theirs.points(), [&](const auto&) { return sideOf(key); },
        clashes);
    const TempoMap merged(points);
    const bool isMap = merged.points() == points &&
                       std::adjacent_find(points.begin(), points.end(),
                                          [](const TempoPoint& a, const TempoPoint& b) {
                                              return a.beat >= b.beat;
                                          }) == points.end();
    if (clashes.empty() && isMap)
        return merged;
    clash(key, valueText(m_mine, mine), valueText(m_theirs, theirs));
    return pick(key, mine, theirs);
}

std::optional<BeatAnchor> FieldMerge::merge(const std::string& key,
                                            const std::optional<BeatAnchor>& base,
                                            const std::optional<BeatAnchor>& mine,
                                            const std::optional<BeatAnchor>& theirs) {
    const auto part = [&](const char* name, double BeatAnchor::*member) {
        const double m = (*mine).*member;
        const double t = (*theirs).*member;
        if (m == (*base).*member)
            return t;
        if (t == (*base).*member || m == t)
            return m;
        return clash(key + ' ' + name, numberText(m), numberText(t)) == MergeSide::Mine ? m : t;
    };
    if (base && mine && theirs)
        return BeatAnchor{part("start", &BeatAnchor::start), part("length", &BeatAnchor::duration)};
    clash(key, valueText(m_mine, mine), valueText(m_theirs, theirs));
    return pick(key, mine, theirs);
}

std::string FieldMerge::mergeMembers(const std::string& base, const std::string& mine,
                                     const std::string& theirs) {
    if (mine == base || mine == theirs)
        return theirs;
    if (theirs == base)
        return mine;
    const auto text = [](const std::pair<std::string, std::string>* member) {
        return member ? shortValue(member->second) : std::string("removed");
    };
    const auto merged = mergeKeyed(
        membersOf(base), membersOf(mine), membersOf(theirs),
        [](const auto& member) { return member.first; },
        [&](const std::string& key, const auto* m, const auto* t) {
            return clash(key, text(m), text(t));
        });
    std::string members;
    for (const auto& [key, member] : merged.value_or(Members()))
        members += (members.empty() ? "" : ",") + member;
    return members;
}

/// Called with each key and member of an entity.
template <class Entity> class FieldMerge::Fields {
  public:
    Fields(FieldMerge& merge, const Entity& base, const Entity& mine, const Entity& theirs)
        : m_merge(merge), m_base(base), m_mine(mine), m_theirs(theirs), m_merged(mine) {}

    template <class Value> void operator()(const char* key, Value Entity::*member) {
        const Value& base = m_base.*member;
        const Value& mine = m_mine.*member;
        const Value& theirs = m_theirs.*member;
        if (isSame(mine, theirs) || isSame(theirs, base))
            return;
        if (isSame(mine, base)) {
            m_merged.*member = theirs;
            return;
        }
        // Seconds beside beats follow from the tempo.
        if constexpr (std::is_same_v<Entity, ScoreEvent> && std::is_same_v<Value, double>)
            if ((key == std::string_view("start") || key == std::string_view("duration")) &&
                m_mine.beats && m_theirs.beats && !m_mine.isEndless() && !m_theirs.isEndless())
                return;
        m_merged.*member = m_merge.merge(key, base, mine, theirs);
    }
    Entity take() {
        m_merged.extra = m_merge.mergeMembers(m_base.extra, m_mine.extra, m_theirs.extra);
        return std::move(m_merged);
    }

  private:
    FieldMerge& m_merge;
    const Entity& m_base;
    const Entity& m_mine;
    const Entity& m_theirs;
    Entity m_merged;
};

template <class Entity>
Entity FieldMerge::mergeEntity(const Entity& base, const Entity& mine, const Entity& theirs) {
    Fields<Entity> fields(*this, base, mine, theirs);
    describe(fields, static_cast<const Entity*>(nullptr));
    return fields.take();
}

template <class Entity> std::string spokenName(const Project& project, const Entity& entity) {
    if constexpr (std::is_same_v<Entity, ScoreEvent>) {
        std::string name = entity.name;
        if (const Instrument* instrument = project.find(entity.instrument);
            name.empty() && instrument)
            name = instrument->name;
        return quotedName(name) + (name.empty() ? "at " : " at ") +
               withDigits(numberText(entity.start), 6) + " s";
    } else if constexpr (std::is_same_v<Entity, Automation>) {
        const std::string target =
            std::visit([&](auto id) { return idText(project, id); }, entity.target);
        return (entity.parameter.empty() ? std::string() : entity.parameter + " ") + "of " + target;
    } else if constexpr (std::is_same_v<Entity, Marker>) {
        return quotedName(entity.name) + (entity.name.empty() ? "at " : " at ") +
               withDigits(numberText(entity.time), 6) + " s";
    } else if constexpr (std::is_same_v<Entity, FixedString>) {
        return std::to_string(entity.index);
    } else if constexpr (std::is_same_v<Entity, SoundSource>) {
        return quotedName(entity.name.empty() ? entity.path : entity.name);
    } else if constexpr (std::is_same_v<Entity, GlobalCode>) {
        return quotedName(entity.name.empty() ? entity.file : entity.name);
    } else {
        return quotedName(entity.name);
    }
}

template Settings FieldMerge::mergeEntity(const Settings&, const Settings&, const Settings&);
#define STRIA_INSTANTIATE(Entity)                                                                  \
    template Entity FieldMerge::mergeEntity(const Entity&, const Entity&, const Entity&);          \
    template std::string spokenName(const Project&, const Entity&);
STRIA_FOR_EACH_ENTITY(STRIA_INSTANTIATE)
#undef STRIA_INSTANTIATE

} // namespace stria
