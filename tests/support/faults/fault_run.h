// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <vector>

namespace stria::test {

/// The nth call of a kind (those of fault_state.h) that one of the programs makes.
struct Fault {
    const char* call = nullptr; ///< null: no fault
    const char* program = "";   ///< empty: in all of them
    int error = EIO;
    bool isSticky = false;
    bool isShort = false;
    std::int64_t number = 0; ///< 0: calls are counted only

    QString toText() const;
};

struct Ended {
    int exitCode = -1; ///< -1: by a signal, or not at all
    QByteArray output;
    QByteArray errors;
    std::int64_t calls = 0; ///< of the fault's kind
    std::int64_t fired = 0;
};

/// Every call of these kinds in a program.
struct FaultPlan {
    std::vector<const char*> calls;
    std::vector<const char*> programs{""};
    std::vector<int> errors{EIO};
    bool alsoSticky = true;
    bool alsoShort = true; ///< of read, write and line
    /// Of a kind, when it fails once; a third of them in other ways. All in tests/run --long.
    std::size_t mostNumbers = 12;
};
struct FaultTally {
    int runs = 0;
    int fired = 0;    ///< runs in which a call failed
    int failures = 0; ///< of those, the ones that did not end with 0
    QStringList complaints;

    /// For a test's log.
    QString toText() const;
};

/// Runs programs in a folder, where calls of the system on files in it fail.
class FaultyRuns {
  public:
    /// `folder` exists. Its path, or that below which the programs' files are, is what calls count
    /// on.
    FaultyRuns(QString folder, QString countedPath);

    QProcessEnvironment& environment() { return m_environment; }
    Ended run(const QString& program, const QStringList& words, const Fault& fault = {}) const;
    /// Runs a program once for each call that the plan lets fail. `prepare` makes the files as they
    /// are before; `complaint` says what is wrong with what is there afterwards, if anything.
    FaultTally tryAll(const QString& program, const QStringList& words, const FaultPlan& plan,
                      const std::function<void()>& prepare,
                      const std::function<QString(const Ended&)>& complaint) const;
    /// The disk has room for so many bytes more.
    Ended runWithRoom(const QString& program, const QStringList& words, std::int64_t bytes) const;

  private:
    Ended run(const QString& program, const QStringList& words, const QProcessEnvironment& added,
              std::int64_t room) const;

    QString m_folder;
    QString m_countedPath;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

/// At most so many of the numbers from 1 to `calls`: the first ones, and others on the way to the
/// last. All of them in tests/run --long.
std::vector<std::int64_t> chosenNumbers(std::int64_t calls, std::size_t most);
bool isLongTest();

/// Names of what is in a folder and below, hidden ones too.
QStringList namesBelow(const QString& folder);
QByteArray bytesOf(const QString& path);
bool writeBytes(const QString& path, const QByteArray& bytes);

} // namespace stria::test
