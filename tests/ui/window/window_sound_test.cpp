// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window, from a key to the sound that a real sound server gets.
#include <QSettings>
#include <QSignalSpy>
#include <QtTest>
#include <algorithm>
#include <fstream>

#include "engine/compile/compiler.h"
#include "engine/render/opcode_list.h"
#include "engine/render/render_job.h"
#include "engine/storage/project_file.h"
#include "tests/ui/transport/sound_server.h"
#include "ui/look/palette.h"
#include "ui/timeline/timeline_view.h"
#include "ui/transport/rtaudio_output.h"
#include "ui/window/main_window.h"

using namespace stria;
using stria::test::SoundRecorder;
using stria::test::SoundServer;

namespace {

constexpr int rate = 44100; ///< of the example
constexpr std::size_t compared = 2 * rate;

class NoDialogs final : public Dialogs {
  public:
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override { return {}; }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        return {};
    }
    int ask(const Question&) override { return 1; }
    void tell(const QString&, const QString&, const QString&) override {}
};

/// The left side of the first seconds of a project, rendered by the engine alone.
std::vector<float> rendered(const Project& project, double seconds) {
    RenderSpec spec;
    spec.endTime = seconds;
    const OpcodeCatalogue opcodes = csoundOpcodes();
    auto document = compile(project, spec, gatherAssetFacts(project, {}), opcodes);
    if (!document)
        return {};
    const RenderJob job = RenderJob::start(std::move(*document), spec, {}, false);
    if (!job.wait().ok())
        return {};
    const StemFile stem = job.stem();
    std::ifstream file(stem.path, std::ios::binary);
    std::vector<double> frame(static_cast<std::size_t>(stem.channels));
    std::vector<float> left;
    while (file.read(reinterpret_cast<char*>(frame.data()),
                     static_cast<std::streamsize>(frame.size() * sizeof(double))))
        left.push_back(static_cast<float>(frame.front()));
    return left;
}

} // namespace

class WindowSoundTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-test");
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
        QSettings().clear();
    }

    void anExampleIsOpenedAndHeardAsItIsRendered() {
        if (!SoundServer::isInstalled())
            QSKIP("pulseaudio and parec are not installed (Debian: pulseaudio pulseaudio-utils)");
        const QString example =
            QStringLiteral(STRIA_SOURCE_DIR "/resources/examples/tidal-glass.stria");
        SoundServer server(rate);
        QVERIFY(server.start());
        SoundRecorder recorder(rate);
        QVERIFY(recorder.start());
        MainWindow window({std::make_shared<RtAudioDevices>(), std::make_unique<NoDialogs>()});
        window.show();
        QSignalSpy opened(&window.files(), &ProjectFiles::opened);
        window.files().openPath(example);
        QTRY_VERIFY_WITH_TIMEOUT(!opened.isEmpty(), 60000);
        const std::vector<float> expected = rendered(window.document().project(), 6);
        QVERIFY(expected.size() >= 5 * std::size_t{rate});

        TimelineCanvas& canvas = window.timeline().canvas();
        canvas.setFocus();
        QTest::keyClick(&canvas, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.side(0).size() > 3 * std::size_t{rate}, 120000);
        QTest::keyClick(&canvas, Qt::Key_Space);
        QVERIFY(!window.playing().isPlaying());
        const std::vector<float> heard = recorder.side(0);

        // The recorder may come late, and a server short of time puts silence between frames.
        std::vector<float> frames;
        std::copy_if(heard.begin() + rate / 2, heard.end(), std::back_inserter(frames),
                     [](float sample) { return sample != 0; });
        QVERIFY(frames.size() > compared);
        const auto begin =
            std::search(expected.begin(), expected.end(), frames.begin(), frames.begin() + 256);
        QVERIFY(begin != expected.end());
        const auto place = static_cast<std::size_t>(begin - expected.begin());
        QVERIFY2(place < std::size_t{rate}, qPrintable(QString::number(place)));
        for (std::size_t i = 0; i < compared; ++i)
            QCOMPARE(frames[i], expected[place + i]);
        window.document().discardJournal();
    }
};

QTEST_MAIN(WindowSoundTest)
#include "window_sound_test.moc"
