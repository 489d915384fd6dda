// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/unknown_parameters.h"

#include <QTest>

#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"

using namespace stria;
using test::ScoreBuilder;

/// Code whose kbright became kglow, after three events and two curves had used it.
class UnknownParametersTest : public QObject {
    Q_OBJECT

  private:
    struct Piece : ScoreBuilder {
        InstrumentId glass = instrument("glass", "|kamp=0.2, kglow=0.5|\n");
        EventId first = event(glass, 0, 1, {{"kamp", 0.1}, {"kbright", 0.75}});
        EventId second = event(glass, 1, 1, {{"kbright", 0.5}});
        EventId third = event(glass, 2, 1);
        AutomationId curve = automate(second, "kbright", {{0, 0.2}, {1, 0.9}});
        AutomationId alone = automate(third, "kbright", {{0, 0.3}, {1, 0.4}});
        TrackId track;

        Piece() {
            Track t;
            t.id = track = TrackId{900};
            t.name = "glass"; // where events of that instrument lie
            t.lanes = {{"kamp", 50}, {"kbright", 80}};
            (void)project.insert(t);
            Instrument i = *project.find(glass);
            i.hints = {{"kbright", 0, 1, "", false}};
            (void)project.change(i);
        }
        void setBody(const std::string& body) {
            Instrument i = *project.find(glass);
            i.body = body;
            (void)project.change(i);
        }
        UnknownParameter unknown() { return unknownParameters(project).front(); }
    };
    static std::vector<std::string> lanesOf(const Piece& piece) {
        std::vector<std::string> names;
        for (const ParameterLane& lane : piece.project.find(piece.track)->lanes)
            names.push_back(lane.parameter);
        return names;
    }
    static ArgumentValue valueOf(const Piece& piece, EventId event, const std::string& name) {
        for (const Argument& argument : piece.project.find(event)->arguments)
            if (argument.parameter == name)
                return argument.value;
        return std::string("nothing");
    }

  private slots:
    void valuesAndCurvesOfANameAreFound() {
        Piece piece;
        const auto all = unknownParameters(piece.project);
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(all[0].name, "kbright");
        QCOMPARE(all[0].instrument, piece.glass);
        QVERIFY((all[0].events == std::vector{piece.first, piece.second}));
        QVERIFY((all[0].curves == std::vector{piece.curve, piece.alone}));
        QCOMPARE(all[0].successor, "kglow");
        QVERIFY(unknownParameter(piece.project, piece.glass, "kbright") == all[0]);
        QVERIFY(!unknownParameter(piece.project, piece.glass, "kamp"));
    }

    void namesAliasesAndPfieldsThatAreThereAreNone() {
        Piece piece;
        piece.setBody("|kamp=0.2, kbright=0.5|\n");
        piece.event(piece.glass, 4, 1, {{"p5", 0.1}});
        QVERIFY(unknownParameters(piece.project).empty());
        piece.setBody("|kamp=0.2, kglow=0.5|\n");
        Instrument i = *piece.project.find(piece.glass);
        i.aliases = {{"kbright", "kglow"}};
        (void)piece.project.change(i);
        QVERIFY(unknownParameters(piece.project).empty());
    }

    void ofCodeThatCannotBeReadNothingIsSaid() {
        Piece piece;
        piece.setBody("|kamp=0.2, kglow=|\n");
        QVERIFY(unknownParameters(piece.project).empty());
        const UnknownParameter stale{piece.glass, "kbright", {piece.first}, {}, {}};
        const Project before = piece.project;
        renameUnknownParameter(piece.project, stale, "kglow");
        QVERIFY(piece.project == before);
    }

