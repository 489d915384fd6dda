// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/compiler.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <set>

#include "engine/compile/csd_writer.h"
#include "tests/engine/compile/score_builder.h"
#include "tests/support/plain_csound.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

namespace {

CsdDocument compiled(const Project& project, const RenderSpec& spec = {},
                     const FixedNumbers& numbers = {}) {
    auto document = compile(project, spec, {}, {}, numbers);
    if (!document) {
        for (const Diagnostic& problem : document.error())
            qWarning("%s", problem.toText().c_str());
        return {};
    }
    return *document;
}

/// The first error.
Diagnostic problemOf(const Project& project, const RenderSpec& spec = {}) {
    const auto document = compile(project, spec, {}, {});
    if (document)
        return {};
    for (const Diagnostic& problem : document.error())
        if (problem.severity == Severity::Error)
            return problem;
    return {};
}

bool mentions(const Diagnostic& problem, std::initializer_list<const char*> words) {
    const std::string text = problem.toText();
    return std::all_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != std::string::npos; });
}

Sound played(const CsdDocument& document) {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("score.csd").toStdString();
    if (const auto written = writeCsd(document, path); !written)
        qWarning("%s", written.error().message.c_str());
    const PlainRender render = renderByPlainCsound(path);
    if (render.exitCode != 0)
        qWarning("%s\n%s", render.messages.c_str(), csdText(document)->c_str());
    return render.sound;
}

Sound played(const Project& project, const RenderSpec& spec = {}) {
    return played(compiled(project, spec));
}

bool near(double a, double b, double tolerance) {
    const bool good = std::abs(a - b) <= tolerance;
    if (!good)
        qWarning("%g, not %g", a, b);
    return good;
}

#define NEEDS_CSOUND()                                                                             \
    if (!hasPlainCsound())                                                                         \
    QSKIP("the csound command is not installed")

} // namespace

class CompilerTest : public QObject {
    Q_OBJECT

  private slots:
    void whatIsGivenToAParameterThatIsGoneIsLeftOut() {
        ScoreBuilder score;
        const InstrumentId tone = score.instrument("tone", "|kamp=0.2, kpitch=72|\nouts a(kamp)\n");
        const EventId left = score.event(tone, 0, 2, {{"kmidi", 64.0}, {"kamp", 0.5}});
        score.automate(left, "kmidi", {{0, 60}, {2, 72}});
        score.event(tone, 2, 1);
        ScoreBuilder clean;
        clean.event(clean.instrument("tone", "|kamp=0.2, kpitch=72|\nouts a(kamp)\n"), 0, 2,
                    {{"kamp", 0.5}});
        const auto document = compilePiece(score.project, {}, {}, {});
        QVERIFY(document);
        QCOMPARE(document->warnings.size(), std::size_t{1}); // for value and curve together
        const Diagnostic& warning = document->warnings.front();
        QCOMPARE(warning.severity, Severity::Warning);
        QCOMPARE(warning.code, ErrorCode::UnknownName);
        QCOMPARE(warning.place.event, left);
        QCOMPARE(warning.place.parameter, "kmidi");
        QCOMPARE(warning.message,
                 "Instrument tone has no parameter kmidi. What events give it is left out.");
        QVERIFY(document->notes[0].pfields == compiled(clean.project).notes[0].pfields);
    }

    void whatBuildsAScoreIsToldOfAParameterThatIsGone() {
        ScoreBuilder score;
        const InstrumentId tone = score.instrument("tone", "|kamp=0.2|\nouts a(kamp)\n");
        score.automate(score.event(tone, 0, 2), "kmidi", {{0, 60}, {2, 72}});
        const Diagnostic problem = problemOf(score.project);
        QCOMPARE(problem.code, ErrorCode::UnknownName);
        QVERIFY(mentions(problem, {"tone", "kmidi"}));
        QVERIFY(compileToCheck(score.project, {}, {}));
    }

