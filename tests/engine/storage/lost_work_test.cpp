// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
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
        return writeJournalStart({filePath(), hashOf(writeProject(project)), false, {}}, {});
    }
    int journals(const char* filter) const {
        return static_cast<int>(QDir(QString::fromStdString(folder()))
                                    .entryList({filter}, QDir::AllEntries | QDir::NoDotAndDotDot)
                                    .size());
    }
    static double startOf(const LoadedProject& loaded, std::uint64_t id) {
        return loaded.project.find(EventId{id})->start;
    }

    static bool isLong() { return qEnvironmentVariableIsSet("STRIA_LONG_TESTS"); }
    struct Wound {
        std::size_t at = 0;
        std::string bytes; ///< that stand there now
    };
    /// What is left when the lines that the wound touches are taken out.
    static std::string without(const std::string& whole, const Wound& wound) {
        const std::size_t end = wound.at + wound.bytes.size() - 1;
        const std::size_t before =
            wound.at == 0 ? std::string::npos : whole.rfind('\n', wound.at - 1);
        std::size_t after = whole.find('\n', end);
        if (after == end) // it touches the next line as well
            after = whole.find('\n', end + 1);
        return whole.substr(0, before == std::string::npos ? 0 : before + 1) +
               (after == std::string::npos ? std::string() : whole.substr(after + 1));
    }
    Expected<RecoveredWork> recoverText(const std::string& text) const {
        const std::string path = m_folder->filePath("other.journal").toStdString();
        write(path, text);
        LostWork work;
        work.journalPath = path;
        return recover(work);
    }
    /// It is named, what is recovered is what there is without the lines that it touches, and
    /// nothing is deleted.
    void inflict(const std::string& whole, const Wound& wound) const {
        std::string wounded = whole;
        wounded.replace(wound.at, wound.bytes.size(), wound.bytes);
        if (wounded == whole)
            return;
        write(journalPath(), wounded);
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QVERIFY(lost[0].state == LostWork::State::Damaged);
        const auto recovered = recover(lost[0]);
        const auto expected = recoverText(without(whole, wound));
        QCOMPARE(recovered.has_value(), expected.has_value());
        if (!recovered)
            return;
        QVERIFY(!recovered->damagedLines.empty());
        QVERIFY(recovered->project == expected->project);
        const int aside = journals("*.damaged*");
        forget(lost[0]);
        QCOMPARE(journals("*.damaged*"), aside + 1);
    }
    /// All bits of the head, all blocks of a disk, and bits and bytes anywhere; some of each where
    /// there is little time.
    void woundEverywhere(const std::string& whole) const {
        std::vector<Wound> wounds;
        const auto flip = [&](std::size_t at, unsigned bit) {
            wounds.push_back({at, std::string(1, static_cast<char>(whole[at] ^ (1 << bit)))});
        };
        for (std::size_t i = 0; i < whole.find('\n') * 8; i += isLong() ? 1 : 61)
            flip(i / 8, i % 8);
        constexpr std::size_t block = 4096;
        for (std::size_t at = 0; at < whole.size(); at += isLong() ? block : 5 * block)
            wounds.push_back({at, std::string(std::min(block, whole.size() - at), '\0')});
        std::mt19937 random(5);
        for (int i = 0; i < (isLong() ? 500 : 20); ++i) {
            const std::size_t at = random() % (whole.size() - 1);
            flip(at, random() % 8);
            wounds.push_back({at, std::string(1, static_cast<char>(random()))});
        }
        for (const Wound& wound : wounds) {
            inflict(whole, wound);
            if (QTest::currentTestFailed()) {
                qWarning("%zu bytes from %zu on", wound.bytes.size(), wound.at);
                return;
            }
        }
        qInfo("%zu wounds in %zu bytes", wounds.size(), whole.size());
    }

  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(QString::fromStdString(folder())));
    }

    void whatCameBeforeASaveIsNotPlayedOntoTheSavedFile() {
        const std::string saved = writeProject(events(2, 3));
        write(journalPath(), startOn(events(2)) + moved(1, 2) + moved(1, 3) + moved(2, 3) +
                                 writeSaveBegins(1, filePath()) + moved(2, 5) +
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
        write(journalPath(), startOn(events(1)) + moved(1, 2) + moved(1, 3) +
                                 writeSaveBegins(1, filePath()) +
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
              writeJournalStart({filePath(), hashOf(base), true, ""}, base) + moved(1, 2));
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
    void whatAnotherJournalTookOverIsNotOfferedAgain() {
        const std::string text = writeProject(events(2));
        write(folder() + "/old.journal", writeJournalStart({"", "", true, ""}, text));
        write(journalPath(), writeJournalStart({"", "", true, "old.journal"}, text) + moved(1, 2));
        const auto lost = findLostWork(folder());
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].journalPath, journalPath());
        QCOMPARE(startOf(*recover(lost[0]), 1), 2.0);
        QCOMPARE(journals("old*"), 0);
    }
    void aDamagedJournalThatWasTakenOverIsPutAside() {
        const std::string text = writeProject(events(2));
        write(folder() + "/old.journal",
              writeJournalStart({"", "", true, ""}, text) + "no line of a journal\n");
        write(journalPath(), writeJournalStart({"", "", true, "old.journal"}, text) + moved(1, 2));
        QCOMPARE(findLostWork(folder()).size(), std::size_t{1});
        QCOMPARE(journals("old.journal"), 0);
        QCOMPARE(journals("old.journal.damaged"), 1);
    }
    void aJournalThatIsNotWholeTakesNothingOver() {
        const std::string text = writeProject(events(2));
        write(folder() + "/old.journal", writeJournalStart({"", "", true, ""}, text));
        const std::string start = writeJournalStart({"", "", true, "old.journal"}, text);
        std::string flipped = start;
        flipped[start.size() / 2] ^= 1;
        for (const std::string& part : {start.substr(0, start.size() - 1), flipped}) {
            write(journalPath(), part);
            QCOMPARE(findLostWork(folder()).size(), std::size_t{2});
            QCOMPARE(journals("old.journal"), 1);
        }
    }
    /// So that a save does not go over what others wrote between.
    void itIsToldWhatTheFileHeldWhenTheWorkWasRecovered() {
        const std::string base = writeProject(events(2));
        write(filePath(), base);
        write(journalPath(), startOn(events(2)) + moved(1, 2));
        auto recovered = recover(findLostWork(folder()).at(0));
        QCOMPARE(recovered->projectFile, filePath());
        QVERIFY(recovered->seen);
        QCOMPARE(recovered->seen->hash, hashOf(base));
        QVERIFY(recovered->seen->project == events(2));
        write(journalPath(),
              writeJournalStart({filePath(), hashOf(base), true, ""}, writeProject(events(3))));
        recovered = recover(findLostWork(folder()).at(0));
        QVERIFY(recovered->project == events(3));
        QVERIFY(recovered->seen->project == events(2));
        const auto lost = findLostWork(folder());
        QVERIFY(QFile::remove(QString::fromStdString(filePath())));
        recovered = recover(lost.at(0));
        QVERIFY(recovered->project == events(3));
        QVERIFY(recovered->projectFile.empty());
        QVERIFY(!recovered->seen);
    }
    void whatASaveThatWasKilledLeftBesideItsFilesIsSweptAway() {
        const std::string other = m_folder->filePath("b.stria").toStdString();
        write(filePath(), writeProject(events(1)));
        write(filePath() + ".saving-0123", "half");
        write(other + ".saving-0123", "half");
        write(m_folder->filePath("c.stria.saving-0123").toStdString(), "of others");
        write(journalPath(), startOn(events(1)) + moved(1, 2) + writeSaveBegins(1, other));
        QCOMPARE(findLostWork(folder()).size(), std::size_t{1});
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files),
                 QStringList({"a.stria", "c.stria.saving-0123"}));
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
    void aWoundCostsItsLinesAndIsNamed() {
        std::string whole =
            writeJournalStart({"", "", true, ""}, writeProject(RandomProject(9).make()));
        for (std::uint64_t i = 7001; i <= 7050; ++i)
            whole += writeJournalChange(writeChange(
                EntityChange<ScoreEvent>{{i}, std::nullopt, event(i, static_cast<double>(i))}));
        woundEverywhere(whole);
    }
    void aWoundInAJournalOfASavedFileCostsItsLinesAndIsNamed() {
        const std::string saved = writeProject(events(30, 3));
        std::string whole = startOn(events(30));
        for (std::uint64_t i = 1; i <= 30; ++i)
            whole += moved(i, 2) + moved(i, 3);
        whole += writeSaveBegins(1, filePath()) + moved(1, 4) +
                 writeSaveWrites(1, filePath(), hashOf(saved));
        for (std::uint64_t i = 2; i <= 30; ++i)
            whole += moved(i, 5);
        write(filePath(), saved);
        woundEverywhere(whole);
        QCOMPARE(hashFile(filePath())->hash, hashOf(saved));
    }
    void aCutJournalHoldsWhatIsWholeOfIt() {
        const std::string start = writeJournalStart({"", "", true, ""}, writeProject(events(20)));
        std::vector<std::size_t> ends;
        std::string whole = start;
        for (int i = 1; i <= 100; ++i) {
            whole += moved(static_cast<std::uint64_t>(i % 20 + 1), i + 1);
            ends.push_back(whole.size());
        }
        std::mt19937 random(6);
        const int rounds = isLong() ? 500 : 40;
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
