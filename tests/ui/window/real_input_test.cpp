// SPDX-License-Identifier: GPL-3.0-or-later
// The window on a real X display of the test's own, with keys and a mouse as a person's come.
#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"
#include "tests/ui/transport/listened_devices.h"
#include "tests/ui/window/no_dialogs.h"
#include "tests/ui/window/two_notes.h"
#include "ui/editor/code_view.h"
#include "ui/editor/instrument_editor.h"
#include "ui/look/palette.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/main_window.h"

using namespace stria;
using stria::test::ListenedDevices;

namespace {

bool hasTools() {
    return !QStandardPaths::findExecutable("Xvfb").isEmpty() &&
           !QStandardPaths::findExecutable("xdotool").isEmpty();
}

/// A display that nobody sees; it chooses its own number.
class OwnDisplay {
  public:
    OwnDisplay() {
        m_server.setStandardErrorFile(QProcess::nullDevice());
        m_server.start("Xvfb",
                       {"-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"});
        QByteArray number;
        while (!number.endsWith('\n') && m_server.waitForReadyRead(stria::test::patience))
            number += m_server.readAllStandardOutput();
        if (number.endsWith('\n'))
            m_name = ':' + number.trimmed();
    }
    ~OwnDisplay() {
        m_server.terminate();
        m_server.waitForFinished(stria::test::patience);
    }
    OwnDisplay(const OwnDisplay&) = delete;
    OwnDisplay& operator=(const OwnDisplay&) = delete;

    /// ":7"; empty where none could be had.
    const QByteArray& name() const { return m_name; }

  private:
    QProcess m_server;
    QByteArray m_name;
};

} // namespace

class RealInputTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::atomic<bool> m_heard{false};
    std::unique_ptr<MainWindow> m_window;

    /// What xdotool is told; the window goes on meanwhile.
    static bool x(const QStringList& words) {
        QProcess tool;
        tool.start("xdotool", words);
        return QTest::qWaitFor([&] { return tool.state() == QProcess::NotRunning; },
                               stria::test::patience) &&
               tool.exitStatus() == QProcess::NormalExit && tool.exitCode() == 0;
    }
    static QStringList at(const QPoint& place) {
        return {QString::number(place.x()), QString::number(place.y())};
    }
    QString path() const { return m_folder.filePath("piece.stria"); }
    TimelineCanvas& canvas() { return m_window->timeline().canvas(); }
    QPoint centreOf(EventId event) {
        return canvas().viewport()->mapToGlobal(canvas().rectOf(event).center().toPoint());
    }
    double startOf(EventId event) { return m_window->document().project().find(event)->start; }

  private slots:
    void initTestCase() {
        if (!hasTools())
            QSKIP("Xvfb and xdotool are not installed (Debian: xvfb xdotool)");
        QCOMPARE(QGuiApplication::platformName(), QStringLiteral("xcb"));
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-test");
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
    }
    void init() {
        QSettings().clear();
        m_heard = false;
        QVERIFY(saveProject(test::twoNotes(), path().toStdString()));
        auto devices = std::make_shared<ListenedDevices>([this](std::span<const float> samples) {
            for (const float sample : samples)
                if (std::abs(sample) > 0.1F)
                    m_heard = true;
        });
        m_window = std::make_unique<MainWindow>(
            MainWindow::Surroundings{devices, std::make_unique<test::NoDialogs>()});
        m_window->setGeometry(0, 0, 1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get(), stria::test::patience));
        // There is no window manager that would do it.
        QVERIFY(x({"windowfocus", "--sync", QString::number(m_window->winId())}));
        QTRY_VERIFY(m_window->isActiveWindow());
        QSignalSpy opened(&m_window->files(), &ProjectFiles::opened);
        m_window->files().openPath(path());
        QTRY_VERIFY(!opened.isEmpty());
        QCoreApplication::processEvents(); // the window shows the whole of it
        QTRY_VERIFY(!canvas().rectOf(EventId{11}).isEmpty());
    }
    void cleanup() {
        if (m_window)
            m_window->document().discardJournal();
        m_window.reset();
    }

    void anEventIsDraggedTakenBackAndSaved() {
        const EventId moved{11};
        const QPoint from = centreOf(moved);
        QVERIFY(x(QStringList{"mousemove"} + at(from) + QStringList{"mousedown", "1"}));
        for (int step = 1; step <= 8; ++step)
            QVERIFY(x(QStringList{"mousemove"} + at(from + QPoint(step * 10, 0))));
        QVERIFY(x({"mouseup", "1"}));
        QTRY_VERIFY(startOf(moved) > 2.01);
        QTRY_VERIFY(m_window->isWindowModified());
        const double start = startOf(moved);
        QVERIFY(x({"key", "ctrl+z"}));
        QTRY_COMPARE(startOf(moved), 2.0);
        QVERIFY(x({"key", "ctrl+shift+z"}));
        QTRY_COMPARE(startOf(moved), start);
        QSignalSpy saved(&m_window->document(), &Document::saved);
        QVERIFY(x({"key", "ctrl+s"}));
        QTRY_VERIFY(!saved.isEmpty());
        const auto read = loadProject(path().toStdString());
        QVERIFY(read);
        QCOMPARE(read->project.find(moved)->start, start);
    }
    void codeIsTyped() {
        CodeView* view = nullptr;
        const auto findView = [&] {
            for (CodeView* each : m_window->editor().findChildren<CodeView*>())
                if (each->isVisible() &&
                    each->code() == test::twoNotes().find(InstrumentId{1})->body)
                    view = each;
            return view != nullptr;
        };
        QTRY_VERIFY(findView());
        const QPoint place = view->mapToGlobal(view->rect().center());
        QVERIFY(x(QStringList{"mousemove"} + at(place) + QStringList{"click", "1"}));
        QTRY_VERIFY(view->hasFocus());
        QVERIFY(x({"key", "ctrl+End"}));
        QVERIFY(x({"type", "--delay", "20", "; p3 (a note's length)"}));
        const auto body = [this] {
            return QString::fromStdString(
                m_window->document().project().find(InstrumentId{1})->body);
        };
        QTRY_VERIFY2(body().endsWith("outs asig, asig\n; p3 (a note's length)"),
                     qPrintable(body()));
        QVERIFY(!m_window->playing().isPlaying()); // a space in a text is a letter
        QVERIFY(x({"key", "ctrl+z"}));
        QTRY_VERIFY2(!body().contains("length"), qPrintable(body()));
    }
    void spacePlaysAndStops() {
        QVERIFY(
            x(QStringList{"mousemove"} + at(centreOf(EventId{10})) + QStringList{"click", "1"}));
        QVERIFY(x({"key", "space"}));
        QTRY_VERIFY(m_window->playing().isPlaying());
        QTRY_VERIFY(m_heard);
        QVERIFY(x({"key", "l"}));
        QTRY_VERIFY(m_window->playing().isLooping());
        QVERIFY(x({"key", "space"}));
        QTRY_VERIFY(!m_window->playing().isPlaying());
    }
    /// As a person starts it: the program itself, with nothing of this test inside.
    void theProgramIsUsedFromStartToQuit() {
        m_window->close();
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", m_folder.path());
        environment.insert("XDG_CONFIG_HOME", m_folder.filePath("config"));
        environment.insert("XDG_DATA_HOME", m_folder.filePath("data"));
        environment.insert("XDG_STATE_HOME", m_folder.filePath("state"));
        environment.insert("PULSE_SERVER", "unix:" + m_folder.filePath("no-server"));
        program.setProcessEnvironment(environment);
        program.start(STRIA_PROGRAM, {"--theme", "light", path()});
        QVERIFY(program.waitForStarted(stria::test::patience));
        const QString name = QStringLiteral("^piece.* Stria$");
        QVERIFY(x({"search", "--sync", "--onlyvisible", "--name", name, "windowfocus", "--sync"}));
        const auto read = [this] { return loadProject(path().toStdString()); };
        // A window can have the focus before it takes keys: these may be pressed again.
        const auto pressUntil = [&](const QStringList& keys, std::size_t events) {
            return QTest::qWaitFor(
                [&] {
                    for (const QString& key : keys)
                        if (!x({"key", key}))
                            return false;
                    QTest::qWait(500);
                    return read()->project.all<ScoreEvent>().size() == events;
                },
                stria::test::patience);
        };
        QVERIFY(pressUntil({"ctrl+a", "Delete", "ctrl+s"}, 0));
        QVERIFY(pressUntil({"ctrl+z", "ctrl+s"}, 2));
        QVERIFY(x({"key", "ctrl+q"}));
        QVERIFY(QTest::qWaitFor([&] { return program.state() == QProcess::NotRunning; },
                                stria::test::patience));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 0);
    }
};

namespace {

/// Qt asks for its display before the application is there.
int runOnOwnDisplay(int argc, char** argv) {
    std::unique_ptr<OwnDisplay> display;
    if (hasTools()) {
        display = std::make_unique<OwnDisplay>();
        qputenv("DISPLAY", display->name());
        qputenv("QT_QPA_PLATFORM", display->name().isEmpty() ? "offscreen" : "xcb");
    }
    return stria::test::runWith<RealInputTest, QApplication>(argc, argv);
}

} // namespace

STRIA_TEST_RUN(RealInputTest, runOnOwnDisplay)
#include "real_input_test.moc"
