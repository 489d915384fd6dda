// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/timeline/hit_test.h"
#include "ui/timeline/lanes.h"

using namespace stria;
using test::SmallScore;

namespace {

void compareLanes(const Lanes& found, const Lanes& expected) {
    QCOMPARE(found.all().size(), expected.all().size());
    for (std::size_t i = 0; i < found.all().size(); ++i) {
        const Lane& a = found.all()[i];
        const Lane& b = expected.all()[i];
        QCOMPARE(a.name, b.name);
        QCOMPARE(a.top, b.top);
        QCOMPARE(a.height, b.height);
        QCOMPARE(a.index.size(), b.index.size());
        for (std::size_t k = 0; k < a.index.size(); ++k) {
            QCOMPARE(a.index.spans()[k].event, b.index.spans()[k].event);
            QCOMPARE(a.index.spans()[k].level, b.index.spans()[k].level);
        }
    }
}

} // namespace

class LanesTest : public QObject {
    Q_OBJECT

  private slots:
    void eventsLieOnTheTrackOfTheirInstrumentsName() {
        SmallScore score;
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        QCOMPARE(lanes.all().size(), std::size_t{2});
        QCOMPARE(lanes.laneOf(*score.project.find(score.low)), 1);
        QCOMPARE(lanes.eventCount(), std::size_t{4});
    }

    void eventsWithoutATrackGetALaneOfTheirInstrument() {
        SmallScore score;
        const auto bell = score.addInstrument("bell", "", 2);
        score.addEvent(bell, 0, 1);
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        QCOMPARE(lanes.all().size(), std::size_t{3});
        QCOMPARE(lanes.all()[2].name, QStringLiteral("bell"));
        QVERIFY(!lanes.all()[2].track);
    }

    void overlappingEventsDoNotCoverEachOther() {
        SmallScore score;
        std::mt19937 random(1);
        std::uniform_real_distribution<double> time(0, 20), length(0.1, 2);
        for (int i = 0; i < 100; ++i)
            score.addEvent(score.glass, time(random), length(random));
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        const auto& spans = lanes.all()[0].index.spans();
        for (std::size_t i = 0; i < spans.size(); ++i)
            for (std::size_t k = i + 1; k < spans.size(); ++k)
                QVERIFY(spans[i].level != spans[k].level || spans[k].start >= spans[i].end - 1e-6);
    }

    void refreshingGivesTheSameAsBuildingAnew() {
        SmallScore score;
        InstrumentFacts facts, otherFacts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        std::mt19937 random(4);
        std::uniform_real_distribution<double> time(0, 20), length(0.1, 3);
        std::vector<EventId> events = {score.first, score.second, score.low, score.endless};
        for (int round = 0; round < 200; ++round) {
            std::vector<EventId> changed;
            for (int i = 0; i < 3; ++i) {
                const unsigned what = random() % 4;
                if (what == 0 || events.size() < 3) {
                    events.push_back(score.addEvent(random() % 2 ? score.glass : score.pad,
                                                    time(random), length(random)));
                    changed.push_back(events.back());
                } else if (what == 1) {
                    const std::size_t which = random() % events.size();
                    changed.push_back(events[which]);
                    (void)score.project.remove(events[which]);
                    events.erase(events.begin() + static_cast<std::ptrdiff_t>(which));
                } else {
                    ScoreEvent event = *score.project.find(events[random() % events.size()]);
                    event.start = time(random);
                    event.track = random() % 2 ? score.glassTrack : TrackId{};
                    changed.push_back(event.id);
                    (void)score.project.change(event);
                }
            }
            lanes.refresh(score.project, changed);
            Lanes anew(otherFacts);
            for (const Lane& lane : lanes.all())
                anew.chooseRows(lane, lane.rows);
            anew.rebuild(score.project);
            compareLanes(lanes, anew);
        }
    }

    void aMelodyBecomesAPianoRoll() {
        SmallScore score;
        for (int i = 0; i < 12; ++i) {
            ScoreEvent event = *score.project.find(score.addEvent(score.pad, i, 1));
            event.arguments = {{"kmidi", 60.0 + i}};
            (void)score.project.change(event);
        }
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        const Lane& lane = lanes.all()[1];
        QVERIFY(lane.rows == LaneRows::Pitch);
        QCOMPARE(lane.pitchParameter, std::string("kmidi"));
        QVERIFY(Lanes::yOfPitch(lane, 71) < Lanes::yOfPitch(lane, 60));
        QVERIFY(qAbs(Lanes::pitchAt(lane, Lanes::yOfPitch(lane, 66)) - 66) < 1e-9);
        lanes.chooseRows(lane, LaneRows::Stacked);
        lanes.rebuild(score.project);
        QVERIFY(lanes.all()[1].rows == LaneRows::Stacked);
    }

