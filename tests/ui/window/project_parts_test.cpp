// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/project_parts.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/document/document.h"
#include "ui/document/selection.h"

using namespace stria;

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
        project_parts::removeInstrument(document);
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
        QVERIFY(document.project().busNamed("bus"));
        QCOMPARE(document.selection().currentBus(), document.project().busNamed("bus2")->id);
        QCOMPARE(document.project().inOrder<Bus>().back()->name, std::string("bus2"));
    }

    void aSoundFileInTheProjectsFolderIsKeptByItsRelativePath() {
        QTemporaryDir folder;
        Document document;
        QSignalSpy saved(&document, &Document::saved);
        document.save(folder.filePath("piece.stria"));
        QVERIFY(saved.count() > 0 || saved.wait(5000));
        project_parts::addSoundFile(document, folder.filePath("samples/bell.wav"));
        project_parts::addSoundFile(document, QDir::cleanPath(folder.path() + "/../drum.wav"));
        const auto all = document.project().inOrder<SoundSource>();
        QCOMPARE(all.size(), std::size_t{2});
        const auto named = [&](const std::string& name) {
            return all[0]->name == name ? all[0]->path : all[1]->path;
        };
        QCOMPARE(named("bell"), std::string("samples/bell.wav"));
        QVERIFY(QDir::isAbsolutePath(QString::fromStdString(named("drum"))));
    }

    void aNewTableCanBeTakenBack() {
        Document document;
        project_parts::addTable(document);
        QCOMPARE(document.project().inOrder<Table>().size(), std::size_t{1});
        document.undoStack().undo();
        QVERIFY(document.project().inOrder<Table>().empty());
    }
};

QTEST_MAIN(ProjectPartsTest)
#include "project_parts_test.moc"
