// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_jobs.h"

#include <QProgressBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <csignal>
#include <sys/resource.h>

#include "engine/render/export_plan.h"
#include "engine/render/opcode_list.h"
#include "engine/sound/sound_file.h"
#include "tests/support/test_program.h"
#include "ui/export/export_jobs_view.h"
#include "ui/look/palette.h"

using namespace stria;

namespace {

constexpr auto tone = "|kfreq=441|\na1 poscil 0.1, kfreq\nouts a1, a1";
/// Takes a second of work for a second of sound, or thereabouts.
constexpr auto slow = "a1 = 0\nki = 0\nwhile ki < 20000 do\nki += 1\nod\nouts a1, a1";

} // namespace

class ExportJobsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    OpcodeCatalogue m_opcodes;

    QString path(const QString& name) const { return m_folder->filePath(name); }
    RenderSpec spec(const QString& name) const {
        RenderSpec spec;
        spec.outputFile = path(name).toStdString();
        spec.measure = true;
        return spec;
    }
    /// An instrument for each body, with one event of a second.
    static Project project(const std::vector<std::string>& bodies, double duration = 1) {
        Project project;
        for (std::uint64_t i = 1; i <= bodies.size(); ++i) {
            Instrument instrument;
            instrument.id = {i};
            instrument.name = "i" + std::to_string(i);
            instrument.body = bodies[i - 1];
            instrument.order = static_cast<double>(i);
            static_cast<void>(project.insert(instrument));
            ScoreEvent event;
            event.id = {100 + i};
            event.instrument = instrument.id;
            event.duration = duration;
            static_cast<void>(project.insert(event));
        }
        return project;
    }
    std::vector<RenderSpec> stems(const Project& project, const RenderSpec& spec) const {
        RenderSpec wanted = spec;
        wanted.stems = RenderSpec::Stems::Instruments;
        return planExport(project, wanted, {"piece", "", ""}).value_or(std::vector<RenderSpec>());
    }
    static bool waitForEnd(const ExportJobs& jobs, int number) {
        return QTest::qWaitFor([&] { return jobs.job(number)->result.has_value(); }, 60000);
    }
    static QToolButton* button(QWidget& view, const QString& name) {
        for (QToolButton* found : view.findChildren<QToolButton*>())
            if (found->accessibleName() == name && found->isVisibleTo(&view))
                return found;
        return nullptr;
    }

  private slots:
    void initTestCase() {
        m_opcodes = csoundOpcodes();
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aJobIsWrittenAndTellsItsLevels() {
        ExportJobs jobs(m_opcodes);
        ExportJobsView view(jobs);
        view.show();
        RenderSpec wanted = spec("a.wav");
        wanted.normalisation = {Normalisation::To::Peak, -6, -1};
        const int number = jobs.add(project({tone}), {}, {wanted});
        QVERIFY(jobs.isBusy());
        QCOMPARE(jobs.filesUnderWay(), QStringList{path("a.wav")});
        QVERIFY(waitForEnd(jobs, number));
        QVERIFY(jobs.filesUnderWay().isEmpty());
        const QString status = ExportJobsView::statusText(*jobs.job(number));
        QVERIFY2(status.contains("1 s long"), qPrintable(status));
        if (SoundMeter::isAvailable())
            QVERIFY2(status.contains("LUFS, true peak \u22126.0 dBTP"), qPrintable(status));
        QVERIFY(readSoundFileInfo(path("a.wav").toStdString()).has_value());

        QSignalSpy played(&view, &ExportJobsView::playRequested);
        QSignalSpy opened(&view, &ExportJobsView::folderRequested);
        QTest::mouseClick(button(view, "Play the file"), Qt::LeftButton);
        QTest::mouseClick(button(view, "Open the folder"), Qt::LeftButton);
        QCOMPARE(played.value(0).value(0).toString(), path("a.wav"));
        QCOMPARE(played.value(0).value(1).toDouble(), 0.0);
        QCOMPARE(opened.value(0).value(0).toString(), m_folder->path());
        QTest::mouseClick(button(view, "Remove from the list; files stay"), Qt::LeftButton);
        QVERIFY(jobs.jobs().empty());
        QVERIFY(QFile::exists(path("a.wav")));
    }
    void filesOfOneExportComeOneAfterTheOther() {
        ExportJobs jobs(m_opcodes);
        const Project score = project({tone, tone, tone});
        QSignalSpy ended(&jobs, &ExportJobs::jobEnded);
        const int number = jobs.add(score, {}, stems(score, spec("{number} {instrument}.wav")));
        double fraction = 0;
        bool falls = false;
        connect(&jobs, &ExportJobs::progressChanged, this, [&](int changed) {
            const double now = jobs.job(changed)->progress().fraction;
            falls = falls || now < fraction - 1e-9;
            fraction = now;
        });
        QVERIFY(waitForEnd(jobs, number));
        QVERIFY(!falls);
        QCOMPARE(ended.count(), 1);
        QCOMPARE(jobs.job(number)->results.size(), std::size_t{3});
        for (const char* name : {"01 i1.wav", "02 i2.wav", "03 i3.wav"})
            QVERIFY2(QFile::exists(path(name)), name);
        QVERIFY(ExportJobsView::filesText(*jobs.job(number)).count('\n') == 2);
    }
    void oneGainForAllIsMeasuredFirst() {
        ExportJobs jobs(m_opcodes);
        const Project score = project({tone, tone});
        RenderSpec wanted = spec("{instrument}.wav");
        wanted.normalisation = {Normalisation::To::Peak, -6, -1, true};
        const int number = jobs.add(score, {}, stems(score, wanted));
        QVERIFY(jobs.job(number)->isMeasuring());
        double fraction = 0;
        bool falls = false;
        connect(&jobs, &ExportJobs::progressChanged, this, [&](int changed) {
            const double now = jobs.job(changed)->progress().fraction;
            falls = falls || now < fraction - 1e-9;
            fraction = now;
        });
        QVERIFY(waitForEnd(jobs, number));
        QVERIFY(!falls && jobs.job(number)->result->ok());
        // Two equal tones of -20 dB are -14 together, and 8 dB more make -6.
        for (const RenderResult& result : jobs.job(number)->results) {
            QVERIFY(std::abs(20 * std::log10(result.gain) - 7.979) < 0.01);
            QVERIFY(std::abs(20 * std::log10(result.peaks[0]) + 12.021) < 0.01);
        }
    }
    void aFileThatFailsIsNamedAndThoseBeforeStay() {
        ExportJobs jobs(m_opcodes);
        const Project score = project({tone, "a1 diskin2 \"gone.wav\"\nouts a1, a1", tone});
        const int number = jobs.add(score, {}, stems(score, spec("{instrument}.wav")));
        QVERIFY(waitForEnd(jobs, number));
        const ExportJobs::Job& job = *jobs.job(number);
        QVERIFY(job.result->state == RenderState::Failed);
        const QString status = ExportJobsView::statusText(job);
        QVERIFY2(status.startsWith("i2.wav") && status.contains("1 of 3"), qPrintable(status));
        QVERIFY(QFile::exists(path("i1.wav")) && !QFile::exists(path("i2.wav")));
        // And what is left can be had without the event that fails.
        jobs.retryKeepingGoing(number);
        const int again = jobs.jobs().back()->number;
        QCOMPARE(jobs.job(again)->files.size(), std::size_t{2});
        QVERIFY(waitForEnd(jobs, again));
        QVERIFY(jobs.job(again)->result->ok());
        QVERIFY(QFile::exists(path("i3.wav")));
    }
    void aCancelledJobLeavesNothingAndTheNextGoesOn() {
        ExportJobs jobs(m_opcodes);
        ExportJobsView view(jobs);
        view.show();
        const int first = jobs.add(project({slow}, 60), {}, {spec("slow.wav")});
        const int second = jobs.add(project({tone}), {}, {spec("next.wav")});
        const int third = jobs.add(project({tone}), {}, {spec("third.wav")});
        QCOMPARE(ExportJobsView::statusText(*jobs.job(second)), QStringLiteral("waiting"));
        QTRY_VERIFY(jobs.job(first)->progress().speed > 0);
        const QString status = ExportJobsView::statusText(*jobs.job(first));
        QVERIFY2(status.contains("left") && status.contains("as fast as it sounds"),
                 qPrintable(status));
        jobs.cancel(third); // still waiting
        jobs.cancel(first);
        QVERIFY(waitForEnd(jobs, first) && waitForEnd(jobs, second));
        QCOMPARE(ExportJobsView::statusText(*jobs.job(first)),
                 QStringLiteral("cancelled; nothing was written"));
        QVERIFY(jobs.job(second)->result->ok());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{"next.wav"});
    }
    void whatCannotBeWrittenIsSaidAndTheOlderFileStays() {
        QFile older(path("full.wav"));
        QVERIFY(older.open(QIODevice::WriteOnly) && older.write("older") == 5);
        older.close();
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlimit small{60000, limit.rlim_max};
        ExportJobs jobs(m_opcodes);
        ::setrlimit(RLIMIT_FSIZE, &small);
        const int full = jobs.add(project({tone}), {}, {spec("full.wav")});
        const bool ended = waitForEnd(jobs, full);
        ::setrlimit(RLIMIT_FSIZE, &limit);
        QVERIFY(ended);
        const auto textOf = [&](int number) {
            return ExportJobsView::statusText(*jobs.job(number));
        };
        QVERIFY2(textOf(full).contains("full.wav"), qPrintable(textOf(full)));
        QVERIFY(jobs.job(full)->result->state == RenderState::Failed);
        QVERIFY(older.open(QIODevice::ReadOnly));
        QCOMPARE(older.readAll(), QByteArray("older"));

        const int gone = jobs.add(project({tone}), {}, {spec("gone/a.wav")});
        QVERIFY(waitForEnd(jobs, gone));
        QVERIFY2(textOf(gone).contains("does not exist"), qPrintable(textOf(gone)));
        RenderSpec device = spec("x");
        device.outputFile = "/dev/full";
        device.format = "wav";
        const int pipe = jobs.add(project({tone}), {}, {device});
        QVERIFY(waitForEnd(jobs, pipe));
        QVERIFY2(textOf(pipe).contains("device"), qPrintable(textOf(pipe)));
    }
    void itsEndCancelsWhatIsUnderWay() {
        {
            ExportJobs jobs(m_opcodes);
            const int number = jobs.add(project({slow}, 60), {}, {spec("slow.wav")});
            QTRY_VERIFY(jobs.job(number)->progress().speed > 0);
        }
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
    }
};

STRIA_WIDGET_TEST(ExportJobsTest)
#include "export_jobs_test.moc"
