// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_clipboard.h"

#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/score/score_project.h"

using namespace stria;
using namespace stria::score_clipboard;

class ScoreClipboardTest : public QObject {
    Q_OBJECT

    test::TableScore m_score;

    std::vector<int> columnsFrom(const QString& title) const {
        const ScoreColumns columns = m_score.columns();
        std::vector<int> found;
        for (int column = test::TableScore::at(columns, title); column < columns.count(); ++column)
            found.push_back(column);
        return found;
    }
    /// The problem, or nothing.
    QString paste(const QString& text, const Target& target) {
        const auto lines = readCells(text);
        if (!lines)
            return QString::fromStdString(lines.error().message);
        const auto pasted = pasteCells(m_score.project, m_score.columns(), *lines, target);
        return pasted ? QString() : QString::fromStdString(pasted.error().message);
    }
    std::size_t count() const { return m_score.project.all<ScoreEvent>().size(); }

  private slots:
    void init() { m_score = test::TableScore(); }

    void cellsAreReadAsSpreadsheetsWriteThem() {
        const auto lines = readCells("a\tb\r\n\"x\ty\"\t\"say \"\"hi\"\"\nthere\"\n\t5\"\n");
        QVERIFY(lines);
        const Lines expected{{"a", "b"}, {"x\ty", "say \"hi\"\nthere"}, {"", "5\""}};
        QVERIFY(*lines == expected);
        QCOMPARE(readCells("1")->size(), std::size_t{1});
        QVERIFY(!readCells(QString("1\n").repeated(mostLines + 1)));
        QVERIFY(readCells(QString("1\n").repeated(mostLines)));
    }

    void whatIsCopiedWholeIsPastedAsNewEvents() {
        const ScoreColumns columns = m_score.columns();
        const QString text =
            cellsOf(m_score.project, columns, {m_score.first, m_score.said, m_score.endless},
                    columnsFrom("Start"), true);
        QCOMPARE(text.section('\n', 0, 1),
                 "Start\tDuration\tEnd\tTrack\tInstrument\tName\tkamp\tkmidi\tibus\tStext\n"
                 "1\t2\t3\tglass\tglass\t\t0.5\t60\t0\t");
        QCOMPARE(paste(text, {}), "");
        QCOMPARE(count(), std::size_t{7});
        QCOMPARE(m_score.project.all<Track>().size(), std::size_t{0});
        QString again =
            cellsOf(m_score.project, columns, {m_score.first}, columnsFrom("Start"), false);
        int same = 0;
        m_score.project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            same +=
                cellsOf(m_score.project, columns, {event.id}, columnsFrom("Start"), false) == again;
        });
        QCOMPARE(same, 2);
    }

    void cellsGoDownAndToTheRight() {
        const Target target{
            {m_score.first, m_score.said, m_score.second}, columnsFrom("kamp"), 1, {}};
        QCOMPARE(paste("0.1\t72\n0.2\t\n", target), "");
        QCOMPARE(m_score.text(m_score.first, "kamp"), "0.1");
        QCOMPARE(m_score.text(m_score.first, "kmidi"), "72");
        QCOMPARE(m_score.text(m_score.said, "kamp"), "0.2");
        QCOMPARE(m_score.text(m_score.second, "kamp"), "0.3");
        QCOMPARE(count(), std::size_t{4});
    }

    void oneLineGoesToAllChosenRows() {
        const Target target{{m_score.first, m_score.second}, columnsFrom("Start"), 2, {}};
        QCOMPARE(paste("5\t0.5", target), "");
        for (const EventId event : {m_score.first, m_score.second}) {
            QCOMPARE(m_score.text(event, "Start"), "5");
            QCOMPARE(m_score.text(event, "Duration"), "0.5");
        }
    }

    void linesBelowTheLastRowBecomeNewEvents() {
        const Target target{{m_score.first}, columnsFrom("Start"), 1, {}};
        QCOMPARE(paste("1\n2\n3\n", target), "");
        QCOMPARE(count(), std::size_t{6});
        double latest = 0;
        m_score.project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            if (event.start == 3) {
                latest = event.start;
                QCOMPARE(m_score.text(event.id, "kamp"), "0.5");
                QCOMPARE(event.duration, 2.0);
            }
        });
        QCOMPARE(latest, 3.0);
    }

    void anEmptyScoreTakesCellsForTheCurrentInstrument() {
        const Target target{{}, columnsFrom("Start"), 0, m_score.voice};
        QCOMPARE(paste("10\t1\n", target), "");
        QCOMPARE(count(), std::size_t{5});
        QCOMPARE(paste("10\t1\n", {{}, columnsFrom("Start"), 0, {}}),
                 "Line 1 names no instrument.");
    }

    void theWrongCellIsNamedAndNothingIsPasted_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        const auto add = [](const char* text, const char* sentence) {
            QTest::newRow(text) << QString(text) << QString::fromUtf8(sentence);
        };
        add("1\n2\nsoon\n",
            "Line 3, Start: “soon” is no time: 12.5, 1:02.5 or 500 ms was expected.");
        add("1\t1e999\n", "Line 1, Duration: “1e999” is no time: 12.5, 1:02.5 or 500 ms was "
                          "expected.");
        add("1\t1\t2\tnew track\tglas\n",
            "Line 1, Instrument: There is no instrument “glas”: did you mean glass?");
        add("1\t1\t2\tt\tvoice\t\t1\t60\n",
            "Line 1, kmidi: The event's instrument has no parameter kmidi.");
        add("1\t1\t2\tt\tglass\t\t1\t60\t0\t\tmore\n",
            "Line 1 has more cells than there are columns.");
        add("Start\tInstrument\n1\tglass\n2\tnone\n",
            "Line 3, Instrument: There is no instrument “none”.");
        add("Start\n1\n", "Line 2 names no instrument.");
    }
    void theWrongCellIsNamedAndNothingIsPasted() {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        QCOMPARE(
            paste(text,
                  {{m_score.first, m_score.second, m_score.endless}, columnsFrom("Start"), 1, {}}),
            sentence);
        QCOMPARE(count(), std::size_t{4});
        QCOMPARE(m_score.text(m_score.first, "Start"), "1");
    }

    void statementsArePastedAllOrNone() {
        Diagnostics warnings;
        const auto pasted =
            pasteScore(m_score.project, "f 1 0 8 10 1\ni \"glass\" 1 2 0 .1\ni . + 1\n", warnings);
        QVERIFY2(pasted, pasted ? "" : pasted.error().toText().c_str());
        QCOMPARE(pasted->added, 2);
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(m_score.text(pasted->events[1], "Start"), "3");
        QCOMPARE(m_score.text(pasted->events[1], "kamp"), "0.1");
        const auto refused = pasteScore(m_score.project, "i 1 0 1\ni 1 1 x\n", warnings);
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().toText()),
                 "line 2, column 7: A number was expected, not “x”.");
        QCOMPARE(count(), std::size_t{6});
        QVERIFY(
            !pasteScore(m_score.project, QString("i 1 0 1\n").repeated(mostLines + 1), warnings));
    }
};

STRIA_CORE_TEST(ScoreClipboardTest)
#include "score_clipboard_test.moc"
