// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/playing.h"

#include <QSignalSpy>
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "tests/support/test_program.h"
#include "tests/ui/transport/growing_stem.h"
#include "tests/ui/transport/recording.h"
#include "ui/document/document.h"
#include "ui/transport/null_output.h"

using namespace stria;
using stria::test::GrowingStem;
using stria::test::Recording;

namespace {

constexpr double rate = 44100;
const InstrumentId levelInstrument{1};
const EventId firstEvent{10};

/// An instrument whose output is a steady level, so that each frame tells what was played.
Project levels() {
    Project project;
    Instrument instrument;
    instrument.id = levelInstrument;
    instrument.name = "level";
    instrument.body = "|klevel=0.25|\naout = klevel\nouts aout, aout\n";
    (void)project.insert(instrument);
    ScoreEvent event;
    event.id = firstEvent;
    event.instrument = levelInstrument;
    event.duration = 60;
    (void)project.insert(event);
    return project;
}

} // namespace

class PlayingTest : public QObject {
    Q_OBJECT

    struct Desk {
        Recording recording;
        Document document;
        Player player;
        EventAudition audition;
        Playing playing;

        explicit Desk(Project project)
            : player([this] {
                  return std::make_unique<NullOutput>(
                      [this](std::span<const float> samples) { recording.add(samples); });
              }),
              audition([] { return std::make_unique<NullOutput>(); }),
              playing(document, player, audition) {
            document.reset(std::move(project), {});
        }
        ~Desk() { document.discardJournal(); }

        void setLevel(double level) {
            document.edit("Level", [&](Project& project) {
                ScoreEvent event = *project.find(firstEvent);
                event.arguments = {{"klevel", level}};
                (void)project.change(event);
            });
        }
        void setLoop(double start, double end) {
            document.edit("Loop", [&](Project& project) {
                Settings settings = project.settings();
                settings.loopStart = start;
                settings.loopEnd = end;
                project.changeSettings(settings);
            });
        }
        void setBody(const std::string& body) {
            document.edit("Code", [&](Project& project) {
                Instrument instrument = *project.find(levelInstrument);
                instrument.body = body;
                (void)project.change(instrument);
            });
        }
        /// What was played so far. A machine that stands still for longer than is read ahead puts
        /// silence between, which loses no frame (playing_voice_test looks for gaps).
        std::vector<float> heard() {
            std::vector<float> left = recording.side(0);
            std::erase(left, 0.0f);
            return left;
        }
        bool hears(float level) {
            const std::vector<float> left = heard();
            return !left.empty() && std::abs(left.back() - level) < 1e-6f;
        }
    };

