// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/project_parts.h"

#include <QtTest>

#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/window/dialogs.h"

using namespace stria;

namespace {

class OneAnswer final : public Dialogs {
  public:
    explicit OneAnswer(int answer) : m_answer(answer) {}
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override { return {}; }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        return {};
    }
    int ask(const Question&) override { return m_answer; }
    void tell(const QString&, const QString&, const QString&) override {}

  private:
    int m_answer;
};

} // namespace

class ProjectPartsTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aNewInstrumentIsTheCurrentOneAndHasANameOfItsOwn() {
        Document document;
        project_parts::addInstrument(document);
        project_parts::addInstrument(document);
        const auto all = document.project().inOrder<Instrument>();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[0]->name, std::string("tone"));
        QCOMPARE(all[1]->name, std::string("tone2"));
        QCOMPARE(document.selection().currentInstrument(), all[1]->id);
        QVERIFY(!all[1]->body.empty());
    }

    void aDuplicateHasTheCodeAndAnotherName() {
        Document document;
        project_parts::duplicateInstrument(document); // of none
        QVERIFY(document.project().inOrder<Instrument>().empty());
        project_parts::addInstrument(document);
        project_parts::duplicateInstrument(document);
        const auto all = document.project().inOrder<Instrument>();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[1]->body, all[0]->body);
        QVERIFY(all[1]->name != all[0]->name);
    }

    void anInstrumentGoesWithItsEventsAndComesBackWithThem() {
        Document document;
        project_parts::addInstrument(document);
        const InstrumentId id = document.selection().currentInstrument();
        document.edit("Note", [id](Project& project) {
            ScoreEvent event;
            event.id = EventId{7};
            event.instrument = id;
            event.duration = 1;
            (void)project.insert(event);
            Automation automation;
            automation.id = AutomationId{8};
            automation.target = event.id;
            automation.parameter = "kamp";
            automation.points = {{0, 0.5, {}}};
            (void)project.insert(automation);
        });
        const Project before = document.project();
        OneAnswer no(1);
        QVERIFY(project_parts::removeInstrument(document, no).isEmpty());
        QVERIFY(document.project() == before);
        OneAnswer yes(0);
        QVERIFY(!project_parts::removeInstrument(document, yes).isEmpty());
        QCOMPARE(document.project().all<ScoreEvent>().size(), std::size_t{0});
        QCOMPARE(document.project().all<Automation>().size(), std::size_t{0});
        QVERIFY(document.project().inOrder<Instrument>().empty());
        document.undoStack().undo();
        QVERIFY(*document.project().find(EventId{7}) == *before.find(EventId{7}));
        QVERIFY(document.project().find(AutomationId{8}));
        QCOMPARE(document.eventCounts().of(id), 1);
    }

    void busesGetNamesThatAreFree() {
        Document document;
        project_parts::addBus(document);
        project_parts::addBus(document);
        QVERIFY(document.project().busNamed("bus 1"));
        QCOMPARE(document.selection().currentBus(), document.project().busNamed("bus 2")->id);
        QCOMPARE(document.project().inOrder<Bus>().back()->name, std::string("bus 2"));
    }

    void aNewTableIsTheCurrentOneAndCanBeTakenBack() {
        Document document;
        project_parts::addTable(document);
        QCOMPARE(document.project().inOrder<Table>().size(), std::size_t{1});
        QCOMPARE(document.selection().currentTable(),
                 document.project().inOrder<Table>().front()->id);
        document.undoStack().undo();
        QVERIFY(document.project().inOrder<Table>().empty());
        QVERIFY(!document.selection().currentTable());
    }

    void deletingWhatEventsUseIsSaidAndComesBack() {
        Document document;
        project_parts::addTable(document);
        project_parts::addTable(document);
        const TableId id = document.selection().currentTable();
        QCOMPARE(document.project().find(id)->name, std::string("table2"));
        document.edit("Note", [id](Project& project) {
            ScoreEvent event;
            event.id = EventId{7};
            event.arguments = {{"itab", id}};
            (void)project.insert(event);
        });
        const QString word = project_parts::removeSource(document, id);
        QVERIFY2(word.contains("table2") && word.contains("1"), qPrintable(word));
        QVERIFY(document.undoStack().undoText().contains("used by 1"));
        QVERIFY(!document.project().find(id));
        QVERIFY(!document.selection().currentTable());
        document.undoStack().undo();
        QVERIFY(document.project().find(id));
        QVERIFY(project_parts::removeSource(document, SoundSourceId::random()).isEmpty());
    }
};

STRIA_WIDGET_TEST(ProjectPartsTest)
#include "project_parts_test.moc"
