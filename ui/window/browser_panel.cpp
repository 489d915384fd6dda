// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/browser_panel.h"

#include <QDir>
#include <QDrag>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QShortcut>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "engine/compile/asset_facts.h"
#include "engine/reading/bus_routes.h"
#include "ui/document/bus_edits.h"
#include "ui/document/document.h"
#include "ui/document/dragged_part.h"
#include "ui/document/selection.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/window/project_parts.h"

namespace stria {
namespace {

enum Kind { Heading, InstrumentRow, BusRow, SampleRow, TableRow };
constexpr int kindRole = Qt::UserRole;
constexpr int idRole = Qt::UserRole + 1;

QIcon swatch(const QColor& colour) {
    constexpr int side = 32; // enough for any scale
    QPixmap picture(side, side);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colour);
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(QRectF(6, 6, 20, 20), 5, 5);
    QIcon icon(picture);
    icon.addPixmap(picture, QIcon::Selected); // else it is tinted in the chosen row
    return icon;
}

/// Its rows can be dragged onto the timeline.
class PartsList : public QTreeWidget {
  public:
    using QTreeWidget::QTreeWidget;

  protected:
    QMimeData* mimeData(const QList<QTreeWidgetItem*>& items) const override {
        if (items.isEmpty())
            return nullptr;
        const auto id = items.front()->data(0, idRole).toULongLong();
        switch (items.front()->data(0, kindRole).toInt()) {
        case InstrumentRow:
            return dragged_part::wrap(InstrumentId{id});
        case SampleRow:
            return dragged_part::wrap(SoundSourceId{id});
        default:
            return nullptr;
        }
    }
    QStringList mimeTypes() const override { return {dragged_part::format()}; }
    /// By its icon alone: a whole row would hide where it is dropped.
    void startDrag(Qt::DropActions) override {
        QMimeData* const dragged = mimeData(selectedItems());
        if (!dragged)
            return;
        constexpr int side = 16;
        auto* const drag = new QDrag(this);
        drag->setMimeData(dragged);
        drag->setPixmap(selectedItems().front()->icon(0).pixmap(side, side));
        drag->setHotSpot({-side / 2, -side / 2});
        drag->exec(Qt::CopyAction);
    }
};

} // namespace

