// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/batch_change.h"

#include <QtTest>
#include <set>

#include "tests/support/test_program.h"
#include "tests/ui/score/score_project.h"

using namespace stria;

class BatchChangeTest : public QObject {
    Q_OBJECT

    test::TableScore m_score;

    std::vector<EventId> all() const {
        return {m_score.first, m_score.said, m_score.second, m_score.endless};
    }
    BatchChange of(BatchChange::Kind kind, const char* title, double first = 1,
                   double second = 1) const {
        BatchChange change;
        change.kind = kind;
        change.column = test::TableScore::at(m_score.columns(), title);
        change.first = first;
        change.second = second;
        return change;
    }
    int apply(const BatchChange& change) {
        const auto done = applyBatch(m_score.project, m_score.columns(), all(), change);
        return done ? *done : -1;
    }
    QStringList texts(const char* title) const {
        QStringList result;
        for (const EventId event : all())
            result << m_score.text(event, title);
        return result;
    }

  private slots:
    void init() { m_score = test::TableScore(); }

    void valuesAreScaledAndMoved() {
        QCOMPARE(apply(of(BatchChange::Kind::Scale, "kamp", 2)), 4);
        QCOMPARE(texts("kamp"), QStringList({"1", "2", "0.6", "0.6"}));
        QCOMPARE(apply(of(BatchChange::Kind::Offset, "kmidi", -12)), 3);
        QCOMPARE(texts("kmidi"), QStringList({"48", "", "55", "48"}));
    }

    void startsAreScaledFromTheEarliestOn() {
        QCOMPARE(apply(of(BatchChange::Kind::Scale, "Start", 0.5)), 4);
        QCOMPARE(texts("Start"), QStringList({"1", "1.5", "2.5", "4.5"}));
    }

    void endlessDurationsAreLeft() {
        QCOMPARE(apply(of(BatchChange::Kind::Scale, "Duration", 2)), 3);
        QCOMPARE(texts("Duration"), QStringList({"4", "6", "2", "endless"}));
    }

    void theSameSeedGivesTheSameValuesWithinTheRange() {
        BatchChange change = of(BatchChange::Kind::Randomise, "kamp", 0.2, 0.4);
        change.seed = 7;
        QCOMPARE(apply(change), 4);
        const QStringList once = texts("kamp");
        for (const QString& text : once)
            QVERIFY(text.toDouble() >= 0.2 && text.toDouble() < 0.4);
        QCOMPARE(std::set<QString>(once.begin(), once.end()).size(), std::size_t{4});
        QCOMPARE(apply(change), 4);
        QCOMPARE(texts("kamp"), once);
        change.seed = 8;
        apply(change);
        QVERIFY(texts("kamp") != once);
    }

    void valuesVaryAroundWhatTheyAre() {
        BatchChange change = of(BatchChange::Kind::Vary, "kmidi", 3);
        change.wholeNumbers = true;
        QCOMPARE(apply(change), 3);
        const double pitch = texts("kmidi")[2].toDouble();
        QVERIFY(pitch >= 64 && pitch <= 70 && pitch == std::floor(pitch));
    }

    void aCurveGoesOverTheTimeOfTheEvents() {
        BatchChange change = of(BatchChange::Kind::Curve, "kamp", 0, 7);
        QCOMPARE(apply(change), 4);
        QCOMPARE(texts("kamp"), QStringList({"0", "1", "3", "7"})); // starts 1 2 4 8
        change.shape.kind = SegmentShape::Kind::Power;
        change.shape.exponent = 2;
        change.second = 49;
        apply(change);
        QCOMPARE(texts("kamp"), QStringList({"0", "1", "9", "49"}));
    }

    void aCurveGoesOverTheRowsOfEventsThatBeginAtOnce() {
        BatchChange chord = of(BatchChange::Kind::Randomise, "Start", 2, 2);
        apply(chord);
        QCOMPARE(apply(of(BatchChange::Kind::Curve, "kamp", 0, 3)), 4);
        QCOMPARE(texts("kamp"), QStringList({"0", "1", "2", "3"}));
    }

    void numbersAndTextsAreReplaced() {
        BatchChange change = of(BatchChange::Kind::Replace, "kamp");
        change.find = "0.3";
        change.replacement = "0.9";
        QCOMPARE(apply(change), 2);
        QCOMPARE(texts("kamp"), QStringList({"0.5", "1", "0.9", "0.9"}));
        change = of(BatchChange::Kind::Replace, "Stext");
        change.find = "SOLO";
        change.replacement = "tutti";
        QCOMPARE(apply(change), 1);
        QCOMPARE(texts("Stext")[1], "tutti a");
        change = of(BatchChange::Kind::Replace, "Instrument");
        change.find = "glass";
        change.replacement = "voice";
        QCOMPARE(apply(change), 3);
        change = of(BatchChange::Kind::Replace, "Duration");
        change.find = "endless";
        change.replacement = "5";
        QCOMPARE(apply(change), 1);
        QCOMPARE(texts("Duration")[3], "5");
    }

    void whatNoEventCanTakeChangesNothing() {
        const Project before = m_score.project;
        QCOMPARE(apply(of(BatchChange::Kind::Offset, "Start", -2)), -1);
        QCOMPARE(apply(of(BatchChange::Kind::Scale, "Duration", -1.5)), -1);
        QCOMPARE(apply(of(BatchChange::Kind::Scale, "kamp", 1e308)), 4);
        QCOMPARE(apply(of(BatchChange::Kind::Scale, "kamp", 1e308)), -1);
        QCOMPARE(apply(of(BatchChange::Kind::Offset, "Name", 1)), 0);
        m_score.project = before;
        BatchChange wrong = of(BatchChange::Kind::Replace, "kamp");
        wrong.find = "0.3";
        wrong.replacement = "loud";
        QCOMPARE(apply(wrong), -1);
        QVERIFY(m_score.project == before);
    }
};

STRIA_CORE_TEST(BatchChangeTest)
#include "batch_change_test.moc"
