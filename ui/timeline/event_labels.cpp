// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/event_labels.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFontMetricsF>

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

const EventLabel& EventLabels::of(const Project& project, const ScoreEvent& event) {
    constexpr std::size_t most = 20000;
    if (m_labels.size() > most)
        m_labels.clear();
    const auto [it, isNew] = m_labels.try_emplace(event.id);
    if (isNew)
        it->second = make(project, event);
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

EventLabel EventLabels::make(const Project& project, const ScoreEvent& event) {
    EventLabel label;
    label.title = eventTitle(project, event);
    findSound(project, event, label);
    const auto automations = project.automationsOf(event.id);
    label.automated = !automations.empty();
    const auto isAutomated = [&](const std::string& parameter) {
        return std::any_of(automations.begin(), automations.end(),
                           [&](const Automation* a) { return a->parameter == parameter; });
    };
    QStringList words;
    for (const Parameter& parameter : m_facts.of(project.find(event.instrument)).parameters) {
        const Argument* argument = argumentOf(event, parameter);
        const bool moves = isAutomated(parameter.name);
        if (!argument && !moves)
            continue;
        if (argument && std::holds_alternative<SoundSourceId>(argument->value))
            continue;
        QString word = QString::fromStdString(parameter.name);
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
