// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/journal.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <span>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/model/id.h"
#include "engine/sound/sound_file.h"
#include "engine/storage/project_file.h"
#include "tests/engine/storage/random_project.h"
#include "tests/support/test_program.h"

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
        static_cast<void>(id_bits::random()); // the next one draws other ids
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

    static std::string hashOf(const std::string& text) {
        return hashBytes(std::as_bytes(std::span(text)));
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

    static bool bringToDisk(Journal& journal, const Change& change) {
        append(journal, change);
        journal.flush();
        return journal.takeProblems().empty();
    }
    static Change moved(double from, double to) {
        return EntityChange<ScoreEvent>{{1}, event(1, from), event(1, to)};
    }
    static Project oneEvent(double start) {
        Project project;
        static_cast<void>(project.insert(event(1, start)));
        return project;
    }
    static bool save(const Project& project, const std::string& file) {
        return saveProject(project, file).has_value();
    }
    QStringList journalFiles() const {
        return QDir(QString::fromStdString(folder()))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    enum class OnADisk { CannotBeMade, Right, Wrong };
    /// A disk of 256 KiB of its own under `folder`, for a program that is killed after `work`, and
    /// for what `isRight` sees then.
    template <class Work, class Look>
    static OnADisk onASmallDisk(const std::string& folder, Work&& work, Look&& isRight) {
        const pid_t child = ::fork();
        if (child == 0) {
            const bool isRoot = ::geteuid() == 0;
            if (::unshare(CLONE_NEWNS | (isRoot ? 0 : CLONE_NEWUSER)) != 0 ||
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                ::mount("none", folder.c_str(), "tmpfs", 0, "size=256k") != 0)
                ::_exit(static_cast<int>(OnADisk::CannotBeMade));
            inAKilledProgram(work);
            ::_exit(static_cast<int>(isRight() ? OnADisk::Right : OnADisk::Wrong));
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? static_cast<OnADisk>(WEXITSTATUS(status)) : OnADisk::Wrong;
    }
    static void fillDisk(const std::string& file) {
        const int filler = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        const std::string block(512, 'x');
        while (::write(filler, block.data(), block.size()) > 0) {
        }
        ::close(filler);
    }
    /// What a kill left behind, of a journal that others do not know of yet.
    LostWork oneKilled(const Project& project) const {
        inAKilledProgram([&] {
            auto journal = Journal::begin(folder(), Project(), "");
            journal->restart(project, "", "", {});
            journal->flush();
        });
        const auto lost = findLostWork(folder());
        return lost.size() == 1 ? lost[0] : LostWork();
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
    void whatASaveIsAboutToDoIsKnownAlsoOnAFullDisk() {
        const std::string file = path("a.stria");
        QVERIFY(save(oneEvent(1), file));
        QVERIFY(QDir().mkpath(QString::fromStdString(folder())));
        const auto seen = onASmallDisk(
            folder(),
            [&] {
                auto journal = Journal::begin(folder(), oneEvent(1), file);
                if (!bringToDisk(*journal, moved(1, 2)))
                    ::_exit(1);
                fillDisk(folder() + "/filler");
                double start = 2;
                while (bringToDisk(*journal, moved(start, start + 1)))
                    ++start;
                // What is there is room for the save alone.
                const int number = journal->saveBegins(file);
                append(*journal, moved(start + 1, start + 2));
                const Project saved = oneEvent(start + 1);
                journal->saveWrites(number, file, hashOf(writeProject(saved)));
                if (!save(saved, file))
                    ::_exit(2);
            },
            [&] { return findLostWork(folder()).empty(); });
        if (seen == OnADisk::CannotBeMade)
            QSKIP("no small disk can be mounted here");
        QVERIFY(seen == OnADisk::Right);
    }
    void aSaveThatFailedOnAFullDiskLeavesWhatWasWritten() {
        const std::string file = path("a.stria");
        QVERIFY(save(oneEvent(1), file));
        QVERIFY(QDir().mkpath(QString::fromStdString(folder())));
        const auto seen = onASmallDisk(
            folder(),
            [&] {
                auto journal = Journal::begin(folder(), oneEvent(1), file);
                if (!bringToDisk(*journal, moved(1, 2)))
                    ::_exit(1);
                fillDisk(folder() + "/filler");
                while (bringToDisk(*journal, moved(2, 3))) {
                }
                journal->saveWrites(journal->saveBegins(file), file,
                                    hashOf(writeProject(oneEvent(3))));
                ::unlink((folder() + "/filler").c_str()); // and the save fails
                append(*journal, moved(3, 4));
                journal->flush();
            },
            [&] {
                const auto lost = findLostWork(folder());
                if (lost.size() != 1 || !(recover(lost[0])->project == oneEvent(4)))
                    return false;
                // Had it not failed:
                return save(oneEvent(3), file) && recover(lost[0])->project == oneEvent(4) &&
                       recover(lost[0])->damagedLines.empty() &&
                       findLostWork(folder())[0].changes == 1;
            });
        if (seen == OnADisk::CannotBeMade)
            QSKIP("no small disk can be mounted here");
        QVERIFY(seen == OnADisk::Right);
    }
    void aJournalThatDoesNotKnowOfTheSavedFileGoes() {
        const std::string file = path("a.stria");
        QVERIFY(save(oneEvent(1), file));
        inAKilledProgram([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            auto journal = Journal::begin(folder(), oneEvent(1), file);
            if (!bringToDisk(*journal, moved(1, 2)))
                ::_exit(1);
            static_cast<void>(save(oneEvent(3), file));
            limitFiles(10); // neither the save's mark nor a new beginning can be written
            journal->saveWrites(journal->saveBegins(file), file, hashOfFile(file));
            journal->restart(oneEvent(3), file, hashOfFile(file), {});
            journal->flush();
        });
        QVERIFY(findLostWork(folder()).empty());
        QVERIFY(journalFiles().isEmpty());
    }
    void aJournalThatKnowsOfTheSavedFileStaysUntilItsRestart() {
        const std::string file = path("a.stria");
        QVERIFY(save(oneEvent(1), file));
        inAKilledProgram([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            auto journal = Journal::begin(folder(), oneEvent(1), file);
            append(*journal, moved(1, 3));
            const int number = journal->saveBegins(file);
            if (!bringToDisk(*journal, moved(3, 4)))
                ::_exit(1);
            journal->saveWrites(number, file, hashOf(writeProject(oneEvent(3))));
            static_cast<void>(save(oneEvent(3), file));
            limitFiles(10);
            journal->restart(oneEvent(3), file, hashOfFile(file), {});
            journal->flush();
        });
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].changes, 1);
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered->damagedLines.empty());
        QVERIFY(recovered->project == oneEvent(4));
    }
    void aRestartHasWhatWasDoneMeanwhileInTheSameStep() {
        const std::string file = path("a.stria");
        QVERIFY(save(oneEvent(3), file));
        inAKilledProgram([&] {
            auto journal = Journal::begin(folder(), oneEvent(1), "");
            journal->restart(oneEvent(3), file, hashOfFile(file),
                             {std::make_shared<const std::vector<Change>>(1, moved(3, 4))});
            journal->flush();
        });
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QVERIFY(recover(lost[0])->project == oneEvent(4));
    }
    void whatWasRecoveredIsForgottenOnceItIsOnDiskAgain() {
        const LostWork lost = oneKilled(oneEvent(5));
        QVERIFY(!lost.journalPath.empty());
        inAKilledProgram([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            limitFiles(10);
            auto journal = Journal::begin(folder(), oneEvent(5), "", lost);
            journal->flush();
            if (::access(lost.journalPath.c_str(), F_OK) != 0)
                ::_exit(1); // the only one that has it
            limitFiles(RLIM_INFINITY);
            journal->flush();
            if (::access(lost.journalPath.c_str(), F_OK) == 0)
                ::_exit(2);
        });
        const auto again = findLostWork(folder());
        QCOMPARE(again.size(), std::size_t{1});
        QVERIFY(recover(again[0])->project == oneEvent(5));
    }
    void aDocumentThatIsClosedBeforeItsJournalWasWrittenTakesTheLostWorkAlong() {
        const LostWork lost = oneKilled(oneEvent(5));
        inAKilledProgram([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            limitFiles(10);
            auto journal = Journal::begin(folder(), oneEvent(5), "", lost);
            journal->flush();
            journal->discard();
        });
        QVERIFY(findLostWork(folder()).empty());
        QVERIFY(journalFiles().isEmpty());
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

STRIA_CORE_TEST(JournalTest)
#include "journal_test.moc"
