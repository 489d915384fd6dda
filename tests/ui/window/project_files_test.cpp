// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/project_files.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <span>
#include <unistd.h>

#include "engine/sound/sound_file.h"
#include "engine/storage/journal_text.h"
#include "engine/storage/project_file.h"
#include "engine/storage/record.h"
#include "tests/support/test_program.h"
#include "tests/ui/window/two_notes.h"
#include "ui/document/document.h"
#include "ui/window/dialogs.h"

using namespace stria;

namespace {

class AnsweredDialogs final : public Dialogs {
  public:
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override { return {}; }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        return {};
    }
    int ask(const Question& question) override {
        asked << question.title;
        return answer(question);
    }
    void tell(const QString& title, const QString&, const QString&) override { told << title; }

    std::function<int(const Question&)> answer = [](const Question&) { return 0; };
    QStringList asked;
    QStringList told;
};

const auto recoverTitle = QStringLiteral("Recover lost work");

} // namespace

class ProjectFilesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString path() const { return m_folder->filePath("piece.stria"); }
    static QString journalPath() { return Document::journalFolder() + "/left.journal"; }

    static void write(const QString& path, const std::string& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text.data(), static_cast<qint64>(text.size())),
                 static_cast<qint64>(text.size()));
    }
    static Project withStart(std::uint64_t event, double start) {
        Project project = test::twoNotes();
        ScoreEvent moved = *project.find(EventId{event});
        moved.start = start;
        (void)project.change(moved);
        return project;
    }
    static double startOf(const Project& project, std::uint64_t event) {
        return project.find(EventId{event})->start;
    }
    /// What a program that moved event 11 to 7 seconds has left when it was killed.
    void leaveWork() const {
        const std::string base = writeProject(test::twoNotes());
        write(path(), base);
        const ScoreEvent before = *test::twoNotes().find(EventId{11});
        const ScoreEvent after = *withStart(11, 7).find(EventId{11});
        write(
            journalPath(),
            writeJournalStart(
                {path().toStdString(), hashBytes(std::as_bytes(std::span(base))), false, ""}, {}) +
                writeJournalChange(writeChange(EntityChange<ScoreEvent>{{11}, before, after})));
    }

  private slots:
    void init() {
        QStandardPaths::setTestModeEnabled(true);
        m_folder = std::make_unique<QTemporaryDir>();
        QDir(Document::journalFolder()).removeRecursively();
        QVERIFY(QDir().mkpath(Document::journalFolder()));
    }

    void theWindowGoesOnWhileLostWorkIsRead() {
        leaveWork();
        // Whoever opens the journal waits until the lease on it is given back.
        std::signal(SIGIO, SIG_IGN);
        const int lease = ::open(QFile::encodeName(journalPath()).constData(), O_RDWR | O_CLOEXEC);
        if (::fcntl(lease, F_SETLEASE, F_WRLCK) != 0)
            QSKIP("no leases on this file system");
        Document document;
        AnsweredDialogs dialogs;
        ProjectFiles files(document, dialogs);
        QSignalSpy opened(&files, &ProjectFiles::opened);
        files.offerLostWork();
        int turns = 0;
        QTimer turning;
        connect(&turning, &QTimer::timeout, &files, [&] { ++turns; });
        turning.start(1);
        QTRY_VERIFY(turns > 20);
        QVERIFY(dialogs.asked.isEmpty());
        ::fcntl(lease, F_SETLEASE, F_UNLCK);
        ::close(lease);
        QVERIFY(opened.wait(30000));
        QCOMPARE(dialogs.asked, QStringList(recoverTitle));
        QCOMPARE(startOf(document.project(), 11), 7.0);
        document.flushJournal();
        QVERIFY(!QFile::exists(journalPath()));
        document.discardJournal();
    }
    void whereNothingWasLostTheRestIsDone() {
        Document document;
        AnsweredDialogs dialogs;
        ProjectFiles files(document, dialogs);
        bool isDone = false;
        files.offerLostWork([&] { isDone = true; });
        QVERIFY(!isDone);
        QTRY_VERIFY(isDone);
        QVERIFY(dialogs.asked.isEmpty());
        document.discardJournal();
    }
    void whatWasBegunMeanwhileStays() {
        leaveWork();
        Document document;
        AnsweredDialogs dialogs;
        dialogs.answer = [](const Question&) { return 1; }; // later
        ProjectFiles files(document, dialogs);
        files.offerLostWork([] { QFAIL("something is open"); });
        document.edit("Insert", [](Project& project) {
            ScoreEvent event;
            event.id = {5};
            (void)project.insert(event);
        });
        QTRY_COMPARE(dialogs.asked, QStringList(recoverTitle));
        QCoreApplication::processEvents();
        QVERIFY(document.project().find(EventId{5}));
        QVERIFY(QFile::exists(journalPath()));
        // Taken, it is asked whether what is open may go.
        dialogs.asked.clear();
        dialogs.answer = [](const Question& question) {
            return question.title == recoverTitle ? 0 : 2; // cancel
        };
        files.offerLostWork();
        QTRY_COMPARE(dialogs.asked.size(), 2);
        QVERIFY(document.project().find(EventId{5}));
        QVERIFY(QFile::exists(journalPath()));
        document.discardJournal();
    }
    void aSaveAfterRecoveryKeepsWhatOthersWroteWhileItWasAskedAbout() {
        leaveWork();
        QFile journal(journalPath());
        QVERIFY(journal.open(QIODevice::Append));
        journal.write("no line of a journal\n");
        journal.close();
        Document document;
        AnsweredDialogs dialogs;
        dialogs.answer = [&](const Question& question) {
            if (question.title != recoverTitle) // recovered in part
                write(path(), writeProject(withStart(10, 3)));
            return 0;
        };
        ProjectFiles files(document, dialogs);
        QSignalSpy opened(&files, &ProjectFiles::opened);
        files.offerLostWork();
        QVERIFY(opened.wait(30000));
        QCOMPARE(dialogs.asked.size(), 2);
        QCOMPARE(startOf(document.project(), 11), 7.0);
        QSignalSpy saved(&document, &Document::saved);
        document.save(path());
        QVERIFY(saved.wait(30000));
        const auto loaded = loadProject(path().toStdString());
        QCOMPARE(startOf(loaded->project, 10), 3.0);
        QCOMPARE(startOf(loaded->project, 11), 7.0);
        document.discardJournal();
    }
};

STRIA_CORE_TEST(ProjectFilesTest)
#include "project_files_test.moc"
