// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_table.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/look/palette.h"
#include "ui/score/cell_delegate.h"
#include "ui/score/score_model.h"

namespace stria {
namespace {

constexpr int usualWidth = 88;

} // namespace

ScoreTable::ScoreTable(ScoreModel& model, QWidget* parent) : QTableView(parent), m_model(model) {
    setModel(&model);
    setItemDelegate(
        new CellDelegate([this](const QModelIndex& index) { return isMarked(index); }, this));
    setAccessibleName(tr("Score as a table"));
    setSelectionMode(NoSelection); // the document's selection is the one that counts
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setTabKeyNavigation(false);
    setShowGrid(true);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(sizes::field);
    verticalHeader()->setMinimumSectionSize(sizes::field);
    verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    verticalHeader()->setHighlightSections(false);
    verticalHeader()->setSectionsClickable(true);
    verticalHeader()->setAccessibleName(tr("Rows"));
    horizontalHeader()->setAccessibleName(tr("Columns"));
    horizontalHeader()->setDefaultSectionSize(usualWidth);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(true);
    setFonts();
    // A table view would move the current cell to a header's first.
    disconnect(horizontalHeader(), &QHeaderView::sectionPressed, this, nullptr);
    disconnect(horizontalHeader(), &QHeaderView::sectionEntered, this, nullptr);
    disconnect(verticalHeader(), &QHeaderView::sectionPressed, this, nullptr);
    disconnect(verticalHeader(), &QHeaderView::sectionEntered, this, nullptr);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &ScoreTable::sortBy);
    connect(verticalHeader(), &QHeaderView::sectionPressed, this, &ScoreTable::chooseRow);
    connect(verticalHeader(), &QHeaderView::sectionEntered, this, [this](int row) {
        m_firstMarked = -1;
        extendTo(m_model.index(row, std::max(0, currentIndex().column())));
        m_firstMarked = -1;
    });
    connect(&model, &ScoreModel::arranged, this, [this] {
        showColumnsInView();
        keepCurrent();
    });
    m_followSoon.setSingleShot(true);
    m_followSoon.setInterval(0);
    connect(&m_followSoon, &QTimer::timeout, this, &ScoreTable::followSelection);
    connect(&model, &ScoreModel::refused, this, [this] { m_wasRefused = true; });
    connect(&model.document().selection(), &Selection::eventsChanged, this, [this] {
        viewport()->update();
        if (!m_choosing)
            m_followSoon.start();
    });
}

void ScoreTable::setFonts() {
    setFont(look::font());
    horizontalHeader()->setFont(look::font());
    verticalHeader()->setFont(look::font(sizes::smallText));
}

void ScoreTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

void ScoreTable::showColumnsInView() {
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const bool hidden = !m_model.isColumnInView(column);
        if (hidden != isColumnHidden(column))
            setColumnHidden(column, hidden);
    }
}

