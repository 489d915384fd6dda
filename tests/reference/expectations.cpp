// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reference/expectations.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <QFileInfo>
#include <QString>
#include <algorithm>
#include <cmath>
#include <set>

namespace stria::reference {

namespace {

std::string show(double value) {
    return QString::number(value, 'g', 7).toStdString();
}

std::string lower(const std::string& text) {
    return QString::fromStdString(text).toLower().toStdString();
}

class SoundChecks {
  public:
    SoundChecks(const Sound& sound, const KeptSounds& kept) : m_sound(sound), m_kept(kept) {}

    void near(const std::string& what, double value, double expected, double tolerance) {
        if (!(std::abs(value - expected) <= tolerance))
            fail(what + ": expected " + show(expected) + " within " + show(tolerance) + ", came " +
                 show(value));
    }
    void same(const std::string& what, const std::string& value, const std::string& expected) {
        if (value != expected)
            fail(what + ": expected " + expected + ", came " + value);
    }
    void checkLevels(const Json& levels);
    void checkFrequency(const Json& freq);
    void checkPeaks(const Json& peaks);
    void checkOnsets(const Json& onset);
    void checkBand(const Json& band);
    void checkSame(const Json& same);

    std::vector<std::string> take() { return std::move(m_failures); }

  private:
    void fail(std::string text) { m_failures.push_back(std::move(text)); }
    const Samples* channelOf(const Sound& sound, int number, const std::string& what) {
        if (number >= 1 && number <= static_cast<int>(sound.channels.size()))
            return &sound.channels[static_cast<std::size_t>(number - 1)];
        fail(what + ": there is no channel " + std::to_string(number));
        return nullptr;
    }

