// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window at work, without a display: how long it takes to be there, to show a project and
// to sound, and the longest time for which its thread does anything else than answer.
#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <random>

#include "engine/storage/project_file.h"
#include "tests/bench/bench.h"
#include "tests/ui/transport/listened_devices.h"
#include "tests/ui/window/no_dialogs.h"
#include "ui/document/selection.h"
#include "ui/editor/instrument_editor.h"
#include "ui/score/score_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/main_window.h"

using namespace stria;
using Clock = std::chrono::steady_clock;

namespace {

double millisecondsSince(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Measures each event that is handled, from outside: what it takes, nobody else gets.
class WatchedApplication final : public QApplication {
  public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        const auto begin = Clock::now();
        const bool result = QApplication::notify(receiver, event);
        m_longest = std::max(m_longest, millisecondsSince(begin));
        --m_depth;
        return result;
    }
    double takeLongest() { return std::exchange(m_longest, 0); }

  private:
    int m_depth = 0;
    double m_longest = 0;
};

/// Ten minutes of notes of ten instruments.
Project score(int count) {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> start(0, 600), length(0.05, 1.5), pitch(40, 90);
    Project project;
    std::vector<InstrumentId> instruments;
    for (int i = 0; i < 10; ++i) {
        Instrument instrument;
        instrument.id = instruments.emplace_back(InstrumentId::random());
        instrument.name = "voice " + std::to_string(i);
        instrument.body = "|kmidi=60, kamp=0.05|\nasig oscili kamp, mtof:k(kmidi)\n"
                          "asig *= linen:a(1, 0.01, p3, 0.02)\nouts asig, asig\n";
        instrument.order = i;
        (void)project.insert(std::move(instrument));
    }
    for (int i = 0; i < count; ++i) {
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instruments[static_cast<std::size_t>(i % 10)];
        event.start = i == 0 ? 0 : start(random);
        event.duration = length(random);
        event.arguments = {{"kmidi", std::floor(pitch(random))}};
        event.order = i;
        (void)project.insert(std::move(event));
    }
    return project;
}

class Desk {
  public:
    explicit Desk(WatchedApplication& application) : m_application(application) {
        auto devices =
            std::make_shared<test::ListenedDevices>([this](std::span<const float> samples) {
                for (const float sample : samples)
                    if (std::abs(sample) > 1e-3F && m_armed.exchange(false))
                        m_heardAt = Clock::now();
            });
        const auto begin = Clock::now();
        m_window = std::make_unique<MainWindow>(
            MainWindow::Surroundings{devices, std::make_unique<test::NoDialogs>()});
        m_window->resize(1920, 1080);
        m_window->show();
        QCoreApplication::processEvents();
        startTime = millisecondsSince(begin);
    }
    ~Desk() { m_window->document().discardJournal(); }

    MainWindow& window() { return *m_window; }
    TimelineCanvas& canvas() { return m_window->timeline().canvas(); }

