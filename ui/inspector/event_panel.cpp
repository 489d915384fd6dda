// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/event_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/compile/asset_facts.h"
#include "engine/compile/sample_instruments.h"
#include "engine/model/checks.h"
#include "engine/reading/bus_use.h"
#include "ui/document/document.h"
#include "ui/document/event_times.h"
#include "ui/document/parameter_mending.h"
#include "ui/document/sample_edits.h"
#include "ui/document/selection.h"
#include "ui/document/sound_pictures.h"
#include "ui/inspector/curve_picture.h"
#include "ui/inspector/panel_form.h"
#include "ui/look/figures.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

/// Seeds that a person can read and type.
constexpr std::uint64_t mostSeed = 999999;

/// Keeps a value if it says anything new about what to show: another one, or of another kind.
void keepValue(ArgumentField::Values& values, const Argument* argument) {
    const auto alike = [argument](const std::optional<ArgumentValue>& value) {
        return argument ? value && *value == argument->value : !value;
    };
    const auto ofItsKind = [argument](const std::optional<ArgumentValue>& value) {
        return argument ? value && value->index() == argument->value.index() : !value;
    };
    const bool isNew = values.size() < 2 ? std::none_of(values.begin(), values.end(), alike)
                                         : std::none_of(values.begin(), values.end(), ofItsKind);
    if (isNew)
        values.push_back(argument ? std::optional(argument->value) : std::nullopt);
}

/// Times that come from beats differ in their last digits.
bool isSameTime(double a, double b) {
    constexpr double tolerance = 1e-9;
    return a == b || std::abs(a - b) < tolerance;
}

void showNumber(NumberField& field, bool same, double value) {
    if (same)
        field.setValue(value);
    else
        field.setSeveral();
}

} // namespace

EventPanel::EventPanel(Document& document, SoundPictures& pictures, QWidget* parent)
    : QWidget(parent), m_document(document), m_pictures(pictures), m_form(new PanelForm(this)) {
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
    connect(&pictures, &SoundPictures::changed, &m_refreshSoon, qOverload<>(&QTimer::start));
    connect(&document, &Document::replaced, this, &EventPanel::rebuild);
    connect(&document.selection(), &Selection::eventsChanged, this, &EventPanel::rebuild);
    rebuild();
}

EventPanel::~EventPanel() {
    stopCommitting(*this);
}

EventPanel::Chosen EventPanel::lookAtChosen() {
    Chosen chosen;
    const Project& project = m_document.project();
    const Selection& selection = m_document.selection();
    chosen.current = project.find(selection.currentEvent());
    if (!chosen.current)
        return chosen;
    const ScoreEvent& first = *chosen.current;
    chosen.instrument = project.find(first.instrument);
    if (chosen.instrument)
        chosen.parameters = &m_facts.of(chosen.instrument);
    const std::size_t parameters = chosen.parameters ? chosen.parameters->parameters.size() : 0;
    chosen.values.resize(parameters);
    chosen.given.resize(parameters);
    const auto take = [&](const ScoreEvent& event) {
        ++chosen.count;
        chosen.sameName = chosen.sameName && event.name == first.name;
        chosen.sameStart = chosen.sameStart && isSameTime(event.start, first.start);
        chosen.sameDuration = chosen.sameDuration && isSameTime(event.duration, first.duration);
        chosen.samePriority = chosen.samePriority && event.priority == first.priority;
        chosen.sameSeed = chosen.sameSeed && event.seed == first.seed;
        if (event.instrument != first.instrument)
            chosen.instrument = nullptr;
        if (!chosen.instrument)
            return;
        for (std::size_t i = 0; i < parameters; ++i) {
            const Argument* const argument = argumentOf(event, chosen.parameters->parameters[i]);
            keepValue(chosen.values[i], argument);
            chosen.given[i] = chosen.given[i] || argument;
        }
    };
    take(first);
    for (const EventId id : selection.events())
        if (const ScoreEvent* event = id == first.id ? nullptr : project.find(id))
            take(*event);
    if (!chosen.instrument)
        return chosen;
    const auto look = [&](const std::string& name) {
        if (!findParameter(*chosen.instrument, *chosen.parameters, name) &&
            std::find(chosen.leftOver.begin(), chosen.leftOver.end(), name) ==
                chosen.leftOver.end())
            chosen.leftOver.push_back(name);
    };
    for (const Argument& argument : first.arguments)
        look(argument.parameter);
    for (const Automation* automation : project.automationsOf(first.id))
        look(automation->parameter);
    return chosen;
}

