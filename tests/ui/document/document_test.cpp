// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"
#include "tests/ui/document/named_bus.h"
#include "ui/document/selection.h"

using namespace stria;
using stria::test::namedBus;

namespace {

void insertBus(Document& document, std::uint64_t id, const std::string& name) {
    document.edit("Insert", [&](Project& project) { (void)project.insert(namedBus(id, name)); });
}

void rename(Document& document, const std::string& name, const QString& key = {}) {
    document.edit(
        "Rename", [&](Project& project) { (void)project.change(namedBus(1, name)); }, key);
}

std::string nameOf(const Document& document, std::uint64_t id) {
    const Bus* found = document.project().find(BusId{id});
    return found ? found->name : "none";
}

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

  private slots:
    void init() {
        QStandardPaths::setTestModeEnabled(true);
        m_folder = std::make_unique<QTemporaryDir>();
        for (const LostWork& work : findLostWork(Document::journalFolder().toStdString()))
            forget(work);
    }

    void undoAndRedoGoBackAndForth() {
        Document document;
        const Project before = document.project();
        insertBus(document, 1, "a");
        rename(document, "b");
        const Project after = document.project();
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QCOMPARE(nameOf(document, 1), std::string("a"));
        document.undoStack().undo();
        QVERIFY(document.project() == before);
        document.undoStack().redo();
        document.undoStack().redo();
        QVERIFY(document.project() == after);
    }

    void anEditThatChangesNothingIsDropped() {
        Document document;
        insertBus(document, 1, "a");
        rename(document, "a");
        document.edit("There and back", [](Project& project) {
            (void)project.change(namedBus(1, "x"));
            (void)project.change(namedBus(1, "a"));
        });
        QCOMPARE(document.undoStack().count(), 1);
    }

    void aRunOfTypingIsOneStep() {
        Document document;
        insertBus(document, 1, "");
        rename(document, "h", "typing");
        rename(document, "he", "typing");
        rename(document, "hey", "typing");
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QCOMPARE(nameOf(document, 1), std::string());
        document.undoStack().redo();
        QCOMPARE(nameOf(document, 1), std::string("hey"));
        rename(document, "new", "typing"); // after an undo another run begins
        QCOMPARE(document.undoStack().count(), 3);
        rename(document, "other", "another key");
        QCOMPARE(document.undoStack().count(), 4);
    }

    void aRunThatComesBackLeavesNoStep() {
        Document document;
        insertBus(document, 1, "a");
        rename(document, "b", "typing");
        rename(document, "a", "typing");
        QCOMPARE(document.undoStack().count(), 1);
        QVERIFY(document.undoStack().canUndo());
    }

    void aDragShowsEachStateFromTheStart() {
        Document document;
        insertBus(document, 1, "a");
        OpenEdit edit = document.begin("Drag");
        for (int i = 0; i < 3; ++i)
            edit.update([](Project& project) {
                Bus changed = *project.find(BusId{1});
                changed.name += "x";
                (void)project.change(changed);
            });
        QCOMPARE(nameOf(document, 1), std::string("ax"));
        QCOMPARE(document.undoStack().count(), 1);
        edit.commit();
        QCOMPARE(document.undoStack().count(), 2);
        QCOMPARE(document.undoStack().undoText(), QString("Drag"));
        document.undoStack().undo();
        QCOMPARE(nameOf(document, 1), std::string("a"));
    }

    void aDragThatIsLeftOpenIsTakenBack() {
        Document document;
        insertBus(document, 1, "a");
        {
            OpenEdit edit = document.begin("Drag");
            edit.update([](Project& project) { (void)project.remove(BusId{1}); });
            QCOMPARE(nameOf(document, 1), std::string("none"));
        }
        QCOMPARE(nameOf(document, 1), std::string("a"));
        QCOMPARE(document.undoStack().count(), 1);
    }

    void savingIsNoChangeAndUndoBackToItIsClean() {
        Document document;
        insertBus(document, 1, "a");
        QVERIFY(document.isModified());
        const QString path = m_folder->filePath("a.stria");
        QSignalSpy saved(&document, &Document::saved);
        document.save(path);
        QVERIFY(document.isModified()); // until it is on disk
        QVERIFY(saved.wait(stria::test::patience));
        QVERIFY(!document.isModified());
        QCOMPARE(document.title(), QString("a"));
        rename(document, "b");
        QVERIFY(document.isModified());
        document.undoStack().undo();
        QVERIFY(!document.isModified());
        const auto loaded = loadProject(path.toStdString());
        QVERIFY(loaded);
        QVERIFY(loaded->project == document.project());
    }

