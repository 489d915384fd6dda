// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/problems_panel.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

#include "ui/look/palette.h"

namespace stria {
namespace {

QString iconOf(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("problem");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Note:
        break;
    }
    return QStringLiteral("note");
}

} // namespace

ProblemsPanel::ProblemsPanel(QWidget* parent) : QTreeWidget(parent) {
    setAccessibleName(tr("Problems"));
    setColumnCount(3);
    setHeaderLabels({tr("Problem"), tr("Place"), {}});
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    header()->setStretchLastSection(false);
    const auto go = [this](QTreeWidgetItem* item) {
        if (const Diagnostic* problem = problemOf(item)) {
            const Place place = problem->place;
            emit placeRequested(place);
        }
    };
    connect(this, &QTreeWidget::itemClicked, this, go);
    connect(this, &QTreeWidget::itemActivated, this, go);
}

void ProblemsPanel::setChecked(const Diagnostics& problems) {
    if (problems == m_checked)
        return;
    m_checked = problems;
    rebuild();
}

void ProblemsPanel::setRendered(const Diagnostics& problems) {
    if (problems == m_rendered)
        return;
    m_rendered = problems;
    rebuild();
}

int ProblemsPanel::errorCount() const {
    return static_cast<int>(std::count_if(m_shown.begin(), m_shown.end(), [](const auto& group) {
        return group.first().severity == Severity::Error;
    }));
}

/// By what the items were made of: the group's number, and the problem's for a line below it.
const Diagnostic* ProblemsPanel::problemOf(const QTreeWidgetItem* item) const {
    const QTreeWidgetItem* const top = item && item->parent() ? item->parent() : item;
    const int group = indexOfTopLevelItem(const_cast<QTreeWidgetItem*>(top));
    if (group < 0 || group >= static_cast<int>(m_shown.size()))
        return nullptr;
    const Diagnostics& problems = m_shown[static_cast<std::size_t>(group)].problems;
    const int line = item == top ? 0 : top->indexOfChild(const_cast<QTreeWidgetItem*>(item));
    return &problems[static_cast<std::size_t>(line)];
}

void ProblemsPanel::fill(QTreeWidgetItem& item, const Diagnostic& problem, const QString& place) {
    item.setText(0, QString::fromStdString(problem.message));
    item.setText(1, place);
    item.setIcon(0, look::icon(iconOf(problem.severity)));
    item.setToolTip(0, QString::fromStdString(problem.toText()));
    const auto word = name(problem.severity);
    item.setData(0, Qt::AccessibleTextRole,
                 QString::fromLatin1(word.data(), qsizetype(word.size())) + ": " + item.text(0) +
                     ' ' + place);
}

void ProblemsPanel::rebuild() {
    Diagnostics all = m_checked;
    for (const Diagnostic& problem : m_rendered)
        if (problem.code != ErrorCode::Cancelled &&
            std::find(m_checked.begin(), m_checked.end(), problem) == m_checked.end())
            all.push_back(problem);
    std::stable_sort(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return a.severity > b.severity;
    });
    m_shown = groupProblems(all);
    constexpr std::size_t most = 2000; // nobody reads on, and the list stays quick
    m_shown.resize(std::min(m_shown.size(), most));
    clear();
    QList<QTreeWidgetItem*> items;
    bool opens = false;
    for (ProblemGroup& group : m_shown) {
        auto* const item = new QTreeWidgetItem;
        const int count = static_cast<int>(group.count());
        opens = opens || count > 1;
        fill(*item, group.first(),
             count > 1 ? tr("%n events", nullptr, count)
                       : QString::fromStdString(group.first().place.toText()));
        group.problems.resize(std::min(group.count(), most));
        if (count > 1)
            for (const Diagnostic& problem : group.problems) {
                auto* const line = new QTreeWidgetItem(item);
                fill(*line, problem, QString::fromStdString(problem.place.toText()));
            }
        items << item;
    }
    setRootIsDecorated(opens);
    addTopLevelItems(items);
    for (QTreeWidgetItem* item : items)
        offer(*item);
    emit countChanged();
}

void ProblemsPanel::offer(QTreeWidgetItem& item) {
    const Place& place = problemOf(&item)->place;
    const std::vector<ParameterMending> mendings =
        place.parameter.empty() ? std::vector<ParameterMending>() : m_mender(place);
    if (mendings.empty())
        return;
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, sizes::grid, 0);
    row->setSpacing(sizes::grid);
    const auto add = [&](const ParameterMending& mending) {
        auto* const button = new QToolButton;
        button->setText(mending.shortText);
        button->setToolTip(mending.text);
        button->setAccessibleName(mending.text);
        // What it does takes the line and its button away.
        connect(
            button, &QToolButton::clicked, this,
            [this, mending] { emit mendingRequested(mending); }, Qt::QueuedConnection);
        row->addWidget(button);
    };
    add(mendings.front());
    if (mendings.size() > 1)
        add(mendings.back());
    item.setSizeHint(2, {box->sizeHint().width(), 0});
    setItemWidget(&item, 2, box);
}

void ProblemsPanel::fillMenu(QMenu& menu, const std::vector<ParameterMending>& mendings) {
    for (const ParameterMending& mending : mendings) {
        if (&mending == &mendings.back() && mendings.size() > 1)
            menu.addSeparator();
        // What it does may take the line and its menu away.
        menu.addAction(
            mending.text, this, [this, mending] { emit mendingRequested(mending); },
            Qt::QueuedConnection);
    }
}

void ProblemsPanel::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    QTreeWidgetItem* const item = byKey ? currentItem() : itemAt(event->pos());
    const Diagnostic* const problem = problemOf(item);
    if (!problem)
        return;
    QMenu menu(this);
    const Place place = problem->place;
    menu.addAction(tr("Go there"), this, [this, place] { emit placeRequested(place); });
    if (!place.parameter.empty())
        if (const auto mendings = m_mender(place); !mendings.empty()) {
            menu.addSeparator();
            fillMenu(menu, mendings);
        }
    menu.exec(byKey ? viewport()->mapToGlobal(visualItemRect(item).bottomLeft())
                    : event->globalPos());
}

} // namespace stria
