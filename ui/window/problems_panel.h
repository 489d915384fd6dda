// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidget>
#include <functional>
#include <vector>

#include "engine/model/problem_groups.h"
#include "ui/document/parameter_mending.h"

namespace stria {

/// The problems of the document, a line each; what is said of many events is one line that opens.
/// Return or a click goes to the place. What can be mended from here has a button, and the same
/// in the menu of its line.
class ProblemsPanel : public QTreeWidget {
    Q_OBJECT

  public:
    explicit ProblemsPanel(QWidget* parent = nullptr);

    /// What a check found; replaces what the last check found.
    void setChecked(const Diagnostics& problems);
    /// What the last render found of the document as it is.
    void setRendered(const Diagnostics& problems);
    int problemCount() const { return topLevelItemCount(); }
    int errorCount() const;

    /// What can be done about a problem. Asked when a line is made.
    using Mender = std::function<std::vector<ParameterMending>(const Place& place)>;
    void setMender(Mender mender) { m_mender = std::move(mender); }

  signals:
    void placeRequested(const stria::Place& place);
    void mendingRequested(const stria::ParameterMending& mending);
    void countChanged();

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void rebuild();
    void fill(QTreeWidgetItem& item, const Diagnostic& problem, const QString& place);
    void offer(QTreeWidgetItem& item);
    void fillMenu(QMenu& menu, const std::vector<ParameterMending>& mendings);
    const Diagnostic* problemOf(const QTreeWidgetItem* item) const;

    Diagnostics m_checked;
    Diagnostics m_rendered;
    std::vector<ProblemGroup> m_shown;
    Mender m_mender = [](const Place&) { return std::vector<ParameterMending>(); };
};

} // namespace stria
