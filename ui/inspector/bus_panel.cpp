// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/bus_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <limits>

#include "engine/compile/asset_facts.h"
#include "engine/reading/bus_routes.h"
#include "ui/document/bus_edits.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/inspector/hint_fields.h"
#include "ui/inspector/panel_form.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"

namespace stria {

namespace {
constexpr double nothingYet = -std::numeric_limits<double>::max();
} // namespace

BusPanel::BusPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_list(new QComboBox(this)),
      m_remove(new QToolButton(this)), m_form(new PanelForm(this)), m_name(new QLineEdit(m_form)),
      m_kind(new QComboBox(m_form)), m_value(new NumberField(m_form)),
      m_persistent(new QCheckBox(tr("Kept while no event uses it"), m_form)),
      m_lane(new QCheckBox(tr("Lane in the timeline"), m_form)),
      m_hint(new HintFields(tr("the bus"), m_form)), m_route(new QLabel(m_form)),
      m_empty(new QLabel(this)) {
    setAccessibleName(tr("Bus"));
    m_list->setAccessibleName(tr("Bus"));
    auto* const add = new QToolButton(this);
    add->setIcon(look::icon(QStringLiteral("add")));
    add->setToolTip(tr("Add a bus"));
    add->setAccessibleName(tr("Add a bus"));
    m_remove->setIcon(look::icon(QStringLiteral("remove")));
    m_remove->setToolTip(tr("Remove this bus"));
    m_remove->setAccessibleName(tr("Remove this bus"));
    auto* const top = new QHBoxLayout;
    top->setContentsMargins(12, 12, 12, 0);
    top->setSpacing(4);
    top->addWidget(m_list, 1);
    top->addWidget(add);
    top->addWidget(m_remove);
    m_kind->addItems({tr("audio"), tr("control")});
    m_value->setSpecialValue(nothingYet, tr("nothing yet"));
    m_value->setToolTip(tr("What the bus holds at the start; control buses only"));
    m_persistent->setAccessibleName(m_persistent->text());
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Kind"), m_kind);
    m_form->addRow(tr("Value"), m_value);
    m_form->addWide(m_persistent);
    m_laneHeading = m_form->addHeading(tr("Automation"));
    m_lane->setAccessibleName(m_lane->text());
    m_lane->setToolTip(tr("Draw what the bus does below the tracks; a bus that is automated shows "
                          "its lane by itself"));
    m_form->addWide(m_lane);
    m_form->addWide(m_hint);
    m_form->addHeading(tr("Routing"));
    m_route->setWordWrap(true);
    m_form->addWide(m_route);
    m_empty->setText(
        tr("There is no bus yet. A bus carries sound or a value from one instrument to "
           "another: busout and busmix write it, busin reads it."));
    m_empty->setWordWrap(true);
    m_empty->setProperty("kind", "dim");
    m_empty->setContentsMargins(12, 12, 12, 0);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_empty);
    layout->addWidget(m_form);
    layout->addStretch(1);

    connect(add, &QToolButton::clicked, this, &BusPanel::add);
    connect(m_remove, &QToolButton::clicked, this, [this] {
        if (const Bus* const present = bus())
            emit removeRequested(present->id);
    });
    connect(m_list, &QComboBox::activated, this, [this](int index) {
        const auto buses = m_document.project().inOrder<Bus>();
        if (index >= 0 && static_cast<std::size_t>(index) < buses.size())
            m_document.selection().setCurrentBus(buses[static_cast<std::size_t>(index)]->id);
    });
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (!m_name->isModified())
            return;
        m_name->setModified(false);
        changeBus(tr("Rename bus"),
                  [name = m_name->text().toStdString()](Bus& b) { b.name = name; });
    });
    connect(m_kind, &QComboBox::activated, this, [this](int index) {
        const Bus::Kind kind = index == 0 ? Bus::Kind::Audio : Bus::Kind::Control;
        if (const Bus* const present = bus())
            m_document.edit(tr("Set kind of bus"),
                            [id = present->id, kind](Project& p) { setBusKind(p, id, kind); });
    });
    connect(m_value, &NumberField::committed, this, [this](double value) {
        changeBus(tr("Set value of bus"), [value](Bus& b) {
            b.value = value == nothingYet ? std::nullopt : std::optional(value);
        });
    });
    connect(m_persistent, &QCheckBox::clicked, this,
            [this](bool on) { changeBus(tr("Keep bus"), [on](Bus& b) { b.persistent = on; }); });
    connect(m_lane, &QCheckBox::clicked, this, [this](bool on) {
        if (const Bus* const present = bus())
            m_document.edit(on ? tr("Show automation") : tr("Hide automation"),
                            [id = present->id, on](Project& p) { showLane(p, id, on); });
    });
    connect(m_hint, &HintFields::changed, this, [this](const HintFields::Change& change) {
        changeBus(tr("Set range of bus"), [&](Bus& b) { change(b.hint); });
    });
    m_routeAge.setSingleShot(true);
    m_routeAge.setInterval(150);
    connect(&m_routeAge, &QTimer::timeout, this, &BusPanel::showRoute);
    connect(&document, &Document::settled, this, [this] {
        refresh();
        m_routeAge.start();
    });
    const auto showAll = [this] {
        refresh();
        showRoute();
    };
    connect(&document, &Document::replaced, this, showAll);
    connect(&document.selection(), &Selection::currentBusChanged, this, showAll);
    showAll();
}

