// SPDX-License-Identifier: GPL-3.0-or-later
// Loading, saving and copying a project of 100,000 events.
#include <QTemporaryDir>
#include <optional>
#include <thread>

#include "engine/storage/project_file.h"
#include "tests/bench/bench.h"

using namespace stria;

namespace {

constexpr int eventCount = 100000;

Project largeProject() {
    Project project;
    Instrument instrument;
    instrument.id = InstrumentId::random();
    instrument.name = "note";
    instrument.body = "|kamp=0.1, kmidi=60|\naout oscili kamp, mtof:k(kmidi)\nouts aout, aout\n";
    (void)project.insert(instrument);
    for (int i = 0; i < eventCount; ++i) {
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument.id;
        event.start = i * 0.013;
        event.duration = 0.25 + (i % 7) * 0.1;
        event.arguments = {{"kamp", 0.01 * (i % 10)}, {"kmidi", 48.0 + i % 36}};
        event.order = i;
        (void)project.insert(std::move(event));
    }
    return project;
}

double best(int times, const std::function<double()>& measure) {
    double least = 1e9;
    for (int i = 0; i < times; ++i)
        least = std::min(least, measure());
    return least;
}

/// The time of the first change after a copy was handed out.
double firstEditAfterCopy(Project& project, double& copying) {
    std::optional<Project> copy;
    copying = std::min(copying, bench::secondsOf([&] { copy = project; }));
    ScoreEvent event = *project.inOrder<ScoreEvent>().front();
    event.start += 1;
    const double editing = bench::secondsOf([&] { (void)project.change(event); });
    std::thread([copy = std::move(copy)]() mutable { copy.reset(); }).join();
    return editing;
}

} // namespace

int main(int argumentCount, char** arguments) {
    bench::Runner runner(argumentCount, arguments);
    if (!runner.wants("storage-load-save-copy-edit"))
        return 0;
    const QTemporaryDir folder;
    const std::string path = folder.filePath("large.stria").toStdString();
    Project project = largeProject();
    bool whole = true;
    const double saving = best(3, [&] {
        return bench::secondsOf([&] { whole = whole && saveProject(project, path).has_value(); });
    });
    const double loading = best(3, [&] {
        std::optional<Expected<LoadedProject>> loaded;
        const double seconds = bench::secondsOf([&] { loaded = loadProject(path); });
        whole =
            whole && *loaded && (*loaded)->damagedLines.empty() && (*loaded)->project == project;
        return seconds;
    });
    if (!whole) {
        std::fputs("the project did not come back as it was saved\n", stderr);
        return 1;
    }
    double copying = 1e9;
    const double editing = best(5, [&] { return firstEditAfterCopy(project, copying); });
    runner.tell("storage-load-100000-events", loading, 0.4, "s");
    runner.tell("storage-save-100000-events", saving, 0.7, "s");
    runner.tell("storage-copy-100000-events", copying * 1000, 1, "ms");
    runner.tell("storage-first-edit-after-a-copy", editing * 1000, 1, "ms");
    return runner.exitCode();
}
