// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_rows.h"

#include <QtTest>
#include <random>

#include "tests/support/test_program.h"
#include "tests/ui/score/score_project.h"

using namespace stria;

class ScoreRowsTest : public QObject {
    Q_OBJECT

    test::TableScore m_score;

    QString sorted(const QString& title, bool descending) const {
        const ScoreColumns columns = m_score.columns();
        QString text;
        for (const EventId id : arrangeScore(m_score.project, columns, {},
                                             {test::TableScore::at(columns, title), descending}))
            text += id == m_score.first    ? '1'
                    : id == m_score.second ? '2'
                    : id == m_score.said   ? '3'
                                           : '4';
        return text;
    }

  private slots:
    void rowsGoByAnyColumn() {
        QCOMPARE(sorted("Start", false), "1324");
        QCOMPARE(sorted("Start", true), "4231");
        QCOMPARE(sorted("Duration", false), "2134");
        QCOMPARE(sorted("Duration", true), "4312");
        QCOMPARE(sorted("Instrument", false), "1243"); // then by start
        QCOMPARE(sorted("Instrument", true), "3124");
        QCOMPARE(sorted("kamp", false), "2413");
    }

    void cellsThatHoldNothingComeLastInBothDirections() {
        QCOMPARE(sorted("kmidi", false), "1423");
        QCOMPARE(sorted("kmidi", true), "2143");
        QCOMPARE(sorted("Stext", false).at(0), '3');
        QCOMPARE(sorted("Stext", true).at(0), '3');
    }

    void placesAreFound() {
        const std::vector<EventId> events{EventId{5}, EventId{2}, EventId{9}};
        const ScoreRows rows(events);
        QCOMPARE(rows.placeOf(EventId{5}), 0);
        QCOMPARE(rows.placeOf(EventId{2}), 1);
        QCOMPARE(rows.placeOf(EventId{9}), 2);
        QCOMPARE(rows.placeOf(EventId{3}), -1);
    }

    void stepsLeadFromAnyRowsToAnyOthers() {
        std::mt19937 random(1);
        const auto some = [&] {
            std::vector<EventId> events;
            for (std::uint64_t id = 1; id <= 8; ++id)
                if (random() % 2)
                    events.push_back(EventId{id});
            std::shuffle(events.begin(), events.end(), random);
            return events;
        };
        for (int round = 0; round < 2000; ++round) {
            std::vector<EventId> now = some();
            const auto after = some();
            const auto steps = stepsBetween(ScoreRows(now), after);
            QCOMPARE(steps.empty(), now == after);
            for (const ScoreRowsStep& step : steps) {
                std::vector<EventId> next = step.rows->events();
                if (step.kind == ScoreRowsStep::Kind::Order) {
                    QVERIFY(std::is_permutation(now.begin(), now.end(), next.begin(), next.end()));
                } else {
                    const bool fewer = step.kind == ScoreRowsStep::Kind::RemoveLast;
                    QVERIFY(fewer ? next.size() < now.size() : next.size() > now.size());
                    const auto common =
                        static_cast<std::ptrdiff_t>(std::min(now.size(), next.size()));
                    QVERIFY(std::equal(now.begin(), now.begin() + common, next.begin()));
                }
                now = std::move(next);
            }
            QVERIFY(now == after);
        }
    }
};

STRIA_CORE_TEST(ScoreRowsTest)
#include "score_rows_test.moc"
