// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidget>

#include "engine/model/diagnostic.h"

namespace stria {

/// The problems of the document, a line each; Return or a click goes to the place.
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

  signals:
    void placeRequested(const stria::Place& place);
    void countChanged();

  private:
    void rebuild();

    Diagnostics m_checked;
    Diagnostics m_rendered;
    Diagnostics m_shown;
};

} // namespace stria
