// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <random>

#include "engine/sound/sound_file.h"
#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"
#include "tests/ui/window/kill_history.h"

using namespace stria;
using test::KillHistory;

namespace {

constexpr int killsInAChain = 12;

bool isLong() {
    return qEnvironmentVariableIsSet("STRIA_LONG_TESTS");
}

} // namespace

/// The program is killed while it edits, saves and recovers, again and again: nothing is lost but
/// what was done just before, and nothing is invented.
class KillTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<KillHistory> m_history;
    std::mt19937 m_random;
    struct Figures {
        int kills = 0;
        int killsNearASave = 0;
        int killsWhileRecovering = 0;
        int saves = 0;
        int offers = 0;
        int opened = 0;
        double mostLost = 0;
        double mostNotStalled = 0;
        double allLost = 0;
    } m_figures;

    QString path(const char* name) const { return m_folder->filePath(name); }
    QStringList pieces() const {
        return {path("pieces/piece.stria"), path("pieces/piece.stria.copy")};
    }
    double seconds(double most) {
        return std::uniform_real_distribution<double>(0, most)(m_random);
    }

    void startChain(unsigned seed) {
        m_random.seed(seed);
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath("pieces"));
        m_history = std::make_unique<KillHistory>(path("log"));
    }
    /// One life of the program, on the piece that holds the newest state.
    int live(const QString& plan) {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* const name : {"CONFIG", "DATA", "STATE", "CACHE"})
            environment.insert(QStringLiteral("XDG_%1_HOME").arg(name), path(name));
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::ForwardedChannels);
        program.start(STRIA_KILLED_PROGRAM,
                      {newestPiece(), path("log"), QString::number(m_random() % 1000000), plan});
        constexpr int hangGuard = 120000;
        if (!program.waitForFinished(hangGuard)) {
            program.kill();
            program.waitForFinished();
            return -2;
        }
        m_history->read();
        return program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1;
    }
    QString newestPiece() const {
        QString newest = pieces().front();
        std::size_t best = 0;
        for (const QString& piece : pieces())
            if (const auto state = stateOf(piece); state && *state >= best) {
                best = *state;
                newest = piece;
            }
        return newest;
    }
    /// The state that the file holds; nothing when it is not there, or holds none.
    std::optional<std::size_t> stateOf(const QString& piece) const {
        const auto hashed = hashFile(piece.toStdString());
        return hashed ? m_history->findSaved(hashed->hash) : std::nullopt;
    }

    /// The files after a kill; gives the newest state in them.
    std::optional<std::size_t> filesAreWhole() {
        std::optional<std::size_t> newest;
        for (const QString& piece : pieces()) {
            if (!QFile::exists(piece))
                continue;
            const auto state = stateOf(piece);
            if (!state) {
                QTest::qFail(qPrintable(piece + " holds what never was"), __FILE__, __LINE__);
                return std::nullopt;
            }
            newest = std::max(newest, state);
        }
        return newest;
    }

    void runChain(unsigned seed, int kills) {
        startChain(seed);
        std::optional<std::size_t> onDisk;
        for (int i = 0; i <= kills; ++i) {
            const bool isLast = i == kills;
            QString plan = QStringLiteral("close");
            if (!isLast)
                plan = nextPlan(i);
            const KillHistory earlier = *m_history;
            const int ended = live(plan);
            const QString where = QStringLiteral("seed %1, kill %2, %3").arg(seed).arg(i).arg(plan);
            QVERIFY2(ended == (isLast ? 0 : -1),
                     qPrintable(where + QString(": ended with %1").arg(ended)));
            QVERIFY2(isLast || m_history->wasKilled(), qPrintable(where));
            QVERIFY2(m_history->told().isEmpty(),
                     qPrintable(where + ": " + m_history->told().join("; ")));
            QVERIFY2(m_history->offers() <= 1, qPrintable(where));
            m_figures.offers += m_history->offers();
            if (m_history->opened() && !earlier.states().empty())
                judge(earlier, *m_history->opened(), onDisk, where);
            if (QTest::currentTestFailed())
                return;
            m_figures.kills += isLast ? 0 : 1;
            onDisk = filesAreWhole();
            QVERIFY2(!QTest::currentTestFailed(), qPrintable(where));
            if (const auto saved = m_history->newestSaved())
                QVERIFY2(onDisk && *onDisk >= *saved, qPrintable(where));
        }
        m_figures.saves += m_history->saves();
        nothingIsLeft();
    }
    QString nextPlan(int i) {
        switch (i % 6) {
        case 1:
        case 4:
            ++m_figures.killsNearASave;
            return QStringLiteral("save:%1:%2").arg(1 + m_random() % 3).arg(seconds(0.2));
        case 3:
            ++m_figures.killsWhileRecovering;
            return QStringLiteral("start:%1").arg(seconds(0.1));
        default:
            return QStringLiteral("begun:%1").arg(isLong() ? seconds(2.5) : seconds(0.8));
        }
    }
    /// What the program opened after a kill, with lost work or without.
    void judge(const KillHistory& earlier, const std::string& opened,
               std::optional<std::size_t> onDisk, const QString& where) {
        const auto state = earlier.find(opened);
        QVERIFY2(state, qPrintable(where + ": a state that never was"));
        QVERIFY2(!onDisk || *state >= *onDisk, qPrintable(where + ": back behind a save"));
        const KillHistory::Loss loss = earlier.lossAt(*state);
        ++m_figures.opened;
        m_figures.allLost += loss.seconds;
        m_figures.mostLost = std::max(m_figures.mostLost, loss.seconds);
        m_figures.mostNotStalled = std::max(m_figures.mostNotStalled, loss.seconds - loss.stalled);
        if (loss.seconds > 0.6)
            qInfo("%s: lost %.2f s, of which stalled %.2f s", qPrintable(where), loss.seconds,
                  loss.stalled);
        if (isLong())
            QVERIFY2(loss.seconds - loss.stalled <= 1, qPrintable(where));
    }
    /// After an orderly end: the pieces, and nothing of the many lives.
    void nothingIsLeft() {
        for (const QString& name :
             QDir(path("pieces")).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
            QVERIFY2(pieces().contains(path("pieces/") + name), qPrintable(name));
        QDirIterator all(path("DATA"), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext())
            QFAIL(qPrintable("left: " + all.next()));
    }

  private slots:
    void aKillCostsAMomentAndInventsNothing() {
        const int kills = isLong() ? 300 : killsInAChain;
        const unsigned seed = qEnvironmentVariableIntValue("STRIA_KILL_SEED");
        for (int i = 0; i < kills / killsInAChain; ++i) {
            runChain(seed + static_cast<unsigned>(i), killsInAChain);
            if (QTest::currentTestFailed())
                break;
        }
        const Figures& f = m_figures;
        qInfo("%d kills, %d of them near a save, %d while recovering; %d saves; %d of %d starts "
              "offered work; lost at most %.2f s (%.2f s without stalls), %.3f s on average",
              f.kills, f.killsNearASave, f.killsWhileRecovering, f.saves, f.offers, f.opened,
              f.mostLost, f.mostNotStalled, f.opened > 0 ? f.allLost / f.opened : 0);
    }
};

STRIA_CORE_TEST(KillTest)
#include "kill_test.moc"
