// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/document/selection.h"

#include <QSignalSpy>
#include <QtTest>

using namespace stria;

class SelectionTest : public QObject {
    Q_OBJECT

  private slots:
    void theInstrumentFollowsTheEvent() {
        Project project;
        Instrument instrument;
        instrument.id = InstrumentId{5};
        instrument.name = "a";
        ScoreEvent event;
        event.id = EventId{1};
        event.instrument = instrument.id;
        QVERIFY(project.insert(instrument));
        QVERIFY(project.insert(event));
        Selection selection;
        selection.setProject(&project);
        selection.setEvents({event.id}, event.id);
        QCOMPARE(selection.currentEvent(), event.id);
        QCOMPARE(selection.currentInstrument(), instrument.id);
    }

    void aBusAndEventsAreNotChosenTogether() {
        Selection selection;
        selection.setEvents({EventId{1}});
        selection.setCurrentBus(BusId{2});
        QVERIFY(selection.events().empty());
        QVERIFY(!selection.currentEvent());
        selection.setEvents({EventId{1}});
        QVERIFY(!selection.currentBus());
    }

    void whatIsRemovedIsForgotten() {
        Selection selection;
        selection.setEvents({EventId{1}, EventId{2}, EventId{3}}, EventId{1});
        QSignalSpy spy(&selection, &Selection::eventsChanged);
        selection.forget(EntityChange<ScoreEvent>{EventId{1}, ScoreEvent(), std::nullopt});
        selection.forget(EntityChange<ScoreEvent>{EventId{3}, ScoreEvent(), std::nullopt});
        QCOMPARE(selection.currentEvent(), EventId{2});
        selection.tellForgotten();
        selection.tellForgotten();
        QCOMPARE(spy.count(), 1); // once for all
        selection.forget(EntityChange<ScoreEvent>{EventId{2}, ScoreEvent(), ScoreEvent()});
        QVERIFY(selection.contains(EventId{2}));
    }

    void onlyADifferenceIsTold() {
        Selection selection;
        selection.setEvents({EventId{1}});
        QSignalSpy spy(&selection, &Selection::eventsChanged);
        selection.setEvents({EventId{1}});
        QCOMPARE(spy.count(), 0);
    }
};

STRIA_TEST(SelectionTest)
#include "selection_test.moc"
