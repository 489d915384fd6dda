// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/sample_playback.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "engine/compile/parameter_curves.h"
#include "engine/orchestra/literals.h"
#include "engine/orchestra/opcode_calls.h"
#include "ui/automation/curve_edits.h"
#include "ui/document/instrument_facts.h"

namespace stria {

namespace {

using Amount = SampleCode::Amount;
using Tokens = Statements::Tokens;

/// What an expression amounts to, followed through the variables of the body.
class AmountReader {
  public:
    AmountReader(const Statements& statements, const InstrumentParameters& parameters)
        : m_statements(statements), m_parameters(parameters) {}

    std::optional<Amount> read(Tokens tokens, int depth = 0) const {
        constexpr int deepest = 6;
        if (tokens.empty() || depth > deepest)
            return std::nullopt;
        if (const auto literal = readLiteral(tokens, m_statements.text()))
            if (const double* number = std::get_if<double>(&*literal))
                return Amount{*number, {}, Amount::Unit::Plain, 1};
        const std::string_view first = m_statements.textOf(tokens[0]);
        if (tokens.size() == 1)
            return readName(first, depth);
        if (tokens.size() >= 4 && m_statements.textOf(tokens.back()) == ")")
            return readFunction(first, tokens, depth);
        return std::nullopt;
    }

    /// `iskip*isr`: seconds turned into frames, whatever the second factor is called.
    std::optional<Amount> readSecondsOfFrames(Tokens tokens) const {
        if (tokens.size() != 3 || m_statements.textOf(tokens[1]) != "*")
            return std::nullopt;
        return read(tokens.first(1));
    }

  private:
    std::optional<Amount> readName(std::string_view name, int depth) const {
        if (const Parameter* parameter = m_parameters.find(name))
            return Amount{0, parameter->name, Amount::Unit::Plain, 1};
        std::optional<Amount> found;
        for (std::size_t i = 0; i < m_statements.size(); ++i) {
            const StatementParts parts = readParts(m_statements[i], m_statements.text());
            if (parts.outputs.size() != 1 || m_statements.textOf(parts.outputs[0]) != name)
                continue;
            if (found || parts.form != StatementParts::Form::Assignment)
                return std::nullopt; // given more than once, or by an opcode: who knows
            found = read(parts.inputs, depth + 1);
            if (!found)
                return std::nullopt;
        }
        return found;
    }

    std::optional<Amount> readFunction(std::string_view name, Tokens tokens, int depth) const {
        static constexpr std::array units = {std::pair("semitone", Amount::Unit::Semitones),
                                             std::pair("cent", Amount::Unit::Cents),
                                             std::pair("octave", Amount::Unit::Octaves),
                                             std::pair("cpsmidinn", Amount::Unit::Notes)};
        const auto unit = std::find_if(units.begin(), units.end(),
                                       [&](const auto& each) { return each.first == name; });
        const bool passesOn = name == "i" || name == "k" || name == "a" || name == "abs";
        if ((unit == units.end() && !passesOn) || m_statements.textOf(tokens[1]) != "(")
            return std::nullopt;
        auto inner = read(tokens.subspan(2, tokens.size() - 3), depth + 1);
        if (inner && unit != units.end()) {
            if (inner->unit != Amount::Unit::Plain)
                return std::nullopt;
            inner->unit = unit->second;
        }
        return inner;
    }

    const Statements& m_statements;
    const InstrumentParameters& m_parameters;
};

/// Which arguments of a player of tables say what; -1: none does.
struct Player {
    std::string_view name;
    int table, speed, start, loopStart, loopLength, loopEnd, crossfade;
    int baseFrequency; ///< what the speed is divided by
    int loopMode;      ///< 0 or left out: no loop. -1: it always loops
    bool inFrames;
};
constexpr std::array players = {
    Player{"loscil", 2, 1, -1, 5, -1, 6, -1, 3, 4, true},
    Player{"loscil3", 2, 1, -1, 5, -1, 6, -1, 3, 4, true},
    Player{"loscilx", 2, 1, 5, 7, -1, 8, -1, 4, 6, true},
    Player{"flooper", 5, 1, 2, 2, 3, -1, 4, -1, -1, false},
    Player{"flooper2", 5, 1, 6, 2, -1, 3, 4, -1, -1, false},
};

class CallReader {
  public:
    CallReader(const AmountReader& amounts, const OpcodeCall& call)
        : m_amounts(amounts), m_call(call) {}

