// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/keyboard_notes.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/compile/asset_facts.h"
#include "engine/orchestra/tokenizer.h"
#include "engine/reading/bus_use.h"
#include "ui/document/event_edits.h"
#include "ui/document/selection.h"

namespace stria {

namespace {

constexpr int ownVelocity = 100;
/// The key that plays a sample as it is, where the pitch is an interval.
constexpr int middleC = 60;
/// Of instruments that shape their sound by p3: all others are held as long as the key.
constexpr double lengthWanted = 3;
constexpr double toleranceOfScale = 0.002;

/// A parameter's name without its rate.
std::string wordOf(const std::string& parameter) {
    std::string word = parameter.size() > 1 ? parameter.substr(1) : std::string();
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return word;
}

bool isLoudness(const std::string& parameter) {
    static constexpr std::array words = {"amp", "gain", "volume", "level"};
    return std::find(words.begin(), words.end(), wordOf(parameter)) != words.end();
}

bool asksForItsLength(const Instrument& instrument) {
    const std::vector<Token> tokens = tokenize(instrument.body);
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
        return token.kind == TokenKind::PField && token.in(instrument.body) == "p3";
    });
}

bool isVelocity(const std::string& parameter) {
    const std::string word = wordOf(parameter);
    return word == "vel" || word == "velocity";
}

} // namespace

KeyboardNotes::KeyboardNotes(Document& document, EventAudition& audition, QObject* parent)
    : QObject(parent), m_document(document), m_audition(audition) {
    m_changed.setSingleShot(true);
    m_changed.setInterval(300);
    connect(&m_changed, &QTimer::timeout, this, &KeyboardNotes::readInstrument);
    connect(&m_document, &Document::changed, this, &KeyboardNotes::look);
    connect(&m_document, &Document::replaced, this, [this] {
        m_facts.clear();
        m_turned.clear();
        readInstrument();
    });
    connect(&m_document.selection(), &Selection::currentInstrumentChanged, this,
            &KeyboardNotes::readInstrument);
    connect(&m_audition, &EventAudition::prepared, this, &KeyboardNotes::holdWaiting);
    connect(&m_audition, &EventAudition::failed, this, [this] { m_waiting.clear(); });
    connect(&m_audition, &EventAudition::started, this, &KeyboardNotes::beginTake);
    connect(&m_audition, &EventAudition::soundingChanged, this, [this](bool sounding) {
        if (!sounding)
            endTake();
    });
}

const Instrument* KeyboardNotes::instrument() const {
    return m_document.project().find(m_instrument);
}

void KeyboardNotes::look(const Change& change) {
    const auto* instrument = std::get_if<EntityChange<Instrument>>(&change);
    const bool isGlobal = std::holds_alternative<EntityChange<GlobalCode>>(change) ||
                          std::holds_alternative<SettingsChange>(change) ||
                          std::holds_alternative<EntityChange<Table>>(change) ||
                          std::holds_alternative<EntityChange<SoundSource>>(change);
    if (isGlobal || (instrument && instrument->id == m_instrument))
        m_changed.start();
}

void KeyboardNotes::readInstrument() {
    m_changed.stop();
    if (!m_awake)
        return; // it is read when somebody looks
    const InstrumentId current = m_document.selection().currentInstrument();
    if (current != m_instrument)
        releaseAll();
    m_instrument = current;
    m_knobs.clear();
    if (const Instrument* const there = instrument()) {
        const InstrumentParameters& parameters = m_facts.of(there);
        const Parameter* const pitch = pitchParameter(parameters);
        const Project& project = m_document.project();
        Reading reading(project, gatherIncludedTexts(project, m_document.folder().toStdString()));
        BusUse buses(project, reading);
        for (const Parameter& parameter : parameters.parameters) {
            if (!parameter.isDynamic() || &parameter == pitch || buses.takesBus(*there, parameter))
                continue;
            const double rest = std::get<double>(parameter.defaultValue);
            Knob knob{parameter.name,
                      ValueScale::forParameter(parameter.name,
                                               hintFor(*there, parameters, parameter.name)),
                      rest, rest};
            if (const auto turned = m_turned.find({m_instrument, parameter.name});
                turned != m_turned.end())
                knob.value = turned->second;
            knob.scale.include(rest);
            knob.scale.include(knob.value);
            m_knobs.push_back(std::move(knob));
        }
    }
    emit instrumentChanged();
    prepare(false);
}

void KeyboardNotes::setAwake(bool awake) {
    if (awake == m_awake)
        return;
    m_awake = awake;
    if (awake)
        readInstrument();
    else
        releaseAll();
}

void KeyboardNotes::prepare(bool mayAsk) {
    const Instrument* const there = instrument();
    if (!m_awake || !there || (m_permission && !m_permission(mayAsk)))
        return;
    const double length = asksForItsLength(*there) ? lengthWanted : ScoreEvent::endless;
    m_audition.prepare(m_document.project(), m_document.folder(),
                       auditionEvent(m_document.project(), m_instrument, length), m_opcodes);
}

