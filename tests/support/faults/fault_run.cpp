// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faults/fault_run.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryFile>
#include <algorithm>
#include <cstring>
#include <utility>

#include "tests/support/faults/fault_page.h"

namespace stria::test {
namespace {

constexpr int longestRun = 60000; ///< milliseconds; more is a hang

/// These are not about a path.
bool isAboutFiles(const char* call) {
    for (const char* other : {"fork", "thread", "socket", "line"})
        if (std::strcmp(call, other) == 0)
            return false;
    return true;
}

bool moves(const char* call) {
    for (const char* moving : {"read", "write", "line"})
        if (std::strcmp(call, moving) == 0)
            return true;
    return false;
}

/// The ways in which one kind of call can fail, without its number; the first is counted by.
std::vector<Fault> modesOf(const FaultPlan& plan, const char* call, const char* program) {
    std::vector<Fault> modes;
    for (const int error : plan.errors) {
        modes.push_back({call, program, error});
        if (plan.alsoSticky && error != EINTR) // else it is tried for ever, as it should be
            modes.push_back({call, program, error, true});
        if (plan.alsoShort && moves(call))
            modes.push_back({call, program, error, false, true});
    }
    return modes;
}

} // namespace

QString FaultTally::toText() const {
    return QStringLiteral("%1 runs, in %2 a call failed, %3 of these were told as failures")
        .arg(runs)
        .arg(fired)
        .arg(failures);
}

QString Fault::toText() const {
    return QStringLiteral("%1 number %2%3%4%5, error %6")
        .arg(QLatin1String(call))
        .arg(number)
        .arg(*program != '\0' ? QStringLiteral(" of ") + QLatin1String(program) : QString(),
             isShort ? QStringLiteral(" short and then") : QString(),
             isSticky ? QStringLiteral(" and all after") : QString())
        .arg(error);
}

FaultyRuns::FaultyRuns(QString folder, QString countedPath)
    : m_folder(std::move(folder)), m_countedPath(std::move(countedPath)) {
    m_environment.insert(QStringLiteral("ASAN_OPTIONS"),
                         QStringLiteral("verify_asan_link_order=0"));
}

Ended FaultyRuns::run(const QString& program, const QStringList& words, const Fault& fault) const {
    QProcessEnvironment added;
    if (fault.call != nullptr) {
        added.insert(QStringLiteral("STRIA_FAULT_CALL"), QLatin1String(fault.call));
        added.insert(QStringLiteral("STRIA_FAULT_NUMBER"), QString::number(fault.number));
        added.insert(QStringLiteral("STRIA_FAULT_ERRNO"), QString::number(fault.error));
        added.insert(QStringLiteral("STRIA_FAULT_STICKY"), QString::number(int{fault.isSticky}));
        added.insert(QStringLiteral("STRIA_FAULT_SHORT"), QString::number(int{fault.isShort}));
        added.insert(QStringLiteral("STRIA_FAULT_PROGRAM"), QLatin1String(fault.program));
        if (isAboutFiles(fault.call))
            added.insert(QStringLiteral("STRIA_FAULT_PATH"), m_countedPath);
    }
    return run(program, words, added, 0);
}

FaultTally FaultyRuns::tryAll(const QString& program, const QStringList& words,
                              const FaultPlan& plan, const std::function<void()>& prepare,
                              const std::function<QString(const Ended&)>& complaint) const {
    FaultTally tally;
    const auto attempt = [&](const Fault& fault) {
        prepare();
        const Ended ended = run(program, words, fault);
        ++tally.runs;
        tally.fired += ended.fired > 0;
        tally.failures += ended.fired > 0 && ended.exitCode != 0;
        const QString wrong =
            ended.exitCode < 0 ? QStringLiteral("it crashes or hangs") : complaint(ended);
        if (!wrong.isEmpty())
            tally.complaints << QStringLiteral("%1: %2 (%3: code %4, %5%6)")
                                    .arg(words.join(QLatin1Char(' ')), wrong, fault.toText())
                                    .arg(ended.exitCode)
                                    .arg(QString::fromUtf8(ended.output),
                                         QString::fromUtf8(ended.errors));
        return ended;
    };
    for (const char* call : plan.calls)
        for (const char* where : plan.programs) {
            const auto calls = attempt({call, where}).calls;
            for (const Fault& mode : modesOf(plan, call, where)) {
                const bool isUsual = !mode.isSticky && !mode.isShort;
                for (const auto number :
                     chosenNumbers(calls, isUsual ? plan.mostNumbers : plan.mostNumbers / 3)) {
                    Fault fault = mode;
                    fault.number = number;
                    attempt(fault);
                }
            }
        }
    return tally;
}

Ended FaultyRuns::runWithRoom(const QString& program, const QStringList& words,
                              std::int64_t bytes) const {
    QProcessEnvironment added;
    added.insert(QStringLiteral("STRIA_FAULT_CALL"), QStringLiteral("room"));
    added.insert(QStringLiteral("STRIA_FAULT_PATH"), m_countedPath);
    return run(program, words, added, bytes);
}

Ended FaultyRuns::run(const QString& program, const QStringList& words,
                      const QProcessEnvironment& added, std::int64_t room) const {
    QTemporaryFile file;
    if (!file.open() || !file.resize(sizeof(FaultPage)))
        return {};
    auto* const page = reinterpret_cast<FaultPage*>(file.map(0, sizeof(FaultPage)));
    if (page == nullptr)
        return {};
    page->room = room;
    QProcess process;
    QProcessEnvironment environment = m_environment;
    if (!added.isEmpty()) {
        environment.insert(added);
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(STRIA_FAULTS));
        environment.insert(QStringLiteral("STRIA_FAULT_PAGE"), file.fileName());
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder);
    process.start(program, words);
    if (!process.waitForFinished(longestRun))
        return {-1, process.readAllStandardOutput(),
                "It does not end. " + process.readAllStandardError(), page->calls, page->fired};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError(), page->calls,
            page->fired};
}

std::vector<std::int64_t> chosenNumbers(std::int64_t calls, std::size_t most) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 1; number <= calls; ++number)
        numbers.push_back(number);
    if (isLongTest() || numbers.size() <= most)
        return numbers;
    const std::size_t first = std::max<std::size_t>(most / 2, 1);
    const std::size_t others = most - std::min(most, first);
    std::vector<std::int64_t> chosen(numbers.begin(),
                                     numbers.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t i = 1; i <= others; ++i)
        chosen.push_back(numbers[first - 1 + (numbers.size() - first) * i / others]);
    return chosen;
}

bool isLongTest() {
    return qEnvironmentVariableIsSet("STRIA_LONG_TESTS");
}

QStringList namesBelow(const QString& folder) {
    QStringList all;
    for (QDirIterator each(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                           QDirIterator::Subdirectories);
         each.hasNext();)
        all << QDir(folder).relativeFilePath(each.next());
    all.sort();
    return all;
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeBytes(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush();
}

} // namespace stria::test
