// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace stria {

/// Draws the rows of a SoundList: star and name, a small wave or why there is none, figures, and a
/// bar for the level.
class SoundRow : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Where the star of a row is, in its first cell.
    static QRect starOf(const QRect& cell);
};

} // namespace stria
