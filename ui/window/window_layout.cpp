// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_layout.h"

#include <QAction>
#include <QDockWidget>
#include <QGuiApplication>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QTimer>
#include <algorithm>

namespace stria {
namespace {

constexpr int stateVersion = 2;
constexpr QSize firstSize(1600, 1000);

/// The nearest place for a window that can be seen and reached whole.
void bringOnScreen(QWidget& window) {
    const QScreen* screen = QGuiApplication::screenAt(window.geometry().center());
    if (!screen)
        screen = QGuiApplication::primaryScreen();
    const QRect room = screen->availableGeometry();
    QRect place = window.geometry();
    place.setSize(place.size().boundedTo(room.size()));
    place.moveLeft(std::clamp(place.left(), room.left(), room.right() - place.width() + 1));
    place.moveTop(std::clamp(place.top(), room.top(), room.bottom() - place.height() + 1));
    if (place != window.geometry())
        window.setGeometry(place);
}

} // namespace

WindowLayout::WindowLayout(QMainWindow& window, QSplitter& centre)
    : QObject(&window), m_window(window), m_centre(centre) {
    for (const auto corner : {Qt::TopLeftCorner, Qt::BottomLeftCorner})
        m_window.setCorner(corner, Qt::LeftDockWidgetArea);
    for (const auto corner : {Qt::TopRightCorner, Qt::BottomRightCorner})
        m_window.setCorner(corner, Qt::RightDockWidgetArea);
    m_window.setDockOptions(QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks |
                            QMainWindow::AnimatedDocks | QMainWindow::GroupedDragging);
    m_window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    // The windowing system moves windows itself when a screen goes, some time after the news.
    constexpr int settled = 500;
    connect(qGuiApp, &QGuiApplication::screenRemoved, this,
            [this] { QTimer::singleShot(settled, this, &WindowLayout::keepOnScreen); });
}

QDockWidget* WindowLayout::addPanel(Qt::DockWidgetArea area, QWidget* content, const QString& title,
                                    const QString& name, PanelTitle::Kind kind,
                                    const QKeySequence& key) {
    auto* const panel = new QDockWidget(title, &m_window);
    panel->setObjectName(name);
    panel->setWidget(content);
    auto* const bar = new PanelTitle(*panel, kind);
    panel->setTitleBarWidget(bar);
    bar->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(bar, &QWidget::customContextMenuRequested, this, [this, bar, panel](QPoint position) {
        auto* const menu = new QMenu(bar);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillPanelMenu(*menu, *panel);
        menu->popup(bar->mapToGlobal(position));
    });
    panel->toggleViewAction()->setShortcut(key);
    m_window.addDockWidget(area, panel);
    m_panels.push_back(panel);
    return panel;
}

void WindowLayout::stack(const std::vector<QDockWidget*>& panels) {
    for (std::size_t i = 1; i < panels.size(); ++i)
        m_window.tabifyDockWidget(panels[i - 1], panels[i]);
    for (QDockWidget* panel : panels)
        panel->hide();
}

void WindowLayout::fillPanelMenu(QMenu& menu, QDockWidget& panel) {
    const std::pair<QString, Qt::DockWidgetArea> places[] = {
        {tr("At the left"), Qt::LeftDockWidgetArea},
        {tr("At the right"), Qt::RightDockWidgetArea},
        {tr("At the bottom"), Qt::BottomDockWidgetArea}};
    for (const auto& [text, area] : places) {
        QAction* const action = menu.addAction(text, &panel, [this, &panel, area = area] {
            panel.setFloating(false);
            m_window.addDockWidget(area, &panel);
            bringForward(panel);
        });
        action->setCheckable(true);
        action->setChecked(!panel.isFloating() && m_window.dockWidgetArea(&panel) == area);
    }
    QAction* const floating =
        menu.addAction(tr("In a window of its own"), &panel, [this, &panel](bool on) {
            panel.setFloating(on);
            bringForward(panel);
            keepOnScreen();
        });
    floating->setCheckable(true);
    floating->setChecked(panel.isFloating());
    menu.addSeparator();
    menu.addAction(panel.isVisible() ? tr("Hide") : tr("Show"), &panel, [&panel] {
        if (panel.isVisible())
            panel.hide();
        else
            bringForward(panel);
    });
}

void WindowLayout::fillMenu(QMenu& menu) {
    for (QDockWidget* panel : m_panels)
        menu.addAction(panel->toggleViewAction());
    QMenu& places = *menu.addMenu(tr("Move panel"));
    for (QDockWidget* panel : m_panels) {
        QMenu* const place = places.addMenu(panel->windowTitle());
        connect(place, &QMenu::aboutToShow, this, [this, place, panel] {
            place->clear();
            fillPanelMenu(*place, *panel);
        });
    }
    places.addSeparator();
    places.addAction(tr("All as at the first start"), this, &WindowLayout::reset);
}

void WindowLayout::arrangeFirst() {
    QList<QDockWidget*> sides;
    QList<int> widths;
    constexpr int left = 232;
    constexpr int right = 296;
    for (QDockWidget* panel : m_panels) {
        const auto area = m_window.dockWidgetArea(panel);
        if (panel->isHidden() || area == Qt::BottomDockWidgetArea)
            continue;
        sides << panel;
        widths << (area == Qt::LeftDockWidgetArea ? left : right);
    }
    m_window.resizeDocks(sides, widths, Qt::Horizontal);
}

void WindowLayout::restore() {
    m_window.resize(firstSize);
    m_firstState = m_window.saveState(stateVersion);
    m_firstCentre = m_centre.saveState();
    const QSettings settings;
    m_window.restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    if (!m_window.restoreState(settings.value(QStringLiteral("window/state")).toByteArray(),
                               stateVersion))
        arrangeFirst();
    m_centre.restoreState(settings.value(QStringLiteral("window/centre")).toByteArray());
    keepOnScreen();
}

void WindowLayout::save() const {
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), m_window.saveGeometry());
    settings.setValue(QStringLiteral("window/state"), m_window.saveState(stateVersion));
    settings.setValue(QStringLiteral("window/centre"), m_centre.saveState());
}

void WindowLayout::hideFloating() {
    for (QDockWidget* panel : m_panels)
        if (panel->window() != &m_window)
            panel->hide();
    for (QWidget* group : m_window.findChildren<QWidget*>())
        if (group->inherits("QDockWidgetGroupWindow"))
            group->hide();
}

void WindowLayout::reset() {
    for (QDockWidget* panel : m_panels)
        panel->setFloating(false);
    m_window.restoreState(m_firstState, stateVersion);
    m_centre.restoreState(m_firstCentre);
    arrangeFirst();
}

void WindowLayout::keepOnScreen() {
    bringOnScreen(m_window);
    for (QDockWidget* panel : m_panels)
        if (panel->isFloating())
            bringOnScreen(*panel);
}

void bringForward(QDockWidget& panel) {
    panel.show();
    panel.raise();
}

} // namespace stria
