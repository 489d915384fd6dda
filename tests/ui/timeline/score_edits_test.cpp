// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/document/event_clipboard.h"
#include "ui/document/event_edits.h"
#include "ui/timeline/event_join.h"
#include "ui/timeline/lanes.h"
#include "ui/timeline/score_edits.h"

using namespace stria;
using test::SmallScore;

class ScoreEditsTest : public QObject {
    Q_OBJECT

  private slots:
    void movingStopsAtTheBeginningForAllTogether() {
        SmallScore score;
        score_edits::move(score.project, {score.first, score.second}, -5);
        QCOMPARE(score.project.find(score.first)->start, 0.0);
        QCOMPARE(score.project.find(score.second)->start, 3.0);
    }

    void aStopAndABeatAnchorGoWithTheirEvent() {
        SmallScore score;
        Settings settings;
        settings.tempo = TempoMap({{0, 120, 4}});
        score.project.changeSettings(settings);
        ScoreEvent event = *score.project.find(score.first);
        event.stop = 2.5;
        event.beats = BeatAnchor{2, 4};
        (void)score.project.change(event);
        score_edits::move(score.project, {score.first}, 1);
        const ScoreEvent& moved = *score.project.find(score.first);
        QCOMPARE(*moved.stop, 3.5);
        QCOMPARE(moved.beats->start, 4.0);
        QCOMPARE(moved.beats->duration, 4.0);
    }

    void anotherStartLeavesTheCurveWhereItSounds() {
        SmallScore score;
        const auto curve = score.automate(score.first, "kamp", {{0, 0}, {2, 1}});
        score_edits::moveStart(score.project, {score.first}, 0.5, 0.001);
        QCOMPARE(score.project.find(score.first)->start, 1.5);
        QCOMPARE(score.project.find(score.first)->duration, 1.5);
        QCOMPARE(score.project.find(curve)->points[0].time, -0.5);
        QCOMPARE(score.project.find(curve)->points[1].time, 1.5);
    }

    void noEventGetsShorterThanTheLeast() {
        SmallScore score;
        score_edits::moveEnd(score.project, {score.first, score.endless}, -10, 0.001);
        QCOMPARE(score.project.find(score.first)->duration, 0.001);
        QVERIFY(score.project.find(score.endless)->isEndless());
    }

    void deletingTakesTheAutomationAlong() {
        SmallScore score;
        score.automate(score.first, "kamp", {{0, 0}});
        const auto kept = score.automate(score.second, "kamp", {{0, 0}});
        removeEvents(score.project, {score.first});
        QCOMPARE(score.project.all<Automation>().size(), std::size_t{1});
        QVERIFY(score.project.find(kept));
    }

    void deletingWithoutAGapMovesWhatFollows() {
        SmallScore score;
        score_edits::removeRipple(score.project, {score.first});
        QCOMPARE(score.project.find(score.second)->start, 2.0);
        QCOMPARE(score.project.find(score.low)->start, 1.0);
    }

    void theHalvesOfASplitEventPlayTheWholeCurve() {
        SmallScore score;
        score.automate(score.first, "kamp", {{0, 0}, {2, 1}});
        const auto halves = score_edits::split(score.project, {score.first, score.second}, 1.5);
        QCOMPARE(halves.size(), std::size_t{1});
        QCOMPARE(score.project.find(score.first)->duration, 0.5);
        const ScoreEvent& half = *score.project.find(halves[0]);
        QCOMPARE(half.start, 1.5);
        QCOMPARE(half.duration, 1.5);
        const auto curves = score.project.automationsOf(half.id);
        QCOMPARE(curves.size(), std::size_t{1});
        QCOMPARE(curves[0]->points[0].time, -0.5);
        InstrumentFacts facts;
        const auto joined = score_edits::join(score.project, {score.first, half.id}, facts);
        QCOMPARE(joined, score_edits::Events{score.first});
        QCOMPARE(score.project.find(score.first)->duration, 2.0);
        QCOMPARE(score.project.automationsOf(score.first).size(), std::size_t{1});
        QCOMPARE(score.project.all<Automation>().size(), std::size_t{1});
    }

    void whatIsJoinedGoesOnAsItDid() {
        SmallScore score; // two events of glass, from 1 to 3 and from 4 to 5
        InstrumentFacts facts;
        ScoreEvent second = *score.project.find(score.second);
        second.arguments = {{"kamp", 0.7}};
        (void)score.project.change(second);
        const auto curve = score.automate(score.second, "kbright", {{-1, 0}, {1, 1}});
        (void)score.project.change(
            Automation{curve,
                       score.second,
                       "kbright",
                       {{-1, 0, {SegmentShape::Kind::Smooth, 1}}, {1, 1, {}}},
                       false,
                       0,
                       {}});
        score_edits::join(score.project, {score.first, score.second}, facts);
        QCOMPARE(score.project.find(score.first)->duration, 4.0);
        QVERIFY(!score.project.find(score.second));
        const auto automations = score.project.automationsOf(score.first);
        QCOMPARE(automations.size(), std::size_t{2});
        QCOMPARE(automations.size(), score.project.all<Automation>().size());
        for (const Automation* automation : automations) {
            QCOMPARE(automation->points.front().time, 3.0);
            if (automation->parameter == "kamp") {
                QCOMPARE(automation->points.size(), std::size_t{1});
                QCOMPARE(automation->points[0].value, 0.7);
                continue;
            }
            QCOMPARE(automation->points.front().value, 0.5);
            QCOMPARE(automation->points.back().time, 4.0);
            QCOMPARE(automation->points.back().value, 1.0);
            // Three quarters of the way the bent segment is where it was.
            const auto near = std::find_if(automation->points.begin(), automation->points.end(),
                                           [](const Breakpoint& p) { return p.time >= 3.5; });
            QVERIFY(std::abs(near->value - SegmentShape{SegmentShape::Kind::Smooth, 1}.at(0.75)) <
                    0.01);
        }
    }