BrowserPanel::BrowserPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_tabs(new QTabBar), m_filter(new QLineEdit),
      m_list(new PartsList), m_add(new QToolButton) {
    setAccessibleName(tr("Browser"));
    m_tabs->addTab(tr("Instruments"));
    m_tabs->addTab(tr("Samples"));
    m_tabs->addTab(tr("Tables"));
    m_tabs->setAccessibleName(tr("What is listed"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the list"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedHeight(sizes::field);
    m_add->setIcon(look::icon(QStringLiteral("add")));
    m_list->setAccessibleName(tr("Things of this piece"));
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(0);
    m_list->setUniformRowHeights(false);
    m_list->setAllColumnsShowFocus(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);

    auto* const filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(12, 8, 8, 8);
    filterRow->setSpacing(4);
    filterRow->addWidget(m_filter);
    filterRow->addWidget(m_add);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addLayout(filterRow);
    layout->addWidget(m_list);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(60);
    connect(&m_refresh, &QTimer::timeout, this, &BrowserPanel::rebuild);
    connect(&m_document, &Document::settled, &m_refresh, qOverload<>(&QTimer::start));
    connect(&m_document, &Document::replaced, this, &BrowserPanel::rebuild);
    connect(&m_document.selection(), &Selection::currentInstrumentChanged, this,
            &BrowserPanel::showChosen);
    connect(&m_document.selection(), &Selection::currentBusChanged, this,
            &BrowserPanel::showChosen);
    connect(&m_document.selection(), &Selection::currentSourceChanged, this,
            &BrowserPanel::showChosen);
    connect(m_tabs, &QTabBar::currentChanged, this, &BrowserPanel::rebuild);
    connect(m_filter, &QLineEdit::textChanged, this, &BrowserPanel::rebuild);
    connect(m_add, &QToolButton::clicked, this, &BrowserPanel::addRequested);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &BrowserPanel::choose);
    // What is chosen already comes to the front of the inspector again.
    connect(m_list, &QTreeWidget::itemClicked, this, &BrowserPanel::choose);
    connect(m_list, &QTreeWidget::itemActivated, this,
            [this](QTreeWidgetItem* item) { activate(*item); });
    auto* const removal = new QShortcut(QKeySequence::Delete, m_list);
    removal->setContext(Qt::WidgetShortcut);
    connect(removal, &QShortcut::activated, this, [this] {
        if (const QTreeWidgetItem* const item = m_list->currentItem())
            remove(item->data(0, kindRole).toInt(), item->data(0, idRole).toULongLong());
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, &BrowserPanel::showMenu);
    rebuild();
}

BrowserPanel::Tab BrowserPanel::tab() const {
    return static_cast<Tab>(m_tabs->currentIndex());
}

void BrowserPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_refresh.start();
}

QTreeWidgetItem* BrowserPanel::addHeading(const QString& text) {
    auto* const item = new QTreeWidgetItem(m_list, {text.toUpper()});
    item->setFlags(Qt::ItemIsEnabled);
    item->setData(0, kindRole, Heading);
    item->setFont(0, look::font(sizes::smallText, true));
    item->setForeground(0, look::colours().dimText);
    item->setSizeHint(0, {0, sizes::row + 4});
    item->setTextAlignment(0, Qt::AlignBottom);
    item->setFirstColumnSpanned(true);
    return item;
}

QTreeWidgetItem* BrowserPanel::addRow(const QString& name, const QString& figure, quint64 id,
                                      int kind) {
    if (!name.contains(m_filter->text(), Qt::CaseInsensitive))
        return nullptr;
    auto* const item = new QTreeWidgetItem(m_list, {name, figure + ' '});
    item->setData(0, kindRole, kind);
    item->setData(0, idRole, id);
    item->setForeground(1, look::colours().dimText);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setSizeHint(0, {0, sizes::row});
    return item;
}

void BrowserPanel::rebuild() {
    m_filling = true;
    const int scroll = m_list->verticalScrollBar()->value();
    m_list->clear();
    switch (tab()) {
    case Instruments:
        m_add->setToolTip(tr("New instrument"));
        fillInstruments();
        fillBuses();
        break;
    case Samples:
        m_add->setToolTip(tr("Add a sound file"));
        fillSamples();
        break;
    case Tables:
        m_add->setToolTip(tr("New table"));
        fillTables();
        break;
    }
    m_add->setAccessibleName(m_add->toolTip());
    m_list->verticalScrollBar()->setValue(scroll);
    m_filling = false;
    showChosen();
}

void BrowserPanel::fillInstruments() {
    const Project& project = m_document.project();
    addHeading(tr("This piece"));
    int index = 0;
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        const QColor own(QString::fromStdString(instrument->colour));
        const QColor colour = own.isValid() ? own : look::instrumentColour(index);
        ++index;
        const int count = m_document.eventCounts().of(instrument->id);
        auto* const item = addRow(QString::fromStdString(instrument->name), QString::number(count),
                                  instrument->id.bits, InstrumentRow);
        if (!item)
            continue;
        item->setIcon(0, swatch(colour));
        item->setToolTip(
            0, tr("%1: %n event(s). Return opens its code.", nullptr, count).arg(item->text(0)));
    }
    if (index == 0) {
        auto* const item = new QTreeWidgetItem(m_list, {tr("No instrument yet")});
        item->setFlags(Qt::NoItemFlags);
        item->setFirstColumnSpanned(true);
    }
}

void BrowserPanel::fillBuses() {
    const Project& project = m_document.project();
    Reading reading(project, gatherIncludedTexts(project, m_document.folder().toStdString()));
    const auto routes = busRoutes(project, reading);
    if (routes.empty())
        return;
    addHeading(tr("Buses"));
    for (const BusRoute& route : routes) {
        const Bus* bus = project.find(route.bus);
        if (!bus)
            continue;
        const QString kind = bus->kind == Bus::Kind::Audio ? tr("audio") : tr("control");
        const QString name = bus->name.empty() ? tr("unnamed") : QString::fromStdString(bus->name);
        auto* const item = addRow(
            name, QStringLiteral("%1 → %2").arg(route.writers.size()).arg(route.readers.size()),
            bus->id.bits, BusRow);
        if (!item)
            continue;
        item->setIcon(0, look::icon(QStringLiteral("bus")));
        item->setToolTip(0, tr("%1 bus %2: %3 instruments write it, %4 read it")
                                .arg(kind, name)
                                .arg(route.writers.size())
                                .arg(route.readers.size()));
    }
}

void BrowserPanel::fillSamples() {
    addHeading(tr("Sound files"));
    const QDir folder(m_document.folder());
    for (const SoundSource* source : m_document.project().inOrder<SoundSource>()) {
        const QString path = QString::fromStdString(source->path);
        const QString name = source->name.empty() ? QFileInfo(path).fileName()
                                                  : QString::fromStdString(source->name);
        const bool there = QFileInfo::exists(folder.absoluteFilePath(path));
        auto* const item =
            addRow(name, there ? QString() : tr("missing"), source->id.bits, SampleRow);
        if (!item)
            continue;
        item->setIcon(0, look::icon(there ? QStringLiteral("sample") : QStringLiteral("problem")));
        item->setToolTip(0, tr("%1. Return lets it be heard, and it can be dragged onto the "
                               "timeline.")
                                .arg(path));
    }
}