    bool waitFor(const std::function<bool()>& done) {
        const auto begin = Clock::now();
        while (!done() && millisecondsSince(begin) < 20000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        return done();
    }
    void settle(int milliseconds) {
        const auto begin = Clock::now();
        while (millisecondsSince(begin) < milliseconds)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    /// Milliseconds until the project's first picture is there.
    double open(int events) {
        const QString path = m_folder.filePath(QStringLiteral("%1.stria").arg(events));
        if (!saveProject(score(events), path.toStdString()))
            return 1e9;
        bool opened = false;
        const auto connection =
            QObject::connect(&m_window->files(), &ProjectFiles::opened, [&] { opened = true; });
        const auto begin = Clock::now();
        m_window->files().openPath(path);
        waitFor([&] { return opened; });
        QObject::disconnect(connection);
        m_window->grab(); // all that is pending is laid out and painted
        return millisecondsSince(begin);
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}, const QString& text = {},
             QWidget* receiver = nullptr) {
        QWidget* const target = receiver ? receiver : &canvas();
        for (const QEvent::Type type :
             {QEvent::ShortcutOverride, QEvent::KeyPress, QEvent::KeyRelease}) {
            QKeyEvent event(type, key, modifiers, text);
            QCoreApplication::sendEvent(target, &event);
        }
        QCoreApplication::processEvents();
    }
    void mouse(QEvent::Type type, const QPointF& position, Qt::MouseButtons buttons) {
        QMouseEvent event(type, position, canvas().viewport()->mapToGlobal(position),
                          type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, buttons,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(canvas().viewport(), &event);
        QCoreApplication::processEvents();
    }
    /// In an event of its own, so that it is watched.
    void act(const std::function<void()>& work, int milliseconds = 50) {
        QMetaObject::invokeMethod(m_window.get(), work, Qt::QueuedConnection);
        settle(milliseconds);
    }
    void wheel(int delta, Qt::KeyboardModifiers modifiers) {
        const QPointF middle = canvas().viewport()->rect().center();
        QWheelEvent event(middle, canvas().viewport()->mapToGlobal(middle), {}, {0, delta},
                          Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas().viewport(), &event);
        QCoreApplication::processEvents();
    }
    /// Milliseconds from what `ask` does to the first sample that a device would get.
    double soundAfter(const std::function<void()>& ask) {
        m_armed = true;
        const auto begin = Clock::now();
        ask();
        waitFor([&] { return !m_armed; });
        return std::chrono::duration<double, std::milli>(m_heardAt.load() - begin).count();
    }
    double takeLongest() { return m_application.takeLongest(); }

    double startTime = 0;

  private:
    WatchedApplication& m_application;
    QTemporaryDir m_folder;
    std::atomic<bool> m_armed{false};
    std::atomic<Clock::time_point> m_heardAt{};
    std::unique_ptr<MainWindow> m_window;
};

void workThrough(Desk& desk, bench::Runner& runner, const std::string& events) {
    const auto tell = [&](const std::string& what) {
        runner.tell("window, longest block, " + events + ", " + what, desk.takeLongest(), 50, "ms");
    };
    TimelineCanvas& canvas = desk.canvas();
    desk.settle(1500); // problems are looked for, pictures are refined
    tell("after opening");

    canvas.setFocus();
    desk.window().document().selection().clear();
    const EventId grabbed = [&] {
        EventId first;
        desk.window().document().project().all<ScoreEvent>().forEach([&](const ScoreEvent& e) {
            if (!first && canvas.rectOf(e.id).width() > 0 &&
                canvas.viewport()->rect().contains(canvas.rectOf(e.id).center().toPoint()))
                first = e.id;
        });
        return first;
    }();
    const QPointF from = canvas.rectOf(grabbed).center();
    std::unordered_set<EventId> chosen{grabbed};
    desk.window().document().project().all<ScoreEvent>().forEach([&](const ScoreEvent& e) {
        if (chosen.size() < 10000)
            chosen.insert(e.id);
    });
    desk.window().document().selection().setEvents(chosen);
    desk.settle(50);
    tell("select 10k");
    desk.mouse(QEvent::MouseButtonPress, from, Qt::LeftButton);
    for (int step = 1; step <= 20; ++step)
        desk.mouse(QEvent::MouseMove, from + QPointF(step * 5, 0), Qt::LeftButton);
    tell("drag 10k, a step");
    desk.mouse(QEvent::MouseButtonRelease, from + QPointF(100, 0), Qt::NoButton);
    desk.settle(50);
    tell("drag 10k, drop");
    desk.window().document().undoStack().undo();
    desk.settle(50);
    tell("undo");
    desk.window().document().undoStack().redo();
    desk.settle(50);
    tell("redo");
    TimelineActions& actions = desk.window().timeline().actions();
    for (QAction* action : {actions.quantise, actions.duplicate, actions.nudgeLater, actions.copy,
                            actions.paste, actions.remove, actions.selectInvert}) {
        desk.window().document().selection().setEvents(chosen);
        desk.settle(50);
        desk.takeLongest();
        desk.act([action] { action->trigger(); }, 300);
        tell(action->text().remove('&').toStdString() + " 10k");
        if (desk.window().document().undoStack().canUndo() && action != actions.copy &&
            action != actions.selectInvert) {
            desk.act([&] { desk.window().document().undoStack().undo(); });
            tell("undo it");
        }
    }
    desk.window().document().selection().clear();
    for (int i = 0; i < 20; ++i)
        desk.wheel(i < 10 ? 120 : -120, Qt::ControlModifier);
    for (int i = 0; i < 20; ++i)
        desk.wheel(i < 10 ? 120 : -120, Qt::ShiftModifier);
    tell("zoom and scroll");
    const auto show = [&](int key) {
        for (QAction* action : desk.window().findChildren<QAction*>())
            if (action->shortcut() == QKeySequence(key))
                desk.act([action] { action->trigger(); }, 500);
    };
    show(Qt::Key_F9);
    tell("show the score table");
    auto* const filter = desk.window().score().findChild<QLineEdit*>();
    if (filter)
        for (const char letter : std::string("kmidi > 60"))
            desk.key(letter, {}, QString(QChar(letter)), filter);
    desk.settle(600);
    tell("filter the score table");
    desk.window().document().selection().setEvents(chosen);
    desk.settle(100);
    tell("select 10k with the score table");
    desk.act([&] { actions.nudgeLater->trigger(); }, 300);
    tell("move 10k with the score table");
    if (filter)
        filter->clear();
    desk.settle(600);
    tell("show all in the score table");
    show(Qt::Key_F9); // goes there
    desk.canvas().setFocus();
    for (QDockWidget* panel : desk.window().findChildren<QDockWidget*>())
        if (panel->objectName() == QLatin1String("score"))
            panel->hide();
    desk.act([&] { desk.window().playing().play(0); }, 500);
    tell("play");
    desk.act([&] { desk.window().document().undoStack().undo(); }, 300);
    tell("undo while it plays");
    desk.act([&] { desk.window().playing().stop(); });
    tell("stop");
    desk.window().document().selection().clear();
    QWidget* const code = desk.window().editor().findChild<QWidget*>(QStringLiteral("code"));
    if (code)
        for (const char letter : std::string("aout oscili 1, 2"))
            desk.key(letter, {}, QString(QChar(letter)), code);
    desk.settle(1500);
    tell("typing code");
    QObject context;
    bool saved = false;
    QObject::connect(&desk.window().document(), &Document::saved, &context, [&] { saved = true; });
    desk.window().files().save();
    desk.waitFor([&] { return saved; });
    tell("save");
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("stria-bench"));
    QCoreApplication::setApplicationName(QStringLiteral("stria-bench"));
    WatchedApplication application(argc, argv);
    bench::Runner runner(argc, argv);
    if (!runner.wants("window"))
        return 0;
    QSettings().clear();
    look::apply(application, Theme::Dark);

    Desk desk(application);
    runner.tell("window, from nothing to its first picture", desk.startTime, 600, "ms");
    desk.takeLongest();
    desk.open(20);
    desk.settle(1500);
    runner.tell("window, Space to the first sample, 20 events",
                desk.soundAfter([&] { desk.window().playing().play(0); }), 150, "ms");
    desk.window().playing().stop();
    runner.tell("window, longest block, 20 events", desk.takeLongest(), 50, "ms");
    desk.open(10000);
    workThrough(desk, runner, "10k");
    runner.tell("window, 100k events, file to first picture", desk.open(100000), 1500, "ms");
    workThrough(desk, runner, "100k");
    return runner.exitCode();
}
