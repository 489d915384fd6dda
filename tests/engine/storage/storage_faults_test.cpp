// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "engine/model/sanitizers.h"
#include "tests/support/faults/fault_run.h"
#include "tests/support/test_program.h"

using namespace stria::test;

namespace {

const std::vector<const char*> fileCalls{"open",  "read",     "write", "sync", "rename", "mmap",
                                         "close", "truncate", "stat",  "seek", "lock",   "folder"};

FaultPlan planOf(std::size_t mostNumbers, std::vector<const char*> calls = fileCalls) {
    FaultPlan plan{std::move(calls)};
    plan.mostNumbers = mostNumbers;
    if (isLongTest())
        plan.errors = {EIO, ENOSPC, EMFILE, EACCES, EINTR};
    return plan;
}

/// The last number behind a word of the driver's answers; -1: it is not there.
int lastNumber(const QByteArray& output, const char* word) {
    int number = -1;
    for (const QByteArray& line : output.split('\n'))
        if (line.startsWith(word))
            number = line.mid(static_cast<qsizetype>(qstrlen(word)) + 1).toInt();
    return number;
}

} // namespace

/// Whatever call of the system fails while something is loaded, saved, kept or recovered: nothing
/// that was there is lost, and nothing is called done that is not.
class StorageFaultsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FaultyRuns> m_runs;
    QByteArray m_states[5]; ///< the file of each state of the driver's history

    QString path(const QString& name) const { return m_folder->filePath(name); }
    Ended drive(const QStringList& words) const { return m_runs->run(STRIA_STORAGE_DRIVER, words); }

    /// An empty folder, with the piece in one of its states or without.
    void begin(int state = -1) const {
        QDir(path("work")).removeRecursively();
        QDir(m_folder->path()).mkpath("work");
        if (state >= 0)
            writeBytes(path("work/piece.stria"), m_states[state]);
    }
    int stateOfFile() const {
        const QByteArray bytes = bytesOf(path("work/piece.stria"));
        for (int i = 0; i < 5; ++i)
            if (bytes == m_states[i])
                return i;
        return -1;
    }
    /// What a kill at a point of the driver's work leaves: journal and piece.
    void beginWithJournal(const QString& until) const {
        begin(0);
        const QDir kept(path("kept-" + until));
        if (!kept.exists()) {
            drive({"journal", "journals", "piece.stria", until});
            QDir().rename(path("work"), kept.path());
            begin();
        }
        for (const QString& name : namesBelow(kept.path())) {
            if (QFileInfo(kept.filePath(name)).isDir())
                QDir(path("work")).mkpath(name);
            else {
                QFile::remove(path("work/" + name));
                QFile::copy(kept.filePath(name), path("work/" + name));
            }
        }
    }

    void tryAll(const QStringList& words, const FaultPlan& plan,
                const std::function<void()>& prepare,
                const std::function<QString(const Ended&)>& complaint) {
        const FaultTally tally =
            m_runs->tryAll(STRIA_STORAGE_DRIVER, words, plan, prepare, complaint);
        qInfo("%s: %s", qPrintable(words.first()), qPrintable(tally.toText()));
        QVERIFY2(tally.complaints.isEmpty(), qPrintable(tally.complaints.join("\n")));
        QVERIFY(tally.fired > 5);
    }
    static QString untold(const Ended& ended, const char* name) {
        return ended.exitCode == 0 || ended.errors.contains(name)
                   ? QString()
                   : QStringLiteral("the failure does not name %1").arg(QLatin1String(name));
    }
    QString leftBeside(const QStringList& expected) const {
        const QStringList names = namesBelow(path("work"));
        return names == expected ? QString()
                                 : QStringLiteral("there are ") + names.join(QLatin1Char(' '));
    }

  private slots:
    void initTestCase() {
        if (hasSanitizer)
            QSKIP("The calls that a sanitizer itself makes would fail.");
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_runs = std::make_unique<FaultyRuns>(path("work"), path("work"));
        for (int state = 0; state < 5; ++state) {
            begin();
            QCOMPARE(drive({"save", "piece.stria", QString::number(state)}).exitCode, 0);
            m_states[state] = bytesOf(path("work/piece.stria"));
        }
    }

    void aLoadedPieceIsWhole() {
        tryAll(
            {"load", path("work/piece.stria")}, planOf(4), [this] { begin(2); },
            [this](const Ended& ended) -> QString {
                if (stateOfFile() != 2)
                    return "the file is changed";
                if (ended.exitCode == 0 && ended.output != "state 2\n")
                    return "it loads something else";
                return untold(ended, "piece.stria");
            });
    }

    void aSavedPieceIsWholeOrTheOldOneIsThere_data() {
        QTest::addColumn<int>("before");
        QTest::newRow("new") << -1;
        QTest::newRow("over an old one") << 0;
    }
    void aSavedPieceIsWholeOrTheOldOneIsThere() {
        QFETCH(int, before);
        tryAll(
            {"save", path("work/piece.stria"), "1"}, planOf(4), [&] { begin(before); },
            [&](const Ended& ended) -> QString {
                const int now = stateOfFile();
                if (ended.exitCode == 0 ? now != 1 : now != before && now != 1)
                    return QStringLiteral("the file is in state %1").arg(now);
                if (ended.exitCode != 0 && now == 1 && !ended.errors.contains("was written"))
                    return "it is not said that the file was written all the same";
                if (ended.exitCode != 0 && now == -1 && QFile::exists(path("work/piece.stria")))
                    return "half a file is left";
                const QString left =
                    leftBeside(now < 0 ? QStringList() : QStringList{"piece.stria"});
                return left.isEmpty() ? untold(ended, "piece.stria") : left;
            });
    }

    void aSaveBesideOthersIsWholeOrNotThere() {
        tryAll(
            {"share", path("work/piece.stria"), path("work/locks")}, planOf(4),
            [this] { begin(0); },
            [this](const Ended& ended) -> QString {
                const int now = stateOfFile();
                if (ended.exitCode == 0 ? now != 1 : now != 0 && now != 1)
                    return QStringLiteral("the file is in state %1").arg(now);
                if (ended.exitCode != 0 && now == 1 && !ended.errors.contains("was written"))
                    return "it is not said that the file was written all the same";
                for (const QString& name : namesBelow(path("work")))
                    if (name.contains(".saving-"))
                        return "there is " + name;
                return untold(ended, "piece.stria");
            });
    }

    void aJournalHealsAndNeverTellsWhatWasNot() {
        tryAll(
            {"journal", path("work/journals"), path("work/piece.stria"), "all"}, planOf(4),
            [this] { begin(0); },
            [this](const Ended& ended) -> QString {
                const int file = stateOfFile();
                const bool saved = ended.output.contains("saved");
                if (saved ? file != 2 : file != 0 && file != 2)
                    return QStringLiteral("the file is in state %1").arg(file);
                const int kept = lastNumber(ended.output, "kept");
                const Ended found = drive({"recover", "journals"});
                const int state = std::max(file, lastNumber(found.output, "state"));
                if (found.output.contains("never was"))
                    return "it recovers " + QString::fromUtf8(found.output);
                if (state < kept)
                    return QStringLiteral("%1 edits come back of %2").arg(state).arg(kept);
                const bool hasBegun = kept >= 0 || ended.errors.isEmpty();
                if (hasBegun && ended.fired == 1 && state < 4)
                    return QStringLiteral("it does not heal: %1 edits come back").arg(state);
                return ended.fired == 0 || state == 4 || !ended.errors.isEmpty()
                           ? QString()
                           : "nothing is said";
            });
    }

    void onAFullDiskASaveIsWholeOrTheOldOneIsThere() {
        const int levels = isLongTest() ? 100 : 10;
        const auto most = static_cast<int>(m_states[1].size()) * 5 / 4;
        int saved = 0;
        for (int level = 0; level <= levels; ++level) {
            begin(0);
            const Ended ended =
                m_runs->runWithRoom(STRIA_STORAGE_DRIVER, {"save", path("work/piece.stria"), "1"},
                                    std::int64_t{most} * level / levels);
            QCOMPARE(stateOfFile(), ended.exitCode == 0 ? 1 : 0);
            QVERIFY(ended.exitCode == 0 || ended.errors.contains("piece.stria"));
            QCOMPARE(namesBelow(path("work")), QStringList{"piece.stria"});
            saved += ended.exitCode == 0;
        }
        QVERIFY(saved > 0 && saved < levels);
    }

    void onAFullDiskAJournalIsNoLieAndHealsWhenThereIsRoom_data() {
        QTest::addColumn<QString>("until");
        QTest::newRow("stays full") << "all";
        QTest::newRow("is freed") << "freed";
    }
    void onAFullDiskAJournalIsNoLieAndHealsWhenThereIsRoom() {
        QFETCH(QString, until);
        const int levels = isLongTest() ? 100 : 10;
        constexpr int most = 16000;
        int troubles = 0;
        for (int level = 0; level <= levels; ++level) {
            begin(0);
            const Ended ended = m_runs->runWithRoom(
                STRIA_STORAGE_DRIVER,
                {"journal", path("work/journals"), path("work/piece.stria"), until},
                std::int64_t{most} * level / levels);
            troubles += ended.fired > 0;
            const QByteArray said = ended.output + ended.errors;
            QCOMPARE(stateOfFile(), ended.output.contains("saved") ? 2 : 0);
            const Ended found = drive({"recover", path("work/journals")});
            const int state = std::max(stateOfFile(), lastNumber(found.output, "state"));
            QVERIFY2(!found.output.contains("never was"), found.output + said);
            QVERIFY2(state >= lastNumber(ended.output, "kept"), found.output + said);
            QVERIFY2(ended.fired == 0 || !ended.errors.isEmpty(), said);
            if (ended.fired == 0 || until == "freed")
                QVERIFY2(state == 4, found.output + said);
        }
        QVERIFY(troubles > 0 && troubles < levels);
    }

    void whatWasLostIsRecoveredOrStaysThere_data() {
        QTest::addColumn<QString>("until");
        QTest::addColumn<int>("state");
        QTest::newRow("edited") << "edited" << 2;
        QTest::newRow("killed just after a save") << "saved" << 3;
        QTest::newRow("edited after a save") << "all" << 4;
    }
    void whatWasLostIsRecoveredOrStaysThere() {
        QFETCH(QString, until);
        QFETCH(int, state);
        tryAll(
            {"recover", path("work/journals")}, planOf(4), [&] { beginWithJournal(until); },
            [&](const Ended& ended) -> QString {
                const int found = lastNumber(ended.output, "state");
                if (ended.output.contains("never was") || (found >= 0 && found != state))
                    return "it recovers " + QString::fromUtf8(ended.output);
                if (ended.exitCode == 0 && found != state)
                    return "a success recovers nothing";
                if (lastNumber(drive({"recover", "journals"}).output, "state") != state)
                    return "it is gone: " + namesBelow(path("work")).join(' ');
                return QString();
            });
    }

    void whatWasAllowedStays() {
        const auto prepare = [this] {
            begin();
            drive({"allow", path("work/data/allowed"), "first"});
        };
        tryAll({"allow", path("work/data/allowed"), "second"}, planOf(4), prepare,
               [this](const Ended& ended) -> QString {
                   const QByteArray known =
                       drive({"allowed", path("work/data/allowed"), "first", "second"}).output;
                   if (!known.contains("first known"))
                       return "what was there is lost";
                   if (ended.exitCode == 0 && !known.contains("second known"))
                       return "it was not kept";
                   for (const QString& name : namesBelow(path("work")))
                       if (name.contains(".saving-"))
                           return "there is " + name;
                   return untold(ended, "allowed");
               });
    }
};

STRIA_CORE_TEST(StorageFaultsTest)
#include "storage_faults_test.moc"
