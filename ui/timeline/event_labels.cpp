// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/event_labels.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "engine/compile/parameter_curves.h"
#include "ui/automation/curve_edits.h"
#include "ui/document/value_scale.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

template <class Entity> QString nameOf(const Project& project, Id<Entity> id, const char* none) {
    const Entity* entity = project.find(id);
    return entity ? QString::fromStdString(entity->name)
                  : QCoreApplication::translate("Label", none);
}

QString soundName(const Project& project, SoundSourceId id) {
    const SoundSource* source = project.find(id);
    if (!source)
        return QCoreApplication::translate("Label", "missing sound");
    return source->name.empty() ? QFileInfo(QString::fromStdString(source->path)).fileName()
                                : QString::fromStdString(source->name);
}

SoundSourceId soundOf(const ScoreEvent& event) {
    for (const Argument& argument : event.arguments)
        if (const auto* sound = std::get_if<SoundSourceId>(&argument.value))
            return *sound;
    return {};
}

} // namespace

QString argumentText(const Project& project, const ArgumentValue& value) {
    if (const auto* number = std::get_if<double>(&value))
        return figures::shortest(*number);
    if (const auto* text = std::get_if<std::string>(&value))
        return QString::fromStdString(*text);
    if (const auto* bus = std::get_if<BusId>(&value))
        return nameOf(project, *bus, "no bus");
    if (const auto* table = std::get_if<TableId>(&value))
        return nameOf(project, *table, "missing table");
    if (const auto* sound = std::get_if<SoundSourceId>(&value))
        return soundName(project, *sound);
    return nameOf(project, std::get<InstrumentId>(value), "missing instrument");
}

QString eventTitle(const Project& project, const ScoreEvent& event) {
    if (!event.name.empty())
        return QString::fromStdString(event.name);
    if (const SoundSourceId sound = soundOf(event))
        return soundName(project, sound);
    return nameOf(project, event.instrument, "unknown instrument");
}

const EventLabel& EventLabels::of(const Project& project, const ScoreEvent& event,
                                  const std::string& parameter) {
    constexpr std::size_t most = 2000; // several times what a screen shows
    if (m_labels.size() > most)
        m_labels.clear();
    const auto [it, isNew] = m_labels.try_emplace(event.id);
    if (isNew)
        it->second = make(project, event, parameter);
    return it->second;
}

void EventLabels::findSound(const Project& project, const ScoreEvent& event, EventLabel& label) {
    label.sound = soundOf(event);
    const Instrument* instrument = project.find(event.instrument);
    if (!label.sound || !instrument)
        return;
    const InstrumentParameters& parameters = m_facts.of(instrument);
    const auto [code, isNew] = m_sampleCodes.try_emplace(instrument->id);
    if (isNew)
        code->second = readSampleCode(*instrument, parameters);
    if (const Parameter* parameter = parameters.find(code->second.sound))
        if (const Argument* argument = argumentOf(event, *parameter))
            if (const auto* played = std::get_if<SoundSourceId>(&argument->value))
                label.sound = *played;
    const SoundSource* source = project.find(label.sound);
    label.path =
        SamplePath(code->second, project, event, parameters, source ? source->skipTime : 0);
}

void EventLabels::findCurve(const Project& project, const ScoreEvent& event,
                            const std::string& wanted, EventLabel& label) {
    const auto automations = project.automationsOf(event.id);
    const Instrument* instrument = project.find(event.instrument);
    if (automations.empty() || !instrument)
        return;
    const bool hasWanted =
        std::any_of(automations.begin(), automations.end(),
                    [&](const Automation* each) { return each->parameter == wanted; });
    const std::string& name = hasWanted ? wanted : automations.front()->parameter;
    const InstrumentParameters& parameters = m_facts.of(instrument);
    const Parameter* parameter = parameters.find(name);
    if (!parameter || !parameter->isDynamic())
        return;
    const double constant = numberOf(event, *parameter).value_or(0);
    const auto ofName = curve_edits::automationsOf(project, event.id, name);
    const double last = ofName.back()->points.back().time;
    const double length = std::isfinite(event.end()) ? event.end() - event.start : last;
    constexpr double pieces = 200; // finer than a screen shows inside an event
    const ParameterCurve curve =
        mergeAutomations(ofName, constant, 0, std::max(length / pieces, 0.0005));
    ValueScale scale = ValueScale::forParameter(name, hintFor(*instrument, parameters, name));
    for (const CurvePoint& point : curve.points)
        scale.include(point.value);
    if (curve.points.empty()) {
        scale.include(curve.initial);
        label.curve.emplace_back(0, scale.fractionOf(curve.initial));
    }
    for (const CurvePoint& point : curve.points)
        label.curve.emplace_back(point.time, scale.fractionOf(point.value));
}

EventLabel EventLabels::make(const Project& project, const ScoreEvent& event,
                             const std::string& parameter) {
    EventLabel label;
    label.title = eventTitle(project, event);
    findSound(project, event, label);
    findCurve(project, event, parameter, label);
    const auto automations = project.automationsOf(event.id);
    label.automated = !automations.empty();
    const auto isAutomated = [&](const std::string& name) {
        return std::any_of(automations.begin(), automations.end(),
                           [&](const Automation* a) { return a->parameter == name; });
    };
    QStringList words;
    for (const Parameter& each : m_facts.of(project.find(event.instrument)).parameters) {
        const Argument* argument = argumentOf(event, each);
        const bool moves = isAutomated(each.name);
        if (!argument && !moves)
            continue;
        if (argument && std::holds_alternative<SoundSourceId>(argument->value))
            continue;
        QString word = QString::fromStdString(each.name);
        if (argument)
            word += QLatin1Char(' ') + argumentText(project, argument->value);
        if (moves)
            word += QStringLiteral(" \u223f");
        words << word;
    }
    label.details = words.join(QStringLiteral("  "));
    label.titleWidth =
        QFontMetricsF(look::font(sizes::smallText + 1)).horizontalAdvance(label.title);
    label.detailsWidth =
        QFontMetricsF(look::font(sizes::smallText)).horizontalAdvance(label.details);
    return label;
}

} // namespace stria
