// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPersistentModelIndex>
#include <QTableView>
#include <QTimer>
#include <unordered_set>
#include <vector>

#include "engine/model/id.h"

namespace stria {

class ScoreModel;

/// The cells. Rows are chosen as events of the document, so that every view shows the same; within
/// the chosen rows a stretch of columns is marked: what copying takes and pasting fills.
///
/// A click chooses a row and marks a cell, Shift extends both, Ctrl adds a row or takes it away;
/// the number at a row's left marks all its cells. The arrow keys do the same.
class ScoreTable : public QTableView {
    Q_OBJECT

  public:
    explicit ScoreTable(ScoreModel& model, QWidget* parent = nullptr);

    /// Columns that are seen and marked, from left to right; all while no cell is.
    std::vector<int> markedColumns() const;
    std::vector<int> seenColumns() const;
    bool isMarked(const QModelIndex& index) const;
    /// All rows that are shown, and all cells.
    void chooseAll();
    /// Chooses events; the current cell and the marked columns stay.
    void chooseInPlace(std::unordered_set<EventId> events);
    void markWholeRows();
    /// Chooses the current row as well, or takes it away.
    void toggleCurrent();
    /// The other way round where the rows go by that column already.
    void sortBy(int column);

  signals:
    void contextMenuWanted(const QPoint& globalPosition);

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    /// Return in a cell goes on to the one below.
    void closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) override;

  private:
    void choose(std::unordered_set<EventId> events, const QModelIndex& current);
    void chooseOne(const QModelIndex& index);
    void extendTo(const QModelIndex& index);
    void toggle(const QModelIndex& index);
    void chooseRow(int row);
    void followSelection();
    void showColumnsInView();
    void keepCurrent();
    void setFonts();

    ScoreModel& m_model;
    QPersistentModelIndex m_anchor;
    QTimer m_followSoon;    ///< deleting a thousand chosen events is a thousand changes
    int m_currentRow = -1;  ///< where it was when last looked at
    EventId m_current;      ///< of the current row, as a person has left it
    int m_firstMarked = -1; ///< -1: all
    int m_lastMarked = -1;
    bool m_choosing = false;
    bool m_wasRefused = false; ///< what was typed last
};

} // namespace stria
