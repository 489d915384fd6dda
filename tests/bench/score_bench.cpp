// SPDX-License-Identifier: GPL-3.0-or-later
// The score as a table at 100,000 events: how long the window stands still for each thing that is
// done. Prints a line each: name, figure, limit, "ok" or "over".
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QImage>
#include <QStandardPaths>
#include <cstdio>
#include <functional>
#include <random>
#include <string>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/look/palette.h"
#include "ui/score/batch_change.h"
#include "ui/score/score_panel.h"
#include "ui/score/score_table.h"

using namespace stria;

namespace {

constexpr double blocked = 50; // milliseconds for which the window may stand still
bool anyOver = false;

void tell(const std::string& name, double milliseconds, double limit) {
    const bool ok = milliseconds <= limit;
    anyOver = anyOver || !ok;
    std::printf("%-58s %8.2f ms  limit %6.1f ms  %s\n", name.c_str(), milliseconds, limit,
                ok ? "ok" : "over");
    std::fflush(stdout);
}

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Milliseconds that this thread computed: what it takes where nothing else runs.
double timed(const std::function<void()>& work) {
    const double before = threadMilliseconds();
    work();
    return threadMilliseconds() - before;
}

Project randomScore(int count) {
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
        event.id = EventId::random();
        event.instrument = made[i % instruments];
        event.start = start(random);
        event.duration = length(random);
        event.arguments = {{i % instruments % 2 ? "kmidi" : "kcut", std::floor(pitch(random))},
                           {"kamp", pitch(random) / 100}};
        (void)project.insert(std::move(event));
    }
    return project;
}

struct Stage {
    Document document;
    std::unique_ptr<ScorePanel> panel;
    QImage picture{1600, 500, QImage::Format_ARGB32_Premultiplied};

    ScoreModel& model() { return panel->model(); }
    /// Until the rows are there: the longest time for which nothing else could have happened.
    double longest(const std::function<void()>& work) {
        double most = timed(work);
        while (model().isArranging())
            most = std::max(most, timed([] { QApplication::processEvents(); }));
        return std::max(most, timed([this] { panel->render(&picture); }));
    }
    double wall(const std::function<void()>& work) {
        QElapsedTimer timer;
        timer.start();
        longest(work);
        return static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }
};

void measure(int count) {
    const std::string many = "score table, " + std::to_string(count / 1000) + "k events: ";
    Stage stage;
    {
        Project project = randomScore(count);
        stage.document.reset(std::move(project), {});
    }
    stage.panel = std::make_unique<ScorePanel>(stage.document);
    stage.panel->resize(1600, 500);
    tell(many + "show, longest stand", stage.longest([&] { stage.panel->show(); }), blocked);
    tell(many + "sort by a number, longest stand",
         stage.longest([&] { stage.model().sort(1, Qt::AscendingOrder); }), blocked);
    tell(many + "sort by a text, longest stand",
         stage.longest([&] { stage.model().sort(4, Qt::DescendingOrder); }), blocked);
    tell(many + "sort by a number, until it is seen",
         stage.wall([&] { stage.model().sort(0, Qt::AscendingOrder); }), 1000);
    tell(many + "filter to half, longest stand",
         stage.longest([&] { (void)stage.model().setFilter("amp > 0.65"); }), blocked);
    tell(many + "filter by a word, until it is seen",
         stage.wall([&] { (void)stage.model().setFilter("voice"); }), 1000);
    tell(many + "a frame", timed([&] { stage.panel->render(&stage.picture); }), 16);
    const EventId one = stage.model().rows().at(count / 2);
    tell(many + "typing into one cell, longest stand", stage.longest([&] {
        (void)stage.model().setData(stage.model().index(count / 2, 0), "300", Qt::EditRole);
    }),
         blocked);
    tell(many + "choosing all, and a frame",
         stage.longest([&] { stage.panel->table().chooseAll(); }), blocked);
    stage.document.selection().setEvents({one});
    const auto& rows = stage.model().rows().events();
    const std::vector<EventId> tenth(rows.begin(), rows.begin() + count / 10);
    stage.document.selection().setEvents({tenth.begin(), tenth.end()});
    QApplication::processEvents();
    tell(many + "deleting a chosen tenth, longest stand",
         stage.longest([&] { stage.panel->removeChosen(); }), blocked);
    tell(many + "undo of it, longest stand",
         stage.longest([&] { stage.document.undoStack().undo(); }), blocked);
    QString statements;
    for (int i = 0; i < count / 10; ++i)
        statements += QStringLiteral("i \"voice 1\" %1 0.5 0 60 0.3\n").arg(i * 0.06);
    QGuiApplication::clipboard()->setText(statements);
    tell(many + "pasting statements for a tenth, longest stand",
         stage.longest([&] { stage.panel->paste(); }), blocked);
    BatchChange change;
    change.column = stage.model().columns().find(ScoreColumn::Kind::Parameter, "kamp");
    change.first = 0.5;
    const auto columns = stage.model().columns();
    tell(many + "scaling a tenth, longest stand", stage.longest([&] {
        stage.document.edit(
            "scale", [&](Project& project) { (void)applyBatch(project, columns, tenth, change); });
    }),
         blocked);
}

} // namespace

int main(int argc, char** argv) {
    const std::string word = argc > 1 ? argv[1] : "";
    if (std::string("score").find(word) == std::string::npos)
        return 0;
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    look::apply(application, Theme::Dark);
    measure(100000);
    return anyOver ? 1 : 0;
}