void BrowserPanel::fillTables() {
    addHeading(tr("Tables"));
    for (const Table* table : m_document.project().inOrder<Table>()) {
        const QString name =
            table->name.empty() ? tr("table") : QString::fromStdString(table->name);
        if (auto* const item =
                addRow(name, QString::number(table->data->size()), table->id.bits, TableRow))
            item->setIcon(0, look::icon(QStringLiteral("table")));
    }
}

void BrowserPanel::choose(QTreeWidgetItem* item) {
    if (m_filling || !item)
        return;
    const auto id = item->data(0, idRole).toULongLong();
    switch (item->data(0, kindRole).toInt()) {
    case InstrumentRow:
        m_document.selection().setCurrentInstrument(InstrumentId{id});
        break;
    case BusRow:
        m_document.selection().setCurrentBus(BusId{id});
        break;
    case SampleRow:
        m_document.selection().setCurrentSource(SoundSourceId{id});
        break;
    case TableRow:
        m_document.selection().setCurrentSource(TableId{id});
        break;
    default:
        break;
    }
}

void BrowserPanel::showChosen() {
    const Selection& selection = m_document.selection();
    std::pair<int, quint64> wanted(InstrumentRow, selection.currentInstrument().bits);
    if (tab() == Samples)
        wanted = {SampleRow, selection.currentSound().bits};
    else if (tab() == Tables)
        wanted = {TableRow, selection.currentTable().bits};
    else if (selection.currentBus())
        wanted = {BusRow, selection.currentBus().bits};
    if (wanted.second == 0)
        return;
    m_filling = true;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        auto* const item = m_list->topLevelItem(row);
        if (item->data(0, idRole).toULongLong() == wanted.second &&
            item->data(0, kindRole).toInt() == wanted.first)
            m_list->setCurrentItem(item);
    }
    m_filling = false;
}

void BrowserPanel::activate(const QTreeWidgetItem& item) {
    const auto id = item.data(0, idRole).toULongLong();
    if (item.data(0, kindRole) == InstrumentRow)
        emit editCodeRequested(InstrumentId{id});
    else if (item.data(0, kindRole) == SampleRow)
        emit hearRequested(SoundSourceId{id});
}

void BrowserPanel::showMenu(const QPoint& position) {
    QTreeWidgetItem* const item = m_list->itemAt(position);
    if (!item || item->data(0, kindRole).toInt() == Heading)
        return;
    const int kind = item->data(0, kindRole).toInt();
    const auto id = item->data(0, idRole).toULongLong();
    QMenu menu;
    switch (kind) {
    case InstrumentRow:
        fillInstrumentMenu(menu, InstrumentId{id});
        break;
    case BusRow:
        fillBusMenu(menu, BusId{id});
        break;
    case SampleRow:
        fillSampleMenu(menu, SoundSourceId{id});
        break;
    default:
        break;
    }
    menu.addSeparator();
    menu.addAction(look::icon(QStringLiteral("delete")), tr("Delete"), this,
                   [this, kind, id] { remove(kind, id); });
    menu.exec(m_list->viewport()->mapToGlobal(position));
}

void BrowserPanel::fillInstrumentMenu(QMenu& menu, InstrumentId id) {
    menu.addAction(tr("Edit code"), this, [this, id] { emit editCodeRequested(id); });
    menu.addAction(tr("Hear it"), this, [this, id] { emit auditionRequested(id); });
}

void BrowserPanel::fillBusMenu(QMenu& menu, BusId id) {
    const Bus* const bus = m_document.project().find(id);
    if (!bus || bus->kind != Bus::Kind::Control)
        return;
    const bool isShown = isLaneShown(m_document.project(), *bus);
    const QString text = isShown ? tr("Hide automation") : tr("Show automation");
    menu.addAction(text, this, [this, id, isShown, text] {
        m_document.edit(text, [&](Project& project) { showLane(project, id, !isShown); });
    });
}

void BrowserPanel::fillSampleMenu(QMenu& menu, SoundSourceId id) {
    menu.addAction(tr("Hear it"), this, [this, id] { emit hearRequested(id); });
    menu.addAction(tr("Add at the play head"), this, [this, id] { emit placeRequested(id); });
    menu.addAction(tr("Find its file…"), this, [this, id] { emit findRequested(id); });
}

void BrowserPanel::remove(int kind, quint64 id) {
    switch (kind) {
    case InstrumentRow:
        m_document.selection().setCurrentInstrument(InstrumentId{id});
        emit removeInstrumentRequested();
        break;
    case BusRow:
        emit removeBusRequested(BusId{id});
        break;
    case SampleRow:
        emit said(project_parts::removeSource(m_document, SoundSourceId{id}));
        break;
    case TableRow:
        emit said(project_parts::removeSource(m_document, TableId{id}));
        break;
    default:
        break;
    }
}

} // namespace stria