    const Sound& m_sound;
    const KeptSounds& m_kept;
    std::vector<std::string> m_failures;
};

void SoundChecks::checkLevels(const Json& levels) {
    const double hop = number(levels, "hop", 0.05);
    const double tolerance = number(levels, "tolerance", 0);
    const Json* channels = find(levels, "channels");
    for (unsigned c = 0; channels && c < channels->Size(); ++c) {
        const Samples* samples = channelOf(m_sound, static_cast<int>(c) + 1, "rms");
        if (!samples)
            return;
        const Json& list = (*channels)[c];
        for (unsigned i = 0; i < list.Size(); ++i) {
            const double end = std::round((i + 1) * hop * m_sound.rate);
            // The last hop may end a moment after the file.
            if (end > static_cast<double>(samples->size()) + hop * m_sound.rate) {
                fail("rms: channel " + std::to_string(c + 1) + " is " + show(m_sound.duration()) +
                     " s long, and the list goes to " + show((i + 1) * hop) + " s");
                return;
            }
            const auto expected = number(list[i]);
            if (!expected)
                continue;
            const double level =
                rms(*samples, m_sound.frameAt(i * hop), m_sound.frameAt((i + 1) * hop));
            if (!(std::abs(level - *expected) <= tolerance)) {
                near("rms of channel " + std::to_string(c + 1) + " at " + show(i * hop) + " s",
                     level, *expected, tolerance);
                return;
            }
        }
    }
}

void SoundChecks::checkFrequency(const Json& freq) {
    const double from = number(freq, "from", 0);
    if (const Samples* samples = channelOf(m_sound, whole(freq, "channel", 1), "freq"))
        near("freq from " + show(from) + " s",
             frequency(*samples, m_sound.frameAt(from), m_sound.frameAt(number(freq, "to", 0)),
                       m_sound.rate),
             number(freq, "hz", 0), number(freq, "tolerance", 0));
}

void SoundChecks::checkPeaks(const Json& peaks) {
    const std::vector<double> expected = numbers(peaks, "channels");
    for (std::size_t c = 0; c < expected.size(); ++c)
        if (const Samples* samples = channelOf(m_sound, static_cast<int>(c) + 1, "peak"))
            near("peak of channel " + std::to_string(c + 1), peak(*samples), expected[c],
                 number(peaks, "tolerance", 0));
}

void SoundChecks::checkOnsets(const Json& onset) {
    const Samples* samples = channelOf(m_sound, whole(onset, "channel", 1), "onsets");
    if (!samples)
        return;
    const std::vector<double> expected = numbers(onset, "times");
    const std::vector<double> found =
        onsets(*samples, number(onset, "threshold", 0), number(onset, "gap", 0), m_sound.rate);
    std::string list;
    for (const double time : found)
        list += " " + show(time);
    if (found.size() != expected.size())
        return fail("onsets: expected " + std::to_string(expected.size()) + ", came" + list);
    for (std::size_t i = 0; i < found.size(); ++i)
        near("onset " + std::to_string(i + 1), found[i], expected[i],
             number(onset, "tolerance", 0));
}

void SoundChecks::checkBand(const Json& band) {
    const Samples* samples = channelOf(m_sound, whole(band, "channel", 1), "band");
    if (!samples)
        return;
    const double share = bandShare(*samples, m_sound.frameAt(number(band, "from", 0)),
                                   m_sound.frameAt(number(band, "to", 0)), m_sound.rate,
                                   number(band, "lowHz", 0), number(band, "highHz", 0));
    const double least = number(band, "share", 0);
    const double most = number(band, "most", 1);
    if (!(share >= least && share <= most))
        fail("band " + show(number(band, "lowHz", 0)) + " to " + show(number(band, "highHz", 0)) +
             " Hz: expected " + show(least) + " to " + show(most) + ", came " + show(share));
}

void SoundChecks::checkSame(const Json& same) {
    const Sound* other = &m_sound;
    if (find(same, "case")) {
        const auto found = m_kept.find(text(same, "case"));
        if (found == m_kept.end())
            return fail("sameAs: the case \"" + text(same, "case") + "\" has no sound");
        other = &found->second;
    }
    const Samples* mine = channelOf(m_sound, whole(same, "channel", 1), "sameAs");
    const Samples* theirs = channelOf(*other, whole(same, "channel", 1), "sameAs");
    if (!mine || !theirs)
        return;
    const double from = number(same, "from", 0);
    const auto frame = [](double seconds, double rate) {
        return static_cast<std::size_t>(std::llround(seconds * rate));
    };
    const std::size_t first = frame(from, m_sound.rate);
    const std::size_t end = frame(number(same, "to", 0), m_sound.rate);
    const std::size_t at = frame(number(same, "at", from), m_sound.rate);
    if (end > mine->size() || at + (end - first) > theirs->size())
        return fail("sameAs: the stretch goes beyond the end of a sound");
    double most = 0;
    for (std::size_t n = first; n < end; ++n)
        most = std::max(most, std::abs((*mine)[n] - (*theirs)[at + n - first]));
    const double tolerance = number(same, "tolerance", 0);
    if (flag(same, "differs") ? most <= tolerance : !(most <= tolerance))
        fail(std::string("sameAs: the largest difference is ") + show(most) +
             (flag(same, "differs") ? ", expected more than " : ", expected at most ") +
             show(tolerance));
}

} // namespace

bool hearsSound(const Json& expect) {
    for (const char* key : {"duration", "channels", "sr", "format", "encoding", "rms", "freq",
                            "peak", "onsets", "band", "sameAs"})
        if (find(expect, key))
            return true;
    return false;
}

std::vector<std::string> checkSound(const Sound& sound, const Json& expect, const KeptSounds& kept,
                                    bool isCsd) {
    SoundChecks checks(sound, kept);
    const auto each = [&](const char* key, void (SoundChecks::*check)(const Json&)) {
        const Json* list = find(expect, key);
        if (list && list->IsArray())
            for (const Json& entry : list->GetArray())
                (checks.*check)(entry);
        else if (list)
            (checks.*check)(*list);
    };
    if (find(expect, "duration"))
        checks.near("duration", sound.duration(), number(expect, "duration", 0),
                    number(expect, "durationTolerance", 0.005));
    if (find(expect, "channels"))
        checks.near("channels", static_cast<double>(sound.channels.size()),
                    number(expect, "channels", 0), 0);
    if (find(expect, "sr") && !isCsd)
        checks.near("sr", sound.rate, number(expect, "sr", 0), 0);
    if (find(expect, "format") && !isCsd &&
        !(text(expect, "format") == "opus" && sound.encoding == "opus"))
        checks.same("format", sound.format, text(expect, "format"));
    if (find(expect, "encoding") && !isCsd)
        checks.same("encoding", sound.encoding, text(expect, "encoding"));
    each("rms", &SoundChecks::checkLevels);
    each("freq", &SoundChecks::checkFrequency);
    each("peak", &SoundChecks::checkPeaks);
    each("onsets", &SoundChecks::checkOnsets);
    each("band", &SoundChecks::checkBand);
    if (!isCsd)
        each("sameAs", &SoundChecks::checkSame);
    return checks.take();
}

namespace {

std::optional<double> numberOf(const Answer* answer) {
    if (!answer)
        return std::nullopt;
    if (const auto* table = std::get_if<TableHandle>(answer))
        return table->number();
    if (const auto* value = std::get_if<double>(answer))
        return *value;
    if (const auto* truth = std::get_if<bool>(answer))
        return *truth ? 1 : 0;
    return std::nullopt;
}

std::string checkQuery(const OfflineSession& session, const CaseCalls& calls, const Json& query) {
    const std::string ask = text(query, "ask");
    const double tolerance = number(query, "tolerance", 1e-6);
    const auto isNear = [&](double value, double expected) {
        return value == expected || std::abs(value - expected) <= tolerance;
    };
    if (ask == "scoreTimeRange") {
        const auto [start, end] = session.scoreTimeRange();
        const std::vector<double> is = numbers(query, "is");
        if (is.size() == 2 && isNear(start, is[0]) && isNear(end, is[1]))
            return {};
        return "came " + show(start) + ", " + show(end);
    }
    if (ask == "renderDuration") {
        const double duration = session.renderDuration();
        return isNear(duration, number(query, "is", 0)) ? std::string() : "came " + show(duration);
    }
    if (ask == "same") {
        const std::vector<std::string> of = texts(query, "of");
        if (of.size() != 2)
            return "needs two names";
        const auto first = numberOf(calls.answer(of[0]));
        const auto second = numberOf(calls.answer(of[1]));
        if (!first || !second)
            return "a name has no number";
        return (*first == *second) == flag(query, "is")
                   ? std::string()
                   : "came " + show(*first) + ", " + show(*second);
    }
    if (ask == "returned") {
        const std::string of = texts(query, "of").empty() ? "" : texts(query, "of").front();
        const auto came = numberOf(calls.answer(of));
        const Json* is = find(query, "is");
        const auto expected = is ? number(*is) : std::nullopt;
        if (came && expected && std::abs(*came - *expected) <= 1e-9)
            return {};
        return came ? "came " + show(*came) : "nothing came";
    }
    if (ask == "eventsByP1") {
        const Answer* answer = calls.answer(text(query, "event"));
        const auto* event = answer ? std::get_if<EventHandle>(answer) : nullptr;
        if (!event)
            return "there is no such event";
        std::set<std::string> found;
        const auto events = session.getEventsByP1(event->p1());
        for (const auto& [name, known] : calls.answers())
            if (const auto* handle = std::get_if<EventHandle>(&known);
                handle && std::find(events.begin(), events.end(), *handle) != events.end())
                found.insert(name);
        const std::vector<std::string> is = texts(query, "is");
        if (found == std::set<std::string>(is.begin(), is.end()) && events.size() == is.size())
            return {};
        std::string list = std::to_string(events.size()) + " came:";
        for (const std::string& name : found)
            list += " " + name;
        return list;
    }
    return "the player cannot ask this";
}

} // namespace

std::vector<std::string> checkQueries(const OfflineSession& session, const CaseCalls& calls,
                                      const Json& queries) {
    std::vector<std::string> failures;
    for (const Json& query : queries.GetArray())
        if (const std::string wrong = checkQuery(session, calls, query); !wrong.empty())
            failures.push_back("query " + text(query, "ask") + ": " + wrong);
    return failures;
}

std::string wordsOf(const Diagnostic& problem) {
    const Place& place = problem.place;
    return problem.message + " [" + place.toText() + "] " + place.instrumentName + " " +
           place.eventName + " " + place.file;
}

bool MessageExpectation::matches(const Diagnostic& problem) const {
    const std::string words = lower(wordsOf(problem));
    const auto says = [&](const std::string& word) {
        return words.find(lower(word)) != std::string::npos;
    };
    if (const Json* mentions = find(m_json, "mentions"))
        for (const Json& mention : mentions->GetArray()) {
            bool any = false;
            if (mention.IsArray())
                for (const Json& word : mention.GetArray())
                    any = any || says(text(word));
            else
                any = says(text(mention));
            if (!any)
                return false;
        }
    for (const std::string& word : texts(m_json, "notMentions"))
        if (says(word))
            return false;
    return placeMatches(problem, words);
}

bool MessageExpectation::placeMatches(const Diagnostic& problem, const std::string& words) const {
    const Place& place = problem.place;
    const std::vector<std::string> instruments = texts(m_json, "instr");
    const std::vector<double> lines = numbers(m_json, "line");
    if (!lines.empty() &&
        std::find(lines.begin(), lines.end(), static_cast<double>(place.line)) == lines.end())
        return false;
    if (find(m_json, "file")) {
        const QString file = QString::fromStdString(place.file);
        return place.text == TextKind::File &&
               QFileInfo(file).fileName() ==
                   QFileInfo(QString::fromStdString(text(m_json, "file"))).fileName();
    }
    if (find(m_json, "code")) {
        const auto known = m_calls.globalCode().find(whole(m_json, "code", -1));
        return place.text == TextKind::GlobalCode && known != m_calls.globalCode().end() &&
               known->second == place.globalCode;
    }
    if (!lines.empty() && place.text != (text(m_json, "part") == "init" ? TextKind::InstrumentInit
                                                                        : TextKind::InstrumentBody))
        return false;
    return instruments.empty() ||
           std::any_of(instruments.begin(), instruments.end(), [&](const std::string& name) {
               return place.instrumentName == name ||
                      (lines.empty() && words.find(lower(name)) != std::string::npos);
           });
}

bool MessageExpectation::matchesAny(const Diagnostics& problems) const {
    return std::any_of(problems.begin(), problems.end(),
                       [this](const Diagnostic& problem) { return matches(problem); });
}

std::string MessageExpectation::describe() const {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    m_json.Accept(writer);
    return buffer.GetString();
}

} // namespace stria::reference
