// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/problems_panel.h"

#include <QHeaderView>
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
    setColumnCount(2);
    setHeaderLabels({tr("Problem"), tr("Place")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header()->setStretchLastSection(false);
    const auto go = [this](QTreeWidgetItem* item) {
        const auto row = static_cast<std::size_t>(indexOfTopLevelItem(item));
        if (row < m_shown.size())
            emit placeRequested(m_shown[row].place);
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
    return static_cast<int>(std::count_if(m_shown.begin(), m_shown.end(), [](const auto& problem) {
        return problem.severity == Severity::Error;
    }));
}

void ProblemsPanel::rebuild() {
    m_shown = m_checked;
    for (const Diagnostic& problem : m_rendered)
        if (problem.code != ErrorCode::Cancelled &&
            std::find(m_shown.begin(), m_shown.end(), problem) == m_shown.end())
            m_shown.push_back(problem);
    std::stable_sort(m_shown.begin(), m_shown.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return a.severity > b.severity;
    });
    constexpr std::size_t most = 2000; // nobody reads on, and the list stays quick
    m_shown.resize(std::min(m_shown.size(), most));
    clear();
    QList<QTreeWidgetItem*> items;
    for (const Diagnostic& problem : m_shown) {
        auto* const item = new QTreeWidgetItem({QString::fromStdString(problem.message),
                                                QString::fromStdString(problem.place.toText())});
        item->setIcon(0, look::icon(iconOf(problem.severity)));
        item->setToolTip(0, QString::fromStdString(problem.toText()));
        const auto word = name(problem.severity);
        item->setData(0, Qt::AccessibleTextRole,
                      QString::fromLatin1(word.data(), qsizetype(word.size())) + ": " +
                          QString::fromStdString(problem.toText()));
        items << item;
    }
    addTopLevelItems(items);
    emit countChanged();
}

} // namespace stria
