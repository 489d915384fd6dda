// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/atomic_file.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <functional>
#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

using namespace stria;

namespace {
bool hasLocks = true;                    ///< false: a file system that knows none
std::function<void()> beforeTheNextLock; ///< what somebody else does in just that moment
} // namespace

/// Stands before that of the C library.
extern "C" int flock(int file, int operation) noexcept {
    if (const auto others = std::exchange(beforeTheNextLock, nullptr))
        others();
    if (hasLocks)
        return static_cast<int>(::syscall(SYS_flock, file, operation));
    errno = ENOLCK;
    return -1;
}

class AtomicFileTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string path(const char* name) const { return m_folder->filePath(name).toStdString(); }
    QStringList names() const {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    void write(const char* name, const char* text) const {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) >= 0);
    }
    std::string text(const char* name) const { return readWholeFile(path(name)).value_or("none"); }
    void makeOlder(const char* name, std::time_t seconds) const {
        const timespec then{std::time(nullptr) - seconds, 0};
        const timespec both[] = {then, then};
        QVERIFY(::utimensat(AT_FDCWD, path(name).c_str(), both, 0) == 0);
    }

  private slots:
    void init() {
        hasLocks = true;
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void whatNobodyWritesIsSweptAndNothingElse() {
        write("a.stria.saving-0123", "half");
        write("a.stria.saving-4567", "being written");
        write("a.stria", "whole");
        write("a.stria.saving", "of the user's");
        write("b.stria.saving-0123", "of another file");
        const int writer = ::open(path("a.stria.saving-4567").c_str(), O_WRONLY | O_CLOEXEC);
        QVERIFY(::flock(writer, LOCK_EX) == 0);
        sweepTemporaryFiles(path("a.stria"));
        QCOMPARE(names(), QStringList({"a.stria", "a.stria.saving", "a.stria.saving-4567",
                                       "b.stria.saving-0123"}));
        ::close(writer);
        sweepTemporaryFiles(path("a.stria"));
        QCOMPARE(names(), QStringList({"a.stria", "a.stria.saving", "b.stria.saving-0123"}));
    }
    void whereThereAreNoLocksOnlyWhatIsOldIsSwept() {
        hasLocks = false;
        write("a.stria.saving-0123", "half");
        write("a.stria.saving-4567", "perhaps being written");
        makeOlder("a.stria.saving-0123", 2 * 3600);
        makeOlder("a.stria.saving-4567", 60);
        sweepTemporaryFiles(path("a.stria"));
        QCOMPARE(names(), QStringList("a.stria.saving-4567"));
        QVERIFY(replaceFile(path("a.stria"), "whole"));
        QCOMPARE(text("a.stria"), std::string("whole"));
    }
    void aLinkUnderSuchANameIsLeftAlone() {
        write("kept", "of the user's");
        QVERIFY(::symlink(path("kept").c_str(), path("a.stria.saving-0123").c_str()) == 0);
        sweepTemporaryFiles(path("a.stria"));
        QCOMPARE(names(), QStringList({"a.stria.saving-0123", "kept"}));
    }
    void whatIsSweptBeforeItIsLockedIsMadeAgain() {
        beforeTheNextLock = [this] { sweepTemporaryFiles(path("a.stria")); };
        QVERIFY(replaceFile(path("a.stria"), "whole"));
        QVERIFY(!beforeTheNextLock);
        QCOMPARE(text("a.stria"), std::string("whole"));
        QCOMPARE(names(), QStringList("a.stria"));
    }
    void ownerAndGroupStay() {
        if (::geteuid() != 0)
            QSKIP("only root may give files away");
        constexpr uid_t somebody = 1234;
        constexpr gid_t some = 4321;
        write("a.stria", "old");
        QVERIFY(::chown(path("a.stria").c_str(), somebody, some) == 0);
        QVERIFY(::chmod(path("a.stria").c_str(), 0664) == 0);
        QVERIFY(replaceFile(path("a.stria"), "new"));
        struct stat facts {};
        QVERIFY(::stat(path("a.stria").c_str(), &facts) == 0);
        QCOMPARE(facts.st_uid, somebody);
        QCOMPARE(facts.st_gid, some);
        QCOMPARE(facts.st_mode & 07777u, mode_t{0664});
        QCOMPARE(text("a.stria"), std::string("new"));
    }
    void aGroupStaysWhereAnOwnerMayNot() {
        // Somebody who is in the file's group writes a file that belongs to root.
        if (::geteuid() != 0)
            QSKIP("only root may become somebody else");
        constexpr uid_t somebody = 1234;
        constexpr gid_t some = 4321;
        QVERIFY(::chmod(m_folder->path().toLocal8Bit().constData(), 0777) == 0);
        write("a.stria", "old");
        QVERIFY(::chown(path("a.stria").c_str(), 0, some) == 0);
        QVERIFY(::chmod(path("a.stria").c_str(), 0660) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            if (::setgroups(1, &some) != 0 || ::setgid(somebody) != 0 || ::setuid(somebody) != 0)
                ::_exit(2);
            ::_exit(replaceFile(path("a.stria"), "new") ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QCOMPARE(status, 0);
        struct stat facts {};
        QVERIFY(::stat(path("a.stria").c_str(), &facts) == 0);
        QCOMPARE(facts.st_uid, somebody);
        QCOMPARE(facts.st_gid, some);
        QCOMPARE(facts.st_mode & 07777u, mode_t{0660});
    }
    void whoMayNotReplaceLeavesNothing() {
        write("a.stria", "old");
        QVERIFY(replaceFile(path("a.stria"), "new", [] { return false; }));
        QCOMPARE(text("a.stria"), std::string("old"));
        const auto refused = replaceFile(path("a.stria"), "new", []() -> Expected<bool> {
            return failure(ErrorCode::FileUnreadable, "what is there cannot be read");
        });
        QCOMPARE(refused.error().code, ErrorCode::FileUnreadable);
        QCOMPARE(text("a.stria"), std::string("old"));
        QCOMPARE(names(), QStringList("a.stria"));
    }
};

STRIA_CORE_TEST(AtomicFileTest)
#include "atomic_file_test.moc"
