// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/kill_history.h"

#include <QByteArray>
#include <QFile>
#include <algorithm>
#include <utility>

namespace stria::test {

namespace {

constexpr double nanoseconds = 1e9;
/// Between two beats of a program that is served well.
constexpr std::int64_t usualBeat = 100'000'000;

} // namespace

void KillHistory::read() {
    m_wasKilled = false;
    m_opened.reset();
    m_offers = 0;
    m_told.clear();
    std::vector<std::int64_t> beats;
    std::int64_t last = 0;
    bool edited = false;
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(m_read))
        qFatal("cannot read %s", qPrintable(m_path));
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        const qsizetype afterWord = line.indexOf(' ');
        const qsizetype afterTime = line.indexOf(' ', afterWord + 1);
        const QByteArray word = line.left(afterWord);
        last = line.mid(afterWord + 1, afterTime < 0 ? -1 : afterTime - afterWord - 1).toLongLong();
        const QByteArray rest = afterTime < 0 ? QByteArray() : line.mid(afterTime + 1);
        if (word == "state" || word == "opened") {
            m_states.push_back({last, rest.toStdString()});
            edited = true;
            if (word == "opened")
                m_opened = rest.toStdString();
        } else if (word == "saving") {
            m_savings[rest.toStdString()] = m_states.size() - 1;
        } else if (word == "saved") {
            m_newestSaved = findSaved(rest.toStdString());
            ++m_saves;
        } else if (word == "beat") {
            beats.push_back(last);
        } else if (word == "kill") {
            m_wasKilled = true;
        } else if (word == "offered") {
            ++m_offers;
        } else if (word == "told") {
            m_told << QString::fromUtf8(rest);
        } else if (word == "journals") {
            m_journals = QString::fromUtf8(rest);
        }
    }
    m_read = file.pos();
    if (edited) {
        m_beats = std::move(beats);
        m_lastEditedUntil = last;
    }
}

std::optional<std::size_t> KillHistory::find(const std::string& hash) const {
    for (std::size_t i = m_states.size(); i-- > 0;)
        if (m_states[i].hash == hash)
            return i;
    return std::nullopt;
}

std::optional<std::size_t> KillHistory::findSaved(const std::string& hash) const {
    const auto found = m_savings.find(hash);
    return found == m_savings.end() ? std::nullopt : std::optional(found->second);
}

KillHistory::Loss KillHistory::lossAt(std::size_t state) const {
    if (state + 1 >= m_states.size())
        return {};
    const std::int64_t from = m_states[state + 1].time;
    std::int64_t stalled = 0;
    std::int64_t before = from;
    const auto beat = [&](std::int64_t time) {
        if (time <= from)
            return;
        stalled += std::max<std::int64_t>(0, time - before - usualBeat);
        before = time;
    };
    std::for_each(m_beats.begin(), m_beats.end(), beat);
    beat(m_lastEditedUntil);
    return {static_cast<double>(m_lastEditedUntil - from) / nanoseconds,
            static_cast<double>(stalled) / nanoseconds};
}

} // namespace stria::test
