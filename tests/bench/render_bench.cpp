// SPDX-License-Identifier: GPL-3.0-or-later
// stria-cli render against plain csound on the same score, wall time, both without plugins. The
// instruments are those of tests/bench/scores; both sides play the same body.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sndfile.hh>
#include <vector>

#include "engine/storage/project_file.h"
#include "tests/bench/bench.h"

using namespace stria;

namespace {

struct Note {
    double start = 0;
    double duration = 1;
    double first = 0;  ///< p5
    double second = 0; ///< p6
};

struct Score {
    QString file; ///< of tests/bench/scores
    std::vector<const char*> parameters;
    std::vector<Note> notes;
    int points = 0; ///< of an automation of each parameter of each note
};

[[noreturn]] void giveUp(const QString& why) {
    std::fprintf(stderr, "%s\n", qPrintable(why));
    std::exit(1);
}

QString readScore(const QString& name) {
    QFile file(QStringLiteral(STRIA_SOURCE_DIR "/tests/bench/scores/") + name);
    if (!file.open(QIODevice::ReadOnly))
        giveUp(file.fileName() + ": " + file.errorString());
    return QString::fromUtf8(file.readAll());
}

std::vector<Note> notesOf(int count, double distance, double duration, double second) {
    std::vector<Note> notes;
    for (int i = 0; i < count; ++i)
        notes.push_back(
            {std::round(i * distance * 1e6) / 1e6, duration, 110.0 + (i * 37) % 660, second});
    return notes;
}

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        giveUp(path + ": " + file.errorString());
}

/// The score as one would write it by hand.
QString writeCsdByHand(const Score& score, const QString& folder) {
    QByteArray lines;
    for (const Note& note : score.notes)
        lines += "i 1 " + QByteArray::number(note.start, 'g', 12) + ' ' +
                 QByteArray::number(note.duration) + " 0 " + QByteArray::number(note.first) + ' ' +
                 QByteArray::number(note.second) + '\n';
    QByteArray text = readScore(score.file).toUtf8();
    const QString path = folder + "/by-hand.csd";
    write(path, text.replace("</CsScore>", lines + "e\n</CsScore>"));
    return path;
}

Automation curve(const ScoreEvent& event, const char* parameter, double from, int points) {
    Automation automation;
    automation.id = AutomationId::random();
    automation.target = event.id;
    automation.parameter = parameter;
    for (int i = 0; i < points; ++i)
        automation.points.push_back(
            {event.duration * i / (points - 1), from * (i % 2 ? 1.5 : 1.0), {}});
    return automation;
}

QString writeStria(const Score& score, const QString& folder) {
    const QString text = readScore(score.file);
    const qsizetype begin = text.indexOf("instr 1\n") + 8;
    Instrument instrument;
    instrument.id = InstrumentId::random();
    instrument.name = "note";
    instrument.body = text.mid(begin, text.indexOf("endin") - begin).toStdString();
    Project project;
    (void)project.insert(instrument);
    for (const Note& note : score.notes) {
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument.id;
        event.start = note.start;
        event.duration = note.duration;
        event.arguments = {{score.parameters[0], note.first}, {score.parameters[1], note.second}};
        (void)project.insert(event);
        if (score.points > 0) {
            (void)project.insert(curve(event, score.parameters[0], note.first, score.points));
            (void)project.insert(curve(event, score.parameters[1], note.second, score.points));
        }
    }
    const QString path = folder + (score.points > 0 ? "/moving.stria" : "/score.stria");
    if (const auto saved = saveProject(project, path.toStdString()); !saved)
        giveUp(QString::fromStdString(saved.error().toText()));
    return path;
}

void run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(-1) || process.exitCode() != 0)
        giveUp(program + ' ' + arguments.join(' ') + '\n' + process.readAll());
}

std::function<void()> plainRun(const QString& csd, const QString& folder) {
    return [=] { run("csound", {"-d", "-m0", "-W", "-f", "-o", folder + "/plain.wav", csd}); };
}

std::function<void()> striaRun(const QString& project, const QString& folder) {
    return [=] {
        run(STRIA_PROGRAMS "/stria-cli", {"render", project, "-o", folder + "/stria.wav"});
    };
}