    void halfTheWayToTheGridIsHalfTheWay() {
        SmallScore score;
        score_edits::quantise(
            score.project, {score.first, score.second}, [](double) { return 2.0; }, 0.5);
        QCOMPARE(score.project.find(score.first)->start, 1.5);
        QCOMPARE(score.project.find(score.second)->start, 3.0);
    }

    void repeatingTakesCurvesAlongAndKeepsTheOrder() {
        SmallScore score;
        score.automate(score.first, "kamp", {{0, 0}, {1, 1}});
        const auto copies = score_edits::repeat(score.project, {score.first, score.second}, 3, 10);
        QCOMPARE(copies.size(), std::size_t{6});
        double order = 3;
        for (std::size_t i = 0; i < 6; ++i) {
            const ScoreEvent& copy = *score.project.find(copies[i]);
            QCOMPARE(copy.start, (i % 2 ? 4.0 : 1.0) + 10.0 * static_cast<double>(i / 2 + 1));
            QVERIFY(copy.order > order);
            order = copy.order;
            QCOMPARE(score.project.automationsOf(copy.id).size(), i % 2 ? 0u : 1u);
        }
    }

    void stretchingTakesPlacesAndCurvesAlong() {
        SmallScore score;
        const auto curve = score.automate(score.second, "kamp", {{0, 0}, {1, 1}});
        score_edits::stretch(score.project, {score.first, score.second}, 2);
        QCOMPARE(score.project.find(score.first)->start, 1.0);
        QCOMPARE(score.project.find(score.second)->start, 7.0);
        QCOMPARE(score.project.find(score.second)->duration, 2.0);
        QCOMPARE(score.project.find(curve)->points[1].time, 2.0);
    }

    void eventsByBeatsFollowTheTempo() {
        SmallScore score;
        ScoreEvent event = *score.project.find(score.first);
        event.start = 4;
        event.beats = BeatAnchor{4, 2};
        (void)score.project.change(event);
        const auto curve = score.automate(score.first, "kamp", {{-1, 0}, {0, 0}, {2, 1}});
        Settings settings;
        settings.tempo = TempoMap({{0, 120, 4}});
        score.project.changeSettings(settings);
        score_edits::followTempo(score.project, TempoMap());
        QCOMPARE(score.project.find(score.first)->start, 2.0);
        QCOMPARE(score.project.find(score.first)->duration, 1.0);
        QCOMPARE(score.project.find(score.second)->start, 4.0);
        const auto& points = score.project.find(curve)->points;
        QCOMPARE(points[0].time, -0.5);
        QCOMPARE(points[1].time, 0.0);
        QCOMPARE(points[2].time, 1.0);
    }

    void aCopyHasItsOwnIdsAndItsOwnCurves() {
        SmallScore score;
        const auto curve = score.automate(score.first, "kamp", {{0, 0}, {1, 1}});
        const auto copies = score_edits::newIds({score.first});
        score_edits::copy(score.project, copies, 3);
        const EventId copy = copies.at(score.first);
        QCOMPARE(score.project.find(copy)->start, 4.0);
        const auto curves = score.project.automationsOf(copy);
        QCOMPARE(curves.size(), std::size_t{1});
        QVERIFY(curves[0]->id != curve);
        QVERIFY(curves[0]->points == score.project.find(curve)->points);
    }

    void theClipboardTakesEventsToAnotherProject() {
        SmallScore score;
        score.automate(score.first, "kamp", {{0, 0}, {1, 1}});
        const std::string text = eventsAsText(score.project, {score.first, score.second});
        Project other;
        const PastedEvents pasted = pasteText(other, text, 10);
        QCOMPARE(pasted.refused, 0);
        QCOMPARE(pasted.events.size(), std::size_t{2});
        QVERIFY(other.instrumentNamed("glass"));
        QCOMPARE(other.find(pasted.events[0])->start, 10.0);
        QCOMPARE(other.find(pasted.events[1])->start, 13.0);
        QCOMPARE(other.automationsOf(pasted.events[0]).size(), std::size_t{1});
        // Once more: the instrument is there.
        pasteText(other, text, 20);
        QCOMPARE(other.all<Instrument>().size(), std::size_t{1});
        QCOMPARE(other.all<ScoreEvent>().size(), std::size_t{4});
    }

    void nonsenseOnTheClipboardChangesNothing() {
        SmallScore score;
        const Project before = score.project;
        const PastedEvents pasted =
            pasteText(score.project, "[1]\n{\"kind\":\"event\"\nhello\n", 0);
        QCOMPARE(pasted.events.size(), std::size_t{0});
        QCOMPARE(pasted.refused, 3);
        QVERIFY(score.project == before);
    }
};

STRIA_CORE_TEST(ScoreEditsTest)
#include "score_edits_test.moc"
