// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the timeline at 1920x1080, and edits of many events. Prints a line each: name, figure,
// limit, "ok" or "over".
#include <QApplication>
#include <QClipboard>
#include <QImage>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <malloc.h>
#include <random>
#include <string>
#include <vector>

#include "engine/compile/sample_instruments.h"
#include "engine/sound/waveform_peaks.h"
#include "engine/storage/project_file.h"
#include "ui/look/palette.h"
#include "ui/timeline/timeline_view.h"

using namespace stria;

namespace {

bool anyOver = false;

void tell(const std::string& name, double milliseconds, double limit) {
    const bool ok = milliseconds <= limit;
    anyOver = anyOver || !ok;
    std::printf("%-58s %8.2f ms  limit %6.1f ms  %s\n", name.c_str(), milliseconds, limit,
                ok ? "ok" : "over");
    std::fflush(stdout);
}

/// Milliseconds that this thread computed: what a frame takes where nothing else runs.
double timed(const std::function<void()>& work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    };
    const double before = now();
    work();
    return now() - before;
}

/// Ten instruments, half of them a piano roll; ten minutes of notes.
Project randomScore(int count, std::vector<EventId>& ids) {
    constexpr std::size_t instruments = 10;
    std::mt19937 random(3);
    std::uniform_real_distribution<double> start(0, 600), length(0.05, 1.5), pitch(40, 90);
    Project project;
    std::vector<InstrumentId> made;
    for (std::size_t i = 0; i < instruments; ++i) {
        Instrument instrument;
        instrument.id = made.emplace_back(InstrumentId::random());
        instrument.name = "voice " + std::to_string(i);
        instrument.body = i % 2 ? "|kmidi=60, kamp=0.3|\n" : "|kcut=900, kamp=0.3|\n";
        instrument.order = static_cast<double>(i);
        (void)project.insert(std::move(instrument));
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        ScoreEvent event;
        event.id = ids.emplace_back(EventId::random());
        event.instrument = made[i % instruments];
        event.start = start(random);
        event.duration = length(random);
        event.arguments = {{i % instruments % 2 ? "kmidi" : "kcut", std::floor(pitch(random))},
                           {"kamp", 0.5}};
        (void)project.insert(std::move(event));
    }
    return project;
}

struct Stage {
    Document document;
    TimeAxis axis;
    TimeGrid grid;
    std::unique_ptr<TimelineView> view;
    QImage picture{1920, 1080, QImage::Format_ARGB32_Premultiplied};

    void open(const Project& project) {
        document.reset(project, {});
        view = std::make_unique<TimelineView>(document, axis, grid);
        view->resize(1920, 1080);
        view->show();
        QApplication::processEvents();
        view->render(&picture);
    }
    /// The middle of many frames, each a little further on.
    double frame() {
        std::vector<double> times;
        for (int i = 0; i < 21; ++i)
            times.push_back(timed([&] {
                axis.setStart(axis.start() + 0.01);
                view->render(&picture);
            }));
        std::nth_element(times.begin(), times.begin() + 10, times.end());
        return times[10];
    }
};

void measureFrames(Stage& stage, const std::string& many, double limit) {
    stage.axis.show(0, 600);
    tell("timeline, " + many + "a frame, all in view", stage.frame(), limit);
    stage.axis.setPixelsPerSecond(40);
    stage.axis.setStart(100);
    tell("timeline, " + many + "a frame at 40 pixels a second", stage.frame(), limit);
    stage.axis.setPixelsPerSecond(300);
    tell("timeline, " + many + "a frame with names and arguments", stage.frame(), limit);
}

/// Every event plays a sound of a minute at a speed that a curve moves.
void measureSamples(int count) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> start(0, 600), length(0.5, 8), speed(0.3, 3);
    std::vector<double> samples(44100 * 60);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = std::sin(static_cast<double>(i) / 30) *
                     std::exp(-static_cast<double>(i % 44100) / 9000);
    const auto peaks = WaveformPeaks::of(samples, 1, 44100);
    Project project;
    Instrument instrument = sampleInstrument(1, true);
    SoundSource sound;
    sound.id = SoundSourceId::random();
    (void)project.insert(sound);
    for (int i = 0; i < count; ++i) {
        if (i % (count / 10) == 0) {
            instrument.id = InstrumentId::random();
            instrument.name = "sampler " + std::to_string(i);
            (void)project.insert(instrument);
        }
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument.id;
        event.start = start(random);
        event.duration = length(random);
        event.arguments = {{"itable", sound.id}, {"iskip", speed(random)}};
        Automation automation{AutomationId::random(), event.id, "kspeed", {}, false, 0, {}};
        for (int point = 0; point < 6; ++point)
            automation.points.push_back(
                {point * event.duration / 5, speed(random), {SegmentShape::Kind::Smooth, 1}});
        (void)project.insert(std::move(event));
        (void)project.insert(std::move(automation));
    }
    Stage stage;
    stage.open(project);
    stage.view->scene().setPeaks([&peaks](SoundSourceId) { return &peaks; });
    measureFrames(stage, std::to_string(count / 1000) + "k samples with curves: ", 16);
}