std::map<std::string, double> KeyboardNotes::valuesFor(int pitch, int velocity) const {
    std::map<std::string, double> values;
    const Instrument* const there = instrument();
    if (!there)
        return values;
    for (const Knob& knob : m_knobs)
        values[knob.parameter] = knob.value;
    const InstrumentParameters& parameters = m_facts.of(there);
    for (const Parameter& parameter : parameters.parameters) {
        if (parameter.kind == Parameter::Kind::Text)
            continue;
        if (isVelocity(parameter.name))
            values[parameter.name] = velocity;
        else if (isLoudness(parameter.name) && velocity != ownVelocity) {
            const auto own = values.find(parameter.name);
            const double rest =
                own != values.end() ? own->second : std::get<double>(parameter.defaultValue);
            values[parameter.name] = rest * velocity / ownVelocity;
        }
    }
    if (const Parameter* const parameter = pitchParameter(parameters)) {
        const ParameterHint* const hint = hintFor(*there, parameters, parameter->name);
        const PitchMeaning meaning = pitchMeaning(parameter->name);
        const bool isInterval =
            meaning == PitchMeaning::Midi && hint && hint->minimum.value_or(0) < 0;
        values[parameter->name] =
            isInterval ? pitch - middleC
                       : valueOfPitch(meaning, pitch, m_document.project().settings().a4);
    }
    return values;
}

void KeyboardNotes::press(int pitch, int velocity) {
    if (!m_awake)
        return;
    if (!instrument()) {
        emit said(tr("Choose an instrument to play."));
        return;
    }
    m_down.insert(pitch);
    if (m_stepping)
        m_chord[pitch] = velocity;
    if (m_audition.isPrepared()) {
        m_audition.hold(pitch, valuesFor(pitch, velocity));
        return;
    }
    m_waiting[pitch] = velocity;
    prepare(true);
}

void KeyboardNotes::holdWaiting() {
    for (const auto& [pitch, velocity] : std::exchange(m_waiting, {}))
        m_audition.hold(pitch, valuesFor(pitch, velocity));
}

void KeyboardNotes::release(int pitch) {
    m_waiting.erase(pitch);
    m_audition.letGo(pitch);
    m_down.erase(pitch);
    if (m_stepping && m_down.empty())
        enterChord();
}

void KeyboardNotes::releaseAll() {
    for (const int pitch : std::exchange(m_down, {}))
        m_audition.letGo(pitch);
    m_waiting.clear();
    m_chord.clear();
}

void KeyboardNotes::turn(const std::string& parameter, double value) {
    const auto knob = std::find_if(m_knobs.begin(), m_knobs.end(), [&](const Knob& candidate) {
        return candidate.parameter == parameter;
    });
    if (knob == m_knobs.end())
        return;
    if (m_take)
        m_take->turn(parameter, static_cast<double>(m_takeTime.elapsed()) / 1000, value,
                     (knob->scale.most() - knob->scale.least()) * toleranceOfScale);
    knob->value = value;
    m_turned[{m_instrument, parameter}] = value;
    m_audition.setValue(parameter, value);
}

void KeyboardNotes::letGo(const std::string& parameter) {
    if (m_take)
        m_take->letGo(parameter, static_cast<double>(m_takeTime.elapsed()) / 1000);
    m_audition.letGoValue(parameter);
}

void KeyboardNotes::setStepping(bool stepping) {
    m_stepping = stepping;
    m_chord.clear();
}

void KeyboardNotes::rest() {
    if (!m_stepPlace)
        return;
    const Step step = m_stepPlace();
    emit stepped(step.start + step.length);
}

void KeyboardNotes::enterChord() {
    const Instrument* const there = instrument();
    if (!there || !m_stepPlace || m_chord.empty())
        return;
    const auto chord = std::exchange(m_chord, {});
    const Step step = m_stepPlace();
    const InstrumentParameters& parameters = m_facts.of(there);
    m_document.edit(chord.size() == 1 ? tr("Enter note") : tr("Enter chord"),
                    [&](Project& project) {
                        double order = nextEventOrder(project);
                        const ScoreEvent plain = auditionEvent(project, m_instrument, step.length);
                        for (const auto& [pitch, velocity] : chord) {
                            ScoreEvent event = plain;
                            event.id = EventId::random();
                            event.start = step.start;
                            event.order = order++;
                            for (const auto& [name, value] : valuesFor(pitch, velocity))
                                if (const Parameter* parameter = parameters.find(name);
                                    parameter && parameter->defaultValue != ParameterDefault(value))
                                    setArgument(event, *parameter, value);
                            static_cast<void>(project.insert(std::move(event)));
                        }
                    });
    emit stepped(step.start + step.length);
}

void KeyboardNotes::beginTake(EventId event) {
    m_take.reset();
    const ScoreEvent* const there = m_document.project().find(event);
    if (!m_recording || !there || there->instrument != m_instrument)
        return;
    m_take.emplace(event);
    m_takeTime.start();
}

void KeyboardNotes::endTake() {
    if (!m_take)
        return;
    const KnobTake take = *std::exchange(m_take, std::nullopt);
    if (take.empty()) {
        emit said(tr("Nothing was recorded: no knob was turned while the event sounded."));
        return;
    }
    m_document.edit(tr("Record knobs"), [&](Project& project) { take.write(project, m_facts); });
}

} // namespace stria
