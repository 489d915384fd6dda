// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QMainWindow>
#include <vector>

#include "ui/window/panel_title.h"

class QDockWidget;
class QMenu;
class QSplitter;

namespace stria {

/// Where the panels of the window are: moves them, keeps their places over the end of the program,
/// and sees to it that none lies where no screen is.
class WindowLayout : public QObject {
    Q_OBJECT

  public:
    WindowLayout(QMainWindow& window, QSplitter& centre);

    /// The key shows and hides it.
    QDockWidget* addPanel(Qt::DockWidgetArea area, QWidget* content, const QString& title,
                          const QString& name, PanelTitle::Kind kind, const QKeySequence& key);
    /// One panel behind the other from the start; none of them is shown before it is asked for.
    void stack(const std::vector<QDockWidget*>& panels);
    /// What can be done with the panels, for the menu View.
    void fillMenu(QMenu& menu);

    /// After the last panel was added.
    void restore();
    void save() const;
    /// For the end of the window, after save(): what floats goes with it. Qt's own windows of
    /// grouped panels would stay, and keep the program running.
    void hideFloating();
    /// All as at the first start.
    void reset();

  private:
    void fillPanelMenu(QMenu& menu, QDockWidget& panel);
    void arrangeFirst();
    void keepOnScreen();

    QMainWindow& m_window;
    QSplitter& m_centre;
    std::vector<QDockWidget*> m_panels;
    QByteArray m_firstState, m_firstCentre;
};

/// Shows a panel and brings it before those that lie above it.
void bringForward(QDockWidget& panel);

} // namespace stria
