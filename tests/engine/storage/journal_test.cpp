// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/journal.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/sound/sound_file.h"
#include "engine/storage/project_file.h"
#include "tests/engine/storage/random_project.h"

using namespace stria;

class JournalTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string folder() const { return m_folder->filePath("journals").toStdString(); }
    std::string path(const char* name) const { return m_folder->filePath(name).toStdString(); }

    /// Runs `work` in a program of its own that is killed as soon as it is done.
    template <class Work> static void inAKilledProgram(Work&& work) {
        const pid_t child = ::fork();
        if (child == 0) {
            work();
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    }
    static void append(Journal& journal, const Change& change) {
        journal.append(std::make_shared<const std::vector<Change>>(1, change));
    }
    static ScoreEvent event(std::uint64_t id, double start) {
        ScoreEvent e;
        e.id = {id};
        e.start = start;
        return e;
    }

    static std::string hashOfFile(const std::string& file) { return hashFile(file)->hash; }
    static EntityChange<ScoreEvent> insertion(std::uint64_t id) {
        return {{id}, std::nullopt, event(id, 1)};
    }
    /// A size that no file of this program may pass: a disk that is full.
    static void limitFiles(rlim_t size) {
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = size;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void workThatWasNeverSavedComesBackAfterAKill() {
        const Project random = RandomProject(4).make();
        Project expected = random;
        QVERIFY(expected.insert(event(77, 1)));
        QVERIFY(expected.change(event(77, 2.5)));
        inAKilledProgram([&] {
            auto journal = Journal::begin(folder(), random, "");
            Project project = random;
            const auto subscription =
                project.subscribe([&](const Change& change) { append(*journal, change); });
            static_cast<void>(project.insert(event(77, 1)));
            static_cast<void>(project.insert(event(78, 1)));
            static_cast<void>(project.remove(EventId{78}));  // a delete...
            static_cast<void>(project.insert(event(78, 1))); // ...undone...
            static_cast<void>(project.remove(EventId{78}));  // ...and done again
            static_cast<void>(project.change(event(77, 2.5)));
            journal->flush();
        });
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].changes, 6);
        QVERIFY(lost[0].projectFile.empty());
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered);
        QVERIFY(recovered->damagedLines.empty());
        QVERIFY(recovered->project == expected);
        forget(lost[0]);
        QVERIFY(findLostWork(folder()).empty());
    }
    void changesReachTheDiskByThemselves() {
        inAKilledProgram([&] {
            auto journal = Journal::begin(folder(), Project(), "");
            append(*journal, EntityChange<ScoreEvent>{{1}, std::nullopt, event(1, 1)});
            ::usleep(900000); // no flush: half a second is what a crash may cost
        });
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(recover(lost[0])->project.all<ScoreEvent>().size(), std::size_t{1});
    }
    void afterSavingTheJournalHoldsOnlyWhatCameLater() {
        Project saved;
        for (std::uint64_t i = 1; i < 2000; ++i)
            QVERIFY(saved.insert(event(i, static_cast<double>(i))));
        QVERIFY(saveProject(saved, path("a.stria")));
        inAKilledProgram([&] {
            auto journal = Journal::begin(folder(), Project(), "");
            journal->restart(saved, path("a.stria"), hashOfFile(path("a.stria")), {});
            append(*journal, EntityChange<ScoreEvent>{{5}, event(5, 5), std::nullopt});
            journal->flush();
        });
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].title, std::string("a"));
        QVERIFY(QFile(QString::fromStdString(lost[0].journalPath)).size() < 1000);
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered);
        QCOMPARE(recovered->project.all<ScoreEvent>().size(), std::size_t{1998});
        QVERIFY(!recovered->project.find(EventId{5}));
    }
    void aCutLastLineCostsOnlyThatLine() {
        inAKilledProgram([&] {
            auto journal = Journal::begin(folder(), Project(), "");
            append(*journal, EntityChange<ScoreEvent>{{1}, std::nullopt, event(1, 1)});
            append(*journal, EntityChange<ScoreEvent>{{2}, std::nullopt, event(2, 1)});
            journal->flush();
        });
        auto lost = findLostWork(folder());
        QFile file(QString::fromStdString(lost[0].journalPath));
        QVERIFY(file.resize(file.size() - 10));
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered);
        QCOMPARE(recovered->project.all<ScoreEvent>().size(), std::size_t{1});
    }
    void aLivingProgramsJournalIsNotLostWork() {
        auto journal = Journal::begin(folder(), Project(), "");
        QVERIFY(journal);
        append(*journal, EntityChange<ScoreEvent>{{1}, std::nullopt, event(1, 1)});
        journal->flush();
        QVERIFY(findLostWork(folder()).empty());
        journal->discard();
        QVERIFY(!QFile::exists(QString::fromStdString(journal->path())));
    }
    void whatHoldsNothingIsSweptAway() {
        inAKilledProgram([&] {
            auto journal = Journal::begin(folder(), Project(), "");
            journal->flush();
        });
        QVERIFY(findLostWork(folder()).empty());
        QVERIFY(QDir(QString::fromStdString(folder())).entryList({"*.journal"}).isEmpty());
    }
    void afterAFullDiskItHealsByItself() {
        inAKilledProgram([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            auto journal = Journal::begin(folder(), Project(), "");
            append(*journal, insertion(1));
            journal->flush();
            limitFiles(
                static_cast<rlim_t>(QFile(QString::fromStdString(journal->path())).size() + 20));
            append(*journal, insertion(2));
            journal->flush();
            if (journal->takeProblems().size() != 1)
                ::_exit(1);
            append(*journal, insertion(3));
            limitFiles(RLIM_INFINITY);
            journal->flush();
        });
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered);
        QVERIFY(recovered->damagedLines.empty());
        QCOMPARE(recovered->project.all<ScoreEvent>().size(), std::size_t{3});
    }
    void aJournalThatCouldNotBeBegunIsBegunLater() {
        inAKilledProgram([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            limitFiles(10);
            auto journal = Journal::begin(folder(), Project(), "");
            append(*journal, insertion(1));
            journal->flush();
            limitFiles(RLIM_INFINITY);
            journal->flush();
        });
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(recover(lost[0])->project.all<ScoreEvent>().size(), std::size_t{1});
    }
    void nobodyElseMayReadIt() {
        auto journal = Journal::begin(folder(), Project(), "");
        journal->flush();
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(QString::fromStdString(journal->path())) & others));
        QVERIFY(!(QFile::permissions(QString::fromStdString(folder())) & others));
        journal->discard();
    }
    void aFolderThatCannotBeWrittenIsSaid() {
        QFile file(m_folder->filePath("journals"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(Journal::begin(folder(), Project(), "").error().code, ErrorCode::FileUnwritable);
    }
};

QTEST_GUILESS_MAIN(JournalTest)
#include "journal_test.moc"
