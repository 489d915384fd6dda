// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_filter.h"

#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/score/score_project.h"

using namespace stria;

class ScoreFilterTest : public QObject {
    Q_OBJECT

    test::TableScore m_score;

  private slots:
    void termsChooseEvents_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("events"); // of first, second, said, endless: 1 2 3 4
        const auto add = [](const char* filter, const char* events) {
            QTest::newRow(filter) << QString::fromUtf8(filter) << QString(events);
        };
        add("", "1234");
        add("   ", "1234");
        add("glass", "124");
        add("GLA", "124");
        add("-glass", "3");
        add("solo", "3");
        add("\"Solo a\"", "3");
        add("glass voice", "");
        add("kamp > 0.4", "13");
        add("kamp>0.4 glass", "1");
        add("amp=.5", "1");
        add("amp = 0,5", "1");
        add("amp != 0.5", "234");
        add("-amp = 0.5", "234");
        add("kmidi >= 67", "2");
        add("start<0:04", "13");
        add("start>=1000ms start<=2", "13");
        add("duration = endless", "4");
        add("dur>100", "4");
        add("end < 5.5", "123");
        add("instrument = Glass", "124");
        add("instr != glass", "3");
        add("Stext ~ OLO", "3");
        add("Stext = solo", "");
        add("track = voice", "3");
    }
    void termsChooseEvents() {
        QFETCH(QString, filter);
        QFETCH(QString, events);
        const ScoreColumns columns = m_score.columns();
        const auto read = ScoreFilter::read(filter, columns);
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QString accepted;
        int number = 1;
        for (const EventId id : {m_score.first, m_score.second, m_score.said, m_score.endless}) {
            if (read->accepts(m_score.project, columns, *m_score.project.find(id)))
                accepted += QString::number(number);
            ++number;
        }
        QCOMPARE(accepted, events);
    }

    void whatMeansNothingIsSaid_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("sentence");
        const auto add = [](const char* filter, const char* sentence) {
            QTest::newRow(filter) << QString(filter) << QString::fromUtf8(sentence);
        };
        add("kfoo > 3", "There is no column “kfoo”.");
        add("> 3", "A column was expected before “>”: kamp > 0.5");
        add("kamp >", "A value was expected behind “kamp >”.");
        add("kamp > loud", "A number was expected behind “kamp >”, not “loud”.");
        add("kamp > 1e999", "A number was expected behind “kamp >”, not “1e999”.");
        add("kamp =! 3", "“=!” is no comparison: < <= > >= = != or ~ was expected.");
    }
    void whatMeansNothingIsSaid() {
        QFETCH(QString, filter);
        QFETCH(QString, sentence);
        const auto read = ScoreFilter::read(filter, m_score.columns());
        QVERIFY(!read);
        QCOMPARE(QString::fromStdString(read.error().message), sentence);
    }
};

STRIA_CORE_TEST(ScoreFilterTest)
#include "score_filter_test.moc"
