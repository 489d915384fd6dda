// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/project.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <random>
#include <thread>

using namespace stria;

namespace {

ScoreEvent eventAt(double start) {
    ScoreEvent event;
    event.id = EventId::random();
    event.start = start;
    event.order = start;
    return event;
}

Automation automationOf(EventId event, double order) {
    Automation automation;
    automation.id = AutomationId::random();
    automation.target = event;
    automation.parameter = "kamp";
    automation.points = {{0, 1, {}}};
    automation.order = order;
    return automation;
}

} // namespace

class ProjectTest : public QObject {
    Q_OBJECT

  private slots:
    void eachVerbTellsWhatWasAndWhatIs() {
        Project project;
        std::vector<Change> heard;
        const auto subscription = project.subscribe([&](const Change& c) { heard.push_back(c); });
        ScoreEvent event = eventAt(1);
        QVERIFY(project.insert(event));
        ScoreEvent later = event;
        later.start = 2;
        QVERIFY(project.change(later));
        QVERIFY(project.change(later)); // no change, tells nobody
        QVERIFY(project.remove(event.id));
        QCOMPARE(heard.size(), std::size_t{3});
        using C = EntityChange<ScoreEvent>;
        QVERIFY(heard[0] == Change(C{event.id, std::nullopt, event}));
        QVERIFY(heard[1] == Change(C{event.id, event, later}));
        QVERIFY(heard[2] == Change(C{event.id, later, std::nullopt}));
    }
    void aRecordHoldsWhatListenersHear() {
        Project project;
        std::vector<Change> heard, outer, inner;
        ScoreEvent event = eventAt(1);
        QVERIFY(!project.recordInto(&outer));
        QVERIFY(project.insert(event));
        const auto subscription = project.subscribe([&](const Change& c) { heard.push_back(c); });
        QCOMPARE(project.recordInto(&inner), &outer);
        event.start = 2;
        QVERIFY(project.change(event));
        Project copy = project;
        QVERIFY(copy.remove(event.id)); // recorded nowhere
        QCOMPARE(project.recordInto(&outer), &inner);
        QVERIFY(project.remove(event.id));
        QVERIFY(project.recordInto(nullptr));
        QVERIFY(project.insert(eventAt(7)));
        QCOMPARE(outer.size(), std::size_t{2});
        QCOMPARE(inner.size(), std::size_t{1});
        QVERIFY(inner[0] == heard[0]);
        QVERIFY(outer[1] == heard[1]);
        QCOMPARE(heard.size(), std::size_t{3});
    }
    void aWrongVerbChangesNothingAndSaysWhy() {
        Project project;
        ScoreEvent event = eventAt(1);
        QVERIFY(project.insert(event));
        const Project before = project;
        QCOMPARE(project.insert(event).error().code, ErrorCode::Conflict);
        QCOMPARE(project.insert(ScoreEvent{}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(project.change(eventAt(3)).error().code, ErrorCode::UnknownName);
        QCOMPARE(project.remove(MarkerId::random()).error().code, ErrorCode::UnknownName);
        QVERIFY(project == before);
    }
    void theInverseOfEveryChangeRestoresTheProject() {
        std::mt19937 random(3);
        Project project;
        std::vector<Change> done;
        const auto subscription = project.subscribe([&](const Change& c) { done.push_back(c); });
        const Project empty = project;
        std::vector<EventId> ids;
        for (int step = 0; step < 2000; ++step) {
            const unsigned dice = random() % 10;
            if (ids.empty() || dice < 4) {
                const ScoreEvent event = eventAt(step);
                ids.push_back(event.id);
                QVERIFY(project.insert(event));
                QVERIFY(project.insert(automationOf(event.id, step)));
            } else if (dice < 8) {
                ScoreEvent event = *project.find(ids[random() % ids.size()]);
                event.name = "step " + std::to_string(step);
                QVERIFY(project.change(event));
            } else if (dice < 9) {
                const std::size_t at = random() % ids.size();
                QVERIFY(project.remove(ids[at]));
                ids.erase(ids.begin() + static_cast<long>(at));
            } else {
                Settings settings = project.settings();
                settings.ksmps = 1 + static_cast<int>(random() % 100);
                project.changeSettings(settings);
            }
        }
        const Project full = project;
        const std::vector<Change> all = done;
        for (auto it = all.rbegin(); it != all.rend(); ++it)
            QVERIFY(project.revert(*it));
        QVERIFY(project == empty);
        for (const Change& change : all)
            QVERIFY(project.apply(change));
        QVERIFY(project == full);
    }
    void automationsAreFoundByTheirTargetInOrder() {
        Project project;
        const EventId first = EventId::random(), second = EventId::random();
        Automation late = automationOf(first, 2), early = automationOf(first, 1);
        QVERIFY(project.insert(late));
        QVERIFY(project.insert(early));
        QCOMPARE(project.automationsOf(first).size(), std::size_t{2});
        QCOMPARE(project.automationsOf(first).front()->id, early.id);
        late.target = second;
        QVERIFY(project.change(late));
        QCOMPARE(project.automationsOf(first).size(), std::size_t{1});
        QCOMPARE(project.automationsOf(second).size(), std::size_t{1});
        QVERIFY(project.remove(late.id));
        QVERIFY(project.automationsOf(second).empty());
    }
    void aCopyIsIndependentAndBelongsToAnotherThread() {
        Project project;
        std::vector<EventId> ids;
        for (int i = 0; i < 5000; ++i) {
            const ScoreEvent event = eventAt(i);
            ids.push_back(event.id);
            QVERIFY(project.insert(event));
        }
        double sum = 0;
        std::thread reader([copy = project, &sum] {
            for (int round = 0; round < 20; ++round) {
                sum = 0;
                copy.all<ScoreEvent>().forEach([&](const ScoreEvent& e) { sum += e.start; });
            }
        });
        for (const EventId id : ids)
            QVERIFY(project.remove(id));
        reader.join();
        QCOMPARE(sum, 4999.0 * 5000 / 2);
        QVERIFY(project.all<ScoreEvent>().empty());
    }
    void listenersAreNotCopiedAndEndWithTheirSubscription() {
        Project project;
        int heard = 0;
        {
            const auto subscription = project.subscribe([&](const Change&) { ++heard; });
            Project copy = project;
            QVERIFY(copy.insert(eventAt(1)));
            QCOMPARE(heard, 0);
            QVERIFY(project.insert(eventAt(1)));
            QCOMPARE(heard, 1);
        }
        QVERIFY(project.insert(eventAt(2)));
        QCOMPARE(heard, 1);
    }
    void entitiesComeInTheirOrder() {
        Project project;
        for (const double start : {3.0, 1.0, 2.0})
            QVERIFY(project.insert(eventAt(start)));
        const auto events = project.inOrder<ScoreEvent>();
        QCOMPARE(events[0]->start, 1.0);
        QCOMPARE(events[2]->start, 3.0);
    }
};

STRIA_TEST(ProjectTest)
#include "project_test.moc"
