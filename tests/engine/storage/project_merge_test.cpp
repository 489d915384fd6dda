// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/project_merge.h"

#include <QtTest>

#include "engine/storage/project_file.h"
#include "tests/engine/storage/random_project.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

constexpr InstrumentId glass{0xa1};
constexpr EventId first{0xf1};
constexpr EventId second{0xf2};
constexpr AutomationId curve{0x10};

Project piece() {
    Project project;
    Instrument instrument;
    instrument.id = glass;
    instrument.name = "glass";
    instrument.body = "|kamp=0.2|\na1 oscili kamp, 440\nouts a1, a1\n";
    (void)project.insert(instrument);
    for (const EventId id : {first, second}) {
        ScoreEvent event;
        event.id = id;
        event.instrument = glass;
        event.start = id == first ? 0 : 2;
        (void)project.insert(event);
    }
    Automation automation;
    automation.id = curve;
    automation.target = first;
    automation.parameter = "kamp";
    for (int i = 0; i < 10; ++i)
        automation.points.push_back({i * 0.1, i * 1.0, {}});
    (void)project.insert(automation);
    return project;
}

template <class Entity, class Edit> Project edited(Project project, Id<Entity> id, Edit edit) {
    Entity entity = *project.find(id);
    edit(entity);
    (void)project.change(entity);
    return project;
}

template <class Edit> Project withSettings(Project project, Edit edit) {
    Settings settings = project.settings();
    edit(settings);
    project.changeSettings(settings);
    return project;
}

Project withBody(const Project& project, const std::string& body) {
    return edited(project, glass, [&](Instrument& instrument) { instrument.body = body; });
}

template <class Entity> Project without(Project project, Id<Entity> id) {
    (void)project.remove(id);
    return project;
}

std::string conflictsOf(const MergeResult& result) {
    std::string text;
    for (const MergeConflict& conflict : result.conflicts)
        text += conflict.toText() + '\n';
    return text;
}

/// A few random edits of one kind of thing: `parity` chooses which of them.
Project edit(Project project, RandomProject& random, std::size_t parity) {
    const auto eventList = project.inOrder<ScoreEvent>();
    std::vector<ScoreEvent> events;
    for (std::size_t i = parity; i < eventList.size(); i += 2)
        events.push_back(*eventList[i]);
    for (ScoreEvent& event : events)
        switch (random.whole(0, 5)) {
        case 0:
            event.name += random.text();
            (void)project.change(event);
            break;
        case 1:
            event.arguments.push_back({"k" + id_bits::toText(random.bits()), random.number()});
            (void)project.change(event);
            break;
        case 2:
            event.id = {random.bits()};
            (void)project.insert(event);
            break;
        case 3:
            for (const Automation* automation : project.automationsOf(event.id)) {
                Automation changed = *automation;
                changed.points.back().value += 1;
                (void)project.change(changed);
                break;
            }
            break;
        default:
            break;
        }
    Settings settings = project.settings();
    if (parity == 0)
        settings.title += random.text() + "x";
    else
        settings.endMarker += 1 + random.number();
    project.changeSettings(settings);
    return project;
}

} // namespace

class ProjectMergeTest : public QObject {
    Q_OBJECT