void ScoreTable::sortBy(int column) {
    const ScoreSorting sorting = m_model.sorting();
    const bool descending = sorting.column == column && !sorting.descending;
    m_model.sort(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

std::vector<int> ScoreTable::seenColumns() const {
    std::vector<int> columns;
    for (int column = 0; column < m_model.columnCount(); ++column)
        if (!isColumnHidden(column))
            columns.push_back(column);
    return columns;
}

std::vector<int> ScoreTable::markedColumns() const {
    std::vector<int> columns = seenColumns();
    if (m_firstMarked >= 0)
        columns.erase(std::remove_if(columns.begin(), columns.end(),
                                     [this](int column) {
                                         return column < m_firstMarked || column > m_lastMarked;
                                     }),
                      columns.end());
    return columns;
}

bool ScoreTable::isMarked(const QModelIndex& index) const {
    return m_firstMarked < 0 || (index.column() >= m_firstMarked && index.column() <= m_lastMarked);
}

void ScoreTable::choose(std::unordered_set<EventId> events, const QModelIndex& current) {
    m_choosing = true;
    m_followSoon.stop();
    selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    const EventId event = current.isValid() ? m_model.rows().at(current.row()) : EventId();
    m_current = event;
    m_model.document().selection().setEvents(std::move(events), event);
    m_choosing = false;
    viewport()->update();
}

void ScoreTable::chooseOne(const QModelIndex& index) {
    m_anchor = index;
    m_firstMarked = m_lastMarked = index.column();
    choose({m_model.rows().at(index.row())}, index);
}

void ScoreTable::extendTo(const QModelIndex& index) {
    if (!m_anchor.isValid())
        m_anchor = index;
    const auto [from, to] = std::minmax({m_anchor.row(), index.row()});
    std::tie(m_firstMarked, m_lastMarked) = std::minmax({m_anchor.column(), index.column()});
    const auto& events = m_model.rows().events();
    choose({events.begin() + from, events.begin() + to + 1}, index);
}

void ScoreTable::toggle(const QModelIndex& index) {
    auto events = m_model.document().selection().events();
    const EventId event = m_model.rows().at(index.row());
    if (!events.erase(event))
        events.insert(event);
    m_anchor = index;
    if (m_firstMarked >= 0) {
        m_firstMarked = std::min(m_firstMarked, index.column());
        m_lastMarked = std::max(m_lastMarked, index.column());
    }
    choose(std::move(events), index);
}

void ScoreTable::chooseRow(int row) {
    const QModelIndex index = m_model.index(row, std::max(0, currentIndex().column()));
    const auto modifiers = QGuiApplication::keyboardModifiers();
    if (modifiers & Qt::ShiftModifier)
        extendTo(index);
    else if (modifiers & Qt::ControlModifier)
        toggle(index);
    else
        chooseOne(index);
    m_firstMarked = -1;
    setFocus();
}

void ScoreTable::chooseAll() {
    const auto& events = m_model.rows().events();
    m_firstMarked = -1;
    choose({events.begin(), events.end()}, currentIndex());
}

void ScoreTable::chooseInPlace(std::unordered_set<EventId> events) {
    choose(std::move(events), currentIndex());
}

void ScoreTable::markWholeRows() {
    m_firstMarked = -1;
    viewport()->update();
}

void ScoreTable::toggleCurrent() {
    if (currentIndex().isValid())
        toggle(currentIndex());
}

/// Another view has chosen: show the event that the inspector shows.
void ScoreTable::followSelection() {
    const int row = m_model.rows().placeOf(m_model.document().selection().currentEvent());
    if (row < 0)
        return;
    m_firstMarked = -1;
    const QModelIndex index = m_model.index(row, std::max(0, currentIndex().column()));
    m_anchor = index;
    m_current = m_model.rows().at(row);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    scrollTo(index);
}

/// The current row is that of the same event; where that is gone, the first.
void ScoreTable::keepCurrent() {
    if (m_model.rowCount() == 0 || !currentIndex().isValid())
        return;
    const int place = m_model.rows().placeOf(m_current);
    const int row = std::max(0, place);
    if (row != currentIndex().row())
        selectionModel()->setCurrentIndex(m_model.index(row, currentIndex().column()),
                                          QItemSelectionModel::NoUpdate);
    if (place < 0) {
        m_current = m_model.rows().at(row);
        scrollToTop();
    } else if (row != m_currentRow) {
        scrollTo(currentIndex());
    }
    m_currentRow = row;
}

void ScoreTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    m_currentRow = current.row();
}

void ScoreTable::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    QTableView::mousePressEvent(event);
    if (!index.isValid()) {
        if (event->button() == Qt::LeftButton)
            choose({}, {});
    } else if (event->button() == Qt::RightButton) {
        if (!index.data(ScoreModel::ChosenRole).toBool())
            chooseOne(index);
    } else if (event->button() == Qt::LeftButton) {
        if (event->modifiers() & Qt::ShiftModifier)
            extendTo(index);
        else if (event->modifiers() & Qt::ControlModifier)
            toggle(index);
        else
            chooseOne(index);
    }
}

void ScoreTable::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) {
        QTableView::mouseMoveEvent(event);
        return;
    }
    const QModelIndex index = indexAt(event->position().toPoint());
    if (state() != EditingState && index.isValid() && index != currentIndex()) {
        extendTo(index);
        scrollTo(index);
    }
}

void ScoreTable::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        event->modifiers() == Qt::NoModifier && state() != EditingState) {
        edit(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Escape && state() != EditingState) {
        choose({}, currentIndex());
        return;
    }
    const QModelIndex before = currentIndex();
    QTableView::keyPressEvent(event);
    const QModelIndex now = currentIndex();
    if (!now.isValid() || now == before)
        return;
    m_current = m_model.rows().at(now.row());
    if (event->modifiers() & Qt::ShiftModifier)
        extendTo(now);
    else if (!(event->modifiers() & Qt::ControlModifier))
        chooseOne(now);
}

void ScoreTable::closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) {
    QTableView::closeEditor(editor, hint);
    if (std::exchange(m_wasRefused, false) || hint != QAbstractItemDelegate::SubmitModelCache)
        return;
    const QModelIndex current = currentIndex();
    const QModelIndex below = current.siblingAtRow(current.row() + 1);
    if (below.isValid() && m_model.document().selection().events().size() <= 1)
        chooseOne(below);
}

void ScoreTable::contextMenuEvent(QContextMenuEvent* event) {
    emit contextMenuWanted(event->globalPos());
}

/// Whoever comes by the keyboard finds a cell to go on from.
void ScoreTable::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && m_model.rowCount() > 0)
        selectionModel()->setCurrentIndex(m_model.index(0, 0), QItemSelectionModel::NoUpdate);
    if (!m_current && currentIndex().isValid())
        m_current = m_model.rows().at(currentIndex().row());
    viewport()->update();
}

} // namespace stria
