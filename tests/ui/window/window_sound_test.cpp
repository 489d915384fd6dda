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
#include "tests/support/test_program.h"
#include "tests/ui/transport/sound_server.h"
#include "tests/ui/window/no_dialogs.h"
#include "ui/look/palette.h"
#include "ui/timeline/timeline_view.h"
#include "ui/transport/rtaudio_output.h"
#include "ui/window/main_window.h"

using namespace stria;
using stria::test::SoundRecorder;
using stria::test::SoundServer;

namespace {

constexpr int exampleRate = 44100; ///< of the example
constexpr std::size_t compared = 2 * exampleRate;

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

    /// The left side of what is recorded after Space; Space again ends it.
    static std::vector<float> heardAfterSpace(MainWindow& window) {
        SoundRecorder recorder(exampleRate);
        if (!recorder.start())
            return {};
        TimelineCanvas& canvas = window.timeline().canvas();
        canvas.setFocus();
        QTest::keyClick(&canvas, Qt::Key_Space);
        static_cast<void>(QTest::qWaitFor(
            [&] { return recorder.side(0).size() > 3 * std::size_t{exampleRate}; }, 120000));
        QTest::keyClick(&canvas, Qt::Key_Space);
        return recorder.side(0);
    }
    /// How much of the sound was heard as it was rendered, frame by frame.
    static std::size_t matching(const std::vector<float>& heard,
                                const std::vector<float>& expected) {
        if (heard.size() < 2 * std::size_t{exampleRate})
            return 0;
        const auto begin = heard.begin() + exampleRate / 2; // the recorder may come late
        const auto place = std::search(expected.begin(), expected.end(), begin, begin + 256);
        if (place == expected.end() || place - expected.begin() > exampleRate)
            return 0;
        return static_cast<std::size_t>(
            std::mismatch(begin, heard.end(), place, expected.end()).first - begin);
    }

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-test");
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
        QSettings().clear();
        QSettings().setValue("sound/scoreFrames", 16384); // enough for a busy machine
    }

    void anExampleIsOpenedAndHeardAsItIsRendered() {
        if (!SoundServer::isInstalled())
            QSKIP("pulseaudio and parec are not installed (Debian: pulseaudio pulseaudio-utils)");
        const QString example =
            QStringLiteral(STRIA_SOURCE_DIR "/resources/examples/tidal-glass.stria");
        SoundServer server(exampleRate);
        QVERIFY(server.start());
        MainWindow window(
            {std::make_shared<RtAudioDevices>(), std::make_unique<test::NoDialogs>()});
        window.show();
        QSignalSpy opened(&window.files(), &ProjectFiles::opened);
        window.files().openPath(example);
        QTRY_VERIFY(!opened.isEmpty());
        const std::vector<float> expected = rendered(window.document().project(), 6);
        QVERIFY(expected.size() >= 5 * std::size_t{exampleRate});

        // A server that is short of time may lose frames of the recording, but not each time.
        std::size_t matched = 0;
        for (int attempt = 0; attempt < 3 && matched < compared; ++attempt) {
            window.timeline().setPlayHead(0);
            matched = std::max(matched, matching(heardAfterSpace(window), expected));
            QVERIFY(!window.playing().isPlaying());
        }
        QVERIFY2(matched >= compared, qPrintable(QString::number(matched)));
        window.document().discardJournal();
    }
};

STRIA_WIDGET_TEST(WindowSoundTest)
#include "window_sound_test.moc"
