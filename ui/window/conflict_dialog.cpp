// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conflict_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/look/palette.h"

namespace stria {
namespace {

enum ConflictColumn { Thing, Mine, Theirs };

} // namespace

QString nameOfConflict(const MergeConflict& conflict) {
    QString name = QString::fromStdString(conflict.kind);
    if (!conflict.name.empty())
        name += ' ' + QString::fromStdString(conflict.name);
    if (!conflict.field.empty())
        name += QStringLiteral(", ") + QString::fromStdString(conflict.field);
    return name;
}

ConflictDialog::ConflictDialog(const std::vector<MergeConflict>& conflicts, QWidget* parent)
    : QDialog(parent), m_conflicts(conflicts), m_sides(conflicts.size(), MergeSide::Mine),
      m_list(new QTreeWidget(this)) {
    setWindowTitle(tr("Decide for each"));
    auto* const layout = new QVBoxLayout(this);
    auto* const hint = new QLabel(
        tr("Click the value that shall stand, or choose it by the keys Left and Right."), this);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    m_list->setAccessibleName(tr("What was changed here and in the file"));
    m_list->setHeaderLabels({tr("What"), tr("Here"), tr("In the file")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setSectionResizeMode(Thing, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(Mine, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(Theirs, QHeaderView::Stretch);
    m_list->header()->setStretchLastSection(false);
    m_list->installEventFilter(this);
    for (const MergeConflict& conflict : m_conflicts) {
        auto* const item = new QTreeWidgetItem(m_list, {nameOfConflict(conflict),
                                                        QString::fromStdString(conflict.mine),
                                                        QString::fromStdString(conflict.theirs)});
        for (const int column : {Thing, Mine, Theirs})
            item->setToolTip(column, item->text(column));
    }
    connect(m_list, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item, int column) {
        if (column != Thing)
            choose(m_list->indexOfTopLevelItem(item),
                   column == Mine ? MergeSide::Mine : MergeSide::Theirs);
    });
    layout->addWidget(m_list, 1);

    auto* const buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Use these"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Decide later"), QDialogButtonBox::RejectRole);
    const auto all = [&](const QString& text, MergeSide side) {
        auto* const button = buttons->addButton(text, QDialogButtonBox::ResetRole);
        connect(button, &QPushButton::clicked, this, [this, side] { chooseAll(side); });
    };
    all(tr("All from here"), MergeSide::Mine);
    all(tr("All from the file"), MergeSide::Theirs);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);

    for (int row = 0; row < m_list->topLevelItemCount(); ++row)
        showRow(row);
    m_list->setCurrentItem(m_list->topLevelItem(0));
    m_list->setFocus();
    resize(720, std::clamp(180 + sizes::row * m_list->topLevelItemCount(), 260, 560));
}

MergeChoices ConflictDialog::choices() const {
    MergeChoices choices;
    for (std::size_t i = 0; i < m_conflicts.size(); ++i)
        choices.choose(m_conflicts[i], m_sides[i]);
    return choices;
}

bool ConflictDialog::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_list || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (row < 0 || (key != Qt::Key_Left && key != Qt::Key_Right && key != Qt::Key_Space))
        return QDialog::eventFilter(watched, event);
    const bool isMine = m_sides[static_cast<std::size_t>(row)] == MergeSide::Mine;
    const bool mine = key == Qt::Key_Space ? !isMine : key == Qt::Key_Left;
    choose(row, mine ? MergeSide::Mine : MergeSide::Theirs);
    return true;
}

void ConflictDialog::choose(int row, MergeSide side) {
    // Several lines of one field stand or fall together.
    MergeChoices chosen;
    chosen.otherwise = side == MergeSide::Mine ? MergeSide::Theirs : MergeSide::Mine;
    chosen.choose(m_conflicts[static_cast<std::size_t>(row)], side);
    for (std::size_t i = 0; i < m_conflicts.size(); ++i)
        if (chosen.of(m_conflicts[i]) == side) {
            m_sides[i] = side;
            showRow(static_cast<int>(i));
        }
}

void ConflictDialog::chooseAll(MergeSide side) {
    for (int row = 0; row < m_list->topLevelItemCount(); ++row)
        choose(row, side);
    m_list->setFocus();
}

void ConflictDialog::showRow(int row) {
    QTreeWidgetItem& item = *m_list->topLevelItem(row);
    const bool mine = m_sides[static_cast<std::size_t>(row)] == MergeSide::Mine;
    for (const int column : {Mine, Theirs}) {
        const bool stands = mine == (column == Mine);
        QFont font = m_list->font();
        font.setBold(stands);
        item.setFont(column, font);
        item.setIcon(column, stands ? look::icon(QStringLiteral("good")) : QIcon());
        item.setForeground(column, stands ? look::colours().text : look::colours().dimText);
    }
    item.setData(Thing, Qt::AccessibleTextRole,
                 (mine ? tr("%1: here %2 stands, in the file is %3")
                       : tr("%1: in the file %3 stands, here is %2"))
                     .arg(item.text(Thing), item.text(Mine), item.text(Theirs)));
}

} // namespace stria
