// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/file_sharing.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/storage/project_file.h"
#include "ui/document/document.h"

using namespace stria;

namespace {

Project twoNotes() {
    Project project;
    Instrument instrument;
    instrument.id = {0xa1};
    instrument.name = "glass";
    instrument.body = "a1 oscili 0.1, 440\n; soft pad\nouts a1, a1\n";
    (void)project.insert(instrument);
    for (const std::uint64_t id : {0xf1, 0xf2}) {
        ScoreEvent event;
        event.id = {id};
        event.instrument = instrument.id;
        (void)project.insert(event);
    }
    return project;
}

void setStart(Project& project, std::uint64_t id, double start) {
    ScoreEvent event = *project.find(EventId{id});
    event.start = start;
    (void)project.change(event);
}

Project withStart(Project project, std::uint64_t id, double start) {
    setStart(project, id, start);
    return project;
}

double startOf(const Project& project, std::uint64_t id) {
    const ScoreEvent* event = project.find(EventId{id});
    return event ? event->start : -1;
}

void move(Document& document, std::uint64_t id, double start) {
    document.edit("Move", [&](Project& project) { setStart(project, id, start); });
}

void addEvent(Document& document, std::uint64_t id) {
    document.edit("Add", [&](Project& project) {
        ScoreEvent event = *project.find(EventId{0xf1});
        event.id = {id};
        (void)project.insert(event);
    });
}

} // namespace

