// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <functional>
#include <random>

#include "engine/sound/sound_file.h"
#include "engine/storage/journal.h"
#include "engine/storage/journal_text.h"
#include "engine/storage/project_file.h"
#include "engine/storage/record.h"
#include "tests/engine/storage/random_project.h"
#include "tests/support/test_program.h"

using namespace stria;

class LostWorkTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string folder() const { return m_folder->filePath("journals").toStdString(); }
    std::string journalPath() const { return folder() + "/a.journal"; }
    std::string filePath() const { return m_folder->filePath("a.stria").toStdString(); }

    static void write(const std::string& path, const std::string& text) {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text.data(), static_cast<qint64>(text.size())),
                 static_cast<qint64>(text.size()));
    }
    static std::string hashOf(const std::string& text) {
        return hashBytes(std::as_bytes(std::span(text)));
    }
    static Project events(int count, double start = 1) {
        Project project;
        for (int i = 1; i <= count; ++i)
            (void)project.insert(event(static_cast<std::uint64_t>(i), start));
        return project;
    }
    static ScoreEvent event(std::uint64_t id, double start) {
        ScoreEvent e;
        e.id = {id};
        e.start = start;
        return e;
    }
    static std::string moved(std::uint64_t id, double start) {
        return writeJournalChange(
            writeChange(EntityChange<ScoreEvent>{{id}, event(id, 1), event(id, start)}));
    }
    std::string startOn(const Project& project) const {
        return writeJournalStart({filePath(), hashOf(writeProject(project)), false}, {});
    }
    int journals(const char* filter) const {
        return static_cast<int>(QDir(QString::fromStdString(folder()))
                                    .entryList({filter}, QDir::AllEntries | QDir::NoDotAndDotDot)
                                    .size());
    }
    static double startOf(const LoadedProject& loaded, std::uint64_t id) {
        return loaded.project.find(EventId{id})->start;
    }

  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(QString::fromStdString(folder())));
    }

    void whatCameBeforeASaveIsNotPlayedOntoTheSavedFile() {
        const std::string saved = writeProject(events(2, 3));
        write(journalPath(), startOn(events(2)) + moved(1, 2) + moved(1, 3) + moved(2, 3) +
                                 writeSaveBegins(1) + moved(2, 5) +
                                 writeSaveWrites(1, filePath(), hashOf(saved)));
        // Killed before the file was replaced: everything.
        write(filePath(), writeProject(events(2)));
        auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].changes, 4);
        auto recovered = recover(lost[0]);
        QVERIFY(recovered->damagedLines.empty());
        QCOMPARE(startOf(*recovered, 1), 3.0);
        QCOMPARE(startOf(*recovered, 2), 5.0);
        // Killed after it: only what was done while it was saved.
        write(filePath(), saved);
        lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].changes, 1);
        recovered = recover(lost[0]);
        QVERIFY(recovered->damagedLines.empty());
        QCOMPARE(startOf(*recovered, 2), 5.0);
    }
    void aSaveThatReachedTheFileLeavesNothingToOffer() {
        const std::string saved = writeProject(events(1, 3));
        write(journalPath(), startOn(events(1)) + moved(1, 2) + moved(1, 3) + writeSaveBegins(1) +
                                 writeSaveWrites(1, filePath(), hashOf(saved)));
        write(filePath(), saved);
        QVERIFY(findLostWork(folder()).empty());
        QCOMPARE(journals("*"), 0);
    }
    void aFileThatOthersChangedIsSaid() {
        write(filePath(), writeProject(events(3)));
        write(journalPath(), startOn(events(2)) + moved(1, 2));
        auto recovered = recover(findLostWork(folder()).at(0));
        QCOMPARE(recovered->project.all<ScoreEvent>().size(), std::size_t{3});
        QCOMPARE(recovered->damagedLines.size(), std::size_t{1});
        // With the state in the journal, that state is recovered.
        const std::string base = writeProject(events(2));
        write(journalPath(),
              writeJournalStart({filePath(), hashOf(base), true}, base) + moved(1, 2));
        recovered = recover(findLostWork(folder()).at(0));
        QCOMPARE(recovered->project.all<ScoreEvent>().size(), std::size_t{2});
        QCOMPARE(recovered->damagedLines.size(), std::size_t{1});
        QCOMPARE(startOf(*recovered, 1), 2.0);
    }
    void nothingIsOfferedForAHandWrittenFileWithoutAnEdit() {
        std::string text = writeProject(events(3));
        text.insert(text.find('\n') + 1, "\n\n");
        write(filePath(), text);
        Journal::begin(folder(), events(3), filePath())->flush();
        QVERIFY(findLostWork(folder()).empty());
    }
    void aRecoveredProjectIsInItsOwnJournal() {
        write(filePath(), writeProject(events(3)));
        Journal::begin(folder(), events(5), filePath())->flush();
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QVERIFY(recover(lost[0])->project == events(5));
    }
    void whatCannotBeReadNowIsKept() {
        if (::geteuid() == 0) {
            // Rights do not stop root; a folder in its place is as unreadable.
            QVERIFY(QDir().mkpath(QString::fromStdString(journalPath())));
        } else {
            write(journalPath(), startOn(events(1)) + moved(1, 2));
            QFile::setPermissions(QString::fromStdString(journalPath()), {});
        }
        QVERIFY(findLostWork(folder()).empty());
        QCOMPARE(journals("a.journal"), 1);
    }
    void whatIsNoJournalIsPutAsideAndTold() {
        write(journalPath(), std::string(5000, '\0'));
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QVERIFY(lost[0].state == LostWork::State::Damaged);
        QCOMPARE(journals("*.damaged"), 1);
        QVERIFY(findLostWork(folder()).empty());
    }
    void aNewerJournalIsKeptAndNamed() {
        write(journalPath(),
              R"({"format":"stria-journal","version":3,"project":"","hash":"","snapshot":true})"
              "\n{\"what\":1}\n");
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QVERIFY(lost[0].state == LostWork::State::Newer);
        QCOMPARE(recover(lost[0]).error().code, ErrorCode::NewerFormat);
        forget(lost[0]);
        QCOMPARE(journals("*.damaged"), 1);
    }
    void aJournalOfTheFirstVersionIsRead() {
        write(journalPath(),
              R"({"format":"stria-journal","version":1,"project":"","hash":"","snapshot":true})"
              "\n" +
                  writeProject(events(2)) + "{\"changes\":\"follow\"}\n" +
                  writeChange(EntityChange<ScoreEvent>{{1}, event(1, 1), event(1, 7)}) + "\n");
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered->damagedLines.empty());
        QCOMPARE(startOf(*recovered, 1), 7.0);
    }
    void anEmptyLockFileHidesNothing() {
        write(filePath(), writeProject(events(1)));
        write(journalPath(), startOn(events(1)) + moved(1, 2));
        write(journalLockPath(journalPath()), {});
        QCOMPARE(findLostWork(folder()).size(), std::size_t{1});
        write(journalLockPath(journalPath()),
              std::to_string(::getppid()) + "\ntest\nhost\n"); // a process id that lives
        QCOMPARE(findLostWork(folder()).size(), std::size_t{1});
    }
    void aMovedProjectCanBePointedTo() {
        write(m_folder->filePath("moved.stria").toStdString(), writeProject(events(1)));
        write(journalPath(), startOn(events(1)) + moved(1, 2));
        auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QVERIFY(lost[0].fileIsGone);
        QCOMPARE(recover(lost[0]).error().code, ErrorCode::FileNotFound);
        lost[0].movedTo = m_folder->filePath("moved.stria").toStdString();
        const auto recovered = recover(lost[0]);
        QVERIFY(recovered->damagedLines.empty());
        QCOMPARE(startOf(*recovered, 1), 2.0);
    }
    /// In any line: that line is named and the rest is there; nothing is deleted.
    void aFlippedBitCostsItsLineAndIsNamed() {
        const std::string base = writeProject(RandomProject(9).make());
        std::string whole = writeJournalStart({"", "", true}, base);
        for (int i = 1; i <= 50; ++i)
            whole += writeJournalChange(writeChange(
                EntityChange<ScoreEvent>{{static_cast<std::uint64_t>(i + 7000)},
                                         std::nullopt,
                                         event(static_cast<std::uint64_t>(i + 7000), i)}));
        std::mt19937 random(5);
        const int rounds = qEnvironmentVariableIsSet("STRIA_LONG_TESTS") ? 500 : 100;
        write(journalPath(), whole);
        const auto expected = recover(findLostWork(folder()).at(0))->project;
        for (int i = 0; i < rounds; ++i) {
            std::string flipped = whole;
            // Every third time in the head.
            const std::size_t at = random() % (i % 3 == 0 ? whole.find('\n') : whole.size() - 1);
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
            write(journalPath(), flipped);
            const auto lost = findLostWork(folder());
            QCOMPARE(lost.size(), std::size_t{1});
            QVERIFY(lost[0].state == LostWork::State::Damaged);
            const auto recovered = recover(lost[0]);
            QVERIFY(recovered);
            QVERIFY(!recovered->damagedLines.empty());
            if (at < whole.find('\n'))
                QVERIFY(recovered->project == expected);
            QVERIFY(recovered->project.all<ScoreEvent>().size() + 60 >
                    expected.all<ScoreEvent>().size());
            forget(lost[0]);
            QCOMPARE(journals("*.damaged*"), i + 1);
        }
    }
    void aCutJournalHoldsWhatIsWholeOfIt() {
        const std::string start = writeJournalStart({"", "", true}, writeProject(events(20)));
        std::vector<std::size_t> ends;
        std::string whole = start;
        for (int i = 1; i <= 100; ++i) {
            whole += moved(static_cast<std::uint64_t>(i % 20 + 1), i + 1);
            ends.push_back(whole.size());
        }
        std::mt19937 random(6);
        const int rounds = qEnvironmentVariableIsSet("STRIA_LONG_TESTS") ? 500 : 100;
        for (int i = 0; i < rounds; ++i) {
            const std::size_t at = random() % whole.size();
            write(journalPath(), whole.substr(0, at));
            const auto lost = findLostWork(folder());
            if (lost.empty() || at < start.size()) { // put aside, or named
                QVERIFY(lost.empty() || lost[0].state == LostWork::State::Damaged);
                QVERIFY(journals("a.journal*") > 0);
                continue;
            }
            Project expected = events(20);
            int count = 0;
            for (; count < 100 && ends[static_cast<std::size_t>(count)] <= at; ++count)
                (void)expected.change(
                    event(static_cast<std::uint64_t>((count + 1) % 20 + 1), count + 2));
            const auto recovered = recover(lost[0]);
            QVERIFY(recovered);
            QCOMPARE(lost[0].changes, count);
            QVERIFY(recovered->damagedLines.empty());
            QVERIFY(recovered->project == expected);
        }
    }
};

STRIA_CORE_TEST(LostWorkTest)
#include "lost_work_test.moc"
