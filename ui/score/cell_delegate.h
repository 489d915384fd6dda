// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <functional>

namespace stria {

/// Paints the cells of the score table and edits them: a line of text, with the names that may be
/// given. What is left unchanged sets nothing.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    /// `isMarked` says whether a cell is among those that are copied and typed into.
    CellDelegate(std::function<bool(const QModelIndex&)> isMarked, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override;

  private:
    const std::function<bool(const QModelIndex&)> m_isMarked;
};

} // namespace stria