/// Two automation lanes below each track and eight of buses, all with curves of many points.
void measureAutomationLanes(int count) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> value(0, 1);
    std::vector<EventId> ids;
    Project project = randomScore(count, ids);
    for (std::size_t i = 0; i < ids.size(); i += 4) {
        Automation automation{AutomationId::random(), ids[i], "kamp", {}, false, 0, {}};
        for (int point = 0; point < 6; ++point)
            automation.points.push_back(
                {point / 10.0, value(random), {SegmentShape::Kind::Smooth, 1}});
        (void)project.insert(std::move(automation));
    }
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        Track track;
        track.id = TrackId::random();
        track.name = instrument->name;
        track.height = 40;
        track.order = instrument->order;
        track.lanes = {{"kamp", 40}, {instrument->body[2] == 'm' ? "kmidi" : "kcut", 40}};
        (void)project.insert(std::move(track));
    }
    constexpr int buses = 8, points = 2000;
    for (int i = 0; i < buses; ++i) {
        Bus bus;
        bus.id = BusId::random();
        bus.kind = Bus::Kind::Control;
        bus.order = i;
        bus.laneHeight = 40;
        Automation automation{AutomationId::random(), bus.id, {}, {}, false, 0, {}};
        for (int point = 0; point < points; ++point)
            automation.points.push_back({point * 600.0 / points, value(random), {}});
        (void)project.insert(std::move(bus));
        (void)project.insert(std::move(automation));
    }
    Stage stage;
    stage.open(project);
    const std::string many = std::to_string(count / 1000) + "k events, ";
    measureFrames(stage, many + "lanes of tracks: ", 16);
    stage.view->canvas().verticalScrollBar()->setValue(1 << 20);
    measureFrames(stage, many + "lanes of buses: ", 16);
}

/// What goes with the view: measured on a document that stays.
double bytesOfView(Stage& stage) {
    stage.document.flushJournal();
    stage.frame();
    const auto used = [] { return static_cast<double>(mallinfo2().uordblks); };
    const double with = used();
    stage.view.reset();
    return with - used();
}

/// From a file on the disk to the first picture, and what the window keeps of each event.
void measureOpening(int count) {
    const std::string many = std::to_string(count / 1000) + "k events: ";
    QTemporaryDir folder;
    const std::string path = folder.filePath("many.stria").toStdString();
    {
        std::vector<EventId> ids;
        const Project project = randomScore(count, ids);
        if (!saveProject(project, path))
            return;
    }
    Stage stage;
    tell("timeline, " + many + "from the file to the first picture", timed([&] {
             auto loaded = loadProject(path);
             if (loaded)
                 stage.open(loaded->project);
         }),
         1500);
    const double each = (bytesOfView(stage) -
                         [] {
                             Stage empty;
                             empty.open(Project());
                             return bytesOfView(empty);
                         }()) /
                        count;
    anyOver = anyOver || each > 64;
    std::printf("%-58s %8.1f B   limit %6.1f B   %s\n",
                ("timeline, " + many + "memory of the window, an event").c_str(), each, 64.0,
                each <= 64 ? "ok" : "over");
}

/// The longest time for which the window does not answer while a score is pasted.
void measurePasting(int count) {
    std::vector<EventId> ids;
    Stage stage;
    stage.open(randomScore(1000, ids));
    QString score;
    for (int i = 0; i < count; ++i)
        score += QStringLiteral("i \"voice 0\" %1 0.5 0 900 0.3\n").arg(i * 0.01);
    double longest = 0;
    const auto watched = [&longest](const std::function<void()>& work) {
        longest = std::max(longest, timed(work));
    };
    QGuiApplication::clipboard()->setText(score);
    watched([&] { stage.view->actions().paste->trigger(); });
    while (stage.document.selection().events().empty())
        watched([] { QApplication::processEvents(QEventLoop::WaitForMoreEvents); });
    tell("timeline, pasting " + std::to_string(count / 1000) + "k statements, longest block",
         longest, 50);
}

void measure(int count, double frameLimit) {
    const std::string many = std::to_string(count / 1000) + "k events: ";
    std::vector<EventId> ids;
    Project project = randomScore(count, ids);
    Stage stage;
    tell("timeline, " + many + "open and paint", timed([&] { stage.open(project); }), 1500);
    // Who shares its events with the document makes edits copy them: here the score itself, and
    // the journal until it has written its first copy.
    project = Project();
    stage.document.flushJournal();
    measureFrames(stage, many, frameLimit);
    stage.axis.show(0, 600);
    stage.document.selection().setEvents({ids.begin(), ids.begin() + std::min(count, 10000)});
    TimelineScene& scene = stage.view->scene();
    std::unique_ptr<EventDrag> drag;
    tell("timeline, " + many + "taking up 10k", timed([&] {
             drag = std::make_unique<EventDrag>(scene, EventDrag::Kind::Move, scene.chosen());
         }),
         50);
    tell("timeline, " + many + "a step of dragging 10k", timed([&] {
             drag->update(1, 0, 0);
             stage.view->render(&stage.picture);
         }),
         16);
    tell("timeline, " + many + "dropping 10k", timed([&] {
             drag->commit();
             drag.reset();
         }),
         50);
    tell("timeline, " + many + "undo of moving 10k",
         timed([&] { stage.document.undoStack().undo(); }), 50);
    tell("timeline, " + many + "redo of moving 10k",
         timed([&] { stage.document.undoStack().redo(); }), 50);
    tell("timeline, " + many + "deleting 10k",
         timed([&] { stage.view->actions().remove->trigger(); }), 50);
    tell("timeline, " + many + "undo of deleting 10k",
         timed([&] { stage.document.undoStack().undo(); }), 50);
}

} // namespace

int main(int argc, char** argv) {
    const std::string word = argc > 1 ? argv[1] : "";
    if (std::string("timeline").find(word) == std::string::npos)
        return 0;
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    look::apply(application, Theme::Dark);
    measure(10000, 5);
    measure(100000, 12);
    measureSamples(2000);
    measureSamples(10000);
    measureAutomationLanes(10000);
    measureOpening(100000);
    measurePasting(20000);
    measurePasting(100000);
    return anyOver ? 1 : 0;
}
