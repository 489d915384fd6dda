// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/command_line.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/compile/compiler.h"
#include "engine/render/export_plan.h"
#include "engine/render/normalising.h"
#include "engine/render/opcode_list.h"
#include "engine/render/render_job.h"
#include "engine/render/sound_meter.h"
#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"

using namespace stria;

/// The line that the dialog shows is run by a shell, and what it writes is compared with what the
/// spec writes in this process, byte for byte.
class CommandLineTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    Project m_project;

    std::string path(const QString& name) const { return m_folder->filePath(name).toStdString(); }
    static QByteArray bytesOf(const std::string& file) {
        QFile opened(QString::fromStdString(file));
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }

  private slots:
    void initTestCase() {
        Instrument instrument;
        instrument.id = {1};
        instrument.name = "tone";
        instrument.body = "|kfreq=441, kamp=0.02|\n"
                          "a1 poscil kamp * linsegr(0, 0.1, 1, 0.3, 0), kfreq\nouts a1, a1 * 0.5";
        QVERIFY(m_project.insert(instrument).has_value());
        for (std::uint64_t i = 1; i <= 3; ++i) {
            Track track;
            track.id = {i};
            track.name = "track " + std::to_string(i);
            QVERIFY(m_project.insert(track).has_value());
            ScoreEvent event;
            event.id = {10 + i};
            event.instrument = instrument.id;
            event.track = track.id;
            event.start = 0.5 * static_cast<double>(i);
            event.arguments = {{"kfreq", 200.0 * static_cast<double>(i)}};
            QVERIFY(m_project.insert(event).has_value());
        }
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(saveProject(m_project, path("my piece.stria")).has_value());
    }

    void theLineGivesTheSameFiles_data() {
        QTest::addColumn<RenderSpec>("spec");
        const auto row = [](const char* name, const std::function<void(RenderSpec&)>& change,
                            const char* file = "out.wav") {
            RenderSpec spec;
            spec.outputFile = file;
            spec.measure = true;
            change(spec);
            QTest::newRow(name) << spec;
        };
        row("whole", [](RenderSpec&) {});
        row("stretch", [](RenderSpec& spec) {
            spec.startTime = 0.75;
            spec.endTime = 1.6;
            spec.tail = 0.2;
        });
        row("crop", [](RenderSpec& spec) {
            spec.startTime = 1.7;
            spec.past = RenderSpec::PastSound::Crop;
        });
        row("chosen events", [](RenderSpec& spec) { spec.onlyEvents = {{11}, {13}}; });
        row("rates", [](RenderSpec& spec) {
            spec.sampleRate = 48000;
            spec.ksmps = 10;
        });
        row("format", [](RenderSpec& spec) {
            spec.format = "aiff";
            spec.encoding = "pcm24";
        });
        row(
            "a name for a shell to stumble over", [](RenderSpec&) {}, "it's $HOME \"x\" {{y}}.wav");
        row("peak and dither", [](RenderSpec& spec) {
            spec.encoding = "pcm16";
            spec.normalisation = {Normalisation::To::Peak, -2.5, -1};
            spec.dither = true;
        });
        row(
            "texts",
            [](RenderSpec& spec) {
                spec.metadata = {"Tidal 'Glass'", "-Ö", "--x", "2026", "$g", "a\\b `c`", "(c)"};
            },
            "out.flac");
        row("keep going", [](RenderSpec& spec) { spec.keepGoing = true; });
        row(
            "tracks", [](RenderSpec& spec) { spec.stems = RenderSpec::Stems::Tracks; },
            "{project} {number} {track}.wav");
        row(
            "events",
            [](RenderSpec& spec) {
                spec.stems = RenderSpec::Stems::Events;
                spec.onlyEvents = {{12}, {13}};
            },
            "{event}.wav");
        row(
            "instruments", [](RenderSpec& spec) { spec.stems = RenderSpec::Stems::Instruments; },
            "{instrument}.wav");
        row(
            "tracks with one gain",
            [](RenderSpec& spec) {
                spec.stems = RenderSpec::Stems::Tracks;
                spec.normalisation = {Normalisation::To::Peak, -2, -1, true};
            },
            "{track}.wav");
        if (SoundMeter::isAvailable()) {
            row("loudness", [](RenderSpec& spec) {
                spec.normalisation = {Normalisation::To::Loudness, -20, -1};
            });
            row("loudness with a limit", [](RenderSpec& spec) {
                spec.normalisation = {Normalisation::To::Loudness, -6, -3.5};
            });
        }
    }
    void theLineGivesTheSameFiles() {
        QFETCH(RenderSpec, spec);
        const std::string name = spec.outputFile;
        QVERIFY(QDir(m_folder->path()).mkpath("line") && QDir(m_folder->path()).mkpath("here"));
        spec.outputFile = path("line/") + name;
        const QString line = commandLine(spec, QString::fromStdString(path("my piece.stria")));
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PATH", QString(STRIA_PROGRAMS ":") + environment.value("PATH"));
        shell.setProcessEnvironment(environment);
        shell.start("sh", {"-c", line});
        QVERIFY(shell.waitForFinished(60000));
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError() + line.toUtf8());

        spec.outputFile = path("here/") + name;
        auto plan = planExport(m_project, spec, exportNamesNow("my piece"));
        QVERIFY(plan.has_value());
        const auto render = [&](const RenderSpec& one, bool writeFile) {
            auto document =
                compile(m_project, one, gatherAssetFacts(m_project, path("")), csoundOpcodes());
            if (!document)
                qFatal("%s", document.error().front().message.c_str());
            return RenderJob::start(std::move(*document), one, {}, writeFile).wait();
        };
        if (const auto mix = mixToMeasure(*plan))
            QVERIFY(giveGainOfMix(*plan, render(*mix, false)).empty());
        for (const RenderSpec& one : *plan)
            QVERIFY(render(one, true).ok());
        const QDir lineFolder(m_folder->filePath("line"));
        const QDir hereFolder(m_folder->filePath("here"));
        const QStringList files = hereFolder.entryList(QDir::Files, QDir::Name);
        QCOMPARE(lineFolder.entryList(QDir::Files, QDir::Name), files);
        QCOMPARE(files.size(), static_cast<qsizetype>(plan->size()));
        for (const QString& file : files) {
            const QByteArray bytes = bytesOf(lineFolder.filePath(file).toStdString());
            QVERIFY(bytes.size() > 10000);
            QVERIFY2(bytes == bytesOf(hereFolder.filePath(file).toStdString()), qPrintable(file));
        }
    }

    void everyFieldOfASpecChangesTheLine() {
        const RenderSpec plain;
        const auto differs = [&](const std::function<void(RenderSpec&)>& change) {
            RenderSpec spec;
            change(spec);
            return commandLine(spec, "a.stria") != commandLine(plain, "a.stria");
        };
        QVERIFY(differs([](RenderSpec& s) { s.compressionBitrate = 128; }));
        QVERIFY(differs([](RenderSpec& s) { s.metadata.copyright = "x"; }));
        QVERIFY(differs([](RenderSpec& s) { s.past = RenderSpec::PastSound::Crop; }));
        QVERIFY(differs([](RenderSpec& s) { s.tail = 1; }));
    }
};

STRIA_CORE_TEST(CommandLineTest)
#include "command_line_test.moc"
