// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_table.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/look/palette.h"
#include "ui/sounds/sound_list.h"
#include "ui/sounds/sound_row.h"

namespace stria {

SoundTable::SoundTable(SoundList& list, QWidget* parent) : QTreeView(parent), m_list(list) {
    setModel(&list);
    setItemDelegate(new SoundRow(this));
    setAccessibleName(tr("Sounds"));
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(false); // the row shows it itself
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setExpandsOnDoubleClick(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setHighlightSections(false);
    header()->setSectionResizeMode(QHeaderView::Fixed);
    header()->setFont(look::font(sizes::smallText));
    setSortingEnabled(true);
    sortByColumn(SoundList::Name, Qt::AscendingOrder);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &SoundTable::seen);
}

void SoundTable::arrangeColumns() {
    constexpr int widths[] = {0, 156, 84, 44, 84, 152, 96};
    const int room = viewport()->width();
    int rest = room;
    // What can be missed goes first where there is little room.
    const bool narrow = room < 680;
    setColumnHidden(SoundList::Use, narrow);
    for (int column = SoundList::Wave; column < SoundList::ColumnCount; ++column)
        if (!isColumnHidden(column)) {
            header()->resizeSection(column, widths[column]);
            rest -= widths[column];
        }
    header()->resizeSection(SoundList::Name, std::max(rest, 120));
}

void SoundTable::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    arrangeColumns();
    emit seen();
}

void SoundTable::changeEvent(QEvent* event) {
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        header()->setFont(look::font(sizes::smallText));
}

QString SoundTable::currentPath() const {
    const SoundEntry* const entry = m_list.entryAt(currentIndex());
    return entry ? entry->path : QString();
}

void SoundTable::setCurrentPath(const QString& path) {
    const QModelIndex index = m_list.indexOf(path);
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    scrollTo(index);
}

QStringList SoundTable::chosenFiles() const {
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList files;
    for (const QModelIndex& row : rows)
        if (const SoundEntry* const entry = m_list.entryAt(row); entry && !entry->isFolder)
            files << entry->path;
    return files;
}

void SoundTable::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void SoundTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    viewport()->update();
    if (current.row() != previous.row() || !previous.isValid())
        emit currentPathChanged();
}

void SoundTable::selectionChanged(const QItemSelection& chosen, const QItemSelection& before) {
    QTreeView::selectionChanged(chosen, before);
    emit chosenChanged();
}

void SoundTable::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    const SoundEntry* const entry = m_list.entryAt(index);
    if (entry && !entry->isFolder && index.column() == SoundList::Name &&
        event->button() == Qt::LeftButton &&
        SoundRow::starOf(visualRect(index))
            .adjusted(-4, -6, 4, 6)
            .contains(event->position().toPoint())) {
        emit starClicked(entry->path);
        return;
    }
    QTreeView::mousePressEvent(event);
}

void SoundTable::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (m_list.rowCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(look::colours().dimText);
    painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24),
                     Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

} // namespace stria
