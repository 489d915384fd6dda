// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/event_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <tuple>

#include "engine/model/checks.h"
#include "ui/document/document.h"
#include "ui/document/event_times.h"
#include "ui/document/selection.h"
#include "ui/inspector/argument_field.h"
#include "ui/inspector/curve_picture.h"
#include "ui/inspector/panel_form.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

/// Seeds that a person can read and type.
constexpr std::uint64_t mostSeed = 999999;

template <class Field, class Value>
void showCommon(Field* field, const std::vector<const ScoreEvent*>& events,
                Value ScoreEvent::*member) {
    const bool same = std::all_of(events.begin(), events.end(), [&](const ScoreEvent* event) {
        return event->*member == events.front()->*member;
    });
    if (same)
        field->setValue(static_cast<double>(events.front()->*member));
    else
        field->setSeveral();
}

} // namespace

EventPanel::EventPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_form(new PanelForm(this)) {
    setAccessibleName(tr("Event"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    layout->addStretch(1);
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(40);
    connect(&m_refreshSoon, &QTimer::timeout, this, &EventPanel::refresh);
    connect(&document, &Document::changed, this, [this] {
        if (!m_refreshSoon.isActive())
            m_refreshSoon.start();
    });
    connect(&document, &Document::settled, this, &EventPanel::refresh);
    connect(&document, &Document::replaced, this, &EventPanel::rebuild);
    connect(&document.selection(), &Selection::eventsChanged, this, &EventPanel::rebuild);
    rebuild();
}

std::vector<const ScoreEvent*> EventPanel::events() const {
    std::vector<const ScoreEvent*> list;
    const Selection& selection = m_document.selection();
    if (const ScoreEvent* current = m_document.project().find(selection.currentEvent()))
        list.push_back(current);
    for (const EventId id : selection.events())
        if (const ScoreEvent* event = m_document.project().find(id);
            event && id != selection.currentEvent())
            list.push_back(event);
    return list;
}

const Instrument* EventPanel::commonInstrument() const {
    const auto chosen = events();
    if (chosen.empty())
        return nullptr;
    const InstrumentId first = chosen.front()->instrument;
    const bool same = std::all_of(chosen.begin(), chosen.end(), [&](const ScoreEvent* event) {
        return event->instrument == first;
    });
    return same ? m_document.project().find(first) : nullptr;
}

QString EventPanel::heading() const {
    const auto chosen = events();
    const Instrument* const instrument = commonInstrument();
    const QString name = instrument ? QString::fromStdString(instrument->name) : tr("events");
    if (chosen.size() > 1)
        return instrument
                   ? tr("%1 · %n event(s)", nullptr, static_cast<int>(chosen.size())).arg(name)
                   : tr("%n event(s)", nullptr, static_cast<int>(chosen.size()));
    // "event 31 of 214": by time among those of its instrument.
    int count = 0;
    int place = 1;
    const auto key = [](const ScoreEvent& e) { return std::tuple(e.start, e.order, e.id); };
    m_document.project().all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (event.instrument != chosen.front()->instrument)
            return;
        ++count;
        place += key(event) < key(*chosen.front());
    });
    return tr("%1 · event %2 of %3").arg(name).arg(place).arg(count);
}

void EventPanel::changeEvents(const QString& name, const std::function<void(ScoreEvent&)>& change) {
    const auto ids = m_document.selection().events();
    m_document.edit(name, [&](Project& project) {
        for (const EventId id : ids)
            if (const ScoreEvent* event = project.find(id)) {
                ScoreEvent changed = *event;
                change(changed);
                static_cast<void>(project.change(std::move(changed)));
            }
    });
}

void EventPanel::rebuild() {
    m_form->clear();
    m_rows.clear();
    m_heading = nullptr;
    m_facts.clear();
    const auto chosen = events();
    const Instrument* const instrument = commonInstrument();
    m_shownInstrument = instrument ? instrument->id : InstrumentId();
    m_shownBody = instrument ? instrument->body : std::string();
    if (chosen.empty()) {
        auto* const hint = new QLabel(tr("Choose an event in the timeline to see its values here. "
                                         "Draw a new one by a double click."),
                                      m_form);
        hint->setWordWrap(true);
        hint->setProperty("kind", "dim");
        m_form->addWide(hint);
        return;
    }
    m_heading = m_form->addHeading(heading());
    addGeneralRows();
    if (instrument)
        addParameterRows(*instrument);
    addSeedRow();
    refresh();
}