    void aMelodyThatIsEnteredNoteByNoteBecomesAPianoRollAndStaysOne() {
        SmallScore score;
        const auto bell = score.addInstrument("bell", "|kmidi=60|\nprint p3\n", 2);
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        std::vector<EventId> notes;
        const auto rows = [&] { return lanes.all()[2].rows; };
        for (int i = 0; i < 12; ++i) {
            const EventId id = score.addEvent(bell, i, 1);
            notes.push_back(id);
            ScoreEvent event = *score.project.find(id);
            event.arguments = {{"kmidi", 60.0 + 2 * i}};
            (void)score.project.change(event);
            lanes.refresh(score.project, {id});
            if (i == 2)
                QCOMPARE(rows(), LaneRows::Stacked);
        }
        QCOMPARE(rows(), LaneRows::Pitch);
        for (int i = 2; i < 12; ++i)
            (void)score.project.remove(notes[static_cast<std::size_t>(i)]);
        lanes.refresh(score.project, notes);
        QCOMPARE(rows(), LaneRows::Pitch);
    }

    void nothingJumpsWhileTheValuesOfEventsAreChanged() {
        SmallScore score;
        const auto bell = score.addInstrument("bell", "|kmidi=60|\nprint p3\n", 2);
        std::vector<EventId> notes;
        for (int i = 0; i < 12; ++i)
            notes.push_back(score.addEvent(bell, i, 1));
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        double pitch = 60;
        for (const EventId id : notes) {
            ScoreEvent event = *score.project.find(id);
            event.arguments = {{"kmidi", pitch++}};
            (void)score.project.change(event);
            lanes.refresh(score.project, {id});
            QCOMPARE(lanes.all()[2].rows, LaneRows::Stacked);
        }
        const EventId another = score.addEvent(bell, 12, 1);
        lanes.refresh(score.project, {another});
        QCOMPARE(lanes.all()[2].rows, LaneRows::Pitch);
    }

    void fewPitchesAreNoPianoRoll() {
        SmallScore score;
        for (int i = 0; i < 12; ++i) {
            ScoreEvent event = *score.project.find(score.addEvent(score.pad, i, 1));
            event.arguments = {{"kmidi", 60.0 + i % 3}};
            (void)score.project.change(event);
        }
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        QVERIFY(lanes.all()[1].rows == LaneRows::Stacked);
        QVERIFY(lanes.all()[1].canShowPitch);
    }

    void thePointerFindsBodyAndEdges() {
        SmallScore score;
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        TimeAxis axis;
        axis.setWidth(1000);
        axis.setPixelsPerSecond(40);
        Selection selection;
        const double y = lanes.all()[0].top + 20;
        const auto at = [&](double x) { return hitTest(lanes, axis, selection, {x, y}); };
        QCOMPARE(at(80).event, score.first);
        QVERIFY(at(80).part == Hit::Part::Body);
        QVERIFY(at(42).part == Hit::Part::Start);
        QVERIFY(at(118).part == Hit::Part::End);
        QVERIFY(at(140).part == Hit::Part::Nothing);
        QCOMPARE(at(140).lane, 0);
        QCOMPARE(hitTest(lanes, axis, selection, {80.0, 5000.0}).lane, -1);
        // Far away the event is narrower than it is drawn: its middle is still no edge.
        axis.setPixelsPerSecond(0.4);
        const double left = axis.xAt(1);
        QVERIFY(at(left + 1).part == Hit::Part::Body);
    }

    void aTrackMadeForOneLaneKeepsTheOrderOfAll() {
        SmallScore score;
        const auto bell = score.addInstrument("bell", "", 2);
        const auto drum = score.addInstrument("drum", "", 3);
        score.addEvent(bell, 0, 1);
        score.addEvent(drum, 0, 1);
        InstrumentFacts facts;
        Lanes lanes(facts);
        lanes.rebuild(score.project);
        const TrackId track = trackOfLane(score.project, lanes, lanes.all()[3]);
        QCOMPARE(score.project.find(track)->name, std::string("drum"));
        lanes.rebuild(score.project);
        QCOMPARE(lanes.all()[2].name, QStringLiteral("bell"));
        QCOMPARE(lanes.all()[3].name, QStringLiteral("drum"));
    }
};

STRIA_CORE_TEST(LanesTest)
#include "lanes_test.moc"