  private slots:
    void differentEventsMoveOnBothSides() {
        const Project base = piece();
        const auto mine = edited(base, first, [](ScoreEvent& event) { event.start = 1; });
        const auto theirs = edited(base, second, [](ScoreEvent& event) { event.start = 5; });
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string());
        QCOMPARE(result.merged.find(first)->start, 1.0);
        QCOMPARE(result.merged.find(second)->start, 5.0);
    }
    void differentFieldsOfOneEventGoTogether() {
        const Project base = piece();
        const auto mine = edited(base, first, [](ScoreEvent& event) {
            event.start = 1;
            event.arguments = {{"kamp", 0.5}};
        });
        const auto theirs = edited(base, first, [](ScoreEvent& event) {
            event.duration = 7;
            event.arguments = {{"kcut", 900.0}};
        });
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string());
        const ScoreEvent& event = *result.merged.find(first);
        QCOMPARE(event.start, 1.0);
        QCOMPARE(event.duration, 7.0);
        QVERIFY((event.arguments == std::vector<Argument>{{"kamp", 0.5}, {"kcut", 900.0}}));
        QVERIFY(mergeProjects(base, theirs, mine).merged == result.merged);
    }
    void oneFieldWithTwoValuesIsAConflictThatNamesBoth() {
        const Project base = piece();
        const auto mine = edited(base, second, [](ScoreEvent& event) {
            event.start = 1;
            event.arguments = {{"kamp", 0.5}};
        });
        const auto theirs = edited(base, second, [](ScoreEvent& event) {
            event.start = 3.25;
            event.arguments = {{"kamp", 0.75}};
        });
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result),
                 std::string("event \"glass\" at 1 s, start: mine 1, theirs 3.25\n"
                             "event \"glass\" at 1 s, parameter kamp: mine 0.5, theirs 0.75\n"));
        QCOMPARE(result.conflicts.front().id, second.bits);
        QVERIFY(result.merged == mine);
        QVERIFY(mergeProjects(base, mine, theirs, MergeSide::Theirs).merged == theirs);
    }
    void numbersHaveAsManyDigitsAsTellThemApart() {
        const Project base = piece();
        const auto mine = edited(base, first, [](ScoreEvent& event) {
            event.start = 115.74999940000001;
            event.duration = 2.0000000000000004;
            event.arguments = {{"kamp", 0.1 + 0.2}};
        });
        const auto theirs = edited(base, first, [](ScoreEvent& event) {
            event.start = 115.80000000000001;
            event.duration = 1.9999999999999998;
            event.arguments = {{"kamp", 0.30000001}};
        });
        QCOMPARE(
            conflictsOf(mergeProjects(base, mine, theirs)),
            std::string("event \"glass\" at 115.75 s, start: mine 115.75, theirs 115.8\n"
                        "event \"glass\" at 115.75 s, duration: mine 2.0000000000000004, theirs "
                        "1.9999999999999998\n"
                        "event \"glass\" at 115.75 s, parameter kamp: mine 0.3, theirs "
                        "0.30000001\n"));
    }
    void bodiesMergeByLines() {
        const Project base = piece();
        const auto mine = withBody(base, "|kamp=0.3|\na1 oscili kamp, 440\nouts a1, a1\n");
        const auto theirs =
            withBody(base, "|kamp=0.2|\na1 oscili kamp, 440\nouts a1, a1\n; the end\n");
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string());
        QCOMPARE(result.merged.find(glass)->body,
                 std::string("|kamp=0.3|\na1 oscili kamp, 440\nouts a1, a1\n; the end\n"));
    }
    void oneLineWithTwoTextsIsAConflictOfThatLineAlone() {
        const Project base = piece();
        const auto mine = withBody(base, "|kamp=0.3|\na1 oscili kamp, 440\nouts a1, a1\n");
        const auto theirs = withBody(base, "|kamp=0.4|\na1 oscili kamp, 440\nouts a1, 0\n");
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string("instrument \"glass\", body line 1: mine "
                                                  "\"|kamp=0.3|\", theirs \"|kamp=0.4|\"\n"));
        QCOMPARE(result.merged.find(glass)->body,
                 std::string("|kamp=0.3|\na1 oscili kamp, 440\nouts a1, 0\n"));
    }
    void lastLinesWithoutABreakDoNotRunTogether() {
        const Project base = withBody(piece(), "a\nb\nc");
        const auto mine = withBody(base, "A\nb\nc");
        const auto theirs = withBody(base, "a\nb\nc\nd");
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(mergeProjects(base, mine, theirs)), std::string());
        QCOMPARE(result.merged.find(glass)->body, std::string("A\nb\nc\nd"));
    }
    void twoRewrittenTextsEndSoon() {
        RandomProject random(3);
        const auto longText = [&] {
            std::string text;
            for (int i = 0; i < 20000; ++i)
                text += std::to_string(random.whole(0, 1000000)) + '\n';
            return text;
        };
        const Project base = withBody(piece(), longText());
        const auto result =
            mergeProjects(base, withBody(base, longText()), withBody(base, longText()));
        QCOMPARE(result.conflicts.size(), std::size_t{1});
    }
    void longCurvesMergeInStretches() {
        const Project base = piece();
        const auto mine =
            edited(base, curve, [](Automation& automation) { automation.points[1].value = 77; });
        const auto theirs =
            edited(base, curve, [](Automation& automation) { automation.points[8].value = 88; });
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string());
        QCOMPARE(result.merged.find(curve)->points[1].value, 77.0);
        QCOMPARE(result.merged.find(curve)->points[8].value, 88.0);
        const auto other =
            edited(base, curve, [](Automation& automation) { automation.points[1].value = 99; });
        QCOMPARE(conflictsOf(mergeProjects(base, mine, other)),
                 std::string("automation kamp of \"glass\" at 0 s, points: mine [[0.1,77]], theirs "
                             "[[0.1,99]]\n"));
    }
    void pointsOfAMergedCurveNeverGoBackInTime() {
        const Project base = piece();
        const auto mine =
            edited(base, curve, [](Automation& automation) { automation.points[9].time = 5; });
        const auto theirs = edited(base, curve, [](Automation& automation) {
            automation.points.insert(automation.points.begin() + 9, {0.85, 3, {}});
            for (std::size_t i = 0; i < 4; ++i)
                automation.points[i].time -= 1;
        });
        const auto result = mergeProjects(base, mine, theirs);
        const auto& points = result.merged.find(curve)->points;
        QVERIFY(std::is_sorted(points.begin(), points.end(),
                               [](const auto& a, const auto& b) { return a.time < b.time; }));
    }
    void removalAgainstChangeIsAConflict() {
        const Project base = piece();
        const auto mine = edited(base, second, [](ScoreEvent& event) { event.name = "mine"; });
        const auto theirs = without(base, second);
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result),
                 std::string("event \"mine\" at 2 s: mine changed, theirs removed\n"));
        QVERIFY(result.merged == mine);
        QVERIFY(mergeProjects(base, mine, theirs, MergeSide::Theirs).merged == theirs);
        QVERIFY(mergeProjects(base, theirs, mine).merged == theirs);
        QVERIFY(mergeProjects(base, base, theirs).merged == theirs);
    }
    void whatANewEventNeedsIsKeptAndNamed() {
        const Project base = piece();
        Project mine = base;
        ScoreEvent event = *base.find(second);
        event.id = {0xf3};
        event.start = 9;
        (void)mine.insert(event);
        Project theirs = without(without(without(without(base, first), second), curve), glass);
        for (const bool swapped : {false, true}) {
            const auto result = swapped ? mergeProjects(base, theirs, mine, MergeSide::Theirs)
                                        : mergeProjects(base, mine, theirs, MergeSide::Theirs);
            QCOMPARE(result.conflicts.size(), std::size_t{1});
            QCOMPARE(result.conflicts[0].kind, std::string("instrument"));
            QCOMPARE(swapped ? result.conflicts[0].theirs : result.conflicts[0].mine,
                     std::string("used by the event \"glass\" at 9 s"));
            QVERIFY(result.merged.find(glass));
            QVERIFY(result.merged.find(EventId{0xf3}));
            QVERIFY(!result.merged.find(first));
        }
    }
    void whatTheCurveOfARemovedEventNeedsComesBackToo() {
        const Project base = piece();
        const auto mine =
            edited(base, curve, [](Automation& automation) { automation.points[1].value = 77; });
        const Project theirs =
            without(without(without(without(base, first), second), curve), glass);
        const auto result = mergeProjects(base, mine, theirs);
        QVERIFY(result.merged.find(curve));
        QVERIFY(result.merged.find(first));
        QVERIFY(result.merged.find(glass));
        QVERIFY(!result.merged.find(second));
        QCOMPARE(result.conflicts.size(), std::size_t{3});
    }
    void settingsMergeByField() {
        const Project base = piece();
        const auto mine = withSettings(base, [](Settings& settings) { settings.ksmps = 16; });
        const auto theirs = withSettings(base, [](Settings& settings) { settings.title = "New"; });
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string());
        QCOMPARE(result.merged.settings().ksmps, 16);
        QCOMPARE(result.merged.settings().title, std::string("New"));
        const auto other = withSettings(base, [](Settings& settings) { settings.ksmps = 1; });
        QCOMPARE(conflictsOf(mergeProjects(base, mine, other)),
                 std::string("settings, ksmps: mine 16, theirs 1\n"));
    }
    void secondsFollowTheMergedTempo() {
        Project base = piece();
        base = edited(base, first, [](ScoreEvent& event) { event.beats = BeatAnchor{4, 2}; });
        base = edited(base, second, [](ScoreEvent& event) { event.beats = BeatAnchor{8, 2}; });
        const auto mine = edited(base, first, [](ScoreEvent& event) {
            event.beats = BeatAnchor{6, 2};
            event.start = 6;
        });
        Project theirs = withSettings(base, [](Settings& settings) {
            settings.tempo = TempoMap({{0, 120, 4}});
        });
        for (const EventId id : {first, second})
            theirs = edited(theirs, id, [](ScoreEvent& event) {
                event.start = event.beats->start / 2;
                event.duration = event.beats->duration / 2;
            });
        for (const auto& result :
             {mergeProjects(base, mine, theirs), mergeProjects(base, theirs, mine)}) {
            QCOMPARE(conflictsOf(result), std::string());
            QCOMPARE(result.merged.find(first)->start, 3.0);
            QCOMPARE(result.merged.find(first)->duration, 1.0);
            QCOMPARE(result.merged.find(second)->start, 4.0);
        }
        const auto removed = mergeProjects(base, without(base, second), theirs);
        QCOMPARE(conflictsOf(removed), std::string());
        QVERIFY(!removed.merged.find(second));
    }
    void heightsOfTracksNeverAsk() {
        Project base = piece();
        Track track;
        track.id = {0xd1};
        (void)base.insert(track);
        const auto mine = edited(base, track.id, [](Track& t) { t.height = 50; });
        const auto theirs = edited(base, track.id, [](Track& t) { t.height = 90; });
        QCOMPARE(conflictsOf(mergeProjects(base, mine, theirs)), std::string());
    }
    void whatThisVersionDoesNotKnowIsMergedToo() {
        const auto read = [](const std::string& extra, const std::string& lines) {
            return readProject("{\"format\":\"stria\",\"version\":1}\n"
                               "{\"kind\":\"marker\",\"id\":\"1\"" +
                               extra + "}\n" + lines)
                ->project;
        };
        const Project base = read(",\"glow\":1", "{\"kind\":\"comet\",\"id\":\"7\",\"a\":1}\n");
        const Project mine =
            read(",\"glow\":2", "{\"kind\":\"comet\",\"id\":\"7\",\"a\":2}\n{\"kind\":\"star\"}\n");
        const Project theirs = read(",\"glow\":1,\"tail\":[3]",
                                    "{\"kind\":\"comet\",\"id\":\"7\",\"a\":1,\"b\":[5]}\n");
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string());
        QCOMPARE(result.merged.find(MarkerId{1})->extra, std::string("\"glow\":2,\"tail\":[3]"));
        QCOMPARE(result.merged.unknownRecords().size(), std::size_t{2});
        QCOMPARE(result.merged.unknownRecords()[0],
                 std::string("{\"kind\":\"comet\",\"id\":\"7\",\"a\":2,\"b\":[5]}"));
        QVERIFY(readProject(writeProject(result.merged))->damagedLines.empty());
        const Project other = read(",\"glow\":3", "{\"kind\":\"comet\",\"id\":\"7\",\"a\":9}\n");
        QCOMPARE(mergeProjects(base, mine, other).conflicts.size(), std::size_t{2});
    }
    void aSideThatDidNothingChangesNothing() {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            RandomProject random(seed);
            const Project base = random.make();
            const Project other = seed % 2 ? random.make() : edit(base, random, 0);
            QVERIFY(mergeProjects(base, other, base).merged == other);
            QVERIFY(mergeProjects(base, base, other).merged == other);
            QVERIFY(mergeProjects(base, other, other).merged == other);
            QCOMPARE(conflictsOf(mergeProjects(base, base, other)), std::string());
        }
    }
    void editsOfDifferentThingsCommute() {
        for (unsigned seed = 0; seed < 1000; ++seed) {
            static Project base;
            if (seed % 50 == 0)
                base = RandomProject(seed + 100).make();
            RandomProject random(seed);
            const Project mine = edit(base, random, 0);
            const Project theirs = edit(base, random, 1);
            const auto result = mergeProjects(base, mine, theirs);
            QCOMPARE(conflictsOf(result), std::string());
            QVERIFY(result.merged == mergeProjects(base, theirs, mine).merged);
            // Both sides' changes, and nothing else.
            Project both = mine;
            for (const Change& change : changesBetween(base, theirs))
                if (!std::holds_alternative<SettingsChange>(change))
                    QVERIFY(both.apply(change));
            Settings settings = both.settings();
            settings.endMarker = theirs.settings().endMarker;
            both.changeSettings(settings);
            QVERIFY(result.merged == both);
        }
    }
    void editsOfTheSameThingsNeverLoseAnythingUnnamed() {
        for (unsigned seed = 0; seed < 300; ++seed) {
            static Project base;
            if (seed % 50 == 0)
                base = RandomProject(seed + 900).make();
            RandomProject random(seed);
            const auto named = [](Project project, const char* title) {
                return withSettings(std::move(project), [&](Settings& s) { s.title = title; });
            };
            const Project mine = named(edit(base, random, 0), "mine");
            const Project theirs = named(edit(base, random, 0), "theirs");
            const auto asMine = mergeProjects(base, mine, theirs);
            const auto asTheirs = mergeProjects(base, theirs, mine, MergeSide::Theirs);
            QVERIFY(asMine.merged == asTheirs.merged);
            QCOMPARE(asMine.conflicts.size(), asTheirs.conflicts.size());
            QVERIFY(!asMine.conflicts.empty()); // the title at least
        }
    }
    void eachConflictCanHaveASideOfItsOwn() {
        const Project base = piece();
        const auto change = [&](const char* name, double amp, const std::string& line) {
            Project changed = withBody(base, "|kamp=0.2|\na1 oscili kamp, 440\n" + line + "\n");
            changed = edited(changed, first, [&](ScoreEvent& event) {
                event.name = name;
                event.arguments = {{"kamp", amp}};
            });
            return without(changed, amp > 0.5 ? curve : AutomationId{1});
        };
        const Project mine = change("a", 0.1, "outs a1, a1*2");
        const Project theirs = edited(change("b", 0.9, "outs a1*3, a1"), second,
                                      [](ScoreEvent& event) { event.priority = 2; });
        const auto mineCurve = edited(mine, curve, [](Automation& a) { a.points[3].value = 9; });
        const auto conflicts = mergeProjects(base, mineCurve, theirs).conflicts;
        QCOMPARE(conflicts.size(), std::size_t{4}); // name, kamp, a line of the body, the curve
        for (unsigned choice = 0; choice < 16; ++choice) {
            MergeChoices choices;
            for (std::size_t i = 0; i < conflicts.size(); ++i)
                choices.choose(conflicts[i],
                               (choice >> i & 1U) != 0 ? MergeSide::Theirs : MergeSide::Mine);
            const auto isTheirs = [&](const std::string& kind, const std::string& field) {
                const auto found = std::find_if(conflicts.begin(), conflicts.end(),
                                                [&](const MergeConflict& each) {
                                                    return each.kind == kind && each.field == field;
                                                });
                return choices.of(*found) == MergeSide::Theirs;
            };
            const Project merged = mergeProjects(base, mineCurve, theirs, choices).merged;
            const ScoreEvent& event = *merged.find(first);
            QCOMPARE(event.name, isTheirs("event", "name") ? "b" : "a");
            QCOMPARE(std::get<double>(event.arguments[0].value),
                     isTheirs("event", "parameter kamp") ? 0.9 : 0.1);
            QCOMPARE(merged.find(glass)->body.find("a1*3") != std::string::npos,
                     isTheirs("instrument", "body line 3"));
            QCOMPARE(merged.find(curve) == nullptr, isTheirs("automation", ""));
            QCOMPARE(merged.find(second)->priority, 2);
        }
    }
    void oneSideChosenForEachIsThatSideForAll() {
        for (int seed = 1; seed <= 20; ++seed) {
            RandomProject random(seed);
            const Project base = random.make();
            const Project mine = edit(base, random, 0);
            const Project theirs = edit(base, random, 0);
            const auto conflicts = mergeProjects(base, mine, theirs).conflicts;
            for (const MergeSide side : {MergeSide::Mine, MergeSide::Theirs}) {
                MergeChoices choices;
                choices.otherwise = side == MergeSide::Mine ? MergeSide::Theirs : MergeSide::Mine;
                for (const MergeConflict& conflict : conflicts)
                    choices.choose(conflict, side);
                QVERIFY(mergeProjects(base, mine, theirs, choices).merged ==
                        mergeProjects(base, mine, theirs, side).merged);
            }
        }
    }
    void changesBetweenTwoProjectsLeadFromOneToTheOther() {
        RandomProject random(7);
        const Project from = random.make();
        for (const Project& to : {edit(from, random, 0), random.make()}) {
            Project project = from;
            for (const Change& change : changesBetween(from, to))
                QVERIFY(project.apply(change));
            QVERIFY(project == to);
        }
        QVERIFY(changesBetween(from, from).empty());
    }
    void aHundredThousandEventsMerge() {
        Project base = piece();
        for (std::uint64_t i = 1; i <= 100000; ++i) {
            ScoreEvent event;
            event.id = {i << 20};
            event.instrument = glass;
            event.arguments = {{"kamp", 0.5}};
            (void)base.insert(event);
        }
        Project mine = base;
        Project theirs = base;
        for (std::uint64_t i = 1; i <= 100000; i += 2) {
            ScoreEvent event = *base.find(EventId{i << 20});
            event.start = 1;
            (void)mine.change(event);
            event = *base.find(EventId{(i + 1) << 20});
            event.duration = 3;
            (void)theirs.change(event);
        }
        const auto result = mergeProjects(base, mine, theirs);
        QCOMPARE(conflictsOf(result), std::string());
        QCOMPARE(changesBetween(base, result.merged).size(), std::size_t{100000});
    }
};

STRIA_CORE_TEST(ProjectMergeTest)
#include "project_merge_test.moc"
