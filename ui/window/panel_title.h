// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;
class QLabel;
class QToolButton;

namespace stria {

/// The bar above a panel by which it is moved: dragged to another edge, a double click takes it out
/// of the window, its menu does the same without dragging.
class PanelTitle : public QWidget {
    Q_OBJECT

  public:
    /// Grip: a thin line, for a panel whose own tabs say what it is. A floating one is named
    /// anyway.
    enum class Kind { Grip, Named };
    PanelTitle(QDockWidget& panel, Kind kind);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    bool isNamed() const;
    void showState();

    QDockWidget& m_panel;
    const Kind m_kind;
    QLabel* m_name;
    QToolButton* m_hide;
};

} // namespace stria