    void theSuccessorIsGuessedByNameThenByWhatIsFreeThenBySize() {
        ScoreBuilder near;
        const InstrumentId a = near.instrument("a", "|kcutof=1000, kgain=1|\n");
        near.event(a, 0, 1, {{"kcutoff", 0.5}});
        QCOMPARE(unknownParameters(near.project)[0].successor, "kcutof");

        ScoreBuilder size;
        const InstrumentId b = size.instrument("b", "|kamp=0.2, kpitch=72|\n");
        size.event(b, 0, 2, {{"kmidi", 64.0}});
        QCOMPARE(unknownParameters(size.project)[0].successor, "kpitch");

        ScoreBuilder place; // between its neighbours, whatever the others' defaults are
        const InstrumentId p =
            place.instrument("p", "|kamp=0.3, kglow=0.9, kpan=0.5, ksend=0.35|\n");
        place.event(p, 0, 2, {{"kbright", 0.35}});
        place.event(p, 0, 2, {{"kamp", 0.1}, {"kbright", 0.35}, {"kpan", 0.5}});
        QCOMPARE(unknownParameters(place.project)[0].successor, "kglow");

        ScoreBuilder none;
        const InstrumentId c = none.instrument("c", "|Sname=\"x\"|\n");
        none.event(c, 0, 2, {{"kmidi", 64.0}});
        QCOMPARE(unknownParameters(none.project)[0].successor, "");

        ScoreBuilder curved; // what is fixed cannot take a curve
        const InstrumentId d = curved.instrument("d", "|ione=64, ktwo=0|\n");
        curved.automate(curved.event(d, 0, 2), "kmidi", {{0, 60}, {1, 62}});
        QCOMPARE(unknownParameters(curved.project)[0].successor, "ktwo");
    }

    void renamingCarriesValuesCurvesHintAndLanes() {
        Piece piece;
        renameUnknownParameter(piece.project, piece.unknown(), "kglow");
        QVERIFY(valueOf(piece, piece.first, "kglow") == ArgumentValue(0.75));
        QVERIFY(valueOf(piece, piece.first, "kamp") == ArgumentValue(0.1));
        QVERIFY(valueOf(piece, piece.second, "kglow") == ArgumentValue(0.5));
        QCOMPARE(piece.project.find(piece.curve)->parameter, "kglow");
        QCOMPARE(piece.project.find(piece.alone)->parameter, "kglow");
        QCOMPARE(piece.project.find(piece.glass)->hints[0].parameter, "kglow");
        QVERIFY((lanesOf(piece) == std::vector<std::string>{"kamp", "kglow"}));
        QCOMPARE(piece.project.find(piece.track)->lanes[1].height, 80.0);
        QVERIFY(unknownParameters(piece.project).empty());
    }

    void whatAnEventAlreadyHasThereIsKept() {
        Piece piece;
        piece.edit(piece.first, [](ScoreEvent& e) { e.arguments.push_back({"kglow", 0.9}); });
        piece.automate(piece.second, "kglow", {{0, 1}, {1, 0}});
        renameUnknownParameter(piece.project, piece.unknown(), "kglow");
        QVERIFY(valueOf(piece, piece.first, "kglow") == ArgumentValue(0.9));
        const auto left = unknownParameters(piece.project);
        QCOMPARE(left.size(), std::size_t{1});
        QVERIFY(left[0].events == std::vector{piece.first});
        QVERIFY(left[0].curves == std::vector{piece.curve});
        QVERIFY((lanesOf(piece) == std::vector<std::string>{"kamp", "kbright", "kglow"}));
    }

    void whatTheParameterCannotTakeStays() {
        Piece piece;
        piece.setBody("|kamp=0.2, iglow=0.5|\n");
        piece.edit(piece.first, [](ScoreEvent& e) { e.arguments[1].value = std::string("loud"); });
        renameUnknownParameter(piece.project, piece.unknown(), "iglow");
        QVERIFY(valueOf(piece, piece.second, "iglow") == ArgumentValue(0.5));
        const UnknownParameter left = piece.unknown();
        QVERIFY(left.events == std::vector{piece.first}); // a text for a number
        QCOMPARE(left.curves.size(), std::size_t{2});     // curves of what is fixed
    }

    void removingLeavesNothingOfIt() {
        Piece piece;
        removeUnknownParameter(piece.project, piece.unknown());
        QVERIFY(unknownParameters(piece.project).empty());
        QVERIFY(!piece.project.find(piece.curve));
        QVERIFY(!piece.project.find(piece.alone));
        QCOMPARE(piece.project.find(piece.first)->arguments.size(), std::size_t{1});
        QVERIFY(piece.project.find(piece.glass)->hints.empty());
        QVERIFY((lanesOf(piece) == std::vector<std::string>{"kamp"}));
    }

    void aLaneThatOthersUseStays() {
        Piece piece;
        const InstrumentId other = piece.instrument("other", "|kbright=1|\n");
        const EventId guest = piece.event(other, 0, 1);
        piece.edit(guest, [&](ScoreEvent& e) { e.track = piece.track; });
        renameUnknownParameter(piece.project, piece.unknown(), "kglow");
        QVERIFY((lanesOf(piece) == std::vector<std::string>{"kamp", "kbright", "kglow"}));
    }
};

STRIA_TEST(UnknownParametersTest)
#include "unknown_parameters_test.moc"