QString EventPanel::heading(const Chosen& chosen) const {
    const QString name =
        chosen.instrument ? QString::fromStdString(chosen.instrument->name) : tr("events");
    const int count = static_cast<int>(chosen.count);
    if (count > 1)
        return chosen.instrument ? tr("%1 · %n event(s)", nullptr, count).arg(name)
                                 : tr("%n event(s)", nullptr, count);
    // "event 31 of 214": by time among those of its instrument.
    int place = 1;
    const auto key = [](const ScoreEvent& e) { return std::tuple(e.start, e.order, e.id); };
    m_document.project().all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        place +=
            event.instrument == chosen.current->instrument && key(event) < key(*chosen.current);
    });
    return tr("%1 · event %2 of %3")
        .arg(name)
        .arg(place)
        .arg(m_document.eventCounts().of(chosen.current->instrument));
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
    m_loop = nullptr;
    m_facts.clear();
    const Chosen chosen = lookAtChosen();
    m_shownInstrument = chosen.instrument ? chosen.instrument->id : InstrumentId();
    m_shownBody = chosen.instrument ? chosen.instrument->body : std::string();
    m_shownLeftOver = chosen.leftOver;
    if (!chosen.current) {
        auto* const hint = new QLabel(tr("Choose an event in the timeline to see its values here. "
                                         "Draw a new one by a double click."),
                                      m_form);
        hint->setWordWrap(true);
        hint->setProperty("kind", "dim");
        m_form->addWide(hint);
        return;
    }
    m_heading = m_form->addHeading(QString());
    addGeneralRows();
    if (chosen.instrument)
        addParameterRows(chosen);
    if (chosen.instrument && readSamplePlayer(*chosen.instrument))
        addSampleRows(chosen);
    addLeftOverRows(chosen);
    addSeedRow();
    showChosen(chosen);
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

void EventPanel::addParameterRows(const Chosen& chosen) {
    const Instrument& instrument = *chosen.instrument;
    const InstrumentParameters& parameters = *chosen.parameters;
    if (parameters.parameters.empty())
        return;
    m_form->addHeading(tr("Parameters"));
    const Project& project = m_document.project();
    Reading reading(project, gatherIncludedTexts(project, m_document.folder().toStdString()));
    BusUse buses(project, reading);
    for (std::size_t i = 0; i < parameters.parameters.size(); ++i) {
        const Parameter& parameter = parameters.parameters[i];
        ParameterRow row;
        row.parameter = parameter;
        row.field = new ArgumentField(instrument, parameter,
                                      hintFor(instrument, parameters, parameter.name),
                                      ArgumentField::kindOf(parameter, chosen.values[i],
                                                            buses.takesBus(instrument, parameter)),
                                      m_form);
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
        // Later: the dialog that asks would stand on what this field is about to do.
        connect(
            row.field, &ArgumentField::soundWanted, this,
            [this, parameter] { emit soundWanted(parameter); }, Qt::QueuedConnection);
        connect(row.reset, &QToolButton::clicked, this, [this, parameter, name] {
            changeEvents(tr("Reset %1").arg(name),
                         [&](ScoreEvent& e) { setArgument(e, parameter, std::nullopt); });
        });
        m_rows.push_back(row);
    }
}

void EventPanel::addSampleRows(const Chosen& chosen) {
    const bool isLoop = readSamplePlayer(*chosen.instrument)->isLoop;
    m_form->addHeading(tr("Sample"));
    m_loop = new QCheckBox(m_form);
    m_loop->setChecked(isLoop);
    m_loop->setToolTip(tr("The sound begins anew where it ends, from its start on, as long as the "
                          "event lasts; icrossfade is how long one pass fades into the next"));
    m_passes = new QLabel(m_form);
    m_passes->setProperty("kind", "small");
    m_form->addRow(tr("Loop"), m_loop, m_passes);
    // Later: the rows are made anew.
    connect(
        m_loop, &QCheckBox::clicked, this,
        [this](bool on) {
            const auto& events = m_document.selection().events();
            const std::vector<EventId> chosenEvents(events.begin(), events.end());
            m_document.edit(on ? tr("Loop sample") : tr("Play sample once"),
                            [&](Project& project) { setLooping(project, chosenEvents, on); });
        },
        Qt::QueuedConnection);
    m_natural = new QPushButton(tr("Natural length"), m_form);
    m_natural->setToolTip(tr("As long as the sound lasts at its speed, from what is skipped on"));
    connect(m_natural, &QPushButton::clicked, this, &EventPanel::takeNaturalLength);
    m_form->addWide(m_natural);
}

