// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/bus_use.h"

#include <QtTest>
#include <algorithm>

#include "engine/compile/audition_score.h"
#include "engine/compile/compiler.h"
#include "engine/reading/bus_routes.h"
#include "engine/render/export_plan.h"
#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"

namespace {

using namespace stria;
using stria::test::ScoreBuilder;

/// An instrument that sends its sound to the first audio bus, in one of the ways in which code and
/// score can say so, and one that hears this bus.
struct Piece {
    ScoreBuilder score;
    IncludedTexts includes;
    BusId wet;
    InstrumentId source, effect;
    EventId sent, heard;

    AssetFacts facts() const {
        AssetFacts facts;
        for (const auto& [name, text] : includes)
            facts.includes[name].text = text;
        return facts;
    }
};

Piece pieceOf(const QString& way, int priorityOfEffect = 2) {
    Piece piece;
    ScoreBuilder& score = piece.score;
    piece.wet = score.bus(Bus::Kind::Audio);
    std::string body = "|ibus=0|\nbusout ibus, oscili:a(0.5, 440)";
    ScoreBuilder::Arguments arguments;
    if (way == "id")
        arguments = {{"ibus", piece.wet}};
    else if (way == "number")
        arguments = {{"ibus", 1.0}};
    else if (way == "default")
        body = "|ibus=1|\nasig oscili 0.5, 440\nbusout ibus, asig";
    else if (way == "alias")
        arguments = {{"send", 1.0}};
    else if (way == "pfield")
        arguments = {{"p5", piece.wet}};
    else if (way == "literal")
        body = "asig oscili 0.5, 440\nbusout 1, asig";
    else if (way == "included code") {
        body = "|ibus=1|\nasig oscili 0.5, 440\n#include \"send.inc\"\n";
        piece.includes["send.inc"] = "busout ibus, asig\n";
    } else {
        body = "asig oscili 0.5, 440\nsend 1, asig";
        GlobalCode code;
        code.id = GlobalCodeId::random();
        code.text = "opcode send, 0, ia\n ibus, asig xin\n busmix ibus, asig\nendop\n";
        (void)score.project.insert(code);
    }
    piece.source = score.instrument("source", body);
    if (way == "alias") {
        Instrument source = *score.project.find(piece.source);
        source.aliases = {{"send", "ibus"}};
        (void)score.project.change(source);
    }
    piece.effect = score.instrument("effect", "|ifrom=0|\nasig busin ifrom\nout asig");
    piece.sent = score.event(piece.source, 1, 1, arguments);
    piece.heard = score.event(piece.effect, 0, 9, {{"ifrom", piece.wet}}, priorityOfEffect);
    return piece;
}

bool hasBoth(const std::vector<RenderSpec>& plan, const Piece& piece) {
    return std::any_of(plan.begin(), plan.end(), [&](const RenderSpec& one) {
        return std::count(one.onlyEvents.begin(), one.onlyEvents.end(), piece.sent) == 1 &&
               std::count(one.onlyEvents.begin(), one.onlyEvents.end(), piece.heard) == 1;
    });
}

Expected<std::vector<RenderSpec>> planOf(const Piece& piece, const RenderSpec& spec) {
    return planExport(piece.score.project, spec, {"piece", "", ""}, piece.includes);
}

bool warnsOfOrder(const Piece& piece) {
    const auto document = compile(piece.score.project, {}, piece.facts(), {});
    return document && std::any_of(document->warnings.begin(), document->warnings.end(),
                                   [](const Diagnostic& problem) {
                                       return problem.message.find("effect (priority 1) reads") !=
                                              std::string::npos;
                                   });
}

} // namespace

class BusUseTest : public QObject {
    Q_OBJECT

