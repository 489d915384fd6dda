// SPDX-License-Identifier: GPL-3.0-or-later
// Sound files and tables in the whole window, by mouse, keys and drops.
#include "ui/window/source_files.h"

#include <QAbstractButton>
#include <QDropEvent>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QUrl>
#include <QtTest>
#include <cmath>
#include <sndfile.h>

#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"
#include "tests/ui/transport/listened_devices.h"
#include "tests/ui/window/rendered_sound.h"
#include "ui/document/dragged_part.h"
#include "ui/inspector/inspector.h"
#include "ui/look/palette.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/browser_panel.h"
#include "ui/window/main_window.h"

using namespace stria;
using stria::test::ListenedDevices;

namespace {

struct Script {
    QString file;
    QStringList told;
    int answer = 1; ///< the second of a question: do not save, do not delete
};

class ScriptedDialogs final : public Dialogs {
  public:
    explicit ScriptedDialogs(Script& script) : m_script(script) {}
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override {
        return m_script.file;
    }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        return {};
    }
    int ask(const Question&) override { return m_script.answer; }
    void tell(const QString&, const QString& text, const QString&) override {
        m_script.told << text;
    }

  private:
    Script& m_script;
};

constexpr int soundRate = 44100;

/// What is written into a file: a tone on each channel, 0.4 loud.
double sampleAt(int frame, int channel) {
    return 0.4 * std::sin(2 * M_PI * (440.0 + 110 * channel) * frame / soundRate);
}

} // namespace

class SourceFilesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Script m_script;
    std::unique_ptr<MainWindow> m_window;

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QString writeSound(const QString& name, int channels, int frames) const {
        SF_INFO info{};
        info.samplerate = soundRate;
        info.channels = channels;
        info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
        QDir().mkpath(QFileInfo(path(name)).absolutePath());
        SNDFILE* file = sf_open(path(name).toUtf8().constData(), SFM_WRITE, &info);
        std::vector<double> samples;
        for (int frame = 0; frame < frames; ++frame)
            for (int channel = 0; channel < channels; ++channel)
                samples.push_back(sampleAt(frame, channel));
        sf_writef_double(file, samples.data(), frames);
        sf_close(file);
        return path(name);
    }
    QString writeText(const QString& name, const QByteArray& text) const {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(name));
        return path(name);
    }

    const Project& project() const { return m_window->document().project(); }
    TimelineCanvas& canvas() const { return m_window->timeline().canvas(); }
    TimeAxis& axis() const { return m_window->timeline().scene().axis(); }
    std::vector<ScoreEvent> events() const {
        std::vector<ScoreEvent> all;
        project().all<ScoreEvent>().forEach([&](const ScoreEvent& e) { all.push_back(e); });
        std::sort(all.begin(), all.end(),
                  [](const auto& a, const auto& b) { return a.start < b.start; });
        return all;
    }
    const Instrument& player(const ScoreEvent& event) const {
        return *project().find(event.instrument);
    }

    static std::unique_ptr<QMimeData> dataOf(const QStringList& files) {
        auto data = std::make_unique<QMimeData>();
        QList<QUrl> urls;
        for (const QString& file : files)
            urls << QUrl::fromLocalFile(file);
        data->setUrls(urls);
        return data;
    }
    /// As a file manager or another view does it. True when it was taken.
    static bool drop(QWidget& widget, const QMimeData& data, const QPoint& at,
                     Qt::KeyboardModifiers modifiers = {}) {
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(&widget, &enter);
        if (!enter.isAccepted())
            return false;
        QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(&widget, &move);
        QDropEvent end(at, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(&widget, &end);
        return end.isAccepted();
    }
    bool dropAt(double seconds, const QMimeData& data, Qt::KeyboardModifiers modifiers = {},
                int y = 20) const {
        const QPoint at(static_cast<int>(std::round(axis().xAt(seconds))), y);
        return drop(*canvas().viewport(), data, at, modifiers);
    }
    bool settle() const {
        return QTest::qWaitFor([this] {
            return !m_window->timeline().placing().isBusy() && !m_window->sources().isReading();
        });
    }
    template <class Widget> Widget* named(const QString& name) const {
        for (Widget* widget : m_window->inspector().findChildren<Widget*>())
            if (widget->accessibleName() == name || widget->property("text") == name)
                if (widget->isVisible())
                    return widget;
        return nullptr;
    }
    SoundSourceId addSource(const std::string& file) {
        SoundSource source;
        source.id = SoundSourceId::random();
        source.name = QFileInfo(QString::fromStdString(file)).baseName().toStdString();
        source.path = file;
        m_window->document().edit("add", [&](Project& p) { (void)p.insert(source); });
        return source.id;
    }
    InstrumentId addInstrument(const std::string& name, const std::string& body) {
        Instrument instrument;
        instrument.id = InstrumentId::random();
        instrument.name = name;
        instrument.body = body;
        m_window->document().edit("add", [&](Project& p) { (void)p.insert(instrument); });
        return instrument.id;
    }

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-source-test");
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
    }
    void init() {
        QSettings().clear();
        m_script = {};
        auto devices = std::make_shared<ListenedDevices>([](std::span<const float>) {});
        m_window = std::make_unique<MainWindow>(
            MainWindow::Surroundings{devices, std::make_unique<ScriptedDialogs>(m_script)});
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        Project empty;
        Settings settings = empty.settings();
        settings.sampleRate = soundRate;
        settings.ksmps = 10; // a second is a whole number of k-cycles
        empty.changeSettings(settings);
        m_window->document().reset(empty, {});
        m_window->timeline().scene().grid().setKind(TimeGrid::Kind::Seconds);
        axis().setStart(0);
        axis().setPixelsPerSecond(100);
    }
    void cleanup() {
        m_window->document().discardJournal();
        m_window.reset();
    }

    void aFileDroppedOnTheTimelineSoundsThereAsItIs() {
        const auto data = dataOf({writeSound("stereo.wav", 2, soundRate / 2)});
        QVERIFY(dropAt(1.02, *data));
        QVERIFY(settle());
        const auto all = events();
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(all[0].start, 1.0); // on the grid
        QCOMPARE(all[0].duration, 0.5);
        QCOMPARE(player(all[0]).name, std::string("sample, stereo"));
        QVERIFY(m_window->document().selection().contains(all[0].id));
        QVERIFY(m_window->document().selection().currentSound());

        const std::vector<double> sound = test::renderedSound(project(), 2);
        QVERIFY(!sound.empty());
        const int start = soundRate, fade = static_cast<int>(0.021 * soundRate);
        double worst = 0, outside = 0;
        for (int frame = 0; frame < 2 * soundRate; ++frame)
            for (int channel = 0; channel < 2; ++channel) {
                const double heard = sound[static_cast<std::size_t>(2 * frame + channel)];
                const int place = frame - start;
                if (place < 0 || place > soundRate / 2)
                    outside = std::max(outside, std::abs(heard));
                else if (place > fade && place < soundRate / 2 - fade)
                    worst = std::max(worst, std::abs(heard - sampleAt(place, channel)));
            }
        QVERIFY2(worst < 1e-4, qPrintable(QString::number(worst)));
        QCOMPARE(outside, 0.0);

        m_window->document().undoStack().undo();
        QVERIFY(events().empty());
        QVERIFY(project().all<Instrument>().empty());
        QVERIFY(project().all<SoundSource>().empty());
    }

    void severalFilesLieOneAfterTheOtherOrTogether() {
        const auto data =
            dataOf({writeSound("a.wav", 1, soundRate / 2), writeSound("b.wav", 1, soundRate / 4)});
        QVERIFY(dropAt(2, *data));
        QVERIFY(settle());
        auto all = events();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[1].start, 2.5);
        QCOMPARE(all[1].duration, 0.25);
        QCOMPARE(all[0].instrument, all[1].instrument);
        QCOMPARE(player(all[0]).name, std::string("sample, mono"));
        QVERIFY(dropAt(4, *data, Qt::ShiftModifier));
        QVERIFY(settle());
        all = events();
        QCOMPARE(all.size(), std::size_t{4});
        QCOMPARE(all[2].start, 4.0);
        QCOMPARE(all[3].start, 4.0);
        QCOMPARE(project().all<SoundSource>().size(), std::size_t{2}); // each file once
        QCOMPARE(project().all<Instrument>().size(), std::size_t{1});
    }

    void anInstrumentThatTakesSuchASampleIsUsed() {
        const InstrumentId own = addInstrument(
            "own", "|isample=0, kgain=1|\nasig loscil3 kgain, 1, isample, 1\nouts asig, asig\n");
        m_window->document().selection().setCurrentInstrument(own);
        QVERIFY(dropAt(1, *dataOf({writeSound("mono.wav", 1, 1000)})));
        QVERIFY(dropAt(2, *dataOf({writeSound("stereo.wav", 2, 1000)})));
        QVERIFY(settle());
        const auto all = events();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[0].instrument, own);
        QCOMPARE(all[0].arguments.front().parameter, std::string("isample"));
        QCOMPARE(player(all[1]).name, std::string("sample, stereo")); // loscil3 has one output
    }

    void aFileThatIsNoSoundIsToldAndAddsNothing() {
        const QString wrong = writeText("wrong.wav", "these are words");
        const QString none = path("none.wav");
        const int steps = m_window->document().undoStack().count();
        QVERIFY(dropAt(1, *dataOf({wrong})));
        QVERIFY(settle());
        QTRY_COMPARE(m_script.told.size(), 1);
        QVERIFY2(m_script.told[0].contains("wrong.wav"), qPrintable(m_script.told[0]));
        QCOMPARE(m_window->document().undoStack().count(), steps);
        // Beside a good one it is left out.
        QVERIFY(dropAt(1, *dataOf({none, writeSound("good.wav", 1, 1000)})));
        QVERIFY(settle());
        QCOMPARE(m_script.told.size(), 2);
        QVERIFY2(m_script.told[1].contains("none.wav"), qPrintable(m_script.told[1]));
        QCOMPARE(events().size(), std::size_t{1});
        QCOMPARE(project().all<SoundSource>().size(), std::size_t{1});
    }

    void elsewhereFilesAreAddedProjectsOpenedAndTextsRefused() {
        QVERIFY(drop(*m_window, *dataOf({writeSound("added.wav", 1, 1000)}), QPoint(50, 300)));
        QTRY_COMPARE(project().all<SoundSource>().size(), std::size_t{1});
        // The canvas leaves a text of Csound to the window.
        const auto csd = dataOf({writeText("piece.csd", "<CsoundSynthesizer>")});
        QVERIFY(dropAt(1, *csd));
        QTRY_COMPARE(m_script.told.size(), 1);
        QVERIFY(m_script.told[0].contains("piece.csd"));
        QVERIFY(events().empty());
        Project piece;
        Instrument instrument;
        instrument.id = InstrumentId::random();
        instrument.name = "other";
        (void)piece.insert(instrument);
        QVERIFY(saveProject(piece, path("other.stria").toStdString()));
        QSignalSpy opened(&m_window->files(), &ProjectFiles::opened);
        QVERIFY(drop(*m_window, *dataOf({path("other.stria")}), QPoint(50, 300)));
        QVERIFY(opened.wait(stria::test::patience));
        QVERIFY(project().instrumentNamed("other"));
    }

    void whatIsDraggedFromTheBrowserBecomesAnEvent() {
        const SoundSourceId sound = addSource(writeSound("drag.wav", 1, soundRate).toStdString());
        const InstrumentId tone =
            addInstrument("tone", "|kamp=0.1|\nasig oscili kamp, 440\nout asig");
        auto data = std::unique_ptr<QMimeData>(dragged_part::wrap(sound));
        QVERIFY(dropAt(3, *data));
        QVERIFY(settle());
        QCOMPARE(events().size(), std::size_t{1});
        QCOMPARE(events()[0].duration, 1.0);
        data.reset(dragged_part::wrap(tone));
        QVERIFY(dropAt(5, *data, {}, 400));
        QCOMPARE(events().size(), std::size_t{2});
        QCOMPARE(events()[1].instrument, tone);
        QCOMPARE(events()[1].start, 5.0);
        // Onto the lane of another instrument: there it lies, and it stays what it is.
        const QRect lane = canvas().rectOf(events()[0].id).toRect();
        QVERIFY(dropAt(8, *data, {}, lane.center().y()));
        QCOMPARE(events()[2].instrument, tone);
        const auto& lanes = m_window->timeline().scene().lanes();
        QCOMPARE(lanes.laneOf(events()[2]), lanes.laneOf(events()[0]));
        data.reset(dragged_part::wrap(SoundSourceId::random())); // of another project
        QVERIFY(dropAt(9, *data));
        QVERIFY(settle());
        QCOMPARE(events().size(), std::size_t{3});
    }

    void aKeyAddsAnEventOfTheChosenSample() {
        const SoundSourceId sound = addSource(writeSound("key.wav", 1, soundRate).toStdString());
        QAction* const action = m_window->timeline().actions().addSample;
        QVERIFY(!action->isEnabled());
        m_window->document().selection().setCurrentSource(sound);
        QVERIFY(action->isEnabled());
        m_window->timeline().setPlayHead(2.5);
        canvas().setFocus();
        QTest::keyClick(&canvas(), Qt::Key_Insert, Qt::ShiftModifier);
        QVERIFY(settle());
        QCOMPARE(events().size(), std::size_t{1});
        QCOMPARE(events()[0].start, 2.5);
    }

    void aMissingFileIsSaidAndFoundAgainWithItsNeighbours() {
        writeSound("now/bell.wav", 1, 500);
        writeSound("now/drum.wav", 2, 700);
        const SoundSourceId bell = addSource(path("before/bell.wav").toStdString());
        const SoundSourceId drum = addSource(path("before/drum.wav").toStdString());
        m_window->document().selection().setCurrentSource(bell);
        auto* const hear = named<QAbstractButton>("Hear it");
        QVERIFY(hear);
        QTRY_VERIFY(!hear->isEnabled());
        m_script.file = path("now/bell.wav");
        QTest::mouseClick(named<QAbstractButton>("Find the file"), Qt::LeftButton);
        QVERIFY(settle());
        const SoundSource& linked = *project().find(bell);
        QCOMPARE(linked.path, path("now/bell.wav").toStdString());
        QCOMPARE(linked.hash.size(), std::size_t{32});
        QCOMPARE(linked.size, std::uint64_t(QFileInfo(path("now/bell.wav")).size()));
        QCOMPARE(project().find(drum)->path, path("now/drum.wav").toStdString());
        QTRY_VERIFY(hear->isEnabled());
        m_window->document().undoStack().undo();
        QCOMPARE(project().find(drum)->path, path("before/drum.wav").toStdString());
        // What was typed and is not there changes nothing.
        m_window->sources().link(bell, path("nowhere.wav"));
        QVERIFY(settle());
        QTRY_COMPARE(m_script.told.size(), 1);
        QCOMPARE(project().find(bell)->path, path("before/bell.wav").toStdString());
    }

    void aSampleIsHeardAndThePlayHeadStaysWhereItWas() {
        const SoundSourceId sound =
            addSource(writeSound("hear.wav", 2, soundRate / 4).toStdString());
        m_window->timeline().setPlayHead(7);
        m_window->document().selection().setCurrentSource(sound);
        m_window->sources().hear(sound);
        QVERIFY(m_window->preview().isPlaying());
        QTRY_VERIFY(m_window->preview().position() > 0);
        QCOMPARE(m_window->timeline().playHead(), 7.0);
        QTRY_VERIFY(!m_window->preview().isPlaying());
        QVERIFY(!m_window->playing().isPlaying());
        QCOMPARE(m_window->timeline().playHead(), 7.0);
    }

    void aTableIsFilledFromAFileOfNumbers() {
        Table table;
        table.id = TableId::random();
        m_window->document().edit("add", [&](Project& p) { (void)p.insert(table); });
        m_script.file = writeText("numbers.csv", "# a scale\n1,1.125\n1.25,1.5\n");
        m_window->sources().fillTable(table.id);
        QVERIFY(settle());
        QTRY_COMPARE(*project().find(table.id)->data, (std::vector<double>{1, 1.125, 1.25, 1.5}));
        m_script.file = writeText("wrong.csv", "1\n2 x\n");
        m_window->sources().fillTable(table.id);
        QVERIFY(settle());
        QTRY_COMPARE(m_script.told.size(), 1);
        QVERIFY2(m_script.told[0].contains("line 2"), qPrintable(m_script.told[0]));
        QCOMPARE(project().find(table.id)->data->size(), std::size_t{4});
    }

    void deletingAnInstrumentInTheBrowserTakesItsEventsAlong() {
        const InstrumentId tone = addInstrument("tone", "out oscili:a(0.1, 440)");
        m_window->document().edit("note", [&](Project& p) {
            ScoreEvent event;
            event.id = EventId::random();
            event.instrument = tone;
            (void)p.insert(event);
        });
        QTreeWidget& list = m_window->browser().list();
        QTRY_VERIFY(!list.findItems("tone", Qt::MatchExactly).isEmpty());
        list.setCurrentItem(list.findItems("tone", Qt::MatchExactly).front());
        list.setFocus();
        QTest::keyClick(&list, Qt::Key_Delete);
        QVERIFY(project().find(tone)); // asked first
        m_script.answer = 0;
        QTest::keyClick(&list, Qt::Key_Delete);
        QVERIFY(!project().find(tone));
        QVERIFY(events().empty());
        m_window->document().undoStack().undo();
        QCOMPARE(events().size(), std::size_t{1});
    }
};

STRIA_WIDGET_TEST(SourceFilesTest)
#include "source_files_test.moc"
