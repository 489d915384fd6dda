// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <sndfile.h>
#include <unistd.h>

#include "engine/reading/reaching_texts.h"
#include "engine/storage/project_file.h"
#include "engine/storage/trust_store.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

/// What stria-cli did with a command line.
struct Run {
    int exitCode = -1;
    QString output;
    QString errors;

    QJsonObject json() const { return QJsonDocument::fromJson(output.toUtf8()).object(); }
};

/// The programs that a process has started.
std::vector<pid_t> childrenOf(pid_t process) {
    std::vector<pid_t> children;
    for (const QString& entry : QDir("/proc").entryList(QDir::Dirs)) {
        QFile file("/proc/" + entry + "/stat");
        if (entry.toInt() <= 0 || !file.open(QIODevice::ReadOnly))
            continue;
        // Behind the name, which may hold anything: state, parent.
        const QByteArray stat = file.readAll();
        if (stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toInt() == process)
            children.push_back(entry.toInt());
    }
    return children;
}

} // namespace

class CliTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString& name) const { return m_folder->filePath(name); }

    Run run(const QStringList& words, const QStringList& environment = {}) const {
        QProcess process;
        QStringList all = QProcess::systemEnvironment();
        process.setEnvironment(all << environment);
        process.setWorkingDirectory(m_folder->path());
        process.start(STRIA_CLI, words);
        if (!process.waitForFinished(120000))
            return {};
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    static Project simpleProject(const std::string& body = "|kamp=0.25, kfreq=441|\n"
                                                           "a1 oscili kamp, kfreq\noutch 1, a1") {
        Project project;
        Instrument instrument;
        instrument.id = {1};
        instrument.name = "tone";
        instrument.body = body;
        static_cast<void>(project.insert(instrument));
        ScoreEvent event;
        event.id = {2};
        event.instrument = instrument.id;
        event.duration = 1;
        static_cast<void>(project.insert(event));
        return project;
    }
    QString save(const Project& project, const QString& name = "piece.stria") const {
        const auto saved = saveProject(project, path(name).toStdString());
        return saved ? name : QString();
    }
    QString saveText(const QByteArray& text, const QString& name = "piece.stria") const {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? name
                                                                                  : QString();
    }
    static int zeroCrossings(const QString& file, double& peak) {
        SF_INFO info{};
        SNDFILE* const sound = sf_open(file.toUtf8().constData(), SFM_READ, &info);
        if (!sound)
            return -1;
        std::vector<double> samples(static_cast<std::size_t>(info.frames * info.channels));
        sf_readf_double(sound, samples.data(), info.frames);
        sf_close(sound);
        int crossings = 0;
        peak = 0;
        const auto step = static_cast<std::size_t>(info.channels);
        for (std::size_t i = step; i < samples.size(); i += step) {
            crossings += samples[i - step] < 0 && samples[i] >= 0;
            peak = std::max(peak, std::abs(samples[i]));
        }
        return crossings;
    }

    std::vector<double> samplesOf(const QString& name) const {
        SF_INFO info{};
        SNDFILE* const sound = sf_open(path(name).toUtf8().constData(), SFM_READ, &info);
        if (!sound)
            return {};
        std::vector<double> samples(static_cast<std::size_t>(info.frames * info.channels));
        sf_readf_double(sound, samples.data(), info.frames);
        sf_close(sound);
        return samples;
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void renderingWritesTheSoundAndSaysWhatItIs() {
        const Run result = run({"render", save(simpleProject()), "-o", "out.wav", "--json"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.json()["ok"].toBool(), true);
        QCOMPARE(result.json()["duration"].toDouble(), 1.0);
        QCOMPARE(result.json()["channels"].toInt(), 2);
        double peak = 0;
        QVERIFY(std::abs(zeroCrossings(path("out.wav"), peak) - 440) <= 1);
        QVERIFY(std::abs(peak - 0.25) < 1e-3);
        QVERIFY(std::abs(result.json()["peaks"].toArray()[0].toDouble() - 0.25) < 1e-3);
    }
    void aFileThatIsStillToBeChosenIsNamed() {
        Project project = simpleProject();
        SoundSource source;
        source.id = SoundSourceId{9};
        source.name = "bell";
        source.path = "?";
        Instrument player;
        player.id = InstrumentId{8};
        player.name = "player";
        player.body = "|Sfile=\"\", itable=0|\nprints Sfile\n";
        ScoreEvent event;
        event.id = EventId{7};
        event.instrument = player.id;
        event.duration = 0.1;
        event.arguments = {{"Sfile", std::string("?")}};
        static_cast<void>(project.insert(player));
        static_cast<void>(project.insert(event));
        // A text may be just that: it is played, and asked about.
        Run result = run({"render", save(project), "-o", "out.wav"});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.errors.contains("warning: ") && result.errors.contains("Sfile"),
                 qPrintable(result.errors));
        static_cast<void>(project.insert(source));
        event.arguments.push_back({"itable", source.id});
        static_cast<void>(project.change(event));
        result = run({"render", save(project), "-o", "out.wav"});
        QVERIFY(result.exitCode != 0);
        QVERIFY2(result.errors.contains("still to be chosen (the sample bell"),
                 qPrintable(result.errors));
    }
    void whatEventsGiveToParametersThatAreGoneIsLeftOutAndSaid() {
        Project project = simpleProject();
        ScoreEvent event = *project.find(EventId{2});
        event.arguments = {{"kbright", 0.5}};
        static_cast<void>(project.change(event));
        for (std::uint64_t id = 3; id < 6; ++id) {
            event.id = {id};
            static_cast<void>(project.insert(event));
        }
        const QString file = save(project);
        const Run result = run({"render", file, "-o", "out.wav"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.errors.count("kbright"), 1); // once, not a line an event
        QVERIFY2(result.errors.contains("warning: ") && result.errors.contains("tone") &&
                     result.errors.contains("left out. (and 3 more events)"),
                 qPrintable(result.errors));
        double peak = 0;
        QVERIFY(std::abs(zeroCrossings(path("out.wav"), peak) - 440) <= 1);
        const Run checked = run({"check", file});
        QCOMPARE(checked.exitCode, 0);
        QVERIFY(checked.errors.contains("kbright"));
        QCOMPARE(run({"check", file, "--json"}).json()["problems"].toArray().size(), 4);
        QCOMPARE(run({"csd", file, "-o", "out.csd"}).exitCode, 0);
    }
    void aPieceWhoseParameterWasRenamedPlays() {
        const QString file = QStringLiteral(STRIA_SOURCE_DIR "/tests/data/renamed-parameter.stria");
        const Run result = run({"render", file, "-o", "out.wav"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.errors.count("kmidi"), 1);
        double peak = 0;
        QVERIFY(std::abs(zeroCrossings(path("out.wav"), peak) - 2 * 523) <= 2); // kpitch=72
    }
    void theOptionsOfARenderCount() {
        const QString project = save(simpleProject());
        const Run result =
            run({"render", project, "-o", "out.flac", "--from", "0.25", "--to", "0.75", "--tail",
                 "0.5", "--sr", "48000", "--ksmps", "16", "--encoding", "pcm16", "--json"});
        QCOMPARE(result.exitCode, 0);
        SF_INFO info{};
        SNDFILE* const sound = sf_open(path("out.flac").toUtf8().constData(), SFM_READ, &info);
        QVERIFY(sound);
        sf_close(sound);
        QCOMPARE(info.samplerate, 48000);
        QCOMPARE(info.frames, sf_count_t{48000});
        QCOMPARE(info.format & SF_FORMAT_SUBMASK, int{SF_FORMAT_PCM_16});
        QCOMPARE(run({"render", project, "-o", "in.wav", "--in-process"}).exitCode, 0);
        QVERIFY(QFile::exists(path("in.wav")));
    }
    void aLevelIsReachedAndTold() {
        const QString project = save(simpleProject());
        const QJsonObject peak =
            run({"render", project, "-o", "peak.wav", "--peak", "-3", "--measure", "--json"})
                .json();
        QCOMPARE(peak["ok"].toBool(), true);
        QVERIFY(std::abs(20 * std::log10(peak["peaks"].toArray()[0].toDouble()) + 3) < 1e-6);
        double largest = 0;
        zeroCrossings(path("peak.wav"), largest);
        QVERIFY(std::abs(20 * std::log10(largest) + 3) < 1e-4);
        QCOMPARE(peak["clippedSamples"].toInt(), 0);
        if (!peak.contains("loudness"))
            QSKIP("built without libebur128");
        const QJsonObject loud = run({"render", project, "-o", "loud.wav", "--loudness", "-20",
                                      "--dither", "--encoding", "pcm16", "--json"})
                                     .json();
        QCOMPARE(loud["ok"].toBool(), true);
        QVERIFY(std::abs(loud["loudness"].toDouble() + 20) < 1e-6);
        QVERIFY(loud["truePeak"].toDouble() >= loud["peaks"].toArray()[0].toDouble() * 0.999);
        const Run words = run({"render", project, "-o", "loud.wav", "--loudness", "-20"});
        QVERIFY2(words.output.contains("-20.0 LUFS"), qPrintable(words.output));
        const Run limited = run({"render", project, "-o", "loud.wav", "--loudness", "-4",
                                 "--true-peak-limit", "-9", "--json"});
        QCOMPARE(limited.exitCode, 0);
        QVERIFY(std::abs(20 * std::log10(limited.json()["truePeak"].toDouble()) + 9) < 1e-6);
        QCOMPARE(limited.json()["problems"].toArray().size(), 1);
    }
    void silenceHasNoLoudnessInJson() {
        const Run result = run({"render", save(simpleProject("a1 = 0\nouts a1, a1")), "-o",
                                "out.wav", "--loudness", "-20", "--json"});
        if (result.exitCode == 2)
            QSKIP("built without libebur128");
        QCOMPARE(result.exitCode, 0);
        QVERIFY(result.json().contains("loudness") && result.json()["loudness"].isNull());
        QCOMPARE(result.json()["gain"].toDouble(), 1.0);
    }
    void stemsAreWrittenUnderTheirNamesAndAddUpToTheWhole() {
        Project project = simpleProject();
        Instrument other = *project.find(InstrumentId{1});
        other.id = {3};
        other.name = "low/high";
        static_cast<void>(project.insert(other));
        ScoreEvent event = *project.find(EventId{2});
        event.id = {4};
        event.instrument = other.id;
        event.start = 0.5;
        event.arguments = {{"kfreq", 313.0}};
        static_cast<void>(project.insert(event));
        save(project);
        const Run result =
            run({"render", "piece.stria", "-o", "{project} {number} {instrument}.wav", "--stems",
                 "instruments", "--encoding", "float64", "--json"});
        QCOMPARE(result.exitCode, 0);
        const QJsonArray files = result.json()["files"].toArray();
        QCOMPARE(files.size(), 2);
        QCOMPARE(files[1].toObject()["file"].toString(), path("piece 02 low-high.wav"));
        QCOMPARE(run({"render", "piece.stria", "-o", "all.wav", "--encoding", "float64"}).exitCode,
                 0);
        std::vector<double> sum = samplesOf("all.wav");
        QVERIFY(sum.size() > 100000);
        for (const char* name : {"piece 01 tone.wav", "piece 02 low-high.wav"}) {
            const std::vector<double> stem = samplesOf(name);
            QVERIFY(!stem.empty() && stem.size() <= sum.size());
            for (std::size_t i = 0; i < stem.size(); ++i)
                sum[i] -= stem[i];
        }
        for (const double rest : sum)
            QVERIFY(std::abs(rest) < 1e-12);
        const Run one = run(
            {"render", "piece.stria", "-o", "one.wav", "--events", EventId{4}.toText().c_str()});
        QCOMPARE(one.exitCode, 0);
        double peak = 0;
        QVERIFY(std::abs(zeroCrossings(path("one.wav"), peak) - 313) <= 1);
    }
    void oneGainForAllStemsLeavesThemAddUpToTheNormalisedWhole() {
        Project project = simpleProject();
        for (std::uint64_t i = 3; i <= 4; ++i) {
            Instrument other = *project.find(InstrumentId{1});
            other.id = {i};
            other.name = "i" + std::to_string(i);
            static_cast<void>(project.insert(other));
            ScoreEvent event = *project.find(EventId{2});
            event.id = {10 + i};
            event.instrument = other.id;
            event.arguments = {{"kfreq", 100.0 * static_cast<double>(i)}, {"kamp", 0.02}};
            static_cast<void>(project.insert(event));
        }
        save(project);
        for (const QStringList& level : {QStringList{"--peak", "-3"}, {"--loudness", "-20"}}) {
            const QStringList common =
                QStringList{"render", "piece.stria", "--encoding", "float64", "--json"} + level;
            const Run whole = run(common + QStringList{"-o", "all.wav"});
            if (whole.exitCode == 2)
                QSKIP("built without libebur128");
            QCOMPARE(whole.exitCode, 0);
            const Run stems = run(common + QStringList{"-o", "{instrument}.wav", "--stems",
                                                       "instruments", "--same-gain"});
            QVERIFY2(stems.exitCode == 0, qPrintable(stems.output));
            std::vector<double> sum = samplesOf("all.wav");
            for (const char* name : {"tone.wav", "i3.wav", "i4.wav"}) {
                const std::vector<double> stem = samplesOf(name);
                QVERIFY(stem.size() > 1000 && stem.size() <= sum.size());
                for (std::size_t i = 0; i < stem.size(); ++i)
                    sum[i] -= stem[i];
            }
            for (const double rest : sum)
                QVERIFY(std::abs(rest) < 1e-9);
            for (const QJsonValue file : stems.json()["files"].toArray())
                QVERIFY(std::abs(file.toObject()["gain"].toDouble() -
                                 whole.json()["gain"].toDouble()) < 1e-9);
        }
    }
    void stemsAddUpToTheWholeThroughAnEffect_data() {
        QTest::addColumn<QString>("head"); // of each body
        QTest::addColumn<QString>("bus");  // as bus opcodes are given it
        QTest::addColumn<std::vector<Argument>>("arguments");
        const std::vector<Argument> none;
        QTest::newRow("by id") << "|ibus=0|"
                               << "ibus" << std::vector<Argument>{{"ibus", BusId{1}}};
        QTest::newRow("by number") << "|ibus=0|"
                                   << "ibus" << std::vector<Argument>{{"ibus", 1.0}};
        QTest::newRow("by default") << "|ibus=1|"
                                    << "ibus" << none;
        QTest::newRow("written out") << ""
                                     << "1" << none;
        QTest::newRow("cannot be told") << ""
                                        << "1 + 0" << none;
    }
    void stemsAddUpToTheWholeThroughAnEffect() {
        QFETCH(QString, head);
        QFETCH(QString, bus);
        QFETCH(std::vector<Argument>, arguments);
        Project project;
        Bus wet;
        wet.id = {1};
        wet.name = "wet";
        static_cast<void>(project.insert(wet));
        const std::pair<const char*, const char*> instruments[] = {
            {"low", "a1 oscili 0.2, 200\nouts a1, a1\nbusmix(BUS, a1)"},
            {"high", "a1 oscili 0.1, 900\nbusmix(BUS, a1)"},
            {"echo", "a1 = busin:a(BUS)\na2 delay a1, 0.1\nouts a2, a1"}};
        for (std::uint64_t i = 1; i <= 3; ++i) {
            Instrument instrument;
            instrument.id = {i};
            instrument.name = instruments[i - 1].first;
            instrument.body =
                (head + '\n' + QString::fromLatin1(instruments[i - 1].second).replace("BUS", bus))
                    .toStdString();
            instrument.order = static_cast<double>(i);
            static_cast<void>(project.insert(instrument));
            ScoreEvent event;
            event.id = {10 + i};
            event.instrument = instrument.id;
            event.duration = i == 3 ? 1.5 : 1;
            event.arguments = arguments;
            static_cast<void>(project.insert(event));
        }
        save(project);
        const QStringList common{"render", "piece.stria", "--encoding", "float64"};
        QCOMPARE(run(common + QStringList{"-o", "all.wav"}).exitCode, 0);
        QCOMPARE(run(common + QStringList{"-o", "{track}.wav", "--stems", "tracks"}).exitCode, 0);
        QVERIFY(!QFile::exists(path("echo.wav")));
        const std::vector<double> whole = samplesOf("all.wav");
        const std::vector<double> low = samplesOf("low.wav");
        const std::vector<double> high = samplesOf("high.wav");
        QVERIFY(whole.size() > 100000 && low.size() == whole.size() && high.size() == low.size());
        double loudest = 0;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            loudest = std::max(loudest, std::abs(high[i]));
            QVERIFY(std::abs(whole[i] - low[i] - high[i]) < 1e-12);
        }
        QVERIFY(loudest > 0.09);
        // An event that is chosen is heard through its effects too.
        QCOMPARE(run(common + QStringList{"-o", "only.wav", "--events",
                                          QString::fromStdString(EventId{12}.toText())})
                     .exitCode,
                 0);
        QVERIFY(samplesOf("only.wav") == high);
    }
    void aStemThatFailsEndsItAndTheOthersStay() {
        Project project = simpleProject();
        Instrument wrong = *project.find(InstrumentId{1});
        wrong.id = {3};
        wrong.name = "wrong";
        wrong.body = "a1 diskin2 \"gone.wav\"\nouts a1, a1";
        wrong.order = 1;
        static_cast<void>(project.insert(wrong));
        ScoreEvent event = *project.find(EventId{2});
        event.id = {4};
        event.instrument = wrong.id;
        static_cast<void>(project.insert(event));
        save(project);
        const Run result = run({"render", "piece.stria", "-o", "{instrument}.wav", "--stems",
                                "instruments", "--json"});
        QCOMPARE(result.exitCode, 3);
        QCOMPARE(result.json()["ok"].toBool(), false);
        QVERIFY(QFile::exists(path("tone.wav")));
        QVERIFY(!QFile::exists(path("wrong.wav")));
    }
    void textsAreInTheFile() {
        QCOMPARE(run({"render", save(simpleProject()), "-o", "out.flac", "--title", "Tidal Glass",
                      "--artist", "Ö", "--comment", "x=1"})
                     .exitCode,
                 0);
        SF_INFO info{};
        SNDFILE* const sound = sf_open(path("out.flac").toUtf8().constData(), SFM_READ, &info);
        QVERIFY(sound);
        QCOMPARE(QString::fromUtf8(sf_get_string(sound, SF_STR_TITLE)), QString("Tidal Glass"));
        QCOMPARE(QString::fromUtf8(sf_get_string(sound, SF_STR_ARTIST)), QString("Ö"));
        QCOMPARE(QString::fromUtf8(sf_get_string(sound, SF_STR_COMMENT)), QString("x=1"));
        sf_close(sound);
    }
    void numbersHaveAPointInEveryLocale() {
        const Run result =
            run({"render", save(simpleProject()), "-o", "out.wav", "--to", "0.5", "--json"},
                {"LC_ALL=de_DE.UTF-8", "LC_NUMERIC=de_DE.UTF-8"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.json()["duration"].toDouble(), 0.5);
    }
    void wrongWordsAreNamed() {
        save(simpleProject());
        const QList<QPair<QStringList, QString>> cases{
            {{}, "Usage"},
            {{"rendr", "piece.stria"}, "rendr"},
            {{"render"}, "project"},
            {{"render", "piece.stria"}, "-o"},
            {{"render", "piece.stria", "other.stria", "-o", "x.wav"}, "other.stria"},
            {{"render", "piece.stria", "-o", "x.wav", "--from", "abc"}, "abc"},
            {{"render", "piece.stria", "-o", "x.wav", "--from", "nan"}, "nan"},
            {{"render", "piece.stria", "-o", "x.wav", "--from", "1e999"}, "--from"},
            {{"render", "piece.stria", "-o", "x.wav", "--from", "3", "--to", "2"}, "--to"},
            {{"render", "piece.stria", "-o", "x.wav", "--loud"}, "loud"},
            {{"render", "piece.stria", "-o", "x.flac", "--encoding", "float32"}, "pcm24"},
            {{"render", "piece.stria", "-o", "x.abc"}, "abc"},
            {{"render", "piece.stria", "-o", "{trck}.wav"}, "{trck}"},
            {{"render", "piece.stria", "-o", "x.wav", "--stems", "colours"}, "colours"},
            {{"render", "piece.stria", "-o", "x.wav", "--events", "zz"}, "zz"},
            {{"render", "piece.stria", "-o", "x.wav", "--events", "abc"}, "abc"},
            {{"render", "piece.stria", "-o", "x.wav", "--peak", "loud"}, "loud"},
            {{"render", "piece.stria", "-o", "x.wav", "--peak", "3"}, "dBFS"},
            {{"render", "piece.stria", "-o", "x.wav", "--peak", "-1", "--loudness", "-9"}, "both"},
            {{"render", "piece.stria", "-o", "x.wav", "--true-peak-limit", "-1"}, "--loudness"},
            {{"render", "piece.stria", "-o", "x.wav", "--dither"}, "pcm16"},
            {{"render", "piece.stria", "-o", "piece.stria", "--format", "wav"}, "itself"},
            {{"render", "piece.stria", "-o", "x.wav", "--peak", "-1", "--same-gain"}, "--stems"},
        };
        for (const auto& [words, mention] : cases) {
            const Run result = run(words);
            QVERIFY2(result.exitCode == 2, qPrintable(words.join(' ') + result.errors));
            QVERIFY2(result.errors.contains(mention), qPrintable(words.join(' ') + result.errors));
        }
        QVERIFY(!QFile::exists(path("x.wav")));
        QCOMPARE(run({"--help"}).exitCode, 0);
        for (const QString command : {"render", "csd", "check", "info"}) {
            const Run help = run({command, "--help"});
            QCOMPARE(help.exitCode, 0);
            QVERIFY2(help.output.contains("stria-cli " + command + " [options] PROJECT"),
                     qPrintable(help.output));
        }
    }
    void projectsThatCannotBeReadAreNamedWithTheReason() {
        QCOMPARE(run({"info", "gone.stria"}).exitCode, 1);
        QVERIFY(run({"info", "gone.stria"}).errors.contains("gone.stria"));
        saveText("this is no project\n", "text.stria");
        QCOMPARE(run({"info", "text.stria"}).exitCode, 1);
        QCOMPARE(run({"check", "."}).exitCode, 1);
        QByteArray newer = QByteArray::fromStdString(writeProject(simpleProject()));
        newer.replace(0, newer.indexOf('\n'),
                      QByteArray(newer.left(newer.indexOf('\n'))).replace("1", "999"));
        saveText(newer, "newer.stria");
        const Run result = run({"render", "newer.stria", "-o", "x.wav"});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.contains("newer") || result.errors.contains("later"),
                 qPrintable(result.errors));
        QVERIFY(!QFile::exists(path("x.wav")));
    }
    void aDamagedLineStopsTheProgramUnlessItIsToBeLeftOut() {
        QByteArray text = QByteArray::fromStdString(writeProject(simpleProject()));
        text += "{\"kind\":\"event\",\"id\":\"3\",\"start\":\n";
        saveText(text);
        const Run stopped = run({"render", "piece.stria", "-o", "x.wav"});
        QCOMPARE(stopped.exitCode, 1);
        QVERIFY2(stopped.errors.contains(QString::number(text.count('\n'))),
                 qPrintable(stopped.errors));
        QCOMPARE(run({"render", "piece.stria", "-o", "x.wav", "--skip-damaged"}).exitCode, 0);
    }
    void aMistakeInTheCodeIsNamedAtItsLine() {
        save(simpleProject("|kamp=0.25|\na1 oscili kamp, 440\na2 oscilly kamp, 440\nouts a1, a2"));
        const Run check = run({"check", "piece.stria", "--json"});
        QCOMPARE(check.exitCode, 1);
        const QJsonObject problem = check.json()["problems"].toArray().first().toObject();
        QVERIFY(problem["message"].toString().contains("oscilly"));
        QCOMPARE(problem["place"].toObject()["instrument"].toString(), QString("tone"));
        QCOMPARE(problem["place"].toObject()["line"].toInt(), 3);
        QCOMPARE(run({"render", "piece.stria", "-o", "x.wav"}).exitCode, 1);
        save(simpleProject());
        const Run fine = run({"check", "piece.stria"});
        QCOMPARE(fine.exitCode, 0);
        QVERIFY(fine.output.contains("no problem"));
    }
    void aRenderThatFailsLeavesTheOlderFileAlone() {
        saveText("older", "x.wav");
        for (const char* body :
             {"a1 oscili 0.1, 440\nexitnow", "ktime timeinsts\nif ktime > 0.2 then\n"
                                             "kx = sqrt(-1)\na1 vco2 0.1, 440 * kx\nendif"}) {
            save(simpleProject(body));
            const Run result = run({"render", "piece.stria", "-o", "x.wav"});
            QVERIFY2(result.exitCode == 3, qPrintable(QString(body) + result.errors));
            QVERIFY2(result.errors.contains("tone"), qPrintable(result.errors));
            QFile file(path("x.wav"));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll(), QByteArray("older"));
        }
    }
    void whatCannotBePrintedIsNoSuccess() {
        const QString project = save(simpleProject());
        for (const QStringList& words :
             {QStringList{"info", project}, QStringList{"info", project, "--json"},
              QStringList{"check", project}, QStringList{"render", "--help"}}) {
            QCOMPARE(run(words).exitCode, 0);
            QProcess process;
            process.setStandardOutputFile("/dev/full");
            process.setWorkingDirectory(m_folder->path());
            process.start(STRIA_CLI, words);
            QVERIFY(process.waitForFinished(120000));
            QVERIFY(process.exitCode() != 0);
            QVERIFY(process.readAllStandardError().contains("standard output"));
        }
    }
    void anInterruptEndsTheRenderAndLeavesNothingBehind() {
        save(simpleProject("kx = 0\nwhile kx < 1 do\nky = kx\nod"));
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.start(STRIA_CLI, {"render", "piece.stria", "-o", "x.wav"});
        QVERIFY(process.waitForStarted());
        QTest::qWait(700);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(10000));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"piece.stria"});
    }
    void anInterruptOfAllProcessesAsByATerminalIsACancelledRender() {
        save(simpleProject("kx = 0\nwhile kx < 1 do\nky = kx\nod"));
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.setChildProcessModifier([] { ::setpgid(0, 0); });
        process.start(STRIA_CLI, {"render", "piece.stria", "-o", "x.wav"});
        QVERIFY(process.waitForStarted());
        const auto group = static_cast<pid_t>(process.processId());
        QTRY_VERIFY(!childrenOf(group).empty());
        // Else what ends the helper program, a moment before it is asked to end, looks like a
        // crash.
        for (const pid_t child : childrenOf(group))
            QVERIFY(::getpgid(child) != group);
        ::kill(-group, SIGINT);
        QVERIFY(process.waitForFinished(10000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!process.readAllStandardError().contains("crash"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"piece.stria"});
    }
    void anInterruptIsAnsweredWhateverIsDone_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("info") << QStringList{"info", "large.stria"};
        QTest::newRow("info for machines") << QStringList{"info", "large.stria", "--json"};
        QTest::newRow("check") << QStringList{"check", "large.stria"};
        QTest::newRow("csd") << QStringList{"csd", "large.stria", "-o", "large.csd"};
        QTest::newRow("render") << QStringList{"render", "large.stria", "-o", "large.wav"};
        QTest::newRow("measured") << QStringList{"render", "large.stria", "--loudness",
                                                 "-23",    "-o",          "large.wav"};
        QTest::newRow("stems") << QStringList{"render",      "large.stria", "--stems",
                                              "instruments", "--peak",      "-3",
                                              "--same-gain", "-o",          "{instrument}.wav"};
    }
    void anInterruptIsAnsweredWhateverIsDone() {
        QFETCH(QStringList, words);
        // One line of text, and many events: seconds of work at each step.
        std::string line = "a1 oscili 0.1, 441 ; " + std::string(4000000, 'x') + "\n#ifdef NEVER\n";
        for (int i = 0; i < 20000; ++i)
            line += "$A ";
        Project project = simpleProject(line + "\n#end\nouts a1, a1");
        for (std::uint64_t i = 10; i < 40010; ++i) {
            ScoreEvent event;
            event.id = {i};
            event.instrument = {1};
            event.start = 0.01 * static_cast<double>(i);
            event.duration = 1;
            QVERIFY(project.insert(event));
        }
        save(project, "large.stria");
        QCOMPARE(run({"info", save(simpleProject())}).exitCode, 0);
        const QStringList environment{"XDG_CACHE_HOME=" + path("cache")};
        const bool isLong = qEnvironmentVariableIsSet("STRIA_LONG_TESTS");
        for (const int wait : isLong ? std::vector<int>{0, 20, 60, 150, 300, 700, 1500}
                                     : std::vector<int>{0, 100, 400}) {
            QProcess process;
            process.setEnvironment(QProcess::systemEnvironment() << environment);
            process.setWorkingDirectory(m_folder->path());
            process.start(STRIA_CLI, words);
            QVERIFY(process.waitForStarted());
            if (process.waitForFinished(50 + wait))
                break; // it was faster
            ::kill(static_cast<pid_t>(process.processId()), SIGINT);
            QVERIFY(process.waitForFinished(10000));
            const QByteArray errors = process.readAllStandardError();
            // By the signal itself, where the program had not begun yet.
            if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
                break;
            if (process.exitStatus() == QProcess::NormalExit)
                QVERIFY2(process.exitCode() == 130, errors.constData());
            if (process.exitStatus() == QProcess::NormalExit && words.contains("--json")) {
                const QByteArray answer = process.readAllStandardOutput();
                const auto json = QJsonDocument::fromJson(answer);
                QVERIFY2(json.isObject() && json["ok"] == false, answer.constData());
            }
            QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
                     (QStringList{"large.stria", "piece.stria"}));
            QCOMPARE(QDir(path("cache/stria/renders"))
                         .entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                     QStringList());
        }
    }
    void aCsdIsWrittenThatPlainCsoundPlays() {
        const Run result = run({"csd", save(simpleProject()), "-o", "piece.csd"});
        QCOMPARE(result.exitCode, 0);
        QFile csd(path("piece.csd"));
        QVERIFY(csd.open(QIODevice::ReadOnly));
        QVERIFY(csd.readAll().contains("oscili"));
        if (QStandardPaths::findExecutable("csound").isEmpty())
            QSKIP("needs csound");
        QProcess csound;
        csound.setWorkingDirectory(m_folder->path());
        csound.start("csound", {"-d", "-m0", "-W", "-f", "-o", "plain.wav", "piece.csd"});
        QVERIFY(csound.waitForFinished(60000));
        double peak = 0;
        QVERIFY(std::abs(zeroCrossings(path("plain.wav"), peak) - 440) <= 1);
        QCOMPARE(run({"csd", "piece.stria", "-o", "gone/piece.csd"}).exitCode, 3);
    }
    void infoTellsWhatThereIs() {
        const Run result = run({"info", save(simpleProject()), "--json"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.json()["events"].toInt(), 1);
        const QJsonObject instrument = result.json()["instruments"].toArray()[0].toObject();
        QCOMPARE(instrument["name"].toString(), QString("tone"));
        QCOMPARE(instrument["parameters"].toArray(), (QJsonArray{"kamp", "kfreq"}));
        QVERIFY(run({"info", "piece.stria"}).output.contains("kfreq"));
    }

    void whatReachesOutsideIsToldAndTakesAnAllowance() {
        const QString file =
            save(simpleProject("ires system_i 1, \"true\"\na1 oscili 0.25, 441\noutch 1, a1\n"));
        const QStringList home = {"XDG_DATA_HOME=" + path("data")};
        const QString said = "instrument tone, line 1";
        const Run info = run({"info", file}, home);
        QVERIFY2(info.output.contains("runs programs: system_i “true” (" + said),
                 qPrintable(info.output));
        const QJsonObject outside =
            run({"info", file, "--json"}, home).json()["outside"].toArray().at(0).toObject();
        QCOMPARE(outside["kind"].toString(), QString("run"));
        QCOMPARE(outside["opcode"].toString(), QString("system_i"));
        QCOMPARE(outside["target"].toString(), QString("true"));
        QVERIFY(outside["place"].toString().contains(said));

        const Run confined = run({"render", file, "-o", "a.wav"}, home);
        QVERIFY2(confined.errors.contains("Not allowed") && confined.errors.contains("system_i"),
                 qPrintable(confined.errors));
        for (const QString words : {"run", "write, run,network,read"})
            QVERIFY(!run({"render", file, "-o", "a.wav", "--allow", words}, home)
                         .errors.contains("Not allowed"));
        QVERIFY(run({"render", file, "-o", "a.wav", "--allow", "write"}, home)
                    .errors.contains("Not allowed"));
        for (const QString words : {"everything", "", "run,"})
            QCOMPARE(run({"render", file, "-o", "a.wav", "--allow", words}, home).exitCode, 2);
        QCOMPARE(run({"render", file, "-o", "a.wav", "--in-process"}, home).exitCode, 2);
        QVERIFY(!QFile::exists(path("data/stria/allowed"))); // nothing is stored unasked

        const auto project = loadProject(path(file).toStdString());
        QVERIFY(project);
        TrustStore store(path("data/stria/allowed").toStdString());
        QVERIFY(store.keep(hashOfReachingText(project->project, {}), {.run = true}));
        const Run allowed = run({"render", file, "-o", "a.wav"}, home);
        QCOMPARE(allowed.exitCode, 0);
        QVERIFY2(!allowed.errors.contains("Not allowed"), qPrintable(allowed.errors));
        QVERIFY(run({"info", file}, home).output.contains(", allowed"));
    }
};

STRIA_CORE_TEST(CliTest)
#include "cli_test.moc"
