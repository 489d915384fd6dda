// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/event_counts.h"

#include <QSignalSpy>
#include <QtTest>

#include "tests/support/test_program.h"
#include "ui/document/document.h"

using namespace stria;

namespace {

constexpr InstrumentId bell{1};
constexpr InstrumentId drum{2};

Project threeNotes() {
    Project project;
    for (const auto& [id, name] : {std::pair(bell, "bell"), std::pair(drum, "drum")}) {
        Instrument instrument;
        instrument.id = id;
        instrument.name = name;
        (void)project.insert(instrument);
    }
    for (std::uint64_t i = 1; i <= 3; ++i) {
        ScoreEvent event;
        event.id = EventId{i};
        event.instrument = i == 3 ? drum : bell;
        event.duration = 1;
        (void)project.insert(event);
    }
    return project;
}

} // namespace

class EventCountsTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void anInstrumentThatNobodyKnowsHasNone() { QCOMPARE(EventCounts().of(bell), 0); }

    void theEventsOfAProjectThatIsOpenedAreCounted() {
        Document document;
        document.reset(threeNotes(), {});
        QCOMPARE(document.eventCounts().of(bell), 2);
        QCOMPARE(document.eventCounts().of(drum), 1);
        document.reset(Project(), {});
        QCOMPARE(document.eventCounts().of(bell), 0);
    }

    void countsFollowEditsAndUndo() {
        Document document;
        document.reset(threeNotes(), {});
        document.edit("To the drum", [](Project& project) {
            ScoreEvent event = *project.find(EventId{1});
            event.instrument = drum;
            (void)project.change(event);
        });
        QCOMPARE(document.eventCounts().of(bell), 1);
        QCOMPARE(document.eventCounts().of(drum), 2);
        document.edit("Delete", [](Project& project) { (void)project.remove(EventId{2}); });
        QCOMPARE(document.eventCounts().of(bell), 0);
        document.undoStack().undo();
        document.undoStack().undo();
        QCOMPARE(document.eventCounts().of(bell), 2);
        QCOMPARE(document.eventCounts().of(drum), 1);
    }

    void countsAreRightWhenAChangeIsTold() {
        Document document;
        document.reset(threeNotes(), {});
        int counted = -1;
        connect(&document, &Document::changed, this,
                [&] { counted = document.eventCounts().of(bell); });
        document.edit("Delete", [](Project& project) { (void)project.remove(EventId{1}); });
        QCOMPARE(counted, 1);
    }
};

STRIA_WIDGET_TEST(EventCountsTest)
#include "event_counts_test.moc"