/// Both played the same score: the comparison is fair. Csound's file ends with a whole block.
void demandSameSound(const QString& folder) {
    SndfileHandle stria((folder + "/stria.wav").toStdString());
    SndfileHandle plain((folder + "/plain.wav").toStdString());
    double largest = 0;
    std::vector<float> ours(1 << 16), theirs(1 << 16);
    const auto size = static_cast<sf_count_t>(ours.size());
    for (sf_count_t count = size; count == size;) {
        count = std::min(stria.read(ours.data(), size), plain.read(theirs.data(), size));
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            largest = std::max(largest, std::abs(double{ours[i]} - double{theirs[i]}));
    }
    if (std::abs(stria.frames() - plain.frames()) > 256 || !(largest < 1e-6))
        giveUp(QStringLiteral("stria-cli and csound did not play the same: %1 and %2 frames, the "
                              "largest difference %3")
                   .arg(stria.frames())
                   .arg(plain.frames())
                   .arg(largest));
}

void say(const Score& score, const bench::Pair& best, const char* first, const char* second) {
    std::printf("  %s: %s %.3f s (processor %.3f), %s %.3f s (%.3f)\n", qPrintable(score.file),
                first, best.first.seconds, best.first.processorSeconds, second, best.second.seconds,
                best.second.processorSeconds);
}

void compare(bench::Runner& runner, const char* name, const Score& score, double limit) {
    if (!runner.wants(name))
        return;
    const QTemporaryDir folder;
    const auto best =
        bench::bestInTurns(striaRun(writeStria(score, folder.path()), folder.path()),
                           plainRun(writeCsdByHand(score, folder.path()), folder.path()), 45);
    demandSameSound(folder.path());
    say(score, best, "stria", "csound");
    runner.tell(name, best.first.seconds / best.second.seconds, limit, "times");
}

void compareAutomated(bench::Runner& runner) {
    const char* const name = "render-automated-200-notes";
    if (!runner.wants(name))
        return;
    Score score{"moving-ladder.csd", {"kfreq", "kcut"}, notesOf(200, 0.05, 10, 1500)};
    const QTemporaryDir folder;
    const QString still = writeStria(score, folder.path());
    score.points = 10;
    const QString moving = writeStria(score, folder.path());
    const auto best =
        bench::bestInTurns(striaRun(moving, folder.path()), striaRun(still, folder.path()), 50);
    say(score, best, "automated", "not");
    runner.tell(name, best.first.seconds / best.second.seconds, 1.15, "times");

    const QString csd = folder.filePath("still.csd");
    run(STRIA_PROGRAMS "/stria-cli", {"csd", still, "-o", csd});
    QFile file(csd);
    if (!file.open(QIODevice::ReadOnly))
        giveUp(csd + ": " + file.errorString());
    runner.tell("render-automated-code-where-none-is", file.readAll().count("bpf"), 0, "lines");
}

void compareSmall(bench::Runner& runner) {
    const char* const name = "render-small-project-start-to-file";
    if (!runner.wants(name))
        return;
    const Score score{"oscil.csd", {"ifreq", "iamp"}, notesOf(10, 0.1, 0.2, 0.1)};
    const QTemporaryDir folder;
    const auto best =
        bench::bestInTurns(striaRun(writeStria(score, folder.path()), folder.path()),
                           plainRun(writeCsdByHand(score, folder.path()), folder.path()), 10);
    demandSameSound(folder.path());
    say(score, best, "stria", "csound");
    runner.tell(name, (best.first.seconds - best.second.seconds) * 1000, 40, "ms");
}

} // namespace

int main(int argumentCount, char** arguments) {
    bench::Runner runner(argumentCount, arguments);
    const QTemporaryDir noPlugins;
    qputenv("OPCODE6DIR64", noPlugins.path().toUtf8());
    compareSmall(runner);
    compareAutomated(runner);
    compare(runner, "render-10000-notes-of-0.2-s",
            {"ladder.csd", {"ifreq", "icut"}, notesOf(10000, 0.02, 0.2, 2000)}, 1.05);
    compare(runner, "render-100000-notes-of-20-ms",
            {"ladder.csd", {"ifreq", "icut"}, notesOf(100000, 0.002, 0.02, 2000)}, 1.10);
    compare(runner, "render-100000-light-notes-of-10-ms",
            {"oscil.csd", {"ifreq", "iamp"}, notesOf(100000, 0.01, 0.01, 0.1)}, 2.0);
    return runner.exitCode();
}
