// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/window/window_layout.h"

#include <QAction>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QToolButton>
#include <QtTest>

using namespace stria;

namespace {

/// A window with one panel at the left and two behind each other at the bottom.
struct Window {
    QMainWindow window;
    QSplitter* centre = new QSplitter;
    WindowLayout* layout = nullptr;
    QDockWidget* side = nullptr;
    QDockWidget* first = nullptr;
    QDockWidget* second = nullptr;

    Window() {
        window.setCentralWidget(centre);
        layout = new WindowLayout(window, *centre);
        const auto named = PanelTitle::Kind::Named;
        side = layout->addPanel(Qt::LeftDockWidgetArea, new QLabel("side"), "Side", "side",
                                PanelTitle::Kind::Grip, Qt::Key_F5);
        first = layout->addPanel(Qt::BottomDockWidgetArea, new QLabel("one"), "First", "first",
                                 named, Qt::Key_F7);
        second = layout->addPanel(Qt::BottomDockWidgetArea, new QLabel("two"), "Second", "second",
                                  named, {});
        layout->stack({first, second});
        layout->restore();
        window.show();
    }

    /// Chooses an entry of the panel's own menu by its text.
    void choose(QDockWidget& panel, const QString& text) {
        emit panel.titleBarWidget()->customContextMenuRequested({4, 4});
        auto* const menu = panel.titleBarWidget()->findChild<QMenu*>();
        QVERIFY(menu);
        for (QAction* action : menu->actions())
            if (action->text() == text) {
                action->trigger();
                delete menu;
                return;
            }
        QFAIL(qPrintable("no entry " + text));
    }
};

} // namespace

class WindowLayoutTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-window-layout-test");
    }
    void init() { QSettings().clear(); }
    void cleanupTestCase() { QSettings().clear(); }

    void panelsThatAreStackedAreHiddenAtFirst() {
        Window w;
        QVERIFY(w.side->isVisible());
        QVERIFY(!w.first->isVisible());
        bringForward(*w.second);
        QVERIFY(w.second->isVisible());
    }

    void aPanelIsMovedByItsMenu() {
        Window w;
        w.choose(*w.side, "At the right");
        QCOMPARE(w.window.dockWidgetArea(w.side), Qt::RightDockWidgetArea);
        w.choose(*w.side, "In a window of its own");
        QVERIFY(w.side->isFloating());
        w.choose(*w.side, "At the bottom");
        QVERIFY(!w.side->isFloating());
        QCOMPARE(w.window.dockWidgetArea(w.side), Qt::BottomDockWidgetArea);
        w.choose(*w.side, "Hide");
        QVERIFY(!w.side->isVisible());
    }

    void aDoubleClickOnItsBarTakesAPanelOutAndPutsItBack() {
        Window w;
        QWidget* const bar = w.side->titleBarWidget();
        QTest::mouseDClick(bar, Qt::LeftButton, {}, bar->rect().center());
        QTRY_VERIFY(w.side->isFloating());
        QTest::mouseDClick(bar, Qt::LeftButton, {}, bar->rect().center());
        QTRY_VERIFY(!w.side->isFloating());
    }

    void aGripIsNamedWhileItsPanelFloats() {
        Window w;
        auto* const name = w.side->titleBarWidget()->findChild<QLabel*>();
        const int grip = w.side->titleBarWidget()->sizeHint().height();
        QVERIFY(!name->isVisible());
        w.side->setFloating(true);
        QVERIFY(name->isVisible());
        QVERIFY(w.side->titleBarWidget()->sizeHint().height() > grip);
    }

    void theBarOfANamedPanelHidesIt() {
        Window w;
        bringForward(*w.first);
        QTest::mouseClick(w.first->titleBarWidget()->findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!w.first->isVisible());
    }

    void placesAreKeptOverTheEndOfTheProgram() {
        {
            Window w;
            w.choose(*w.side, "At the right");
            bringForward(*w.second);
            w.layout->save();
        }
        Window w;
        QCOMPARE(w.window.dockWidgetArea(w.side), Qt::RightDockWidgetArea);
        QVERIFY(w.second->isVisible());
    }

    void allCanBeAsAtTheFirstStart() {
        Window w;
        w.choose(*w.side, "In a window of its own");
        bringForward(*w.first);
        w.layout->reset();
        QVERIFY(!w.side->isFloating());
        QCOMPARE(w.window.dockWidgetArea(w.side), Qt::LeftDockWidgetArea);
        QVERIFY(!w.first->isVisible());
    }

    void aWindowThatWasOnAScreenThatIsGoneComesBackWhereItCanBeSeen() {
        {
            Window w;
            w.window.setGeometry(9000, 7000, 600, 400);
            w.side->setFloating(true);
            w.side->setGeometry(9100, 7100, 200, 200);
            w.layout->save();
        }
        Window w;
        const QRect room = QGuiApplication::primaryScreen()->availableGeometry();
        QVERIFY(room.contains(w.window.geometry()));
        QVERIFY(w.side->isFloating());
        QVERIFY(room.contains(w.side->geometry()));
    }
};

STRIA_WIDGET_TEST(WindowLayoutTest)
#include "window_layout_test.moc"
