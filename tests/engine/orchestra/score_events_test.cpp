// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/score_events.h"
#include "tests/support/test_program.h"

#include <QtTest>

using namespace stria;

class ScoreEventsTest : public QObject {
    Q_OBJECT

    Project m_project;
    InstrumentId m_glass, m_said, m_one;
    BusId m_wet;

    InstrumentId add(const char* name, const char* body, double order) {
        Instrument instrument;
        instrument.id = InstrumentId::random();
        instrument.name = name;
        instrument.body = body;
        instrument.order = order;
        (void)m_project.insert(instrument);
        return instrument.id;
    }

    static QString problem(const ScoreEvents& read) {
        return read.problems.empty() ? QString()
                                     : QString::fromStdString(read.problems.front().toText());
    }

  private slots:
    void init() {
        m_project = Project();
        m_glass = add("glass", "|kamp=0.3, kmidi=60, ibus=0|\nout kamp", 0);
        m_said = add("said", "|Stext=\"hm\", kamp=1|\nprints Stext", 1);
        m_one = add("7", "kamp = p4\nout kamp", 2);
        Bus bus;
        bus.id = m_wet = BusId::random();
        bus.name = "wet";
        (void)m_project.insert(bus);
    }

    void statementsBecomeEventsByName() {
        const ScoreEvents read =
            readScoreEvents(m_project, "i\"glass\" 1 2 0 .5 67 \"wet\"\ni\"said\" 3 -1 0 \"x\"\n");
        QVERIFY2(read.problems.empty(), qPrintable(problem(read)));
        QCOMPARE(read.events.size(), std::size_t{2});
        const ScoreEvent& first = read.events[0];
        QVERIFY(first.id && first.instrument == m_glass);
        QCOMPARE(first.start, 1.0);
        QCOMPARE(first.duration, 2.0);
        const std::vector<Argument> arguments{{"kamp", .5}, {"kmidi", 67.0}, {"ibus", m_wet}};
        QVERIFY(first.arguments == arguments);
        QVERIFY(read.events[1].isEndless());
        QVERIFY(read.events[1].arguments == (std::vector<Argument>{{"Stext", std::string("x")}}));
        QVERIFY(read.events[1].order > first.order);
    }

    void aNumberIsANameOrAPlaceInTheOrder() {
        const ScoreEvents read = readScoreEvents(m_project, "i1 0 1\ni2.5 0 1\ni7 0 1 .5\n");
        QVERIFY2(read.problems.empty(), qPrintable(problem(read)));
        QVERIFY(read.events[0].instrument == m_glass);
        QVERIFY(read.events[1].instrument == m_said);
        QVERIFY(read.events[2].instrument == m_one);
        QVERIFY(read.events[2].arguments == (std::vector<Argument>{{"kamp", .5}}));
    }

    void whatTheProjectLacksIsNamed() {
        const auto first = [this](const char* score) {
            return problem(readScoreEvents(m_project, score));
        };
        QCOMPARE(first("\ni \"glas\" 0 1"),
                 "line 2: There is no instrument glas in this project: did you mean glass?");
        QCOMPARE(first("i 9 0 1"), "line 1: There is no instrument 9 in this project.");
        QCOMPARE(first("i 1 0 1 0 \"dry\""),
                 "line 1: kamp of glass needs a number: “dry” is no bus, table or sound file of "
                 "this project.");
        QCOMPARE(first("i 2 0 1 0 5"), "line 1: Stext of said is a text: write p5 in quotes.");
        const ScoreEvents extra = readScoreEvents(m_project, "i 1 0 1 0 1 2 3 4\ni 1 1 1\n");
        QCOMPARE(problem(extra), "line 1: p8 is left out: glass has no parameter there.");
        QVERIFY(!hasErrors(extra.problems));
        QCOMPARE(extra.problems.size(), std::size_t{1});
    }

    void eventsBecomeStatementsThatReadBackAsTheSame() {
        const ScoreEvents read = readScoreEvents(m_project, "i\"glass\" 1 2 0 .1 60 \"wet\"\n"
                                                            "i\"said\" 3 -1 0 \"a \\\"b\\\"\" 1\n"
                                                            "i7 0.1 1e-7 0.3\n");
        QVERIFY2(read.problems.empty(), qPrintable(problem(read)));
        std::vector<const ScoreEvent*> events;
        for (const ScoreEvent& event : read.events)
            events.push_back(&event);
        const std::string text = scoreTextOf(m_project, events);
        QCOMPARE(text, "i \"glass\" 1 2 0 0.1 60 \"wet\"\n"
                       "i \"said\" 3 -1 0 \"a \\\"b\\\"\" 1\n"
                       "i 7 0.1 1e-07 0.3\n");
        const ScoreEvents again = readScoreEvents(m_project, text);
        QCOMPARE(again.events.size(), read.events.size());
        for (std::size_t i = 0; i < again.events.size(); ++i)
            QVERIFY(again.events[i].arguments == read.events[i].arguments);
    }

    void defaultsAreWrittenOut() {
        ScoreEvent event;
        event.instrument = m_glass;
        event.arguments = {{"kmidi", 72.0}};
        QCOMPARE(scoreTextOf(m_project, {&event}), "i \"glass\" 0 1 0 0.3 72 0\n");
    }
};

STRIA_CORE_TEST(ScoreEventsTest)
#include "score_events_test.moc"
