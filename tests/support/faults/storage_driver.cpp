// SPDX-License-Identifier: GPL-3.0-or-later
// Does what the engine does with files, one thing a start, so that a test can let each call of the
// system fail in it. It says on standard output what it holds for done, and ends with 0 only where
// all of it is.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "engine/sound/partials_file.h"
#include "engine/sound/sound_file.h"
#include "engine/sound/waveform_peaks.h"
#include "engine/storage/journal.h"
#include "engine/storage/project_file.h"
#include "engine/storage/seen_file.h"
#include "engine/storage/trust_store.h"
#include "tests/support/faults/fault_page.h"

using namespace stria;

namespace {

enum Exit { Done = 0, Failed = 3, NothingFound = 4, WithWarnings = 5, WrongUse = 64 };
using Words = std::vector<std::string>;

void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

int fail(const Diagnostic& problem) {
    std::fprintf(stderr, "%s\n", problem.toText().c_str());
    return Failed;
}

/// The states of a history: of each, the project has a line of code more.
Instrument instrumentAt(int edits) {
    Instrument instrument;
    instrument.id = {1};
    instrument.name = "tone";
    instrument.body = "|kamp=0.25, kfreq=441|\na1 oscili kamp, kfreq\nouts a1, a1";
    for (int i = 1; i <= edits; ++i)
        instrument.body += "\n; line " + std::to_string(i);
    return instrument;
}

Project projectAt(int edits) {
    Project project;
    static_cast<void>(project.insert(instrumentAt(edits)));
    for (std::uint64_t i = 1; i <= 30; ++i) {
        ScoreEvent event;
        event.id = {i + 1};
        event.instrument = {1};
        event.start = static_cast<double>(i) / 8;
        event.duration = 0.5;
        static_cast<void>(project.insert(event));
    }
    return project;
}

constexpr int mostEdits = 4;

std::string stateOf(const Project& project) {
    for (int edits = 0; edits <= mostEdits; ++edits)
        if (project == projectAt(edits))
            return "state " + std::to_string(edits);
    return "a state that never was:\n" + writeProject(project);
}

int load(const Words& words) {
    const auto loaded = loadProject(words[0]);
    if (!loaded)
        return fail(loaded.error());
    if (!loaded->damagedLines.empty())
        return fail(loaded->damagedLines.front());
    say(stateOf(loaded->project));
    return Done;
}

int save(const Words& words) {
    const auto saved = saveProject(projectAt(std::atoi(words[1].c_str())), words[0]);
    return saved ? Done : fail(saved.error());
}

/// As a window does that has read the file, where others may have written meanwhile.
int share(const Words& words) {
    const auto seen = loadProject(words[0]);
    if (!seen)
        return fail(seen.error());
    const auto saved = saveShared(projectAt(1), words[0], seen->hash, words[1]);
    if (!saved)
        return fail(saved.error());
    say(saved->isRefused ? "refused" : "saved");
    return saved->doubt ? fail(*saved->doubt) : saved->isRefused ? Failed : Done;
}

/// As if somebody removed large files from the disk.
void makeRoom() {
    constexpr std::int64_t much = 1 << 30;
    const char* const page = std::getenv("STRIA_FAULT_PAGE");
    const int file = page != nullptr ? ::open(page, O_WRONLY | O_CLOEXEC) : -1;
    const bool made = ::pwrite(file, &much, sizeof much, offsetof(test::FaultPage, room)) > 0;
    if (file < 0 || !made || ::close(file) != 0)
        std::abort();
}

/// A document with a journal, which is edited, saved, edited, and killed.
class Session {
  public:
    Session(std::string folder, std::string file)
        : m_folder(std::move(folder)), m_file(std::move(file)) {}

    int run(const std::string& until) {
        const auto seen = loadProject(m_file);
        if (!seen)
            return fail(seen.error());
        m_project = seen->project;
        auto journal = Journal::begin(m_folder, m_project, m_file);
        if (!journal)
            return fail(journal.error());
        m_journal = std::make_unique<Journal>(std::move(*journal));
        look();
        edit();
        look();
        edit();
        look();
        if (until == "edited")
            return Done;
        if (until == "closed") {
            m_journal->discard();
            return Done;
        }
        const int result = saveAndGoOn(seen->hash, until == "saved");
        if (until == "saved")
            return result;
        look();
        if (until == "freed")
            makeRoom();
        edit();
        look();
        look();
        return result;
    }

  private:
    void edit() {
        const auto subscription = m_project.subscribe([&](const Change& change) {
            m_journal->append(std::make_shared<const std::vector<Change>>(1, change));
        });
        static_cast<void>(m_project.change(instrumentAt(++m_edits)));
    }

