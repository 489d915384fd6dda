// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/event_clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "engine/model/checks.h"
#include "engine/orchestra/score_events.h"
#include "engine/orchestra/score_text.h"
#include "engine/storage/record.h"
#include "ui/document/event_edits.h"
#include "ui/document/event_times.h"

namespace stria {

namespace {

constexpr auto eventsFormat = "application/x-stria-events";

template <class Entity>
void writeOnce(const Project& project, Id<Entity> id, std::unordered_set<std::uint64_t>& written,
               std::string& text) {
    if (const Entity* entity = project.find(id); entity && written.insert(id.bits).second)
        text += writeRecord(*entity) + '\n';
}

/// What was read from a text, before it is known what of it is needed.
struct Read {
    Project all;
    int refused = 0;
};

Read readLines(const std::string& text) {
    Read read;
    RecordPlayer player(read.all, RecordPlayer::Repeats::Refuse);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (line.find_first_not_of(" \t\r") != std::string::npos && !player.play(line))
            ++read.refused;
    }
    if (!player.finish())
        ++read.refused;
    read.refused += static_cast<int>(read.all.unknownRecords().size());
    return read;
}

/// Gives references their place in the project, inserting what is missing.
class Needs {
  public:
    Needs(Project& project, const Read& read) : m_project(project), m_read(read) {}

    template <class Entity> Id<Entity> resolve(Id<Entity> id) {
        if (m_project.find(id))
            return id;
        const Entity* copied = m_read.all.find(id);
        if (!copied)
            return id;
        if constexpr (std::is_same_v<Entity, Instrument>) {
            if (const Instrument* same = m_project.instrumentNamed(copied->name))
                return same->id;
        } else if constexpr (std::is_same_v<Entity, Bus>) {
            if (const Bus* same = m_project.busNamed(copied->name); same && !copied->name.empty())
                return same->id;
        }
        (void)m_project.insert(*copied);
        return id;
    }

  private:
    Project& m_project;
    const Read& m_read;
};

/// Moves all so that the earliest is at `start`, and puts them behind those that are there.
void place(const Project& project, std::vector<ScoreEvent>& events, double start) {
    const auto earliest = std::min_element(
        events.begin(), events.end(),
        [](const ScoreEvent& a, const ScoreEvent& b) { return a.start < b.start; });
    const double shift = events.empty() ? 0 : start - earliest->start;
    const TempoMap tempo = project.settings().tempo;
    double order = nextEventOrder(project);
    for (ScoreEvent& event : events) {
        event.order = order++;
        placeEvent(event, std::max(0.0, event.start + shift), event.duration, tempo);
    }
}

PastedEvents pasteScore(Project& project, const std::string& text, double start) {
    ScoreEvents read = readScoreEvents(project, text);
    PastedEvents pasted;
    pasted.problems = std::move(read.problems);
    for (const ScoreEvent& event : read.events)
        if (const auto checked = checks::event(event, project.settings().priorities); !checked)
            pasted.problems.push_back(checked.error());
    if (hasErrors(pasted.problems))
        return pasted;
    place(project, read.events, start);
    for (ScoreEvent& event : read.events) {
        pasted.events.push_back(event.id);
        (void)project.insert(std::move(event));
    }
    return pasted;
}

} // namespace

std::string eventsAsText(const Project& project, const std::vector<EventId>& events) {
    std::string text;
    std::unordered_set<std::uint64_t> written;
    for (const EventId id : events) {
        const ScoreEvent* event = project.find(id);
        if (!event)
            continue;
        writeOnce(project, event->instrument, written, text);
        for (const Argument& argument : event->arguments)
            std::visit(
                [&](const auto& value) {
                    using Value = std::decay_t<decltype(value)>;
                    if constexpr (!std::is_same_v<Value, double> &&
                                  !std::is_same_v<Value, std::string>)
                        writeOnce(project, value, written, text);
                },
                argument.value);
        writeOnce(project, id, written, text);
        for (const Automation* automation : project.automationsOf(id))
            writeOnce(project, automation->id, written, text);
    }
    return text;
}

PastedEvents pasteText(Project& project, const std::string& text, double start) {
    if (looksLikeScore(text))
        return pasteScore(project, text, start);
    const Read read = readLines(text);
    PastedEvents pasted;
    pasted.refused = read.refused;
    std::vector<ScoreEvent> events;
    for (const ScoreEvent* event : read.all.inOrder<ScoreEvent>())
        if (checks::event(*event, project.settings().priorities))
            events.push_back(*event);
        else
            ++pasted.refused;
    if (events.empty())
        return pasted;
    place(project, events, start);
    Needs needs(project, read);
    std::unordered_map<EventId, EventId> ids;
    for (ScoreEvent& event : events) {
        const EventId id = EventId::random();
        ids[event.id] = id;
        event.id = id;
        event.instrument = needs.resolve(event.instrument);
        if (!project.find(event.track))
            event.track = {};
        for (Argument& argument : event.arguments)
            argument.value = std::visit(
                [&](auto value) -> ArgumentValue {
                    using Value = decltype(value);
                    if constexpr (std::is_same_v<Value, double> ||
                                  std::is_same_v<Value, std::string>)
                        return value;
                    else
                        return needs.resolve(value);
                },
                argument.value);
        pasted.events.push_back(id);
        (void)project.insert(std::move(event));
    }
    for (const Automation* copied : read.all.inOrder<Automation>()) {
        Automation automation = *copied;
        const EventId* target = std::get_if<EventId>(&automation.target);
        const auto it = target ? ids.find(*target) : ids.end();
        if (it == ids.end() || !checks::automation(automation)) {
            ++pasted.refused;
            continue;
        }
        automation.id = AutomationId::random();
        automation.target = it->second;
        (void)project.insert(std::move(automation));
    }
    return pasted;
}

void copyEvents(const Project& project, const std::vector<EventId>& events, const QString& text) {
    const QByteArray records = QByteArray::fromStdString(eventsAsText(project, events));
    auto* const data = new QMimeData;
    data->setText(text.isEmpty() ? QString::fromUtf8(records) : text);
    data->setData(eventsFormat, records);
    QGuiApplication::clipboard()->setMimeData(data);
}

QString copiedText() {
    const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
    if (!data)
        return {};
    return data->hasFormat(eventsFormat) ? QString::fromUtf8(data->data(eventsFormat))
                                         : data->text();
}

} // namespace stria