void EventPanel::addGeneralRows() {
    m_name = new QLineEdit(m_form);
    m_form->addRow(tr("Name"), m_name);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (!m_name->isModified())
            return;
        m_name->setModified(false);
        changeEvents(tr("Rename event"),
                     [name = m_name->text().toStdString()](ScoreEvent& e) { e.name = name; });
    });
    m_start = new TimeField(m_form);
    m_start->setRange(0, 1e7);
    m_form->addRow(tr("Start"), m_start);
    connect(m_start, &NumberField::committed, this, [this](double value) {
        changeEvents(tr("Set start"), [&](ScoreEvent& e) {
            placeEvent(e, value, e.duration, m_document.project().settings().tempo);
        });
    });
    m_duration = new TimeField(m_form);
    m_duration->setRange(0, 1e7);
    m_duration->setSpecialValue(ScoreEvent::endless, tr("endless"));
    m_form->addRow(tr("Duration"), m_duration);
    connect(m_duration, &NumberField::committed, this, [this](double value) {
        changeEvents(tr("Set duration"), [&](ScoreEvent& e) {
            placeEvent(e, e.start, value, m_document.project().settings().tempo);
        });
    });
    m_priority = new NumberField(m_form);
    m_priority->setWholeNumbers();
    const int priorities = m_document.project().settings().priorities;
    m_priority->setRange(-priorities, priorities);
    m_priority->setToolTip(
        tr("A higher priority runs later in each cycle: an effect needs a higher "
           "one than what it reads. -1 is the last."));
    m_form->addRow(tr("Priority"), m_priority);
    connect(m_priority, &NumberField::committed, this, [this](double value) {
        const int priority = static_cast<int>(value);
        if (!resolvePriority(priority, m_document.project().settings().priorities)) {
            refresh();
            return;
        }
        changeEvents(tr("Set priority"), [priority](ScoreEvent& e) { e.priority = priority; });
    });
}

void EventPanel::addParameterRows(const Instrument& instrument) {
    const InstrumentParameters& parameters = m_facts.of(&instrument);
    if (parameters.parameters.empty())
        return;
    m_form->addHeading(tr("Parameters"));
    const auto chosen = events();
    for (const Parameter& parameter : parameters.parameters) {
        std::vector<std::optional<ArgumentValue>> values;
        for (const ScoreEvent* event : chosen) {
            const Argument* argument = argumentOf(*event, parameter);
            values.push_back(argument ? std::optional(argument->value) : std::nullopt);
        }
        ParameterRow row;
        row.parameter = parameter;
        row.field = new ArgumentField(instrument, parameter,
                                      hintFor(instrument, parameters, parameter.name),
                                      ArgumentField::kindOf(instrument, parameter, values), m_form);
        row.field->setChoices(m_document.project());
        const QString name = QString::fromStdString(parameter.name);
        auto* const aside = new QWidget(m_form);
        auto* const layout = new QHBoxLayout(aside);
        layout->setContentsMargins(0, 0, 0, 0);
        row.curve = new CurvePicture(aside);
        row.curve->setToolTip(tr("%1 is automated; its curve is in the track's lane").arg(name));
        row.reset = new QToolButton(aside);
        row.reset->setIcon(look::icon(QStringLiteral("undo")));
        row.reset->setIconSize({14, 14});
        row.reset->setFixedSize(24, 24);
        row.reset->setToolTip(tr("Back to the default of %1").arg(name));
        row.reset->setAccessibleName(tr("Back to the default of %1").arg(name));
        layout->addWidget(row.curve);
        layout->addWidget(row.reset);
        QLabel* const label = m_form->addRow(name, row.field, aside);
        label->setProperty("kind", parameter.isDynamic() ? "parameter" : "dim");
        connect(row.field, &ArgumentField::committed, this,
                [this, parameter, name](const ArgumentValue& value) {
                    changeEvents(tr("Set %1").arg(name),
                                 [&](ScoreEvent& e) { setArgument(e, parameter, value); });
                });
        connect(row.reset, &QToolButton::clicked, this, [this, parameter, name] {
            changeEvents(tr("Reset %1").arg(name),
                         [&](ScoreEvent& e) { setArgument(e, parameter, std::nullopt); });
        });
        m_rows.push_back(row);
    }
}