  private slots:
    void anEditIsHeardFromTheNextPassOn() {
        Desk desk(levels());
        desk.setLoop(1, 1.5);
        desk.playing.setLooping(true);
        desk.playing.play(1);
        QTRY_VERIFY(desk.hears(0.25f));
        desk.setLevel(0.75);
        QVERIFY(!desk.playing.render());
        QTRY_VERIFY(desk.hears(0.75f));
        QVERIFY(desk.playing.render());
        desk.playing.stop();
        const std::vector<float> left = desk.heard();
        // Playing comes from silence, so that the very first frame is not recorded, and the first
        // frame of a pass goes on from the old sound.
        const auto change =
            std::find_if(left.begin() + 300, left.end(), [](float x) { return x != 0.25f; });
        QCOMPARE((change - left.begin()) % 22050, std::ptrdiff_t{0});
        QCOMPARE(*(change + 300), 0.75f);
    }
    void theLastOfManyEditsIsHeard() {
        Desk desk(levels());
        desk.setLoop(0, 0.3);
        desk.playing.setLooping(true);
        desk.playing.play(0);
        QTRY_VERIFY(desk.hears(0.25f));
        for (int i = 1; i <= 8; ++i) {
            desk.setLevel(0.25 + 0.05 * i);
            QTest::qWait(i * 40);
        }
        QTRY_VERIFY(desk.hears(0.65f));
        desk.document.undoStack().undo();
        QTRY_VERIFY(!desk.hears(0.65f));
    }
    void withoutALoopAnEditIsHeardWhenItHasReachedThePlayHead() {
        Desk desk(levels());
        desk.playing.play(2);
        QTRY_VERIFY(desk.hears(0.25f));
        const double before = desk.player.position();
        desk.setLevel(0.5);
        QTRY_VERIFY(desk.hears(0.5f));
        QVERIFY(desk.playing.isPlaying());
        QTRY_VERIFY(desk.player.position() > before);
        const std::vector<float> left = desk.heard();
        float largest = 0;
        for (std::size_t i = 1; i < left.size(); ++i)
            largest = std::max(largest, std::abs(left[i] - left[i - 1]));
        QVERIFY(largest < 0.01f);
    }
    void aBrokenEditIsToldAndWhatSoundedGoesOn() {
        Desk desk(levels());
        desk.setLoop(0, 0.4);
        desk.playing.setLooping(true);
        desk.playing.play(0);
        QTRY_VERIFY(desk.hears(0.25f));
        QSignalSpy finished(&desk.playing, &Playing::renderFinished);
        desk.setBody("|klevel=0.25|\naout oscillate_wrongly klevel\nouts aout, aout\n");
        const auto failed = [&finished] {
            return !finished.isEmpty() &&
                   qvariant_cast<RenderResult>(finished.last().first()).state ==
                       RenderState::Failed;
        };
        QTRY_VERIFY(failed());
        const auto result = qvariant_cast<RenderResult>(finished.last().first());
        QVERIFY(!result.problems.empty());
        const std::size_t before = desk.heard().size();
        QTRY_VERIFY(desk.heard().size() > before + 22050);
        QVERIFY(desk.playing.isPlaying());
        QVERIFY(desk.hears(0.25f));
        desk.setBody("|klevel=0.25|\naout = klevel * 2\nouts aout, aout\n");
        QTRY_VERIFY(desk.hears(0.5f));
    }
    void aLoopIsMadeMovedAndSwitchedWhileItPlays() {
        Desk desk(levels());
        desk.playing.play(3);
        QTRY_VERIFY(desk.player.position() > 3.3);
        desk.playing.setLooping(true);
        desk.setLoop(1, 1.4); // before the play head and before what is rendered
        QTRY_VERIFY(desk.player.position() < 1.5);
        QTest::qWait(900);
        QVERIFY(desk.player.position() >= 1 && desk.player.position() <= 1.4);
        desk.setLoop(20, 20.3); // the play head comes there by itself, or at once when it is passed
        desk.setLoop(0.2, 0.5);
        QTRY_VERIFY(desk.player.position() < 0.6);
        QVERIFY(desk.player.position() >= 0.2);
        desk.playing.setLooping(false);
        QTRY_VERIFY(desk.player.position() > 0.8);
    }
    void playingFromWithinALoopGoesBackToItsStart() {
        Desk desk(levels());
        desk.setLoop(1, 2);
        desk.playing.setLooping(true);
        desk.playing.play(1.8);
        QTRY_VERIFY(desk.player.position() > 1.8);
        QTRY_VERIFY(desk.player.position() < 1.7);
        QVERIFY(desk.player.position() >= 1);
        QVERIFY(desk.player.position() < 1.2);
    }
    void theSelectionSoundsAloneThroughItsEffects() {
        // Two levels, and an effect that halves what comes over a bus.
        Project project = levels();
        Instrument sender;
        sender.id = InstrumentId{2};
        sender.name = "sender";
        sender.body = "|ibus=0|\nbusmix(ibus, a(0.5))\n";
        (void)project.insert(sender);
        Instrument effect;
        effect.id = InstrumentId{3};
        effect.name = "half";
        effect.body = "|ibus=0|\nain = busin(ibus)\nouts ain / 2, ain / 2\n";
        (void)project.insert(effect);
        Bus bus;
        bus.id = BusId{1};
        bus.name = "way";
        (void)project.insert(bus);
        for (const auto& [id, instrument, start] :
             {std::tuple(11, sender.id, 1.0), std::tuple(12, effect.id, 0.0)}) {
            ScoreEvent event;
            event.id = EventId{static_cast<std::uint64_t>(id)};
            event.instrument = instrument;
            event.start = start;
            event.duration = 60;
            event.priority = instrument == effect.id ? 2 : 1;
            event.arguments = {{"ibus", bus.id}};
            (void)project.insert(event);
        }
        Desk desk(std::move(project));
        desk.playing.playOnly({EventId{11}});
        QTRY_VERIFY(desk.hears(0.25f));
        QTRY_VERIFY(desk.player.position() >= 1);
        QVERIFY(!desk.playing.render()); // it is no render of the document
        // An edit of what is not chosen is not heard.
        desk.setLevel(0.75);
        QTest::qWait(600);
        QVERIFY(desk.hears(0.25f));
        desk.playing.play(1);
        QTRY_VERIFY(desk.hears(1.0f));
        desk.playing.stop();
    }
    void anEditLeavesAnotherSoundThatPlaysAlone() {
        Desk desk(levels());
        desk.playing.play(0);
        QTRY_VERIFY(desk.hears(0.25f));
        desk.playing.stop();
        GrowingStem other(2, rate);
        other.append(std::vector<double>(2 * 400000, 0.125));
        other.complete();
        desk.player.play(other.sound(), 0);
        QTRY_VERIFY(desk.hears(0.125f));
        desk.setLevel(0.5);
        QTest::qWait(1500);
        QVERIFY(desk.hears(0.125f));
    }
};

STRIA_WIDGET_TEST(PlayingTest)
#include "playing_test.moc"