    void anInlineHeaderGivesDefaultsAndArguments() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto beep =
            b.instrument("beep", "|kamp=0.2,\n ifreq=330|\noutch 1, oscili:a(kamp, ifreq)");
        b.event(beep, 0, 0.6);
        b.event(beep, 0.73, 0.5, {{"kamp", 0.1}});
        b.event(beep, 1.37, 0.6, {{"ifreq", 550.0}, {"kamp", 0.3}});
        const Sound sound = played(b.project);
        QVERIFY(near(sound.duration(), 1.97, 0.005));
        QVERIFY(near(frequency(sound, 1, 0.06, 0.54), 330, 0.5));
        QVERIFY(near(rms(sound, 1, 0.8, 1.2), 0.0707, 0.001));
        QVERIFY(near(frequency(sound, 1, 1.43, 1.91), 550, 0.5));
    }

    void aScoreWithoutAutomationHasNoCurveCode() {
        ScoreBuilder b;
        const auto beep = b.instrument("beep", "|kamp=0.2|\noutch 1, a(kamp)");
        b.event(beep, 0, 1);
        const CsdDocument document = compiled(b.project);
        QVERIFY(document.orchestra.find("bpf") == std::string::npos);
        QVERIFY(document.orchestra.find("curves") == std::string::npos);
        QVERIFY(document.orchestra.find("zak") == std::string::npos);
        QVERIFY(document.orchestra.find("bus") == std::string::npos);
        QCOMPARE(document.notes.size(), std::size_t{1});
    }

    void aBodyWithP4AndPlainNotationKeepsItsPfields() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto old =
            b.instrument("old", "iamp = p4\nifreq = p5\nasig oscili iamp, ifreq\nout asig");
        b.event(old, 0, 0.5, {{"ifreq", 500.0}, {"iamp", 0.3}});
        b.event(old, 0.6, 0.4, {{"p4", 0.1}, {"ifreq", 250.0}});
        const Sound sound = played(b.project);
        QVERIFY(near(rms(sound, 1, 0.1, 0.5), 0.2121, 0.001));
        QVERIFY(near(frequency(sound, 1, 0.65, 0.95), 250, 1));
    }

    void anAutomationMovesItsParameterOfItsEventAlone() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto level = b.instrument("level", "|kval=0.1|\noutch 1, a(kval)");
        const auto moved = b.event(level, 0, 1, {{"kval", 0.25}});
        b.event(level, 1.2, 0.5, {{"kval", 0.3}});
        b.automate(moved, "kval", {{0.2, 0.4}, {0.8, 0.1}});
        const CsdDocument document = compiled(b.project);
        QVERIFY(document.orchestra.find("bpf") != std::string::npos);
        const Sound sound = played(document);
        QVERIFY(near(sound.at(1, 0.1), 0.25, 1e-6));
        QVERIFY(near(sound.at(1, 0.5), 0.25, 2e-3));
        QVERIFY(near(sound.at(1, 0.9), 0.1, 1e-6));
        QVERIFY(near(sound.at(1, 1.5), 0.3, 1e-6));
    }

    void aPlainStatementGivesWayToItsCurveInPlace() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto level = b.instrument(
            "level",
            "  kval = p5 ; the level\n  kgain = p6\n  kbias = p7\n  Stag = p8\nif strcmp(Stag, "
            "\"x\") == 0 then\noutch 1, a(kval*kgain + kbias)\nendif");
        const auto e =
            b.event(level, 0, 1, {{"kval", 0.2}, {"kgain", 1.0}, {"Stag", std::string("x")}});
        b.automate(e, "kval", {{0.5, 0.4}});
        b.automate(e, "kgain", {{0.7, 0.5}});
        const CsdDocument document = compiled(b.project);
        QVERIFY(document.orchestra.find("kval = p5") == std::string::npos);
        const Sound sound = played(document);
        QVERIFY(near(sound.at(1, 0.3), 0.2, 1e-6));
        QVERIFY(near(sound.at(1, 0.6), 0.4, 1e-6));
        QVERIFY(near(sound.at(1, 0.9), 0.2, 1e-6));
    }

    void theFirstValueOfACurveIsThereAtInit() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto level = b.instrument("level", "|kval=0.1|\nival = i(kval)\noutch 1, a(ival)");
        const auto e = b.event(level, 0, 0.5);
        b.automate(e, "kval", {{-0.5, 0.2}, {0.5, 0.4}});
        QVERIFY(near(played(b.project).at(1, 0.4), 0.3, 1e-6));
    }

    void aSetBeforeTheStartNeedsNoCurve() {
        ScoreBuilder b;
        const auto level = b.instrument("level", "|kval=0.1|\noutch 1, a(kval)");
        const auto e = b.event(level, 0, 0.5);
        b.automate(e, "kval", {{0, 0.7}});
        const CsdDocument document = compiled(b.project);
        QCOMPARE(document.notes[0].pfields[4], 0.7);
        QVERIFY(document.orchestra.find("bpf") == std::string::npos);
    }

    void aLongCurveGoesToADataFile() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto level = b.instrument("level", "|kval=0.1|\noutch 1, a(kval)");
        const auto e = b.event(level, 0, 2);
        ScoreBuilder::Points points;
        for (int i = 0; i <= 2000; ++i)
            points.push_back({i * 0.001, 0.3 + 0.1 * std::sin(i * 0.01)});
        b.automate(e, "kval", points);
        const CsdDocument document = compiled(b.project);
        QCOMPARE(document.assets.size(), std::size_t{1});
        const Sound sound = played(document);
        QVERIFY(near(sound.at(1, 1.0), 0.3 + 0.1 * std::sin(10), 2e-3));

        const QTemporaryDir folder;
        QFile file(folder.filePath("inside.csd"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(csdText(document)->c_str());
        file.close();
        const Sound inside = renderByPlainCsound(file.fileName().toStdString()).sound;
        QVERIFY(near(largestDifference(sound, inside), 0, 0));
    }

    void textsArriveAsTheyAre() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const std::string body = "|Stext=\"none\", kgain=1|\nilen strlen Stext\nihash = 0\nindx = "
                                 "0\nwhile indx < ilen do\n ihash = (ihash*31 + strchar(Stext, "
                                 "indx)) % 10007\n indx += 1\nod\noutch 1, a(ihash/10007*kgain)";
        const auto digest = b.instrument("digest", body);
        std::string text =
            "\\\"\\{}{\\\"#a\"b\"\\$NAME; |k|/* %\n0123{{\"\\/* \\n@tone %d\t</CsScore>";
        std::vector<std::string> texts = {text, "$X", "", "\\", "\xc3\xa4\xc3\xb6 \x01\x7f"};
        for (int i = 0; i < 7; ++i)
            text += text;
        texts.push_back(text);
        double start = 0;
        for (const std::string& t : texts) {
            b.event(digest, start, 0.1, {{"Stext", t}});
            start += 0.2;
        }
        const Sound sound = played(b.project);
        start = 0;
        for (const std::string& t : texts) {
            long hash = 0;
            for (const char c : t)
                hash = (hash * 31 + static_cast<unsigned char>(c)) % 10007;
            QVERIFY2(near(sound.at(1, start + 0.05), static_cast<double>(hash) / 10007, 1e-6),
                     t.substr(0, 40).c_str());
            start += 0.2;
        }
    }

    void orderOfDefinitionAndPriorityIsOrderOfExecution() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        b.globalCode("gkacc init 0");
        const auto show = b.instrument("show", "outch 1, a(gkacc)");
        const auto half = b.instrument("half", "gkacc = gkacc / 2");
        const auto put = b.instrument("put", "|kv=0.4|\ngkacc = kv");
        b.event(show, 0, 1, {}, -1);
        b.event(half, 0, 1, {}, 2);
        b.event(put, 0, 1);
        QVERIFY(near(played(b.project).at(1, 0.5), 0.2, 1e-6));
    }

    void numbersOfGlobalInstrumentsAreLeftFree() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        b.globalCode("instr 1\n outch 1, a(0.1)\nendin\ninstr 1001\n outch 1, "
                     "a(p4)\nendin\nschedule 1, 0.2, 0.9\nschedule(1001, 0.3, 0.5, 0.25)");
        const auto one = b.instrument("one", "|kval=0.05|\noutch 1, a(kval)");
        const auto e = b.event(one, 0, 1);
        b.edit(e, [](ScoreEvent& event) { event.stop = 0.9; });
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.5), 0.4, 1e-6));
        QVERIFY(near(sound.at(1, 0.95), 0.1, 1e-6));
    }

    void aFixedNumberThatCodeUsesIsRefusedNamingBoth() {
        ScoreBuilder b;
        b.globalCode("instr 77\nendin");
        const auto one = b.instrument("one", "outch 1, a(0.1)");
        b.event(one, 0, 1);
        FixedNumbers fixed;
        fixed.instruments[one][1] = 77;
        const auto document = compile(b.project, {}, {}, {}, fixed);
        QVERIFY(!document);
        QVERIFY(mentions(document.error().front(), {"one", "77", "global code"}));
    }

    void literalNamesOfInstrumentsBecomeNumbers() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        b.change([](Settings& s) { s.channels = 3; });
        const auto rain = b.instrument(
            "rain", "schedule \"drop\", 0.2, 0.3, 0, 0.4, 2\nevent_i \"i\", nstrnum(\"drop\"), "
                    "0.45, 0.2, 0, 0.25, 2\nkn active \"drop\"\noutch 3, a(kn*0.1)");
        const auto drop = b.instrument("drop", "|kamp=0.1, ichan=1|\noutch ichan, a(kamp)");
        const auto d = b.event(drop, 0, 1.2);
        b.event(rain, 0.3, 0.7);
        b.automate(d, "kamp", {{0.2, 0.1}, {1.0, 0.5}});
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.6), 0.3, 2e-3));
        QVERIFY(near(sound.at(2, 0.6), 0.4, 1e-6));
        QVERIFY(near(sound.at(2, 0.9), 0.25, 1e-6));
        QVERIFY(near(sound.at(3, 0.6), 0.2, 1e-6));
    }

    void anEndlessEventStopsAloneAndPlaysItsRelease() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto hold =
            b.instrument("hold", "|kv=0.2|\naenv linsegr 1, 0.3, 0\noutch 1, aenv*kv");
        const auto a = b.event(hold, 0, -1);
        const auto c = b.event(hold, 0, 2, {{"kv", 0.4}});
        b.edit(c, [](ScoreEvent& e) { e.stop = 0.5; });
        b.edit(a, [](ScoreEvent& e) { e.stop = 0.9; });
        const CsdDocument document = compiled(b.project);
        QCOMPARE(document.scoreEnd, 0.9);
        const Sound sound = played(document);
        QVERIFY(near(sound.at(1, 0.4), 0.6, 1e-6));
        QVERIFY(near(sound.at(1, 0.65), 0.4, 5e-3));
        QVERIFY(near(sound.at(1, 0.85), 0.2, 1e-6));
        QVERIFY(near(sound.duration(), 1.2, 0.01));
    }

    void anEndlessScoreNeedsAnEnd() {
        ScoreBuilder b;
        const auto drone = b.instrument("drone", "outch 1, a(0.1)");
        b.event(drone, 0, 1);
        b.event(drone, 0.5, -1);
        QCOMPARE(problemOf(b.project).code, ErrorCode::EndlessScore);
        QVERIFY(mentions(problemOf(b.project), {"drone", "0.5"}));
        RenderSpec spec;
        spec.endTime = 3;
        QCOMPARE(compiled(b.project, spec).cutTime, 3.0);
        b.change([](Settings& s) { s.endMarker = 0.7; });
        const CsdDocument marked = compiled(b.project);
        QCOMPARE(marked.scoreEnd, 1.0);
        QCOMPARE(marked.notes.back().pfields[1], 1.0);
    }

    void anEmptyScoreIsNothingToRenderUnlessSomethingGivesALength() {
        ScoreBuilder b;
        QCOMPARE(problemOf(b.project).code, ErrorCode::NothingToRender);
        b.change([](Settings& s) { s.endMarker = 2; });
        QCOMPARE(compiled(b.project).scoreEnd, 2.0);
    }

    void mutedTracksAndOtherEventsThanAskedForAreSilent() {
        ScoreBuilder b;
        const auto one = b.instrument("one", "outch 1, a(0.1)");
        Track track;
        track.id = TrackId{b.next()};
        track.name = "loud";
        track.muted = true;
        b.insert(track);
        const auto a = b.event(one, 0, 1);
        const auto c = b.event(one, 1, 1);
        b.edit(a, [&](ScoreEvent& e) { e.track = track.id; });
        CsdDocument document = compiled(b.project);
        QCOMPARE(document.notes.size(), std::size_t{1});
        QVERIFY(document.notes[0].event == c);
        // An event that is asked for by itself plays whatever its track.
        RenderSpec spec;
        spec.onlyEvents = {a};
        document = compiled(b.project, spec);
        QCOMPARE(document.notes.size(), std::size_t{1});
        QVERIFY(document.notes[0].event == a);
    }

    void eventNumbersAreUniqueAndKeepWhatIsFixed() {
        QCOMPARE(eventNumber(1001, 1), 1001.000001);
        std::set<double> numbers;
        for (std::uint64_t i = 1; i < 3000000; i += 7)
            QVERIFY(numbers.insert(eventNumber(32767, i)).second);
        ScoreBuilder b;
        const auto one = b.instrument("one", "outch 1, a(0.1)");
        const auto a = b.event(one, 0, 1);
        const auto c = b.event(one, 0, 1);
        FixedNumbers fixed;
        fixed.events[c] = eventNumber(1001, 1);
        const CsdDocument document = compiled(b.project, {}, fixed);
        for (const CsdNote& note : document.notes)
            QCOMPARE(note.pfields[0], eventNumber(1001, note.event == c ? 1 : 2));
        (void)a;
    }

    void fiveThousandEventsStopEachByItself() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto one = b.instrument("one", "|kv=0|\noutch 1, a(kv)");
        for (int i = 0; i < 5000; ++i) {
            const auto e = b.event(one, 0, -1, {{"kv", 0.0001}});
            b.edit(e, [i](ScoreEvent& event) { event.stop = i % 2 ? 0.1 : 0.2; });
        }
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.05), 0.5, 1e-6));
        QVERIFY(near(sound.at(1, 0.15), 0.25, 1e-6));
    }

    void audioBusesMixReplaceAndAreClearedEachCycle() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto bus = b.bus(Bus::Kind::Audio);
        const auto one = b.instrument("one", "|ibus, kv=0.1|\nbusmix ibus, a(kv)");
        const auto put = b.instrument("put", "|ibus, kv=0.4|\nbusout(ibus, a(kv))");
        const auto two = b.instrument("two", "|ibus, kv=0.2|\nbusmix(ibus, a(kv))");
        const auto show = b.instrument(
            "show", "|ibus|\nasig = busin(ibus)\naother busin ibus\noutch 1, (asig + aother)/2");
        b.event(show, 0, 1.8, {{"ibus", bus}}, 3);
        b.event(one, 0, 1.8, {{"ibus", bus}});
        b.event(two, 0.31, 0.9, {{"ibus", bus}});
        b.event(put, 0.73, 0.8, {{"ibus", bus}});
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.2), 0.1, 1e-6));
        QVERIFY(near(sound.at(1, 0.6), 0.3, 1e-6));
        QVERIFY(near(sound.at(1, 1.0), 0.6, 1e-6));
        QVERIFY(near(sound.at(1, 1.4), 0.4, 1e-6));
        QVERIFY(near(sound.at(1, 1.7), 0.1, 1e-6));
    }

    void busZeroIsSilentAndADefaultCountsUntilSomethingIsWritten() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto bus = b.bus(Bus::Kind::Control);
        const auto write = b.instrument("write", "|ibus, kv=0.6|\nbusout ibus, kv\nbusout 0, a(1)");
        const auto show = b.instrument(
            "show",
            "|ibus|\nkv = busin(ibus, 0.25)\nk0 = busin:k(0, 0.1)\noutch 1, a(kv+k0)+busin:a(0)");
        b.event(show, 0, 1, {{"ibus", bus}}, 2);
        b.event(write, 0.4, 0.2, {{"ibus", bus}});
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.2), 0.35, 1e-6));
        QVERIFY(near(sound.at(1, 0.9), 0.7, 1e-6));
    }

    void busesWorkBesideAZakOfTheUsers_data() {
        QTest::addColumn<QString>("globalCode");
        QTest::newRow("without") << "";
        QTest::newRow("with zak") << "zakinit 2, 2";
    }
    void busesWorkBesideAZakOfTheUsers() {
        NEEDS_CSOUND();
        QFETCH(QString, globalCode);
        ScoreBuilder b;
        b.globalCode(globalCode.toStdString());
        const auto bus = b.bus(Bus::Kind::Control, 0.1);
        const auto audio = b.bus(Bus::Kind::Audio);
        const auto show = b.instrument("show", "|ibus, iaudio|\noutch 1, a(busin:k(ibus)) + "
                                               "busin(iaudio)");
        const auto write =
            b.instrument("write", "|ibus, kv, iaudio|\nbusout ibus, kv\nbusmix iaudio, a(0.01)");
        b.event(show, 0, 2.2, {{"ibus", bus}, {"iaudio", audio}}, 2);
        const auto at = [&](double start, double duration, double value) {
            b.event(write, start, duration, {{"ibus", bus}, {"kv", value}, {"iaudio", audio}});
        };
        at(0.2, 0.1, 0.4);
        at(0.7, 0.1, 0.15);
        at(1.1, 0.05, 0.7);
        b.automate(bus, "", {{0.5, 0.5}, {0.9, 0.3}});
        b.automate(bus, "", {{1.5, 0}, {1.9, 0.2}}, {}, true);
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.1), 0.1, 1e-6));
        QVERIFY(near(sound.at(1, 0.25), 0.41, 1e-6));
        QVERIFY(near(sound.at(1, 0.4), 0.4, 1e-6));
        QVERIFY(near(sound.at(1, 0.6), 0.45, 2e-3));
        QVERIFY(near(sound.at(1, 0.75), 0.16, 1e-6));
        QVERIFY(near(sound.at(1, 1.0), 0.3, 1e-6));
        QVERIFY(near(sound.at(1, 1.4), 0.7, 1e-6));
        QVERIFY(near(sound.at(1, 1.7), 0.45, 4e-3));
        QVERIFY(near(sound.at(1, 2.1), 0.2, 1e-6));
    }

    void aBusInAnInstrumentWithItsOwnKsmpsIsRefusedAtTheLine() {
        ScoreBuilder b;
        const auto bus = b.bus(Bus::Kind::Audio);
        const auto bad = b.instrument("bad", "|ibus|\nsetksmps 1\nbusout ibus, a(0.1)");
        b.event(bad, 0, 1, {{"ibus", bus}});
        const Diagnostic problem = problemOf(b.project);
        QVERIFY2(mentions(problem, {"bad", "setksmps"}), problem.toText().c_str());
        QCOMPARE(problem.place.line, 3);
    }

    void aReaderThatRunsBeforeAllWritersIsTold() {
        ScoreBuilder b;
        const auto bus = b.bus(Bus::Kind::Audio);
        const auto reader = b.instrument("reader", "|ibus|\nasig = busin(ibus)\noutch 1, asig");
        const auto writer = b.instrument("writer", "|ibus|\nbusout ibus, a(0.1)");
        const auto e = b.event(reader, 0, 1, {{"ibus", bus}});
        b.event(writer, 0, 1, {{"ibus", bus}});
        const CsdDocument document = compiled(b.project);
        QCOMPARE(document.warnings.size(), std::size_t{1});
        QVERIFY(mentions(document.warnings[0], {"reader", "writer", "hears nothing"}));
        b.edit(e, [](ScoreEvent& event) { event.priority = 2; });
        QVERIFY(compiled(b.project).warnings.empty());
    }

    void aReaderThatRunsBehindOneOfItsWritersIsFine() {
        ScoreBuilder b;
        const auto bus = b.bus(Bus::Kind::Audio);
        const auto early = b.instrument("early", "|ibus|\nbusout ibus, a(0.1)");
        const auto reader = b.instrument("reader", "|ibus|\nasig = busin(ibus)\noutch 1, asig");
        const auto late = b.instrument("late", "|ibus|\nbusout ibus, a(0.2)");
        const auto e = b.event(early, 0, 1, {{"ibus", bus}});
        b.event(reader, 0, 1, {{"ibus", bus}});
        b.event(late, 0, 1, {{"ibus", bus}});
        QVERIFY(compiled(b.project).warnings.empty());
        // Now both run behind it.
        b.edit(e, [](ScoreEvent& event) { event.priority = 3; });
        QCOMPARE(compiled(b.project).warnings.size(), std::size_t{1});
    }

    void whatAnOpcodeOfTheUsersDrawsAtInitIsTheEventsOwn() {
        NEEDS_CSOUND();
        const auto frequencyOfSecond = [](int seedOfFirst) {
            ScoreBuilder b;
            b.globalCode("opcode anypitch, i, 0\nival random 300, 900\nxout ival\nendop");
            const auto bell =
                b.instrument("bell", "|kamp=0.2|\nifreq anypitch\noutch 1, oscili:a(kamp, ifreq)");
            const auto first = b.event(bell, 0, 0.5);
            const auto second = b.event(bell, 1, 0.5);
            b.edit(first, [&](ScoreEvent& event) { event.seed = seedOfFirst; });
            b.edit(second, [](ScoreEvent& event) { event.seed = 7; });
            if (seedOfFirst == 0)
                b.edit(first, [](ScoreEvent& event) { event.stop = 0.0; });
            const CsdDocument document = compiled(b.project);
            if (document.orchestra.find(" seed p") == std::string::npos)
                return 0.0;
            return frequency(played(document), 1, 1.05, 1.45);
        };
        const double plain = frequencyOfSecond(11);
        QVERIFY(plain > 250);
        // Another chance for the first, or none at all, is no matter of the second.
        QVERIFY(near(frequencyOfSecond(12), plain, 0.01));
        QVERIFY(near(frequencyOfSecond(0), plain, 0.01));
    }

    void whatIsDrawnAtInitIsTheEventsOwn() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto bell = b.instrument(
            "bell", "|kamp=0.2|\nifreq random 300, 900\noutch 1, oscili:a(kamp, ifreq)");
        for (const int seed : {11, 12, 11}) {
            const auto e =
                b.event(bell, seed != 11 ? 1.0 : (b.project.all<ScoreEvent>().size()), 0.5);
            b.edit(e, [seed](ScoreEvent& event) { event.seed = seed; });
        }
        const CsdDocument document = compiled(b.project);
        QVERIFY(document.orchestra.find(" seed p6") != std::string::npos);
        const Sound sound = played(document);
        const double first = frequency(sound, 1, 0.05, 0.45);
        QVERIFY(std::abs(first - frequency(sound, 1, 1.05, 1.45)) > 1);
        QVERIFY(near(first, frequency(sound, 1, 2.05, 2.45), 0.01));

        b.globalCode("seed 5");
        QVERIFY(compiled(b.project).orchestra.find("seed p") == std::string::npos);
    }

    void wrongArgumentsNameTheEventAndTheNearestName() {
        ScoreBuilder b;
        const auto filter = b.instrument("filter", "|kcutoff=1000, Sname|\noutch 1, a(kcutoff)");
        b.event(filter, 2.5, 1, {{"kcutof", 500.0}});
        QVERIFY(mentions(problemOf(b.project), {"filter", "kcutof", "kcutoff", "2.5"}));
        ScoreBuilder c;
        const auto text = c.instrument("text", "|kcutoff=1000, Sname|\noutch 1, a(kcutoff)");
        c.event(text, 0, 1, {{"kcutoff", std::string("high")}});
        QCOMPARE(problemOf(c.project).code, ErrorCode::WrongType);
        ScoreBuilder d;
        const auto number = d.instrument("number", "|kcutoff=1000, Sname|\noutch 1, a(kcutoff)");
        d.event(number, 0, 1, {{"Sname", 5.0}});
        QVERIFY(mentions(problemOf(d.project), {"number", "Sname"}));
    }

    void linesOfTheOrchestraLeadBackToTheUsersText() {
        ScoreBuilder b;
        b.globalCode("gione = 1\n/* two\nlines */\ngitwo = 2");
        const auto one = b.instrument(
            "one", "; comment\n|kamp=0.1,\n ifreq=300|\n/* a\n b */ kx = kamp\nSx = {{a\nb}}\nky = "
                   "kx\noutch 1, a(ky*ifreq/1000)");
        const auto e = b.event(one, 0, 1);
        b.automate(e, "kamp", {{0, 0.1}, {1, 0.2}});
        const CsdDocument document = compiled(b.project);
        std::vector<std::string> lines;
        std::string line;
        for (const char c : document.orchestra)
            if (c == '\n')
                lines.push_back(std::exchange(line, {}));
            else
                line += c;
        QCOMPARE(static_cast<int>(lines.size()), document.sourceMap.lineCount());
        int found = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const Place place = document.sourceMap.placeOf(static_cast<int>(i) + 1);
            if (lines[i] == "ky = kx") {
                QCOMPARE(place.line, 8);
                QVERIFY(place.text == TextKind::InstrumentBody);
                QVERIFY(place.instrument == one);
                ++found;
            }
            if (lines[i] == "gitwo = 2") {
                QCOMPARE(place.line, 4);
                QVERIFY(place.text == TextKind::GlobalCode);
                ++found;
            }
            // Csound's count after a #line is the true one.
            if (lines[i].starts_with("#line "))
                QCOMPARE(std::stoi(lines[i].substr(6)), static_cast<int>(i) + 2);
        }
        QCOMPARE(found, 2);
    }

    void aCheckLooksAtEverythingPlayedOrNot() {
        ScoreBuilder b;
        QVERIFY(compileToCheck(b.project, {}, {}));
        b.instrument("idle", "asig oscili 0.1, 440\nif asig > 0 then\noutch 1, asig");
        const auto drone = b.instrument("drone", "|kamp=0.1|\noutch 1, a(kamp)");
        const auto e = b.event(drone, 100, -1, {{"kapm", 0.5}});
        b.edit(e, [](ScoreEvent& event) { event.stop = 50; });
        const auto document = compileToCheck(b.project, {}, {});
        QVERIFY(!document);
        const auto has = [&](std::initializer_list<const char*> words) {
            return std::any_of(document.error().begin(), document.error().end(),
                               [&](const Diagnostic& problem) { return mentions(problem, words); });
        };
        QVERIFY(has({"drone", "kapm", "kamp"}));
        QVERIFY(has({"idle", "line 2", "endif"}));
        QVERIFY(!has({"endless"}));
    }

    void anOpcodeThatIsNearlyOneIsAWarningAtItsPlace() {
        ScoreBuilder b;
        const auto one = b.instrument("one", "|kamp=1|\nasig oscilli kamp, 440\noutch 1, asig");
        b.event(one, 0, 1);
        const OpcodeCatalogue catalogue({{"oscili", "a", "kk", true}, {"outch", "", "ka", true}});
        const auto document = compile(b.project, {}, {}, catalogue);
        QVERIFY(document);
        QCOMPARE(document->warnings.size(), std::size_t{1});
        QVERIFY(mentions(document->warnings[0], {"oscilli", "oscili"}));
        QCOMPARE(document->warnings[0].place.line, 2);
        QCOMPARE(document->warnings[0].place.column, 6);
    }

    void macrosFromOptionsReachPlainCsound() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        b.change([](Settings& s) {
            s.csoundOptions = {"--omacro:GAIN=0.25", "--omacro:WORDS=two words"};
        });
        const auto one =
            b.instrument("one", "iat strindex \"$WORDS\", \"two words\"\noutch 1, a($GAIN + iat)");
        b.event(one, 0, 0.1);
        QVERIFY(near(played(b.project).at(1, 0.05), 0.25, 1e-6));
        b.change([](Settings& s) { s.csoundOptions = {"-odac"}; });
        QVERIFY(mentions(problemOf(b.project), {"-odac"}));
    }

    void valuesThatAreNoNumbersAreRefused() {
        ScoreBuilder b;
        b.change([](Settings& s) { s.endMarker = 1; });
        const double nan = std::nan("");
        RenderSpec spec;
        spec.endTime = nan;
        QCOMPARE(problemOf(b.project, spec).code, ErrorCode::InvalidArgument);
        spec = {};
        spec.startTime = -1;
        QCOMPARE(problemOf(b.project, spec).code, ErrorCode::InvalidArgument);
        Channel channel{ChannelId{b.next()}, "level", Channel::Kind::Control, {}, 1, {}};
        channel.changes = {{0, std::string("loud")}};
        b.insert(channel);
        QCOMPARE(problemOf(b.project).code, ErrorCode::WrongType);
        channel.changes = {{0, nan}};
        QVERIFY(b.project.change(channel));
        QCOMPARE(problemOf(b.project).code, ErrorCode::InvalidArgument);
    }

    void aControlCharacterInCodeIsNoMarkOfAFile() {
        ScoreBuilder b;
        const auto one = b.instrument("one", "outch 1, a(0.1) \x1a"
                                             "0\x1a \x1a x");
        b.event(one, 0, 1);
        b.table(std::vector<double>(2000, 0.5));
        const CsdDocument document = compiled(b.project);
        const std::string text =
            document.orchestraText([](const CsdAsset&) { return std::string("THERE"); });
        QCOMPARE(text.find("THERE"), text.rfind("THERE"));
        QVERIFY(text.find('\x1a') == std::string::npos);
    }

    void aLineThatWouldEndTheOrchestraOfACsdIsNamed() {
        ScoreBuilder b;
        const auto tone = b.instrument("tone", "/*\n</CsInstruments>\n*/\nSx = {{\n"
                                               "</CsInstruments>}}\nprints \"</CsInstruments>\"");
        b.event(tone, 0, 1);
        QVERIFY(csdText(compiled(b.project)));
        const auto cut =
            b.instrument("cut", "#ifdef NEVER\n  </CsInstruments>\n#end\noutch 1, a(0)");
        b.event(cut, 0, 1);
        const auto text = csdText(compiled(b.project));
        QVERIFY(!text);
        QVERIFY(mentions(text.error(), {"</CsInstruments>"}));
        QCOMPARE(text.error().place.instrumentName, std::string("cut"));
        QCOMPARE(text.error().place.line, 2);
    }
    void namesAndTitlesCannotBreakTheCsd() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const std::string hostile = "a\n$X [1+ {3 /* \"q\" # \\ </CsScore> @8 ; ~ \\";
        b.change([&](Settings& s) { s.title = hostile; });
        const auto one = b.instrument(hostile, "outch 1, a(0.25)");
        const auto e = b.event(one, 0, 0.1);
        b.edit(e, [&](ScoreEvent& event) { event.name = hostile; });
        b.event(one, 0.2, 0.1);
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.05), 0.25, 1e-6));
        QVERIFY(near(sound.at(1, 0.25), 0.25, 1e-6));
    }

    void csoundCountsLinesAsTheMapDoes() {
        NEEDS_CSOUND();
        // Each body ends in a mistake that only Csound finds; what stands before it confuses its
        // count of lines.
        for (const char* before :
             {"/* two\nlines */\n", "#define PAIR(a) #\nk$a = 1\nk$a.two = 2\n#\n$PAIR(x)\n",
              "Sx = {{a\n\nb}}\n", "ix = 1 + \\\n 2\n", "#define A #1#\n#undef A\n",
              "#ifdef A\nix = 1\n#else\nix = 2\n#end\n", "|kamp=1,\n kfreq=2|\n"}) {
            ScoreBuilder b;
            b.globalCode("/* so that all counts\nare the orchestra's */");
            const auto bad = b.instrument("bad", std::string(before) +
                                                     "aout oscili \"loud\", 440\noutch 1, aout");
            const auto e = b.event(bad, 0, 1);
            (void)e;
            const CsdDocument document = compiled(b.project);
            const QTemporaryDir folder;
            const std::string path = folder.filePath("bad.csd").toStdString();
            QVERIFY(writeCsd(document, path));
            const std::string messages = renderByPlainCsound(path).messages;
            const std::size_t at = messages.find("Line: ");
            QVERIFY2(at != std::string::npos, messages.c_str());
            const Place place = document.sourceMap.placeOf(std::stoi(messages.substr(at + 6)));
            QVERIFY2(place.instrument == bad, (messages + *csdText(document)).c_str());
            const std::string body = before;
            const auto line = static_cast<int>(std::count(body.begin(), body.end(), '\n')) + 1;
            QVERIFY2(place.line == line, before);
        }
    }

    void includedFilesStandInTheOrchestraWithTheirOwnLines() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        b.globalCode("gione = 1\n#include \"outer.inc\" ; comment\ngitwo = 2");
        GlobalCode file;
        file.id = GlobalCodeId{b.next()};
        file.file = "other.inc";
        file.order = 1000;
        b.insert(file);
        const auto show = b.instrument("show", "outch 1, a(giouter + giinner + giother + gitwo)");
        b.event(show, 0, 0.2);
        const QTemporaryDir folder;
        const auto write = [&](const char* name, const char* text) {
            QFile out(folder.filePath(name));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(text);
        };
        write("outer.inc", "; first\n#include \"inner.inc\"\ngiouter = 0.1");
        write("inner.inc", "kr = 10 ; not this\ngiinner = 0.2");
        write("other.inc", "giother = 0.4");
        const AssetFacts facts = gatherAssetFacts(b.project, folder.path().toStdString());
        QCOMPARE(facts.includes.size(), std::size_t{3});
        const auto document = compile(b.project, {}, facts, {});
        QVERIFY(document);
        QVERIFY(mentions(document->warnings.front(), {"kr = 10", "inner.inc", "settings"}));
        QVERIFY(near(played(*document).at(1, 0.1), 2.7, 1e-6));
        bool found = false;
        for (int line = 1; line <= document->sourceMap.lineCount(); ++line) {
            const Place place = document->sourceMap.placeOf(line);
            if (place.file == "outer.inc" && place.line == 3)
                found = place.text == TextKind::File;
        }
        QVERIFY(found);

        write("inner.inc", "#include \"outer.inc\"");
        const AssetFacts circle = gatherAssetFacts(b.project, folder.path().toStdString());
        QVERIFY(!compile(b.project, {}, circle, {}));
        const auto missing = compile(b.project, {}, {}, {});
        QVERIFY(!missing);
        QVERIFY(mentions(missing.error().front(), {"outer.inc"}));
        QCOMPARE(missing.error().front().place.line, 2);
    }

    void soundFilesBecomeTables() {
        NEEDS_CSOUND();
        const QTemporaryDir folder;
        const auto writeSound = [&](const QString& name, double value) {
            CsdAsset asset;
            asset.data = std::make_shared<const std::vector<double>>(std::size_t{2000}, value);
            asset.channels = 2;
            asset.sampleRate = 8000;
            QVERIFY(writeAssetData(asset, folder.filePath(name).toStdString()));
        };
        writeSound("sp ace \u00e4.wav", 0.25);
        writeSound("qu\"ote\\$x.wav", 0.5);
        ScoreBuilder b;
        const auto read =
            b.instrument("read", "|itab|\noutch 1, a(tab_i(100, itab) + ftlen(itab)/1e5 + "
                                 "ftchnls(itab)/10)");
        double start = 0;
        for (const char* name : {"sp ace \u00e4.wav", "qu\"ote\\$x.wav", "gone.wav"}) {
            SoundSource source;
            source.id = SoundSourceId{b.next()};
            source.path = name;
            b.insert(source);
            if (source.path != "gone.wav")
                b.event(read, start, 0.1, {{"itab", source.id}});
            start += 0.2;
        }
        const AssetFacts facts = gatherAssetFacts(b.project, folder.path().toStdString());
        auto document = compile(b.project, {}, facts, {});
        QVERIFY(document);
        const Sound sound = played(*document);
        QVERIFY(near(sound.at(1, 0.05), 0.25 + 0.02 + 0.2, 1e-6));
        QVERIFY(near(sound.at(1, 0.25), 0.5 + 0.02 + 0.2, 1e-6));

        for (const SoundSource* source : b.project.inOrder<SoundSource>())
            if (source->path == "gone.wav")
                b.event(read, start, 0.1, {{"itab", source->id}});
        document = compile(b.project, {}, facts, {});
        QVERIFY(!document);
        QVERIFY(mentions(document.error().front(), {"gone.wav", "read"}));
    }

    void tablesAreMadeAndFreedAtTheirTime() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        const auto t = b.table({0.1, 0.4, 0.25});
        const auto later = b.table({0.5, 0.6}, 777);
        b.edit(later, [](Table& table) {
            table.delay = 0.5;
            table.freedAt = 1.0;
        });
        std::vector<double> much(2100);
        for (std::size_t i = 0; i < much.size(); ++i)
            much[i] = 0.1 + 0.0002 * static_cast<double>(i);
        const auto large = b.table(much);
        const auto empty = b.table(std::vector<double>(16, 0.0));
        const auto read = b.instrument("read", "|itab, ipos|\noutch 1, a(tab_i(ipos, itab))");
        const auto exists =
            b.instrument("exists", "|itab|\noutch 1, a(ftexists(777) + ftlen(itab)/100)");
        b.event(read, 0, 0.1, {{"itab", t}, {"ipos", 1.0}});
        b.event(read, 0.2, 0.1, {{"itab", large}, {"ipos", 2099.0}});
        b.event(exists, 0.4, 0.05, {{"itab", empty}});
        b.event(read, 0.6, 0.1, {{"itab", later}, {"ipos", 1.0}});
        b.event(exists, 1.1, 0.1, {{"itab", empty}});
        b.event(exists, 0.8, 0.1, {{"itab", empty}});
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.05), 0.4, 1e-6));
        QVERIFY(near(sound.at(1, 0.25), 0.1 + 0.0002 * 2099, 1e-6));
        QVERIFY(near(sound.at(1, 0.42), 0.16, 1e-6));
        QVERIFY(near(sound.at(1, 0.65), 0.6, 1e-6));
        QVERIFY(near(sound.at(1, 0.85), 1.16, 1e-6));
        QVERIFY(near(sound.at(1, 1.15), 0.16, 1e-6));
    }

    void channelsHaveTheirFirstValueAndChangeLater() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        Channel level{ChannelId{b.next()}, "lev\"el", Channel::Kind::Control, {}, 1, {}};
        level.changes = {{0, 0.2}, {0, 0.3}, {0.5, 0.5}};
        b.insert(level);
        Channel mode{ChannelId{b.next()}, "mode", Channel::Kind::Text, {}, 2, {}};
        mode.changes = {{0, std::string("lo$ud")}, {0.5, std::string("soft")}};
        b.insert(mode);
        const auto show = b.instrument("show", "kv chnget \"lev\\\"el\"\nSm chnget "
                                               "\"mode\"\niv strlen Sm\noutch 1, a(kv + iv)");
        b.event(show, 0, 0.4);
        b.event(show, 0.6, 0.4);
        const Sound sound = played(b.project);
        QVERIFY(near(sound.at(1, 0.2), 5.3, 1e-6));
        QVERIFY(near(sound.at(1, 0.8), 4.5, 1e-6));
    }

    void croppedRendersStartWhatSoundsWithTheValuesItHas() {
        ScoreBuilder b;
        const auto level = b.instrument("level", "|kval=0.1|\noutch 1, a(kval)");
        const auto e = b.event(level, 0, 2);
        b.automate(e, "kval", {{0.5, 0.1}, {1.5, 0.5}});
        b.event(level, 0, 0.5);
        RenderSpec spec;
        spec.startTime = 1;
        spec.past = RenderSpec::PastSound::Crop;
        const CsdDocument document = compiled(b.project, spec);
        QCOMPARE(document.notes.size(), std::size_t{1});
        QCOMPARE(document.notes[0].pfields[1], 1.0);
        QCOMPARE(document.notes[0].pfields[2], 1.0);
        QCOMPARE(document.notes[0].pfields[4], 0.3);
    }

    void theSameProjectGivesTheSameBytes() {
        const auto build = [] {
            ScoreBuilder b;
            const auto level = b.instrument("level", "|kval=0.1|\noutch 1, a(kval)");
            for (int i = 0; i < 50; ++i) {
                const auto e = b.event(level, i * 0.1, 2);
                b.automate(e, "kval", {{0.5, 0.1}, {1.5, 0.5}}, {SegmentShape::Kind::Smooth, 1});
            }
            return *csdText(compiled(b.project));
        };
        QCOMPARE(build(), build());
    }

    void aWrittenCsdPlaysAfterItWasMoved() {
        NEEDS_CSOUND();
        ScoreBuilder b;
        std::vector<double> much(3000);
        for (std::size_t i = 0; i < much.size(); ++i)
            much[i] = std::sin(static_cast<double>(i) * 0.01);
        const auto t = b.table(much);
        const auto read = b.instrument("read", "|itab|\noutch 1, poscil:a(0.3, 10, itab)");
        b.event(read, 0, 1, {{"itab", t}});
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("erstes st\u00fcck"));
        const QString path = folder.filePath("erstes st\u00fcck/l\u00e4uten \u00e0 deux.csd");
        QVERIFY(writeCsd(compiled(b.project), path.toStdString()));
        const QString moved = folder.filePath("moved");
        QVERIFY(QDir().rename(folder.filePath("erstes st\u00fcck"), moved));
        const PlainRender render =
            renderByPlainCsound((moved + "/l\u00e4uten \u00e0 deux.csd").toStdString());
        QCOMPARE(render.exitCode, 0);
        QVERIFY(near(peak(render.sound, 1), 0.3, 0.01));
    }

    void whatAnOlderExportHasStaysWhereANewOneFails() {
        ScoreBuilder b;
        const auto t = b.table(std::vector<double>(3000, 0.25));
        const auto read = b.instrument("read", "|itab|\noutch 1, poscil:a(0.3, 10, itab)");
        b.event(read, 0, 1, {{"itab", t}});
        const QTemporaryDir folder;
        const std::string path = folder.filePath("piece.csd").toStdString();
        CsdDocument document = compiled(b.project);
        QCOMPARE(document.assets.size(), std::size_t{1});
        QVERIFY(writeCsd(document, path));
        const auto bytesOf = [&](const QString& name) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QString name =
            "piece.assets/" + QString::fromStdString(document.assets.front().fileName);
        const QByteArray older = bytesOf(name), olderCsd = bytesOf("piece.csd");
        QVERIFY(!older.isEmpty());

        document.assets.front().data =
            std::make_shared<const std::vector<double>>(std::vector<double>(3000, 0.5));
        CsdAsset gone;
        gone.fileName = "gone.wav";
        gone.sourcePath = folder.filePath("gone.wav").toStdString();
        document.assets.push_back(gone);
        const auto written = writeCsd(document, path);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::FileUnreadable);
        QCOMPARE(bytesOf(name), older);
        QCOMPARE(bytesOf("piece.csd"), olderCsd);
        QCOMPARE(QDir(folder.filePath("piece.assets"))
                     .entryList(QDir::AllEntries | QDir::NoDotAndDotDot)
                     .size(),
                 1);

        document.assets.pop_back();
        QVERIFY(writeCsd(document, path));
        QVERIFY(bytesOf(name) != older);
    }

    void tensOfThousandsOfPlainEventsCompileQuickly() {
        ScoreBuilder b;
        const auto ping =
            b.instrument("ping", "|kamp=0.1, kfreq=440, ipan=0.5|\noutch 1, oscili:a(kamp, kfreq)");
        for (int i = 0; i < 100000; ++i)
            b.event(ping, i * 0.01, 0.02, {{"kamp", 0.1}, {"kfreq", 300.0 + i % 100}});
        QElapsedTimer timer;
        timer.start();
        const CsdDocument document = compiled(b.project);
        qInfo("100,000 events: %lld ms", static_cast<long long>(timer.elapsed()));
        QCOMPARE(document.notes.size(), std::size_t{100000});
        QVERIFY(timer.elapsed() < 30000); // a guard, no limit
    }
};

STRIA_CORE_TEST(CompilerTest)
#include "compiler_test.moc"