    std::optional<Amount> at(int index) const {
        const auto tokens = tokensAt(index);
        return tokens.empty() ? std::nullopt : m_amounts.read(tokens);
    }
    Tokens tokensAt(int index) const {
        const auto place = static_cast<std::size_t>(index);
        return index >= 0 && place < m_call.arguments.size() ? m_call.arguments[place] : Tokens();
    }
    std::optional<Amount> secondsOfFramesAt(int index) const {
        return m_amounts.readSecondsOfFrames(tokensAt(index));
    }

  private:
    const AmountReader& m_amounts;
    const OpcodeCall& m_call;
};

SampleCode readCall(const Player& player, const CallReader& call, const std::string& sound) {
    SampleCode code;
    code.sound = sound;
    if (const auto speed = call.at(player.speed)) {
        code.speed = *speed;
        constexpr double middleC = 261.6255653; // of a table without a pitch of its own
        const auto base = call.at(player.baseFrequency);
        if (player.baseFrequency >= 0)
            code.speed.factor /=
                base && base->parameter.empty() && base->constant > 0 ? base->constant : middleC;
    }
    if (const auto seconds = call.secondsOfFramesAt(player.start)) {
        code.start = *seconds;
    } else if (const auto start = call.at(player.start)) {
        code.start = *start;
        code.startInFrames = player.inFrames;
    }
    if (player.loopMode >= 0) {
        const auto mode = call.at(player.loopMode);
        code.loops = mode && mode->parameter.empty() && mode->constant > 0;
        return code; // loop points in frames: the whole sound goes round
    }
    code.loops = true;
    code.loopStart = call.at(player.loopStart).value_or(Amount());
    code.crossfade = call.at(player.crossfade).value_or(Amount());
    code.loopLength = call.at(player.loopLength).value_or(Amount());
    const auto end = call.at(player.loopEnd);
    if (end && end->parameter.empty() && code.loopStart.parameter.empty())
        code.loopLength.constant = std::max(0.0, end->constant - code.loopStart.constant);
    return code;
}

/// The first of some names that is a parameter, as an amount of it.
std::optional<Amount> named(const InstrumentParameters& parameters,
                            std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (parameters.find(name))
            return Amount{0, name, Amount::Unit::Plain, 1};
    return std::nullopt;
}

SampleCode readNames(const InstrumentParameters& parameters) {
    SampleCode code;
    if (const auto speed = named(parameters, {"kspeed", "ispeed"}))
        code.speed = *speed;
    code.start = named(parameters, {"iskip", "istart", "ioffset"}).value_or(Amount());
    if (const auto crossfade = named(parameters, {"icrossfade", "kcrossfade"})) {
        code.loops = true;
        code.crossfade = *crossfade;
    }
    return code;
}

double numberFor(const Amount& amount, const ScoreEvent& event,
                 const InstrumentParameters& parameters, double otherwise) {
    if (amount.parameter.empty())
        return amount.valueOf(amount.constant);
    const Parameter* parameter = parameters.find(amount.parameter);
    const auto number = parameter ? numberOf(event, *parameter) : std::nullopt;
    const double value = number ? amount.valueOf(*number) : otherwise;
    return std::isfinite(value) ? value : otherwise;
}

double valueAt(const ParameterCurve& curve, double time) {
    const auto& points = curve.points;
    const auto after = std::upper_bound(points.begin(), points.end(), time,
                                        [](double t, const CurvePoint& p) { return t < p.time; });
    if (after == points.begin())
        return points.empty() ? curve.initial : points.front().value;
    if (after == points.end())
        return points.back().value;
    const CurvePoint& before = *std::prev(after);
    const double length = after->time - before.time;
    return before.value +
           (after->value - before.value) * (length > 0 ? (time - before.time) / length : 1);
}

} // namespace

double SampleCode::Amount::valueOf(double number) const {
    switch (unit) {
    case Unit::Plain:
        break;
    case Unit::Semitones:
        return factor * std::exp2(number / 12);
    case Unit::Cents:
        return factor * std::exp2(number / 1200);
    case Unit::Octaves:
        return factor * std::exp2(number);
    case Unit::Notes:
        return factor * 440 * std::exp2((number - 69) / 12);
    }
    return factor * number;
}

SampleCode readSampleCode(const Instrument& instrument, const InstrumentParameters& parameters) {
    const Statements statements(instrument.body, parameters.header.end());
    const AmountReader amounts(statements, parameters);
    std::optional<SampleCode> found;
    for (std::size_t i = 0; i < statements.size() && !found; ++i) {
        const StatementParts parts = readParts(statements[i], statements.text());
        forEachCall(parts, statements.text(), [&](const OpcodeCall& call) {
            const auto player = std::find_if(players.begin(), players.end(), [&](const Player& p) {
                return p.name == statements.textOf(call.name);
            });
            if (found || player == players.end())
                return;
            const CallReader reader(amounts, call);
            const auto table = reader.at(player->table);
            if (!table || table->parameter.empty())
                return;
            found = readCall(*player, reader, table->parameter);
            if (parts.form == StatementParts::Form::Opcode)
                found->channels =
                    1 + static_cast<int>(std::count_if(
                            parts.outputs.begin(), parts.outputs.end(),
                            [&](const Token& t) { return statements.textOf(t) == ","; }));
        });
    }
    return found ? *found : readNames(parameters);
}

SamplePath::SamplePath(const SampleCode& code, const Project& project, const ScoreEvent& event,
                       const InstrumentParameters& parameters, double skip)
    : m_startInFrames(code.startInFrames), m_loops(code.loops), m_skip(skip) {
    const auto number = [&](const Amount& amount, double otherwise) {
        return numberFor(amount, event, parameters, otherwise);
    };
    m_speed = std::abs(number(code.speed, 1));
    m_start = std::max(0.0, number(code.start, 0));
    m_loopStart = std::max(0.0, number(code.loopStart, 0));
    m_loopLength = std::max(0.0, number(code.loopLength, 0));
    m_crossfade = std::max(0.0, number(code.crossfade, 0));
    const Parameter* moves = parameters.find(code.speed.parameter);
    if (!moves || !moves->isDynamic())
        return;
    const auto automations = curve_edits::automationsOf(project, event.id, moves->name);
    const double length = event.end() - event.start;
    if (automations.empty() || !std::isfinite(length) || !(length > 0))
        return;
    constexpr std::size_t steps = 512;
    m_step = length / steps;
    const ParameterCurve curve =
        mergeAutomations(automations, numberOf(event, *moves).value_or(0), 0, m_step);
    m_travel.assign(steps + 1, 0);
    for (std::size_t i = 1; i <= steps; ++i) {
        const double middle = (static_cast<double>(i) - 0.5) * m_step;
        const double speed = std::abs(code.speed.valueOf(valueAt(curve, middle)));
        m_travel[i] = m_travel[i - 1] + (std::isfinite(speed) ? speed * m_step : 0);
    }
}

double SamplePath::travelAt(double time) const {
    if (m_travel.empty())
        return time * m_speed;
    const double place = std::clamp(time / m_step, 0.0, static_cast<double>(m_travel.size() - 1));
    const auto index = std::min(static_cast<std::size_t>(place), m_travel.size() - 2);
    return m_travel[index] +
           (place - static_cast<double>(index)) * (m_travel[index + 1] - m_travel[index]);
}

std::optional<std::pair<double, double>> SamplePath::stretch(double from, double to, double length,
                                                             double sampleRate) const {
    const double first = travelAt(from);
    const double width = travelAt(to) - first;
    const double table = length - m_skip; // what was skipped is not in the table
    double place = first + (m_startInFrames ? m_start / sampleRate : m_start);
    if (m_loops) {
        const double loopStart = m_loopStart < table ? m_loopStart : 0;
        double loopLength = table - loopStart;
        if (m_loopLength > 0)
            loopLength = std::min(loopLength, m_loopLength);
        const double crossfade = std::min(m_crossfade, loopLength / 2);
        const double period = loopLength - crossfade;
        // The first round begins where it begins; each later one while the last still fades.
        if (period > 0 && place >= loopStart + period)
            place = loopStart + std::fmod(place - loopStart - period, period);
    }
    if (!(place < table))
        return std::nullopt;
    return std::pair(m_skip + place, m_skip + place + std::min(width, table - place));
}

} // namespace stria