void EventPanel::showSample(const Chosen& chosen) {
    if (!m_loop)
        return;
    const Project& project = m_document.project();
    const SoundSource* const sound = sampleOf(project, *chosen.current);
    const SoundPictures::Facts* const facts = sound ? m_pictures.factsOf(sound->id) : nullptr;
    const auto length =
        facts && facts->info ? naturalLength(project, *chosen.current, *facts->info) : std::nullopt;
    m_natural->setEnabled(length.has_value());
    m_passes->setText(
        length && m_loop->isChecked() && std::isfinite(chosen.current->duration) &&
                chosen.count == 1
            ? tr("%1 of its length")
                  .arg(figures::fixed(std::round(chosen.current->duration / *length * 10) / 10, 1))
            : QString());
}

void EventPanel::takeNaturalLength() {
    changeEvents(tr("Natural length of sample"), [this](ScoreEvent& event) {
        const Project& project = m_document.project();
        const SoundSource* const sound = sampleOf(project, event);
        const SoundPictures::Facts* const facts = sound ? m_pictures.factsOf(sound->id) : nullptr;
        const auto length =
            facts && facts->info ? naturalLength(project, event, *facts->info) : std::nullopt;
        if (length)
            placeEvent(event, event.start, *length, project.settings().tempo);
    });
}

void EventPanel::addLeftOverRows(const Chosen& chosen) {
    if (chosen.leftOver.empty())
        return;
    m_form->addHeading(tr("Not in the code"));
    for (const std::string& name : chosen.leftOver) {
        const QString shown = QString::fromStdString(name);
        auto* const mend = new QToolButton(m_form);
        mend->setText(tr("Mend…"));
        mend->setToolTip(tr("Instrument %1 has no parameter %2. What events give it is kept, and "
                            "left out of what is played.")
                             .arg(QString::fromStdString(chosen.instrument->name), shown));
        mend->setAccessibleName(tr("Mend %1").arg(shown));
        mend->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(mend, &QToolButton::clicked, this, [this, mend, name] {
            const auto* event = m_document.project().find(m_document.selection().currentEvent());
            if (!event)
                return;
            QMenu menu;
            for (const ParameterMending& each :
                 parameterMendings(m_document.project(), event->instrument, name))
                QObject::connect(
                    menu.addAction(each.text), &QAction::triggered, this,
                    [this, each] { each.work(m_document); }, Qt::QueuedConnection);
            menu.exec(mend->mapToGlobal(mend->rect().bottomLeft()));
        });
        const Argument* argument = nullptr;
        for (const Argument& each : chosen.current->arguments)
            if (each.parameter == name)
                argument = &each;
        const double* const number = argument ? std::get_if<double>(&argument->value) : nullptr;
        const auto* const text = argument ? std::get_if<std::string>(&argument->value) : nullptr;
        const QString value = number     ? figures::shortest(*number)
                              : text     ? QString::fromStdString(*text)
                              : argument ? QString()
                                         : tr("curve");
        QLabel* const label =
            m_form->addRow(value.isEmpty() ? shown : tr("%1  %2").arg(shown, value), mend);
        label->setProperty("kind", "dim");
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
    const Chosen chosen = lookAtChosen();
    if ((chosen.current == nullptr) != (m_heading == nullptr) ||
        (chosen.instrument ? chosen.instrument->id : InstrumentId()) != m_shownInstrument ||
        (chosen.instrument && chosen.instrument->body != m_shownBody) ||
        chosen.leftOver != m_shownLeftOver)
        rebuild();
    else if (chosen.current)
        showChosen(chosen);
}

void EventPanel::showChosen(const Chosen& chosen) {
    const ScoreEvent& current = *chosen.current;
    m_heading->setText(heading(chosen).toUpper());
    if (!m_name->isModified()) {
        m_name->setText(chosen.sameName ? QString::fromStdString(current.name) : QString());
        m_name->setPlaceholderText(chosen.sameName ? QString() : tr("several"));
    }
    showNumber(*m_start, chosen.sameStart, current.start);
    showNumber(*m_duration, chosen.sameDuration, current.duration);
    showNumber(*m_priority, chosen.samePriority, current.priority);
    showNumber(*m_seed, chosen.sameSeed, static_cast<double>(current.seed));
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        showRow(m_rows[i], chosen, i);
    showSample(chosen);
}

void EventPanel::showRow(ParameterRow& row, const Chosen& chosen, std::size_t parameter) {
    const Project& project = m_document.project();
    row.field->setValues(chosen.values[parameter], project.settings().a4);
    const Automation* curve = nullptr;
    for (const Automation* automation : project.automationsOf(chosen.current->id))
        if (automation->parameter == row.parameter.name &&
            (!curve || automation->points.size() > curve->points.size()))
            curve = automation;
    row.curve->setVisible(curve != nullptr);
    if (curve)
        row.curve->setPoints(curve->points);
    row.reset->setVisible(chosen.given[parameter] && !curve);
}

} // namespace stria
