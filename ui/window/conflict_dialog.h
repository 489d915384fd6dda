// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <vector>

#include "engine/storage/project_merge.h"

class QTreeWidget;

namespace stria {

/// What was changed here and in the file, a line each with both values, and which of the two
/// stands. Left, Right and Space choose for the line, buttons for all; a click on a value takes it.
class ConflictDialog : public QDialog {
    Q_OBJECT

  public:
    explicit ConflictDialog(const std::vector<MergeConflict>& conflicts, QWidget* parent = nullptr);

    MergeChoices choices() const;
    QTreeWidget& list() { return *m_list; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void choose(int row, MergeSide side);
    void chooseAll(MergeSide side);
    void showRow(int row);

    const std::vector<MergeConflict> m_conflicts;
    std::vector<MergeSide> m_sides;
    QTreeWidget* m_list;
};

/// "event glass at 3.5 s, duration"
QString nameOfConflict(const MergeConflict& conflict);

} // namespace stria