/// One file, and others who write it too.
class FileSharingTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    void write(const QByteArray& text) const {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void write(const Project& project) const {
        QVERIFY(saveProject(project, m_path.toStdString()).has_value());
    }
    QByteArray text() const {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    Project read() const {
        auto loaded = loadProject(m_path.toStdString());
        return loaded ? loaded->project : Project();
    }
    void open(Document& document) const { document.reset(read(), m_path); }
    /// Saves, and waits for how it ends.
    bool save(Document& document) const {
        QSignalSpy saved(&document, &Document::saved);
        QSignalSpy failed(&document, &Document::saveFailed);
        QSignalSpy declined(&document, &Document::saveDeclined);
        document.save(m_path);
        while (saved.isEmpty() && failed.isEmpty() && declined.isEmpty())
            QTest::qWait(5);
        return !saved.isEmpty();
    }

  private slots:
    void init() {
        QStandardPaths::setTestModeEnabled(true);
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath("piece.stria");
        write(twoNotes());
    }

    void twoWindowsThatSaveKeepBothEvents() {
        Document first;
        Document second;
        open(first);
        open(second);
        addEvent(first, 0xe1);
        addEvent(second, 0xe2);
        QVERIFY(save(first));
        QVERIFY(save(second)); // at once, before the watch has told
        QVERIFY(read().find(EventId{0xe1}));
        QVERIFY(read().find(EventId{0xe2}));
        QVERIFY(!second.isModified());
        QTRY_VERIFY(first.project() == read());
        QVERIFY(!first.isModified());
    }
    void aChangeOutsideComesInAsOneStepThatCanBeUndone() {
        Document document;
        open(document);
        QSignalSpy foreign(&document.sharing(), &FileSharing::changedFromDisk);
        QSignalSpy told(&document.sharing(), &FileSharing::told);
        write(text().replace("; soft pad", "; EXTERNAL"));
        QVERIFY(foreign.wait());
        const InstrumentId glass{0xa1};
        QVERIFY(document.project().find(glass)->body.find("EXTERNAL") != std::string::npos);
        QVERIFY(told.last().first().toString().contains("1 change"));
        QVERIFY(!document.isModified());
        QCOMPARE(document.undoStack().count(), 1);
        QCOMPARE(document.undoStack().undoText(), QString("Changes from disk"));
        document.undoStack().undo();
        QVERIFY(document.project() == twoNotes());
        QVERIFY(document.isModified()); // the file says otherwise
        QVERIFY(save(document));
        QVERIFY(read() == twoNotes());
    }
    void whatIsUnsavedStaysSo() {
        Document document;
        open(document);
        move(document, 0xf1, 3);
        QSignalSpy foreign(&document.sharing(), &FileSharing::changedFromDisk);
        write(withStart(twoNotes(), 0xf2, 4));
        QVERIFY(foreign.wait());
        QCOMPARE(startOf(document.project(), 0xf1), 3.0);
        QCOMPARE(startOf(document.project(), 0xf2), 4.0);
        QVERIFY(document.isModified());
        document.undoStack().undo();
        document.undoStack().undo();
        QVERIFY(document.isModified()); // where it was opened is not what the file holds
        document.undoStack().redo();
        document.undoStack().redo();
        QVERIFY(save(document));
        QVERIFY(read() == withStart(withStart(twoNotes(), 0xf1, 3), 0xf2, 4));
    }
    void conflictsAreAskedAboutWithBothValues_data() {
        QTest::addColumn<int>("answer");
        QTest::addColumn<double>("here");
        QTest::addColumn<double>("inTheFile");
        QTest::newRow("mine") << int(FileSharing::Answer::KeepMine) << 3.0 << 3.0;
        QTest::newRow("theirs") << int(FileSharing::Answer::TakeTheirs) << 4.0 << 4.0;
        QTest::newRow("later") << int(FileSharing::Answer::Later) << 3.0 << 4.0;
    }
    void conflictsAreAskedAboutWithBothValues() {
        QFETCH(int, answer);
        QFETCH(double, here);
        QFETCH(double, inTheFile);
        Document document;
        open(document);
        std::vector<MergeConflict> asked;
        int times = 0;
        document.sharing().setConflictQuestion([&](const std::vector<MergeConflict>& conflicts) {
            asked = conflicts;
            ++times;
            return static_cast<FileSharing::Answer>(answer);
        });
        move(document, 0xf1, 3);
        write(withStart(withStart(twoNotes(), 0xf1, 4), 0xf2, 7));
        const bool saved = save(document);
        QCOMPARE(saved, answer != int(FileSharing::Answer::Later));
        QCOMPARE(times, 1);
        QCOMPARE(asked.size(), std::size_t{1});
        QCOMPARE(asked[0].toText(), std::string("event \"glass\" at 3 s, start: mine 3, theirs 4"));
        QCOMPARE(startOf(document.project(), 0xf1), here);
        QCOMPARE(startOf(read(), 0xf1), inTheFile);
        QCOMPARE(startOf(read(), 0xf2), 7.0);
        QCOMPARE(document.isModified(), !saved);
        QCOMPARE(document.isSaving(), false);
        QTest::qWait(600); // the watch has told by now
        QCOMPARE(times, 1);
    }
    void ownSavesAreNoChanges() {
        Document document;
        open(document);
        QSignalSpy told(&document.sharing(), &FileSharing::told);
        for (int i = 1; i <= 3; ++i) {
            move(document, 0xf1, i);
            QVERIFY(save(document));
            QTest::qWait(300);
        }
        QCOMPARE(told.count(), 0);
        QCOMPARE(document.undoStack().count(), 3);
        QVERIFY(!document.isModified());
    }
    void aRemovedFileIsToldAndMadeAgain() {
        Document document;
        open(document);
        QSignalSpy told(&document.sharing(), &FileSharing::told);
        QVERIFY(QFile::remove(m_path));
        QVERIFY(told.wait());
        QVERIFY(told.last().first().toString().contains("removed"));
        QVERIFY(document.isModified());
        QVERIFY(document.project() == twoNotes());
        QVERIFY(save(document));
        QVERIFY(read() == twoNotes());
    }
    void whatCannotBeReadReplacesNothingAndIsNotWrittenOver_data() {
        QTest::addColumn<QByteArray>("content");
        const QByteArray header = "{\"format\":\"stria\",\"version\":1}\n";
        QTest::newRow("newer") << QByteArray("{\"format\":\"stria\",\"version\":99}\n");
        QTest::newRow("half") << header + "{\"kind\":\"event\",\"id\":\"f1\",\"sta";
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("conflict marks") << header + "<<<<<<< HEAD\n{\"kind\":\"marker\"}\n";
    }
    void whatCannotBeReadReplacesNothingAndIsNotWrittenOver() {
        QFETCH(QByteArray, content);
        Document document;
        open(document);
        QSignalSpy told(&document.sharing(), &FileSharing::told);
        write(content);
        QVERIFY(told.wait());
        QTest::qWait(400);
        QCOMPARE(told.count(), 1);
        QVERIFY(document.project() == twoNotes());
        QVERIFY(document.isModified());
        move(document, 0xf1, 3);
        QVERIFY(!save(document));
        QCOMPARE(text(), content);
        QVERIFY(!document.isSaving());
        // Mended outside, all goes on.
        QSignalSpy foreign(&document.sharing(), &FileSharing::changedFromDisk);
        write(withStart(twoNotes(), 0xf2, 4));
        QVERIFY(foreign.wait());
        QVERIFY(save(document));
        QVERIFY(read() == withStart(withStart(twoNotes(), 0xf1, 3), 0xf2, 4));
    }
    void eachConflictCanBeDecidedByItself() {
        Document document;
        open(document);
        move(document, 0xf1, 3);
        move(document, 0xf2, 5);
        document.sharing().setConflictQuestion([](const std::vector<MergeConflict>& conflicts) {
            MergeChoices choices;
            for (const MergeConflict& conflict : conflicts)
                choices.choose(conflict, conflict.id == 0xf1 ? MergeSide::Theirs : MergeSide::Mine);
            return choices;
        });
        write(withStart(withStart(twoNotes(), 0xf1, 4), 0xf2, 6));
        QVERIFY(save(document));
        QCOMPARE(startOf(document.project(), 0xf1), 4.0);
        QCOMPARE(startOf(document.project(), 0xf2), 5.0);
        QVERIFY(read() == document.project());
    }

    void whatCannotBeReadIsSavedOverOnPurposeAlone() {
        Document document;
        open(document);
        move(document, 0xf1, 3);
        int asked = 0;
        auto answer = FileSharing::Unreadable::Decline;
        document.sharing().setUnreadableQuestion([&](const Diagnostic& problem) {
            ++asked;
            return problem.message.empty() ? FileSharing::Unreadable::Fail : answer;
        });
        const QByteArray garbage = "<<<<<<< HEAD\nwhat nobody can read\n";
        write(garbage);
        QVERIFY(!save(document));
        QCOMPARE(asked, 1);
        QCOMPARE(text(), garbage);
        QVERIFY(document.isModified());
        answer = FileSharing::Unreadable::SaveOver;
        QSignalSpy told(&document.sharing(), &FileSharing::told);
        QVERIFY(save(document));
        QVERIFY(read() == document.project());
        QVERIFY(!document.isModified());
        QFile kept(m_path + ".kept-1");
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), garbage);
        QVERIFY(!told.isEmpty() && told.last()[0].toString().contains(kept.fileName()));
        // Once more: the first copy stays.
        write("again\n");
        move(document, 0xf1, 4);
        QVERIFY(save(document));
        QVERIFY(QFile::exists(m_path + ".kept-2"));
        QFile second(m_path + ".kept-1");
        QVERIFY(second.open(QIODevice::ReadOnly));
        QCOMPARE(second.readAll(), garbage);
    }

    void nothingComesInDuringADrag() {
        Document document;
        open(document);
        QSignalSpy foreign(&document.sharing(), &FileSharing::changedFromDisk);
        {
            OpenEdit drag = document.begin("Drag");
            drag.update([](Project& project) { setStart(project, 0xf1, 1); });
            write(withStart(twoNotes(), 0xf2, 4));
            QVERIFY(!foreign.wait(800));
            drag.update([](Project& project) { setStart(project, 0xf1, 2); });
            drag.commit();
        }
        QVERIFY(foreign.wait());
        QVERIFY(document.project() == withStart(withStart(twoNotes(), 0xf1, 2), 0xf2, 4));
        document.undoStack().undo();
        document.undoStack().undo();
        QVERIFY(document.project() == twoNotes());
    }
    void recordsOfNewerVersionsComeInToo() {
        Document document;
        open(document);
        write(text() + "{\"kind\":\"comet\",\"id\":\"7\"}\n");
        QTRY_COMPARE(document.project().unknownRecords().size(), std::size_t{1});
        move(document, 0xf1, 1);
        QVERIFY(save(document));
        QVERIFY(text().contains("comet"));
    }
    void savingUnderAnotherNameAsksNobody() {
        Document document;
        open(document);
        const QString other = m_folder->filePath("other.stria");
        QVERIFY(saveProject(Project(), other.toStdString()).has_value());
        move(document, 0xf1, 3);
        m_path = other;
        QVERIFY(save(document));
        QVERIFY(read() == withStart(twoNotes(), 0xf1, 3));
    }
    void theSecondWindowKnowsOfTheFirst() {
        auto first = std::make_unique<Document>();
        open(*first);
        QVERIFY(!first->sharing().isOpenElsewhere());
        QVERIFY(QFile::link(m_path, m_folder->filePath("link.stria")));
        Document second;
        second.reset(read(), m_folder->filePath("link.stria"));
        QVERIFY(second.sharing().isOpenElsewhere());
        first.reset();
        Document third;
        open(third);
        QVERIFY(third.sharing().isOpenElsewhere()); // in the second
        second.reset({}, {});
        third.reset({}, {});
        QVERIFY(QDir(FileSharing::lockFolder()).entryList({"*.open"}, QDir::Files).isEmpty());
        open(second);
        QVERIFY(!second.sharing().isOpenElsewhere());
    }
    void manySavesOfTwoWindowsLoseNothing() {
        Document first;
        Document second;
        open(first);
        open(second);
        for (std::uint64_t i = 1; i <= 20; ++i) {
            addEvent(first, 0x1000 + i);
            addEvent(second, 0x2000 + i);
            first.save(m_path);
            second.save(m_path);
            QTRY_VERIFY(!first.isSaving() && !second.isSaving());
        }
        QTRY_VERIFY(!first.isModified() && !second.isModified());
        QCOMPARE(read().all<ScoreEvent>().size(), std::size_t{42});
    }
};

QTEST_GUILESS_MAIN(FileSharingTest)
#include "file_sharing_test.moc"