    void whatIsEditedWhileSavingIsUnsaved() {
        Document document;
        insertBus(document, 1, "a");
        QSignalSpy saved(&document, &Document::saved);
        document.save(m_folder->filePath("a.stria"));
        rename(document, "later");
        QVERIFY(saved.wait(stria::test::patience));
        QVERIFY(document.isModified());
        const auto loaded = loadProject(m_folder->filePath("a.stria").toStdString());
        QCOMPARE(loaded->project.find(BusId{1})->name, std::string("a"));
    }

    void aSaveAskedForWhileOneIsUnderWayFollowsIt() {
        Document document;
        insertBus(document, 1, "a");
        const QString path = m_folder->filePath("a.stria");
        QSignalSpy saved(&document, &Document::saved);
        document.save(path);
        rename(document, "later");
        document.save(path);
        QTRY_VERIFY(!document.isSaving());
        QVERIFY(!document.isModified());
        QCOMPARE(saved.count(), 2);
        const auto loaded = loadProject(path.toStdString());
        QVERIFY(loaded);
        QCOMPARE(loaded->project.find(BusId{1})->name, std::string("later"));
    }

    void aSaveUnderAnotherNameWhileOneIsUnderWayFollowsItEvenWhenThatFails() {
        Document document;
        insertBus(document, 1, "a");
        QSignalSpy saved(&document, &Document::saved);
        document.save(m_folder->filePath("no such folder/a.stria"));
        document.save(m_folder->filePath("b.stria"));
        QVERIFY(saved.wait(stria::test::patience));
        QCOMPARE(document.filePath(), m_folder->filePath("b.stria"));
        QVERIFY(!document.isModified());
    }

    void aSaveAskedForTwiceWithNothingNewIsOne() {
        Document document;
        insertBus(document, 1, "a");
        QSignalSpy saved(&document, &Document::saved);
        document.save(m_folder->filePath("a.stria"));
        document.save(m_folder->filePath("a.stria"));
        QTRY_VERIFY(!document.isSaving());
        QCOMPARE(saved.count(), 1);
    }

    void anotherProjectWaitsForBothSaves() {
        Document document;
        insertBus(document, 1, "a");
        document.save(m_folder->filePath("a.stria"));
        rename(document, "later");
        document.save(m_folder->filePath("a.stria"));
        document.reset(Project(), {});
        QVERIFY(!document.isSaving());
        const auto loaded = loadProject(m_folder->filePath("a.stria").toStdString());
        QVERIFY(loaded);
        QCOMPARE(loaded->project.find(BusId{1})->name, std::string("later"));
    }

    void aSaveThatFailsSaysSoAndStaysModified() {
        Document document;
        insertBus(document, 1, "a");
        QSignalSpy failed(&document, &Document::saveFailed);
        document.save(m_folder->filePath("no such folder/a.stria"));
        QVERIFY(failed.wait(stria::test::patience));
        QVERIFY(document.isModified());
        QVERIFY(document.filePath().isEmpty());
    }

    void soundFilesFollowIntoAnotherFolder() {
        QDir(m_folder->path()).mkpath("one/sounds");
        QDir(m_folder->path()).mkpath("two");
        SoundSource source;
        source.id = SoundSourceId{1};
        source.path = "sounds/a.wav";
        Project project;
        QVERIFY(project.insert(source));
        Document document;
        document.reset(project, m_folder->filePath("one/a.stria"));
        QSignalSpy saved(&document, &Document::saved);
        document.save(m_folder->filePath("two/b.stria"));
        QVERIFY(saved.wait(stria::test::patience));
        QCOMPARE(QString::fromStdString(document.project().find(source.id)->path),
                 m_folder->filePath("one/sounds/a.wav"));
        document.save(m_folder->filePath("c.stria"));
        QVERIFY(saved.wait(stria::test::patience));
        QCOMPARE(document.project().find(source.id)->path, std::string("one/sounds/a.wav"));
    }

