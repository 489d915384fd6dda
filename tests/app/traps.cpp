// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/traps.h"

#include <QDateTime>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <arpa/inet.h>
#include <array>
#include <cmath>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <sndfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace stria::test {

namespace {

constexpr double secretLevel = 0.77713579;
constexpr const char* secret = "0.77713579";

void writeText(const QString& path, const QByteArray& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(path));
}

QByteArray readText(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Bound to a port of its own, which nobody else has.
int openPort(int type, int& port) {
    const int connection = ::socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    auto* const general = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(connection, general, size) != 0 || ::getsockname(connection, general, &size) != 0) {
        ::close(connection);
        return -1;
    }
    port = ntohs(address.sin_port);
    return connection;
}

/// With all programs that are started, first in their environment.
void shareSecret() {
    static std::string entry = std::string("STRIA_SECRET=") + secret;
    static std::vector<char*> entries;
    if (!entries.empty())
        return;
    entries.push_back(entry.data());
    for (char** old = environ; *old != nullptr; ++old)
        entries.push_back(*old);
    entries.push_back(nullptr);
    environ = entries.data();
}

void writeSecretSound(const QString& path) {
    SF_INFO info{};
    info.samplerate = 44100;
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_DOUBLE;
    const std::vector<double> samples(44100, secretLevel);
    SNDFILE* const sound = sf_open(path.toUtf8().constData(), SFM_WRITE, &info);
    sf_write_double(sound, samples.data(), static_cast<sf_count_t>(samples.size()));
    sf_close(sound);
}

} // namespace

Traps::Traps() {
    QDir(m_top.path()).mkpath("outside");
    QDir(m_top.path()).mkpath("project");
    QDir(m_top.path()).mkpath("output");
    m_shared = "stria-hostile-" + std::to_string(::getpid());
    m_packets = openPort(SOCK_DGRAM, m_port);
    m_streams = openPort(SOCK_STREAM, m_port);
    ::listen(m_streams, 8);
    const int other = openPort(SOCK_DGRAM, m_otherPort);
    ::close(other);
    shareSecret();

    writeText(outside("secret"), secret);
    writeText(outside(QString("name-") + secret), "");
    writeText(outside("secret.inc"), QByteArray("gisecret init ") + secret + '\n');
    writeText(outside("secret.csd"),
              QByteArray("<CsoundSynthesizer>\n<CsInstruments>\ngksecret init ") + secret +
                  "\n</CsInstruments>\n<CsScore>\n</CsScore>\n</CsoundSynthesizer>\n");
    writeSecretSound(outside("secret.wav"));
    ::mkfifo(outside("pipe").toUtf8().constData(), 0600);
    m_pipe = ::open(outside("pipe").toUtf8().constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    set();
    QFile::link(outside({}), project("link"));
    QFile::link(outside("secret"), project("linked"));
    ::link(outside("precious").toUtf8().constData(), project("hard").toUtf8().constData());
    m_before = look();
}

Traps::~Traps() {
    endVictim();
    for (const int file : {m_pipe, m_packets, m_streams})
        ::close(file);
    QFile::remove("/dev/shm/" + QString::fromStdString(m_shared));
}

void Traps::startVictim() {
    m_victim = ::fork();
    if (m_victim != 0)
        return;
    (void)!::chdir(outside({}).toUtf8().constData());
    ::execlp("sleep", "sleep", "3600", nullptr);
    ::_exit(127);
}

void Traps::endVictim() {
    if (m_victim <= 0)
        return;
    ::kill(m_victim, SIGKILL);
    ::waitpid(m_victim, nullptr, 0);
    m_victim = -1;
}

QByteArray Traps::filled(QByteArray text) const {
    // The longer names first.
    text.replace("OUTSIDE", outside({}).chopped(1).toUtf8());
    text.replace("FOLDER", project({}).chopped(1).toUtf8());
    text.replace("VICTIM", QByteArray::number(m_victim));
    text.replace("PORT2", QByteArray::number(m_otherPort));
    text.replace("PORT", QByteArray::number(m_port));
    text.replace("MARK", QByteArray::fromStdString(m_shared));
    return text;
}

void Traps::bring(const QDir& from) {
    for (const QFileInfo& file : from.entryInfoList(QDir::Files)) {
        m_brought[file.fileName()] = readText(file.filePath());
        if (file.suffix() == "stria")
            m_projects << file.fileName();
    }
    set();
}

std::map<QString, QByteArray> Traps::look() const {
    std::map<QString, QByteArray> state;
    QDirIterator files(m_top.path(),
                       QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        struct stat status {};
        if (path.startsWith(output({})) || ::lstat(path.toUtf8().constData(), &status) != 0)
            continue;
        QByteArray text =
            QByteArray::number(status.st_mode, 8) + ' ' + QByteArray::number(status.st_uid) + ' ';
        if (S_ISREG(status.st_mode))
            text += QByteArray::number(static_cast<qlonglong>(status.st_mtim.tv_sec)) + '.' +
                    QByteArray::number(static_cast<qlonglong>(status.st_mtim.tv_nsec)) + ' ' +
                    readText(path);
        state[path] = text;
    }
    return state;
}

void Traps::set() {
    for (const auto& [path, text] : look())
        if (!m_before.empty() && !m_before.contains(path))
            QFile::remove(path);
    writeText(outside("precious"), "years of work\n");
    QFile::remove("/dev/shm/" + QString::fromStdString(m_shared));
    // Its number stands in projects.
    if (m_victim < 0)
        startVictim();
    writeText("/proc/" + QString::number(m_victim) + "/oom_score_adj", "0");
    for (const auto& [name, text] : m_brought)
        writeText(project(name), filled(text));
    m_before = look();
}

QStringList Traps::sprung() {
    QStringList harmed;
    const std::map<QString, QByteArray> now = look();
    for (const auto& [path, state] : now)
        if (const auto before = m_before.find(path); before == m_before.end())
            harmed << path + " is there";
        else if (before->second != state)
            harmed << path + " has changed";
    for (const auto& [path, state] : m_before)
        if (!now.contains(path))
            harmed << path + " is gone";
    if (QFile::exists("/dev/shm/" + QString::fromStdString(m_shared)))
        harmed << "something is in shared memory";
    if (::waitpid(m_victim, nullptr, WNOHANG) == m_victim) {
        m_victim = -1;
        harmed << "a process is dead";
    } else if (readText("/proc/" + QString::number(m_victim) + "/oom_score_adj").trimmed() != "0") {
        harmed << "a process is marked";
    }
    std::array<char, 4096> bytes{};
    if (::read(m_pipe, bytes.data(), bytes.size()) > 0)
        harmed << "something came through the pipe";
    if (::recv(m_packets, bytes.data(), bytes.size(), 0) >= 0) {
        harmed << "a packet came";
        while (::recv(m_packets, bytes.data(), bytes.size(), 0) >= 0) {
        }
    }
    if (const int connection = ::accept(m_streams, nullptr, nullptr); connection >= 0) {
        harmed << "somebody connected";
        ::close(connection);
    }
    return harmed;
}

bool Traps::isListenedTo() const {
    int port = m_otherPort;
    const int mine = openPort(SOCK_DGRAM, port);
    ::close(mine);
    return mine < 0;
}

bool Traps::tellsSecret(const std::string& text) {
    return text.find(std::string(secret).substr(2)) != std::string::npos;
}

bool Traps::isSecret(double level) {
    return std::abs(level - secretLevel) < 1e-3;
}

} // namespace stria::test
