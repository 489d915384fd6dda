// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/path_lock.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace stria;

class PathLockTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string locks() const { return m_folder->filePath("locks").toStdString(); }
    std::string piece(const char* name) const { return m_folder->filePath(name).toStdString(); }
    qsizetype count() const {
        return QDir(m_folder->filePath("locks")).entryList(QDir::Files | QDir::Hidden).size();
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatAKilledProgramLeftIsSweptAndWhatIsHeldStays() {
        const pid_t child = ::fork();
        if (child == 0) {
            bool others = false;
            const auto open = PathLock::share(locks(), piece("a.stria"), others);
            const auto saving = PathLock::own(locks(), piece("a.stria"), {});
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(count(), 2);
        bool others = true;
        const auto held = PathLock::share(locks(), piece("b.stria"), others);
        QVERIFY(held && !others);
        QFile other(m_folder->filePath("locks/of the user's"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        QCOMPARE(count(), 4);
        PathLock::sweep(locks());
        QCOMPARE(count(), 2);
        const auto second = PathLock::share(locks(), piece("b.stria"), others);
        QVERIFY(second && others); // it is the same lock still
    }
    void aFolderThatIsNotThereNeedsNoSweeping() {
        PathLock::sweep(m_folder->filePath("none").toStdString());
        QVERIFY(!QFile::exists(m_folder->filePath("none")));
    }
};

STRIA_CORE_TEST(PathLockTest)
#include "path_lock_test.moc"