    void unsavedWorkIsFoundAfterAnEnd() {
        {
            Document document;
            insertBus(document, 1, "kept");
            rename(document, "kept better");
            insertBus(document, 2, "undone");
            document.undoStack().undo();
            document.flushJournal();
        }
        const auto lost = findLostWork(Document::journalFolder().toStdString());
        QCOMPARE(lost.size(), std::size_t{1});
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered);
        QCOMPARE(recovered->project.find(BusId{1})->name, std::string("kept better"));
        QVERIFY(!recovered->project.find(BusId{2}));
        forget(lost[0]);
    }

    void whatWasEditedWhileSavingIsFoundAfterAnEnd() {
        {
            Document document;
            insertBus(document, 1, "a");
            QSignalSpy saved(&document, &Document::saved);
            document.save(m_folder->filePath("a.stria"));
            rename(document, "later");
            QVERIFY(saved.wait(stria::test::patience));
            document.flushJournal();
        }
        const auto lost = findLostWork(Document::journalFolder().toStdString());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].changes, 1);
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered);
        QVERIFY(recovered->damagedLines.empty());
        QCOMPARE(recovered->project.find(BusId{1})->name, std::string("later"));
        forget(lost[0]);
    }

    void aSaveThatFailsLeavesTheJournalAsItWas() {
        {
            Document document;
            insertBus(document, 1, "a");
            QSignalSpy failed(&document, &Document::saveFailed);
            document.save(m_folder->filePath("no such folder/a.stria"));
            rename(document, "later");
            QVERIFY(failed.wait(stria::test::patience));
            document.flushJournal();
        }
        const auto lost = findLostWork(Document::journalFolder().toStdString());
        QCOMPARE(lost.size(), std::size_t{1});
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered);
        QVERIFY(recovered->damagedLines.empty());
        QCOMPARE(recovered->project.find(BusId{1})->name, std::string("later"));
        forget(lost[0]);
    }

    void aSaveEndsADragAndHoldsWhatItShowed() {
        Document document;
        insertBus(document, 1, "a");
        const QString path = m_folder->filePath("a.stria");
        QSignalSpy saved(&document, &Document::saved);
        OpenEdit drag = document.begin("Drag");
        drag.update([](Project& project) { (void)project.change(namedBus(1, "dragged")); });
        document.save(path);
        QVERIFY(!drag.isOpen());
        drag.rollback();
        QVERIFY(saved.wait(stria::test::patience));
        QCOMPARE(nameOf(document, 1), std::string("dragged"));
        const auto loaded = loadProject(path.toStdString());
        QVERIFY(loaded && loaded->project == document.project());
        QVERIFY(!document.isModified());
    }

    void aSaveThatFollowsAnotherWaitsForADragThatBeganMeanwhile() {
        Document document;
        insertBus(document, 1, "a");
        const QString path = m_folder->filePath("a.stria");
        QSignalSpy saved(&document, &Document::saved);
        document.save(path);
        rename(document, "b");
        document.save(path);
        OpenEdit drag = document.begin("Drag");
        drag.update([](Project& project) { (void)project.change(namedBus(1, "preview")); });
        QVERIFY(saved.wait(stria::test::patience));
        QVERIFY(drag.isOpen());
        drag.rollback();
        QTRY_COMPARE(saved.count(), 2);
        const auto loaded = loadProject(path.toStdString());
        QVERIFY(loaded);
        QCOMPARE(loaded->project.find(BusId{1})->name, std::string("b"));
        QVERIFY(!document.isModified());
    }

    void aDocumentThatWasClosedLeavesNothingToRecover() {
        {
            Document document;
            insertBus(document, 1, "a");
            document.discardJournal();
        }
        QVERIFY(findLostWork(Document::journalFolder().toStdString()).empty());
    }

    void anotherProjectBeginsAnew() {
        Document document;
        insertBus(document, 1, "a");
        QSignalSpy replaced(&document, &Document::replaced);
        document.reset(Project(), {}, true);
        QCOMPARE(replaced.count(), 1);
        QVERIFY(!document.undoStack().canUndo());
        QVERIFY(document.isModified());
        document.reset(Project(), {});
        QVERIFY(!document.isModified());
        document.discardJournal();
    }
};

STRIA_CORE_TEST(DocumentTest)
#include "document_test.moc"
