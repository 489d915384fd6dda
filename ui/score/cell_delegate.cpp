// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/cell_delegate.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QPainter>

#include "ui/document/document.h"
#include "ui/look/palette.h"
#include "ui/score/score_cells.h"
#include "ui/score/score_model.h"

namespace stria {
namespace {

constexpr int margin = 8;
constexpr double markShare = 0.16; // of the accent in the fill of marked cells

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

} // namespace

CellDelegate::CellDelegate(std::function<bool(const QModelIndex&)> isMarked, QObject* parent)
    : QStyledItemDelegate(parent), m_isMarked(std::move(isMarked)) {}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const Colours& colours = look::colours();
    const bool chosen = index.data(ScoreModel::ChosenRole).toBool();
    if (chosen && m_isMarked(index))
        painter->fillRect(option.rect, mixed(colours.selected, colours.accent, markShare));
    else if (chosen)
        painter->fillRect(option.rect, colours.selected);
    else if (!(index.flags() & Qt::ItemIsEditable))
        painter->fillRect(option.rect, mixed(colours.panel, colours.background, 0.6));
    const auto* const view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (view && view->currentIndex() == index) {
        painter->setPen(view->hasFocus() ? colours.accent : colours.line);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    const QRect room = option.rect.adjusted(margin, 0, -margin, 0);
    painter->setFont(option.font);
    painter->setPen(index.data(ScoreModel::DefaultRole).toBool() ? colours.dimText : colours.text);
    painter->drawText(room, index.data(Qt::TextAlignmentRole).toInt(),
                      option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(),
                                                    Qt::ElideRight, room.width()));
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString text = index.data(Qt::DisplayRole).toString();
    return {option.fontMetrics.horizontalAdvance(text) + 2 * margin + 2, sizes::field};
}

QWidget* CellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                    const QModelIndex& index) const {
    const auto& model = static_cast<const ScoreModel&>(*index.model());
    auto* const field = new QLineEdit(parent);
    field->setFrame(false);
    field->setAccessibleName(model.columns().title(index.column()));
    const Project& project = model.document().project();
    const ScoreEvent* const event = project.find(model.rows().at(index.row()));
    QStringList names;
    if (event)
        for (const std::string& name :
             score_cells::choices(project, model.columns(), *event, index.column()))
            names << QString::fromStdString(name);
    if (!names.isEmpty()) {
        auto* const completer = new QCompleter(names, field);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        field->setCompleter(completer);
    }
    return field;
}

void CellDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto& field = static_cast<QLineEdit&>(*editor);
    if (!field.isModified())
        field.setText(index.data(Qt::EditRole).toString());
}

void CellDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                const QModelIndex& index) const {
    const auto& field = static_cast<const QLineEdit&>(*editor);
    if (field.isModified())
        model->setData(index, field.text(), Qt::EditRole);
}

} // namespace stria
