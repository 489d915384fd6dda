// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_cells.h"

#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/score/score_project.h"
#include "ui/document/event_edits.h"

using namespace stria;

class ScoreCellsTest : public QObject {
    Q_OBJECT

    test::TableScore m_score;

    /// Sets a cell; the problem, or nothing.
    QString set(EventId id, const QString& title, const QString& text) {
        const ScoreColumns columns = m_score.columns();
        const auto done = score_cells::setAll(m_score.project, columns, {id},
                                              test::TableScore::at(columns, title), text);
        return done ? QString() : QString::fromStdString(done.error().message);
    }
    const ScoreEvent& eventOf(EventId id) const { return *m_score.project.find(id); }

  private slots:
    void init() { m_score = test::TableScore(); }

    void columnsAreWhatEventsHaveAndTheParametersOfAllInstruments() {
        const ScoreColumns columns = m_score.columns();
        QStringList titles;
        for (int column = 0; column < columns.count(); ++column)
            titles << columns.title(column);
        QCOMPARE(titles, QStringList({"Start", "Duration", "End", "Track", "Instrument", "Name",
                                      "kamp", "kmidi", "ibus", "Stext"}));
        QVERIFY(!columns.has(m_score.voice, test::TableScore::at(columns, "kmidi")));
        QCOMPARE(m_score.text(m_score.first, "kamp"), "0.5");
        QCOMPARE(m_score.text(m_score.second, "kamp"), "0.3");
        QCOMPARE(m_score.text(m_score.first, "End"), "3");
        QCOMPARE(m_score.text(m_score.endless, "Duration"), "endless");
        QCOMPARE(m_score.text(m_score.endless, "End"), "endless");
        QCOMPARE(m_score.text(m_score.first, "Track"), "glass");
        QCOMPARE(m_score.text(m_score.said, "kmidi"), "");
        QVERIFY(showsDefault(columns, eventOf(m_score.second), 6));
        QVERIFY(!showsDefault(columns, eventOf(m_score.first), 6));
    }

    void timesAreTypedAsEverywhere() {
        QCOMPARE(set(m_score.first, "Start", "1:02.5"), "");
        QCOMPARE(eventOf(m_score.first).start, 62.5);
        QCOMPARE(set(m_score.first, "Duration", "250 ms"), "");
        QCOMPARE(eventOf(m_score.first).duration, 0.25);
        QCOMPARE(set(m_score.first, "End", "63"), "");
        QCOMPARE(eventOf(m_score.first).duration, 0.5);
        QCOMPARE(set(m_score.first, "Duration", "Endless"), "");
        QVERIFY(eventOf(m_score.first).isEndless());
        QCOMPARE(set(m_score.first, "Duration", "-1"), ""); // as the model says it
        QVERIFY(eventOf(m_score.first).isEndless());
        QCOMPARE(set(m_score.first, "End", "70"), "");
        QCOMPARE(eventOf(m_score.first).duration, 7.5);
        QCOMPARE(set(m_score.first, "Duration", "0"), "");
    }

    void theEndOfAStoppedEventIsItsStop() {
        ScoreEvent stopped = eventOf(m_score.endless);
        stopped.stop = 10;
        (void)m_score.project.change(stopped);
        QCOMPARE(m_score.text(m_score.endless, "End"), "10");
        QCOMPARE(set(m_score.endless, "End", "12"), "");
        QCOMPARE(*eventOf(m_score.endless).stop, 12.0);
        QVERIFY(eventOf(m_score.endless).isEndless());
    }

    void anEventByBeatsKeepsItsAnchorTrue() {
        Settings settings;
        settings.tempo = TempoMap({{0, 120, 4}});
        m_score.project.changeSettings(settings);
        ScoreEvent anchored = eventOf(m_score.first);
        anchored.beats = BeatAnchor{2, 4};
        (void)m_score.project.change(anchored);
        QCOMPARE(set(m_score.first, "Start", "3"), "");
        QCOMPARE(eventOf(m_score.first).beats->start, 6.0);
    }

