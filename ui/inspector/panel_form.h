// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QWidget>

namespace stria {

/// Rows of a label and a field, with room for a small thing at the right; all panels of the
/// inspector line up by it.
class PanelForm : public QWidget {
    Q_OBJECT

  public:
    explicit PanelForm(QWidget* parent = nullptr);

    /// "PARAMETERS"
    QLabel* addHeading(const QString& text);
    /// The field takes the label's text as its accessible name where it has none.
    QLabel* addRow(const QString& label, QWidget* field, QWidget* aside = nullptr);
    /// Over the whole width.
    void addWide(QWidget* widget);
    /// Removes all rows and their widgets.
    void clear();

  private:
    QGridLayout* m_grid;
    int m_rows = 0;
};

/// For the destructor of a panel: a field that loses the focus with it must not commit any more.
void stopCommitting(QWidget& panel);

} // namespace stria