  private slots:
    void everyAskerKnowsEveryWayToABus_data() {
        QTest::addColumn<QString>("way");
        for (const char* way : {"id", "number", "default", "alias", "pfield", "literal",
                                "included code", "opcode of the user's"})
            QTest::newRow(way) << QString::fromLatin1(way);
    }
    void everyAskerKnowsEveryWayToABus() {
        QFETCH(QString, way);
        const Piece piece = pieceOf(way);
        const Project& project = piece.score.project;

        RenderSpec stems;
        stems.outputFile = "{event}.wav";
        stems.stems = RenderSpec::Stems::Events;
        const auto stemPlan = planOf(piece, stems);
        QCOMPARE(stemPlan->size(), std::size_t{1});
        QVERIFY(hasBoth(*stemPlan, piece));

        RenderSpec chosen;
        chosen.outputFile = "a.wav";
        chosen.onlyEvents = {piece.sent};
        const auto chosenPlan = planOf(piece, chosen);
        QVERIFY(hasBoth(*chosenPlan, piece));
        QCOMPARE(chosenPlan->front().endTime, 2 + tailOfEffects);
        stems.onlyEvents = {piece.sent};
        QVERIFY(hasBoth(*planOf(piece, stems), piece));

        Reading reading(project, piece.includes);
        BusUse use(project, reading);
        const ChosenEvents selection = withEffects(project, use, {piece.sent}, 1);
        QCOMPARE(selection.events, (std::vector<EventId>{piece.sent, piece.heard}));
        QCOMPARE(selection.end, 2.0);

        const auto audition =
            compileAudition(project, *project.find(piece.sent), piece.facts(), {});
        QVERIFY(audition.has_value());
        QCOMPARE(audition->surroundings.size(), std::size_t{1});

        const auto routes = busRoutes(project, reading);
        QCOMPARE(routes.front().writers, std::vector<InstrumentId>{piece.source});
        QCOMPARE(routes.front().writingEvents, 1);
        QCOMPARE(routes.front().readers, std::vector<InstrumentId>{piece.effect});

        QVERIFY(!warnsOfOrder(piece));
        Piece late = pieceOf(way, 1);
        Instrument source = *late.score.project.find(late.source);
        source.order = 1000; // behind the effect
        (void)late.score.project.change(source);
        QVERIFY(warnsOfOrder(late));
    }
    void whatCannotBeToldCountsAsAllBusesOfItsKind() {
        ScoreBuilder score;
        const BusId wet = score.bus(Bus::Kind::Audio);
        const BusId dry = score.bus(Bus::Kind::Audio);
        const BusId wave = score.bus(Bus::Kind::Control);
        const auto buses = [&](const std::string& body, const ScoreBuilder::Arguments& given = {}) {
            const EventId event = score.event(score.instrument("i", body), 0, 1, given);
            Reading reading(score.project, {});
            return BusUse(score.project, reading).of(*score.project.find(event));
        };
        const std::set<BusId> both{wet, dry};
        QCOMPARE(buses("asig busin 1 + 1\nout asig").read, both);
        QVERIFY(!buses("asig busin 1 + 1\nout asig").isReadSure);
        QCOMPARE(buses("kval busin giNone\n").read, std::set<BusId>{wave});
        QCOMPARE(buses("#define WET #2#\nasig busin $WET\nout asig").read, std::set<BusId>{dry});
        QCOMPARE(buses("busout 0, a(0)\nbusout 3, a(0)").written, std::set<BusId>{});
        // The last of several values holds, and a default only without one.
        QCOMPARE(buses("|ibus=2|\nasig busin ibus\nout asig", {{"ibus", 2.0}, {"p5", wet}}).read,
                 std::set<BusId>{wet});
        QVERIFY(buses("out a(1)").empty());
    }
    void anAutomatedNumberOfABusCanBeAny() {
        ScoreBuilder score;
        const BusId wet = score.bus(Bus::Kind::Audio);
        const BusId dry = score.bus(Bus::Kind::Audio);
        const EventId event = score.event(
            score.instrument("i", "|kbus=1|\nasig oscili 1, 1\nbusout kbus, asig"), 0, 1);
        Reading reading(score.project, {});
        QCOMPARE(BusUse(score.project, reading).of(*score.project.find(event)).written,
                 std::set<BusId>{wet});
        score.automate(event, "kbus", {{0, 1}, {1, 2}});
        const EventBuses buses = BusUse(score.project, reading).of(*score.project.find(event));
        QCOMPARE(buses.written, (std::set<BusId>{wet, dry}));
        QVERIFY(buses.canBeAny);
    }
    void anInstrumentIsReadAgainWhenItsTextOrTheCodeAroundItChanges() {
        Piece piece = pieceOf("included code");
        const Instrument& source = *piece.score.project.find(piece.source);
        Reading reading(piece.score.project, piece.includes);
        const auto first = reading.of(source);
        QCOMPARE(reading.busAccesses(source).size(), std::size_t{1});
        reading.setAround(piece.score.project, piece.includes);
        QCOMPARE(reading.of(source), first);
        piece.includes["send.inc"] = "busout ibus, asig\nbusout 2, asig\n";
        reading.setAround(piece.score.project, piece.includes);
        QCOMPARE(reading.of(source), first);
        QCOMPARE(reading.busAccesses(source).size(), std::size_t{2});
        Instrument changed = source;
        changed.body += "\nbusout 3, asig";
        (void)piece.score.project.change(changed);
        QVERIFY(reading.of(*piece.score.project.find(piece.source)) != first);
        QCOMPARE(reading.busAccesses(changed).size(), std::size_t{3});
    }
};

STRIA_TEST(BusUseTest)
#include "bus_use_test.moc"
