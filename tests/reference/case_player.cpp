// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reference/case_player.h"

#include <sys/resource.h>

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <csignal>

#include "tests/reference/made_files.h"

namespace stria::reference {

namespace {

const Json& emptyObject() {
    static const Json empty(rapidjson::kObjectType);
    return empty;
}

std::optional<std::string> contents(const std::string& path) {
    QFile file(QString::fromStdString(path));
    if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().toStdString();
}

/// What a full disk is like: files cannot grow beyond this while it lives.
class FileLimit {
  public:
    explicit FileLimit(const Json* bytes) {
        if (!bytes)
            return;
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = static_cast<rlim_t>(number(*bytes).value_or(0));
        setrlimit(RLIMIT_FSIZE, &limit);
        m_isSet = true;
    }
    ~FileLimit() {
        if (m_isSet)
            setrlimit(RLIMIT_FSIZE, &m_before);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

  private:
    rlimit m_before{};
    bool m_isSet = false;
};

/// A folder with rights 0555 or a file without any could not be removed.
void allowRemoval(const QString& folder) {
    QDirIterator files(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        if (!files.fileInfo().isSymLink())
            QFile::setPermissions(files.filePath(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
}

SessionOptions sessionOptions(const Json& json) {
    SessionOptions options;
    options.sampleRate = number(json, "sr", options.sampleRate);
    options.channels = whole(json, "nchnls", options.channels);
    options.ksmps = whole(json, "ksmps", options.ksmps);
    options.a4 = number(json, "a4", options.a4);
    options.priorities = whole(json, "priorities", options.priorities);
    options.numAudioBuses = whole(json, "numAudioBuses", options.numAudioBuses);
    options.numControlBuses = whole(json, "numControlBuses", options.numControlBuses);
    return options;
}

/// Indices of calls in `at`; -1 stands for the render.
std::vector<int> placesOf(const Json& error) {
    std::vector<int> places;
    const auto add = [&](const Json& at) {
        places.push_back(at.IsNumber() ? static_cast<int>(at.GetDouble()) : -1);
    };
    const Json* at = find(error, "at");
    if (at && at->IsArray())
        for (const Json& one : at->GetArray())
            add(one);
    else if (at)
        add(*at);
    return places;
}

bool isAnyOf(const Json& error) {
    const Json* at = find(error, "at");
    return at && at->IsArray();
}

bool covers(const Json& error, int call) {
    const std::vector<int> places = placesOf(error);
    return std::find(places.begin(), places.end(), call) != places.end();
}

} // namespace

CasePlayer::CasePlayer(const Json& json, KeptSounds& kept, bool keep)
    : m_json(json), m_expect(find(json, "expect") ? *find(json, "expect") : emptyObject()),
      m_kept(kept), m_keep(keep) {
    const Json* error = find(m_expect, "error");
    if (error && error->IsArray())
        for (const Json& one : error->GetArray())
            m_errors.push_back(&one);
    else if (error)
        m_errors.push_back(error);
}

std::vector<std::string> CasePlayer::play() {
    const QString before = QDir::currentPath();
    QTemporaryDir folder;
    QDir::setCurrent(folder.path());
    playInFolder();
    QDir::setCurrent(before);
    allowRemoval(folder.path());
    return std::move(m_failures);
}

void CasePlayer::playInFolder() {
    if (const Json* files = find(m_json, "files"))
        if (const std::string problem = makeFiles(*files); !problem.empty())
            return fail("the player could not make a file: " + problem);
    for (const std::string& name : texts(m_expect, "unchanged"))
        m_before[name] = contents(name);
    QElapsedTimer timer;
    timer.start();
    auto session = OfflineSession::create(
        sessionOptions(find(m_json, "session") ? *find(m_json, "session") : emptyObject()));
    if (!session)
        return fail("the session: " + session.error().toText());
    m_session = std::move(*session);
    makeCalls();
    judgeCalls();
    if (const Json* queries = find(m_expect, "query"); queries && !m_anyOf)
        fail(checkQueries(m_session, m_calls, *queries));
    if (rendersAtAll())
        render();
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    if (find(m_expect, "within") && seconds > number(m_expect, "within", 0))
        fail("within: " + std::to_string(seconds) + " s");
    judgeFiles();
    if (m_result && !m_anyOf)
        judgeRender();
}

bool CasePlayer::rendersAtAll() const {
    if (find(m_json, "render"))
        return true;
    for (const auto& member : m_expect.GetObject()) {
        const std::string key = text(member.name);
        if (key != "query" && key != "error")
            return true;
    }
    return m_errors.empty() ? !find(m_expect, "query") : expectsErrorAtRender();
}

bool CasePlayer::expectsErrorAtRender() const {
    return std::any_of(m_errors.begin(), m_errors.end(),
                       [](const Json* error) { return covers(*error, -1); });
}

void CasePlayer::makeCalls() {
    const Json* calls = find(m_json, "calls");
    for (unsigned i = 0; calls && i < calls->Size(); ++i) {
        const auto made = m_calls.make((*calls)[i], static_cast<int>(i));
        if (!made)
            m_callErrors.emplace(static_cast<int>(i), made.error());
        for (Diagnostic& warning : m_session.takeWarnings())
            m_warnings.push_back(std::move(warning));
    }
}

const Json* CasePlayer::errorAt(int call) const {
    for (const Json* error : m_errors)
        if (covers(*error, call))
            return error;
    return nullptr;
}

void CasePlayer::judgeCalls() {
    for (const auto& [call, problem] : m_callErrors) {
        const Json* expected = errorAt(call);
        if (!expected && find(m_expect, "problem")) {
            expected = find(m_expect, "problem");
            m_problemSeen = true;
        }
        const std::string what = "call " + std::to_string(call) + " failed with: ";
        if (!expected)
            fail(what + problem.toText());
        else if (const MessageExpectation message(*expected, m_calls); !message.matches(problem))
            fail(what + wordsOf(problem) + "; expected " + message.describe());
        if (expected && isAnyOf(*expected)) {
            m_anyOf = true;
            return;
        }
    }
    for (const Json* error : m_errors)
        for (const int call : placesOf(*error))
            if (!isAnyOf(*error) && call >= 0 && !m_callErrors.contains(call))
                fail("call " + std::to_string(call) + " did not fail");
}

void CasePlayer::render() {
    const Json* render = find(m_json, "render");
    const FileLimit limit(render ? find(*render, "fileLimit") : nullptr);
    QElapsedTimer timer;
    timer.start();
    const SessionJob job =
        m_session.render(render ? text(*render, "outfile") : std::string(), renderOptions(render));
    if (render && find(*render, "stopAfter")) {
        const auto left =
            static_cast<std::int64_t>(number(*render, "stopAfter", 0) * 1000) - timer.elapsed();
        if (!job.waitFor(std::chrono::milliseconds(std::max<std::int64_t>(left, 0))))
            job.cancel();
    }
    m_result = job.wait();
    for (const Diagnostic& warning : m_session.takeWarnings())
        m_warnings.push_back(warning);
}

void CasePlayer::judgeFiles() {
    for (const std::string& name : texts(m_expect, "absent"))
        if (QFileInfo::exists(QString::fromStdString(name)))
            fail("absent: " + name + " exists");
    for (const auto& [name, before] : m_before)
        if (contents(name) != before)
            fail("unchanged: " + name + " is not what it was");
}

void CasePlayer::judgeRender() {
    Diagnostics errors;
    Diagnostics all = m_warnings;
    for (const Diagnostic& problem : m_result->problems) {
        all.push_back(problem);
        if (problem.severity == Severity::Error)
            errors.push_back(problem);
    }
    std::string came;
    for (const Diagnostic& problem : all)
        came +=
            "\n      " + wordsOf(problem) + " (line " + std::to_string(problem.place.line) + ")";
    if (const Json* expected = find(m_expect, "problem"); expected && !m_problemSeen) {
        const MessageExpectation message(*expected, m_calls);
        if (!message.matchesAny(all))
            fail("problem: expected " + message.describe() + ", came" + came);
        m_problemSeen = !m_result->ok();
        if (m_problemSeen)
            return;
    }
    if (expectsErrorAtRender()) {
        const MessageExpectation message(*errorAt(-1), m_calls);
        if (m_result->ok())
            fail("the render did not fail; expected " + message.describe());
        else if (!message.matchesAny(errors))
            fail("the render failed; expected " + message.describe() + ", came" + came);
        else
            for (const Diagnostic& error : errors)
                for (const std::string& word : texts(*errorAt(-1), "notMentions"))
                    if (QString::fromStdString(wordsOf(error))
                            .contains(QString::fromStdString(word), Qt::CaseInsensitive))
                        fail("the error mentions " + word + ": " + wordsOf(error));
        return;
    }
    if (!m_result->ok())
        return fail("the render " + std::string(name(m_result->state)) + ":" + came);
    if (const Json* warns = find(m_expect, "warns"))
        for (const Json& expected : warns->GetArray())
            if (const MessageExpectation message(expected, m_calls); !message.matchesAny(all))
                fail("warns: expected " + message.describe() + ", came" + came);
    if (!m_problemSeen)
        judgeSound();
}

void CasePlayer::judgeSound() {
    std::optional<Sound> sound = readSound(m_result->outputFile);
    if (!sound)
        return fail("the file \"" + m_result->outputFile + "\" cannot be read");
    if (hearsSound(m_expect))
        fail(checkSound(*sound, m_expect, m_kept, false));
    if (m_keep)
        m_kept[text(m_json, "name")] = std::move(*sound);
    if (flag(m_expect, "csd")) {
        QTemporaryDir elsewhere;
        playCsd(elsewhere.path());
    }
}

/// Moves what writeCsd wrote, removes all else and lets plain csound play it.
void CasePlayer::playCsd(const QString& elsewhere) {
    for (const std::string& written : m_calls.writtenCsds()) {
        const QFileInfo csd(QString::fromStdString(written));
        const QString assets = csd.path() + "/" + csd.completeBaseName() + ".assets";
        const QString moved = elsewhere + "/" + csd.fileName();
        QFile::copy(csd.filePath(), moved);
        if (QFileInfo::exists(assets) && QProcess::execute("cp", {"-r", assets, elsewhere}) != 0)
            fail("csd: the assets folder cannot be moved");
        allowRemoval(QDir::currentPath());
        for (const QFileInfo& entry :
             QDir().entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
            entry.isDir() && !entry.isSymLink() ? QDir(entry.filePath()).removeRecursively()
                                                : QFile::remove(entry.filePath());
        QProcess csound;
        csound.setWorkingDirectory(elsewhere);
        csound.setProcessChannelMode(QProcess::MergedChannels);
        csound.start("csound", {"-d", "-m0", "-W", "-f", "-o", "out.wav", csd.fileName()});
        if (!csound.waitForFinished(120000)) {
            csound.kill();
            csound.waitForFinished();
            fail("csd: plain csound did not end");
            continue;
        }
        const auto sound = readSound((elsewhere + "/out.wav").toStdString());
        if (!sound) {
            fail("csd: plain csound wrote no sound: " + csound.readAll().toStdString());
            continue;
        }
        for (const std::string& wrong : checkSound(*sound, m_expect, m_kept, true))
            fail("csd: " + wrong);
    }
}

} // namespace stria::reference