    /// Says how many edits are on the disk.
    void look() {
        m_journal->flush();
        for (const Diagnostic& problem : m_journal->takeProblems()) {
            fail(problem);
            m_hasTrouble = true;
        }
        if (!m_hasTrouble)
            say("kept " + std::to_string(m_edits));
    }

    int saveAndGoOn(const std::string& seenHash, bool endsThere) {
        const Project copy = m_project;
        const int number = m_journal->saveBegins(m_file);
        edit();
        const auto saved =
            saveShared(copy, m_file, seenHash, m_folder, [&](const std::string& hash) {
                m_journal->saveWrites(number, m_file, hash);
            });
        if (!saved)
            return fail(saved.error());
        if (saved->isRefused)
            return Failed;
        say("saved");
        const int result = saved->doubt ? fail(*saved->doubt) : Done;
        if (endsThere)
            return result;
        const auto after = instrumentAt(m_edits);
        m_journal->restart(
            copy, m_file, saved->hash,
            {std::make_shared<const std::vector<Change>>(
                1, EntityChange<Instrument>{after.id, instrumentAt(m_edits - 1), after})});
        return result;
    }

    std::string m_folder;
    std::string m_file;
    Project m_project;
    std::unique_ptr<Journal> m_journal;
    int m_edits = 0;
    bool m_hasTrouble = false;
};

int keepJournal(const Words& words) {
    auto* const session = new Session(words[0], words[1]); // NOLINT: as if killed
    const int result = session->run(words[2]);
    ::_exit(result);
}

int recoverAll(const Words& words) {
    const auto lost = findLostWork(words[0]);
    int result = lost.empty() ? NothingFound : Done;
    for (const LostWork& work : lost) {
        const auto recovered = recover(work);
        if (!recovered)
            return fail(recovered.error());
        for (const Diagnostic& problem : recovered->damagedLines) {
            fail(problem);
            result = WithWarnings;
        }
        say(stateOf(recovered->project));
    }
    return result;
}

int readPeaks(const Words& words) {
    const auto peaks = WaveformPeaks::read(words[0], 0, {});
    if (!peaks)
        return fail(peaks.error());
    say(std::to_string(peaks->frames()) + " frames, at most " + std::to_string(peaks->loudest()));
    for (int i = 0; i < 20; ++i) {
        const auto range =
            peaks->between(i * peaks->seconds() / 20, (i + 1) * peaks->seconds() / 20);
        say(std::to_string(range.least) + " " + std::to_string(range.most));
    }
    return Done;
}

int readSound(const Words& words) {
    const auto sound = readSoundFile(words[0]);
    if (!sound)
        return fail(sound.error());
    const auto hash = hashFile(words[0]);
    if (!hash)
        return fail(hash.error());
    say(std::to_string(sound->info.frames) + " frames " +
        hashBytes(std::as_bytes(std::span(sound->samples))) + " " + hash->hash);
    return Done;
}

int listPartials(const Words& words) {
    const auto set = readPartials(words[0]);
    if (!set)
        return fail(set.error());
    say(std::to_string(set->partials.size()) + " partials until " + std::to_string(set->end));
    return Done;
}

int keepAnswer(const Words& words) {
    const auto kept = TrustStore(words[0]).keep(words[1], {.write = true});
    return kept ? Done : fail(kept.error());
}

int findAnswers(const Words& words) {
    for (std::size_t i = 1; i < words.size(); ++i)
        say(words[i] + (TrustStore(words[0]).find(words[i]) ? " known" : " unknown"));
    return Done;
}

struct Verb {
    std::size_t words;
    int (*run)(const Words&);
};
const std::map<std::string, Verb> verbs{
    {"load", {1, load}},          {"save", {2, save}},
    {"share", {2, share}},        {"journal", {3, keepJournal}},
    {"recover", {1, recoverAll}}, {"peaks", {1, readPeaks}},
    {"sound", {1, readSound}},    {"partials", {1, listPartials}},
    {"allow", {2, keepAnswer}},   {"allowed", {2, findAnswers}}};

} // namespace

int main(int count, char** arguments) {
    const Words words(arguments + std::min(count, 2), arguments + count);
    const auto verb = verbs.find(count > 1 ? arguments[1] : "");
    if (verb == verbs.end() || words.size() < verb->second.words) {
        std::fputs("storage_driver VERB FILE...\n", stderr);
        return WrongUse;
    }
    return verb->second.run(words);
}