void EventPanel::addSeedRow() {
    m_seed = new NumberField(m_form);
    m_seed->setWholeNumbers();
    m_seed->setRange(1, 1e15);
    m_seed->setSpecialValue(0, tr("automatic"));
    auto* const roll = new QToolButton(m_form);
    roll->setIcon(look::icon(QStringLiteral("random")));
    roll->setIconSize({16, 16});
    roll->setFixedSize(24, 24);
    roll->setToolTip(tr("Re-roll: other random numbers for this event, the same for all others"));
    roll->setAccessibleName(tr("Re-roll"));
    m_form->addRow(tr("Seed"), m_seed, roll);
    connect(m_seed, &NumberField::committed, this, [this](double value) {
        changeEvents(tr("Set seed"),
                     [value](ScoreEvent& e) { e.seed = static_cast<std::uint64_t>(value); });
    });
    connect(roll, &QToolButton::clicked, this, [this] {
        changeEvents(tr("Re-roll"),
                     [](ScoreEvent& e) { e.seed = id_bits::random() % mostSeed + 1; });
    });
    auto* const audition = new QPushButton(tr("Audition"), m_form);
    audition->setIcon(look::icon(QStringLiteral("audition")));
    audition->setToolTip(tr("Hear this event alone"));
    connect(audition, &QPushButton::clicked, this, [this] {
        if (const EventId event = m_document.selection().currentEvent())
            emit auditionRequested(event);
    });
    m_form->addWide(audition);
}

void EventPanel::refresh() {
    const auto chosen = events();
    const Instrument* const instrument = commonInstrument();
    if (chosen.empty() != (m_heading == nullptr) ||
        (instrument ? instrument->id : InstrumentId()) != m_shownInstrument ||
        (instrument && instrument->body != m_shownBody)) {
        rebuild();
        return;
    }
    if (chosen.empty())
        return;
    m_heading->setText(heading().toUpper());
    if (!m_name->isModified()) {
        const bool same = std::all_of(chosen.begin(), chosen.end(), [&](const ScoreEvent* event) {
            return event->name == chosen.front()->name;
        });
        m_name->setText(same ? QString::fromStdString(chosen.front()->name) : QString());
        m_name->setPlaceholderText(same ? QString() : tr("several"));
    }
    showCommon(m_start, chosen, &ScoreEvent::start);
    showCommon(m_duration, chosen, &ScoreEvent::duration);
    showCommon(m_priority, chosen, &ScoreEvent::priority);
    showCommon(m_seed, chosen, &ScoreEvent::seed);
    for (ParameterRow& row : m_rows)
        refreshRow(row);
}

void EventPanel::refreshRow(ParameterRow& row) {
    const Project& project = m_document.project();
    std::vector<std::optional<ArgumentValue>> values;
    bool given = false;
    const auto chosen = events();
    for (const ScoreEvent* event : chosen) {
        const Argument* const argument = argumentOf(*event, row.parameter);
        values.push_back(argument ? std::optional(argument->value) : std::nullopt);
        given = given || argument;
    }
    row.field->setValues(values, project.settings().a4);
    const Automation* curve = nullptr;
    for (const Automation* automation : project.automationsOf(chosen.front()->id))
        if (automation->parameter == row.parameter.name &&
            (!curve || automation->points.size() > curve->points.size()))
            curve = automation;
    row.curve->setVisible(curve != nullptr);
    if (curve)
        row.curve->setPoints(curve->points);
    row.reset->setVisible(given && !curve);
}

} // namespace stria
