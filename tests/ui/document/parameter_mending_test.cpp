// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/parameter_mending.h"

#include <QtTest>

#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"

using namespace stria;
using test::ScoreBuilder;

class ParameterMendingTest : public QObject {
    Q_OBJECT

    ScoreBuilder m_score;
    InstrumentId m_glass;

  private slots:
    void init() {
        m_score = ScoreBuilder();
        m_glass = m_score.instrument("glass", "|kamp=0.2, kglow=0.5, ichan=1|\n");
        const EventId first =
            m_score.event(m_glass, 0, 1, {{"kamp", 0.1}, {"kbright", 0.75}, {"ichan", 2.0}});
        m_score.event(m_glass, 1, 1, {{"kbright", 0.25}});
        m_score.automate(first, "kbright", {{0, 0.2}, {1, 0.9}});
    }

    void theLikeliestComesFirstAndSaysHowMuchItChanges() {
        const auto mendings = parameterMendings(m_score.project, m_glass, "kbright");
        QCOMPARE(mendings.size(), std::size_t{4});
        QCOMPARE(mendings[0].text, "Rename kbright to kglow in 2 events and 1 curve");
        QCOMPARE(mendings[0].shortText, "Rename to kglow");
        QCOMPARE(mendings[1].text, "Rename kbright to kamp in 2 events and 1 curve");
        QCOMPARE(mendings[3].text, "Remove kbright from 2 events and 1 curve");
        QVERIFY(parameterMendings(m_score.project, m_glass, "kamp").empty());
    }

    void eachIsOneStepOfUndo() {
        Document document;
        document.reset(m_score.project, {});
        for (const ParameterMending& mending :
             parameterMendings(document.project(), m_glass, "kbright")) {
            mending.work(document);
            QVERIFY(!(document.project() == m_score.project));
            QCOMPARE(document.undoStack().index(), 1);
            QCOMPARE(document.undoStack().undoText(), mending.text);
            document.undo();
            QVERIFY(document.project() == m_score.project);
        }
    }

    void whatHasComeSinceIsMendedToo() {
        Document document;
        document.reset(m_score.project, {});
        const auto mendings = parameterMendings(document.project(), m_glass, "kbright");
        document.edit("another", [&](Project& project) {
            ScoreEvent event = *project.inOrder<ScoreEvent>().front();
            event.id = EventId::random();
            (void)project.insert(event);
        });
        mendings.front().work(document);
        QVERIFY(unknownParameters(document.project()).empty());
        mendings.back().work(document); // nothing is left
        QCOMPARE(document.undoStack().count(), 2);
    }
};

STRIA_WIDGET_TEST(ParameterMendingTest)
#include "parameter_mending_test.moc"