BusPanel::~BusPanel() {
    stopCommitting(*this);
}

const Bus* BusPanel::bus() const {
    const Project& project = m_document.project();
    if (const Bus* chosen = project.find(m_document.selection().currentBus()))
        return chosen;
    const auto buses = project.inOrder<Bus>();
    return buses.empty() ? nullptr : buses.front();
}

void BusPanel::changeBus(const QString& name, const std::function<void(Bus&)>& change) {
    const Bus* const present = bus();
    if (!present)
        return;
    Bus changed = *present;
    change(changed);
    m_document.edit(name, [&](Project& p) { static_cast<void>(p.change(changed)); });
}

void BusPanel::add() {
    BusId added;
    m_document.edit(tr("Add bus"), [&](Project& p) { added = addBus(p, Bus::Kind::Audio); });
    m_document.selection().setCurrentBus(added);
    m_name->setFocus();
    m_name->selectAll();
}

void BusPanel::fillList() {
    const Bus* const current = bus();
    m_list->clear();
    int number = 0;
    for (const Bus* each : m_document.project().inOrder<Bus>()) {
        m_list->addItem(busName(m_document.project(), *each));
        ++number;
        if (each == current)
            m_list->setCurrentIndex(number - 1);
    }
}

void BusPanel::refresh() {
    fillList();
    const Bus* const current = bus();
    m_form->setVisible(current);
    m_list->setVisible(current);
    m_remove->setVisible(current);
    m_empty->setVisible(!current);
    if (!current)
        return;
    if (!m_name->isModified())
        m_name->setText(QString::fromStdString(current->name));
    const bool control = current->kind == Bus::Kind::Control;
    m_kind->setCurrentIndex(control ? 1 : 0);
    m_value->setEnabled(control);
    m_value->setValue(current->value.value_or(nothingYet));
    m_persistent->setChecked(current->persistent);
    for (QWidget* part : {static_cast<QWidget*>(m_laneHeading), static_cast<QWidget*>(m_lane),
                          static_cast<QWidget*>(m_hint)})
        part->setVisible(control);
    m_lane->setChecked(isLaneShown(m_document.project(), *current));
    m_hint->setHint(current->hint);
}

void BusPanel::showRoute() {
    const auto names = [&](const std::vector<InstrumentId>& list) {
        QStringList words;
        for (const InstrumentId id : list)
            words << QString::fromStdString(m_document.project().find(id)->name);
        return words.join(QStringLiteral(", "));
    };
    const Bus* const present = bus();
    if (!present)
        return;
    const BusId id = present->id;
    const Project& project = m_document.project();
    Reading reading(project, gatherIncludedTexts(project, m_document.folder().toStdString()));
    for (const BusRoute& route : busRoutes(project, reading)) {
        if (route.bus != id)
            continue;
        const QString writers =
            route.writers.empty() ? tr("No event writes it.")
                                  : tr("Written by %1 (%n event(s)).", nullptr, route.writingEvents)
                                        .arg(names(route.writers));
        const QString readers = route.readers.empty()
                                    ? tr("No event reads it.")
                                    : tr("Read by %1 (%n event(s)).", nullptr, route.readingEvents)
                                          .arg(names(route.readers));
        m_route->setText(writers + QLatin1Char('\n') + readers);
    }
}

} // namespace stria
