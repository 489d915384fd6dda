// SPDX-License-Identifier: GPL-3.0-or-later
// Sounds chosen with ear and eye in the whole window: what is heard, and what becomes of them.
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <QtTest>
#include <cmath>
#include <mutex>
#include <sndfile.h>

#include "engine/compile/sample_instruments.h"
#include "engine/session/offline_session.h"
#include "tests/support/test_program.h"
#include "tests/ui/transport/listened_devices.h"
#include "tests/ui/window/no_dialogs.h"
#include "tests/ui/window/rendered_sound.h"
#include "ui/document/selection.h"
#include "ui/inspector/inspector.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"
#include "ui/score/score_panel.h"
#include "ui/sounds/listening_bar.h"
#include "ui/sounds/sound_chooser.h"
#include "ui/sounds/sound_table.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/browser_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/source_files.h"

using namespace stria;
using stria::test::ListenedDevices;

namespace {

constexpr int toneRate = 44100;
constexpr double longest = 30000; ///< milliseconds

/// A tone whose loudness tells the place in the file.
double toneAt(int frame, int frames) {
    return 0.5 * (0.2 + 0.8 * frame / frames) * std::sin(2 * M_PI * 440.0 * frame / toneRate);
}

} // namespace

class ChoosingSoundsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;
    std::mutex m_mutex;
    std::vector<float> m_heard; ///< left

    QString path(const QString& name) const { return m_folder->filePath(name); }
    QString writeTone(const QString& name, int frames, int channels = 1) const {
        SF_INFO info{};
        info.samplerate = toneRate;
        info.channels = channels;
        info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
        SNDFILE* const file = sf_open(path(name).toUtf8().constData(), SFM_WRITE, &info);
        std::vector<double> samples;
        for (int frame = 0; frame < frames; ++frame)
            for (int channel = 0; channel < channels; ++channel)
                samples.push_back(toneAt(frame, frames));
        sf_writef_double(file, samples.data(), frames);
        sf_close(file);
        return path(name);
    }
    const Project& project() const { return m_window->document().project(); }
    std::vector<ScoreEvent> events() const {
        std::vector<ScoreEvent> all;
        project().all<ScoreEvent>().forEach([&](const ScoreEvent& e) { all.push_back(e); });
        return all;
    }
    /// Works in the dialog as soon as it is there and has listed its folder; the dialog is modal.
    void inDialog(const std::function<void(SoundChooser&)>& work) {
        auto* const timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [timer, work] {
            auto* const chooser = qobject_cast<SoundChooser*>(QApplication::activeModalWidget());
            if (!chooser || chooser->isListing() || chooser->list().rowCount() == 0 ||
                !chooser->isActiveWindow() || !chooser->table().hasFocus())
                return;
            QTimer::singleShot(static_cast<int>(2 * longest), chooser, &QDialog::reject);
            timer->stop();
            timer->deleteLater();
            work(*chooser);
        });
        timer->start(20);
    }
    std::vector<float> heard() {
        const std::scoped_lock lock(m_mutex);
        return m_heard;
    }
    /// Whether the frames of a file from one on were heard, to what a float of the device keeps.
    bool hears(int from, int count, int frames, double gain = 1) {
        const std::vector<float> sound = heard();
        for (std::size_t at = 0; at + static_cast<std::size_t>(count) <= sound.size(); ++at) {
            int same = 0;
            while (same < count && std::abs(sound[at + static_cast<std::size_t>(same)] -
                                            gain * toneAt(from + same, frames)) < 1e-4)
                ++same;
            if (same == count)
                return true;
        }
        return false;
    }
    template <class Widget> Widget* inInspector(const QString& name) const {
        for (Widget* widget : m_window->inspector().findChildren<Widget*>())
            if ((widget->accessibleName() == name || widget->property("text") == name) &&
                widget->isVisible())
                return widget;
        return nullptr;
    }
    void askByBrowser() { emit m_window->browser().addRequested(); }
    double argument(const ScoreEvent& event, const char* name) const {
        for (const Argument& each : event.arguments)
            if (each.parameter == name)
                if (const auto* number = std::get_if<double>(&each.value))
                    return *number;
        return NAN;
    }

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-choosing-test");
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
    }
    void init() {
        QSettings().clear();
        m_heard.clear();
        m_folder = std::make_unique<QTemporaryDir>();
        auto devices = std::make_shared<ListenedDevices>([this](std::span<const float> samples) {
            const std::scoped_lock lock(m_mutex);
            for (std::size_t i = 0; i < samples.size(); i += 2)
                m_heard.push_back(samples[i]);
        });
        m_window = std::make_unique<MainWindow>(MainWindow::Surroundings{devices, nullptr});
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        Project empty;
        Settings settings = empty.settings();
        settings.sampleRate = toneRate;
        empty.changeSettings(settings);
        m_window->document().reset(empty, {});
    }
    void cleanup() {
        m_window->document().discardJournal();
        m_window.reset();
    }

    void whatIsHeardInTheDialogIsTheFileAndThePlayHeadStays() {
        constexpr int frames = toneRate / 2;
        writeTone("a.wav", frames);
        SoundPlaces().leave(m_folder->path(), {});
        m_window->timeline().setPlayHead(3);
        bool wasHeard = false;
        inDialog([&](SoundChooser& chooser) {
            QTest::keyClick(&chooser.table(), Qt::Key_Space);
            wasHeard = QTest::qWaitFor([&] { return hears(100, frames - 200, frames); },
                                       static_cast<int>(longest));
            (void)QTest::qWaitFor([&] { return !m_window->preview().isPlaying(); });
            QTest::keyClick(&chooser.table(), Qt::Key_Escape);
        });
        m_window->sources().addSounds();
        QVERIFY(wasHeard);
        QCOMPARE(m_window->timeline().playHead(), 3.0);
        QVERIFY(!m_window->playing().isPlaying());
        QVERIFY(events().empty());
    }

    void aRegionIsHeardAloneAndAsLoudAsWasAsked() {
        constexpr int frames = toneRate;
        writeTone("a.wav", frames);
        SoundPlaces().leave(m_folder->path(), {});
        SoundPlaces().setListening({false, false, -6});
        bool wasHeard = false, wasMore = false;
        inDialog([&](SoundChooser& chooser) {
            (void)QTest::qWaitFor([&] { return chooser.wave().length() > 0; });
            chooser.wave().setRegion(SoundWave::Region{0.25, 0.5});
            emit chooser.wave().regionChanged();
            QTest::keyClick(&chooser.table(), Qt::Key_Space);
            const double gain = std::pow(10, -6 / 20.0);
            // The first milliseconds rise from silence.
            const int from = toneRate / 4 + 400;
            wasHeard =
                QTest::qWaitFor([&] { return hears(from, toneRate / 4 - 500, frames, gain); },
                                static_cast<int>(longest));
            (void)QTest::qWaitFor([&] { return !m_window->preview().isPlaying(); });
            wasMore = hears(toneRate / 2, 2000, frames, gain);
            chooser.reject();
        });
        m_window->sources().addSounds();
        QVERIFY(wasHeard);
        QVERIFY(!wasMore);
    }

    /// + Enter (the sound is heard in between), the loop's box, the gain.
    void aSoundIsAddedHeardLoopedAndTurnedDown() {
        writeTone("bell low.wav", toneRate, 2);
        SoundPlaces().leave(m_folder->path(), {});
        Track notes;
        notes.id = TrackId::random();
        notes.name = "notes";
        m_window->document().edit("add", [&](Project& p) { (void)p.insert(notes); });
        m_window->timeline().setPlayHead(2);
        inDialog([&](SoundChooser& chooser) {
            (void)QTest::qWaitFor([&] { return chooser.wave().length() > 0; });
            chooser.wave().setRegion(SoundWave::Region{0.25, 0.75});
            emit chooser.wave().regionChanged();
            QTest::keyClick(&chooser.table(), Qt::Key_Return);
        });
        m_window->sources().addSounds();
        QTRY_COMPARE(events().size(), std::size_t{1});
        ScoreEvent event = events().front();
        QCOMPARE(event.start, 2.0);
        QCOMPARE(event.duration, 0.5);
        QCOMPARE(argument(event, "iskip"), 0.25);
        QCOMPARE(project().find(event.track)->name, std::string("bell low"));
        QVERIFY(m_window->document().selection().contains(event.id));

        auto* const loop = inInspector<QCheckBox>("Loop");
        QVERIFY(loop);
        QTest::mouseClick(loop, Qt::LeftButton, {}, QPoint(8, loop->height() / 2));
        QTRY_VERIFY(readSamplePlayer(*project().find(events().front().instrument))->isLoop);
        auto* gain = inInspector<NumberField>("kgain");
        QTRY_VERIFY((gain = inInspector<NumberField>("kgain")) &&
                    inInspector<NumberField>("icrossfade"));
        gain->setFocus();
        gain->selectAll();
        QTest::keyClicks(gain, "0.25");
        QTest::keyClick(gain, Qt::Key_Return);
        event = events().front();
        QCOMPARE(argument(event, "kgain"), 0.25);
        QCOMPARE(argument(event, "iskip"), 0.25);
        QCOMPARE(event.duration, 0.5);
        QCOMPARE(project().find(event.track)->name, std::string("bell low"));

        m_window->document().undo();
        m_window->document().undo();
        QVERIFY(!readSamplePlayer(*project().find(events().front().instrument))->isLoop);
        m_window->document().undo();
        QVERIFY(events().empty());
        QVERIFY(project().all<SoundSource>().empty());
        QCOMPARE(project().all<Track>().size(), std::size_t{1});
    }

    void theSameSoundGoesToItsTrackAndAnotherToAnother() {
        writeTone("a.wav", 4000);
        writeTone("b.wav", 4000);
        auto& placing = m_window->timeline().placing();
        for (const char* name : {"a.wav", "b.wav", "a.wav"}) {
            placing.place(std::vector<ChosenSound>{{path(name), 0, 0}},
                          m_window->timeline().atPlayHead());
            QTRY_VERIFY(!placing.isBusy());
        }
        QCOMPARE(events().size(), std::size_t{3});
        QCOMPARE(project().all<Track>().size(), std::size_t{2});
        QCOMPARE(project().all<Instrument>().size(), std::size_t{1});
    }

    void aLoopOfTheWindowEqualsThatOfTheSession() {
        const QString file = writeTone("loop.wav", toneRate / 4, 2);
        auto& placing = m_window->timeline().placing();
        placing.place(std::vector<ChosenSound>{{file, 0.05, 0}}, m_window->timeline().atPlayHead());
        QTRY_COMPARE(events().size(), std::size_t{1});
        auto* const loop = inInspector<QCheckBox>("Loop");
        QVERIFY(loop);
        QTest::mouseClick(loop, Qt::LeftButton, {}, QPoint(8, loop->height() / 2));
        QTRY_VERIFY(inInspector<NumberField>("icrossfade"));
        m_window->document().edit("set", [&](Project& project) {
            ScoreEvent event = events().front();
            event.duration = 1.5;
            event.arguments.push_back({"icrossfade", 0.04});
            event.arguments.push_back({"kspeed", 0.8});
            event.arguments.push_back({"kgain", 0.5});
            event.arguments.push_back({"kpan", 0.3});
            (void)project.change(std::move(event));
        });
        const std::vector<double> ours = test::renderedSound(project(), 1.6);
        SessionOptions options;
        options.sampleRate = toneRate;
        options.ksmps = project().settings().ksmps;
        OfflineSession session = std::move(*OfflineSession::create(options));
        QVERIFY(session.playSample(file.toStdString(), {.duration = 1.5,
                                                        .gain = 0.5,
                                                        .speed = 0.8,
                                                        .loop = true,
                                                        .pan = 0.3,
                                                        .skip = 0.05,
                                                        .crossfade = 0.04}));
        const std::string out = path("session.wav").toStdString();
        RenderOptions render;
        render.endTime = 1.6;
        render.encoding = "float64";
        QVERIFY(session.render(out, render).ok());
        SF_INFO info{};
        SNDFILE* const sound = sf_open(out.c_str(), SFM_READ, &info);
        QVERIFY(sound);
        std::vector<double> theirs(ours.size());
        const auto frames = sf_readf_double(sound, theirs.data(), info.frames);
        sf_close(sound);
        QVERIFY(frames >= static_cast<sf_count_t>(1.55 * toneRate));
        double worst = 0, loudest = 0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(2 * frames); ++i) {
            worst = std::max(worst, std::abs(ours[i] - theirs[i]));
            loudest = std::max(loudest, std::abs(theirs[i]));
        }
        QVERIFY(loudest > 0.05);
        QVERIFY2(worst <= 1e-15, qPrintable(QString::number(worst)));
    }

    void naturalLengthFollowsSkipAndSpeed() {
        const QString file = writeTone("long.wav", toneRate * 2);
        auto& placing = m_window->timeline().placing();
        placing.place(std::vector<ChosenSound>{{file, 0.5, 0.25}},
                      m_window->timeline().atPlayHead());
        QTRY_COMPARE(events().size(), std::size_t{1});
        m_window->document().edit("set", [&](Project& project) {
            ScoreEvent event = events().front();
            event.arguments.push_back({"kspeed", 2.0});
            (void)project.change(std::move(event));
        });
        QPushButton* natural = nullptr;
        QTRY_VERIFY((natural = inInspector<QPushButton>("Natural length")) && natural->isEnabled());
        QTest::mouseClick(natural, Qt::LeftButton);
        QCOMPARE(events().front().duration, 0.75);
    }

    void aQuestionMarkInTheInspectorAsksForASound() {
        const QString file = writeTone("asked.wav", 5000);
        SoundPlaces().leave(m_folder->path(), {});
        Instrument reader;
        reader.id = InstrumentId::random();
        reader.name = "reader";
        reader.body = "|Sfile=\"none\", itab=0|\nout diskin:a(Sfile)\n";
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = reader.id;
        event.duration = 1;
        m_window->document().edit("add", [&](Project& p) {
            (void)p.insert(reader);
            (void)p.insert(event);
        });
        m_window->document().selection().setEvents({event.id}, event.id);
        QLineEdit* field = nullptr;
        QTRY_VERIFY((field = inInspector<QLineEdit>("Sfile")));
        inDialog([](SoundChooser& chooser) { QTest::keyClick(&chooser.table(), Qt::Key_Return); });
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, "?");
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(events().front().arguments.size(), std::size_t{1});
        QCOMPARE(events().front().arguments[0].value, ArgumentValue(file.toStdString()));

        QComboBox* table = nullptr;
        QTRY_VERIFY((table = inInspector<QComboBox>("itab")));
        inDialog([](SoundChooser& chooser) { QTest::keyClick(&chooser.table(), Qt::Key_Return); });
        table->setFocus();
        QTest::keyClicks(table, "?");
        QTRY_COMPARE(events().front().arguments.size(), std::size_t{2});
        QVERIFY(std::holds_alternative<SoundSourceId>(events().front().arguments[1].value));

        // The same in the score table; Escape leaves all as it was.
        auto& model = m_window->score().model();
        m_window->score().setInView(true);
        const int column = model.columns().find(ScoreColumn::Kind::Parameter, "Sfile");
        QVERIFY(column >= 0);
        bool wasAsked = false;
        inDialog([&](SoundChooser& chooser) {
            wasAsked = true;
            chooser.reject();
        });
        const int steps = m_window->document().undoStack().count();
        QVERIFY(!model.setData(model.index(0, column), "?", Qt::EditRole));
        QTRY_VERIFY(wasAsked);
        QCOMPARE(m_window->document().undoStack().count(), steps);
    }

    void aDeviceThatGoesWhilePreviewingLosesNothing() {
        auto devices = std::make_shared<ListenedDevices>();
        FilePreview preview([devices] { return devices->makeOutput({}, 1024); });
        const QString file = writeTone("going.wav", toneRate * 30);
        preview.play(file, 0, {});
        QTRY_VERIFY(preview.position() > 0.05);
        devices->bench()->setNames({});
        const double before = preview.position();
        QTRY_VERIFY_WITH_TIMEOUT(preview.device().contains("device") && preview.position() > before,
                                 static_cast<int>(longest));
        QVERIFY(preview.isPlaying());
        preview.stop();
        QVERIFY(!preview.isPlaying());
    }

    void aFileThatIsCutWhileItIsHeardIsTold() {
        const QString file = writeTone("cut.wav", toneRate * 60);
        FilePreview preview([] { return std::make_unique<NullOutput>(); });
        QString told;
        connect(&preview, &SoundPreview::failed, this,
                [&](const Diagnostic& problem) { told = QString::fromStdString(problem.message); });
        preview.play(file, 0, {});
        QTRY_VERIFY(preview.position() > 0.01);
        QVERIFY(QFile::resize(file, 44 + toneRate * 4 * 2));
        QTRY_VERIFY_WITH_TIMEOUT(told.contains("cut.wav"), static_cast<int>(longest));
        QTRY_VERIFY(!preview.isPlaying());
    }
};

STRIA_WIDGET_TEST(ChoosingSoundsTest)
#include "choosing_sounds_test.moc"