    void wrongValuesAreSaidAndChangeNothing_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        const auto add = [](const char* title, const char* text, const char* sentence) {
            QTest::addRow("%s %s", title, text)
                << QString(title) << QString::fromUtf8(text) << QString::fromUtf8(sentence);
        };
        add("Start", "soon", "“soon” is no time: 12.5, 1:02.5 or 500 ms was expected.");
        add("Start", "1e999", "“1e999” is no time: 12.5, 1:02.5 or 500 ms was expected.");
        add("Start", "", "“” is no time: 12.5, 1:02.5 or 500 ms was expected.");
        add("Start", "-2",
            "The start of an event cannot be -2: it must be a number of seconds from 0 on.");
        add("Start", "endless", "“endless” is no time: 12.5, 1:02.5 or 500 ms was expected.");
        add("Duration", "-2",
            "The duration of an event cannot be -2: it must be a number of seconds from 0 on, or "
            "-1 for an endless event.");
        add("End", "0.5", "The end cannot lie before the start at 1 s.");
        add("Instrument", "glas", "There is no instrument “glas”: did you mean glass?");
        add("Instrument", "", "There is no instrument “”.");
        add("kamp", "loud", "“loud” is no number, bus, table or sound file for kamp.");
        add("kamp", "1e999", "“1e999” is no number, bus, table or sound file for kamp.");
        add("kamp", "nan", "“nan” is no number, bus, table or sound file for kamp.");
    }
    void wrongValuesAreSaidAndChangeNothing() {
        QFETCH(QString, title);
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const Project before = m_score.project;
        QCOMPARE(set(m_score.first, title, text), sentence);
        QVERIFY(m_score.project == before);
    }

    void parametersTakeNumbersNamesAndTexts() {
        QCOMPARE(set(m_score.first, "kamp", "0,25"), "");
        QCOMPARE(m_score.text(m_score.first, "kamp"), "0.25");
        QCOMPARE(set(m_score.first, "kamp", ""), "");
        QVERIFY(eventOf(m_score.first).arguments.empty());
        QCOMPARE(set(m_score.first, "ibus", "wet"), "");
        QVERIFY(eventOf(m_score.first).arguments.front().value == ArgumentValue(m_score.wet));
        QCOMPARE(m_score.text(m_score.first, "ibus"), "wet");
        QCOMPARE(set(m_score.said, "Stext", " 12 "), "");
        QVERIFY(eventOf(m_score.said).arguments.front().value ==
                ArgumentValue(std::string(" 12 ")));
    }

    void aTrackIsMadeWhereThereIsNone() {
        QCOMPARE(set(m_score.first, "Track", "glass"), ""); // where it lies anyway
        QVERIFY(!eventOf(m_score.first).track);
        QCOMPARE(set(m_score.first, "Track", "left"), "");
        QCOMPARE(m_score.text(m_score.first, "Track"), "left");
        QCOMPARE(set(m_score.second, "Track", "left"), "");
        QCOMPARE(m_score.project.all<Track>().size(), std::size_t{1});
        QCOMPARE(set(m_score.first, "Track", ""), "");
        QVERIFY(!eventOf(m_score.first).track);
    }

    void manyEventsTakeOneValueAllOrNone() {
        const ScoreColumns columns = m_score.columns();
        const std::vector<EventId> all{m_score.first, m_score.said, m_score.second};
        const auto at = [&](const char* title) { return test::TableScore::at(columns, title); };
        // The voice has no kmidi.
        QCOMPARE(*score_cells::setAll(m_score.project, columns, all, at("kmidi"), "72"), 2);
        QCOMPARE(m_score.text(m_score.second, "kmidi"), "72");
        const Project before = m_score.project;
        QVERIFY(!score_cells::setAll(m_score.project, columns, all, at("End"), "3"));
        QVERIFY(m_score.project == before);
    }

    void removedEventsTakeTheirCurvesAlong() {
        Automation automation;
        automation.id = AutomationId::random();
        automation.target = m_score.first;
        automation.parameter = "kamp";
        automation.points = {{0, 1, {}}};
        (void)m_score.project.insert(automation);
        removeEvents(m_score.project, {m_score.first, m_score.said});
        QCOMPARE(m_score.project.all<ScoreEvent>().size(), std::size_t{2});
        QCOMPARE(m_score.project.all<Automation>().size(), std::size_t{0});
    }
};

STRIA_CORE_TEST(ScoreCellsTest)
#include "score_cells_test.moc"
