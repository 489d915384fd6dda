// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/csound.h"

#include <csound.h>
#define CSOUND_CSDL_H // the plugin interface: what an instance is, and the list of instruments
#include <csoundCore.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <utility>

#include "engine/orchestra/tokenizer.h"

namespace stria {
namespace {

constexpr const char* watchOpcode = "striawatch";

// Csound keeps the plugin folder in one place for the whole process.
std::mutex& creationMutex() {
    static std::mutex mutex;
    return mutex;
}

CSOUND* create(bool plugins, void* host) {
    static const std::string emptyFolder = "/dev/null/no-plugins";
    const std::lock_guard lock(creationMutex());
    static const bool initialised = [] {
        csoundInitialize(CSOUNDINIT_NO_SIGNAL_HANDLER | CSOUNDINIT_NO_ATEXIT);
        csoundSetDefaultMessageCallback([](CSOUND*, int, const char*, va_list) {});
        return true;
    }();
    (void)initialised;
    csoundSetOpcodedir((plugins ? csoundPluginFolder() : emptyFolder).c_str());
    return csoundCreate(host);
}

PlayingNote noteOf(const INSDS* instance) {
    return {instance->insno, instance->p1.value, instance->init_done == 0};
}

} // namespace

struct Csound::Internals {
    CSOUND* csound = nullptr;
    LineHandler onLine;
    Watcher watcher;
    std::string line;
    int highestInstrument = 0;
    /// Csound's list of instruments has all its places; while it compiles it may be too short.
    bool listIsWhole = false;
    std::vector<double> output;
    std::vector<double> fields;
    OPDS* watched = nullptr; ///< the opcode that calls the watcher, while it does
    bool outOfMemory = false;
    bool unclosedString = false;

    void takeText(const char* text) {
        for (; *text != 0; ++text) {
            if (*text == '\n')
                flushLine();
            else if (*text != '\r' && line.size() < 100'000)
                line += *text;
        }
    }
    void flushLine() {
        if (line.find("memory allocate failure") != std::string::npos)
            outOfMemory = true;
        if (line.starts_with("unterminated string"))
            unclosedString = true;
        const std::string whole = std::move(line);
        line.clear();
        if (!whole.empty() && onLine)
            onLine(whole);
    }

    const INSTRTXT* instrument(int number) const {
        INSTRTXT** list = listIsWhole ? csound->GetInstrumentList(csound) : nullptr;
        return list != nullptr ? list[number] : nullptr;
    }

    /// The head of Csound's list of active instances, in the order in which they compute: found
    /// through any of them, for it is not handed out. Null when none of the instruments is active.
    const INSDS* activeList() const noexcept {
        if (csound == nullptr)
            return nullptr;
        for (int number = 1; number <= highestInstrument; ++number) {
            const INSTRTXT* text = instrument(number);
            if (text == nullptr)
                continue;
            for (const INSDS* i = text->instance; i != nullptr; i = i->nxtinstance)
                if (i->actflg != 0) {
                    while (i->prvact != nullptr)
                        i = i->prvact;
                    return i->nxtact;
                }
        }
        return nullptr;
    }

    INSDS* find(double p1) const {
        const int number = static_cast<int>(p1);
        const INSTRTXT* text =
            number >= 1 && number <= highestInstrument ? instrument(number) : nullptr;
        for (INSDS* i = text ? text->instance : nullptr; i != nullptr; i = i->nxtinstance)
            if (i->actflg != 0 && i->p1.value == p1)
                return i;
        return nullptr;
    }

    static void onMessage(CSOUND* csound, int /*attributes*/, const char* format, va_list values) {
        auto* self = static_cast<Internals*>(csoundGetHostData(csound));
        if (self == nullptr)
            return;
        std::array<char, 8192> text{};
        std::vsnprintf(text.data(), text.size(), format, values);
        self->takeText(text.data());
    }

    static int onWatched(CSOUND* csound, void* data) {
        auto* self = static_cast<Internals*>(csoundGetHostData(csound));
        self->watched = static_cast<OPDS*>(data);
        if (self->watcher)
            self->watcher(noteOf(self->watched->insdshead));
        self->watched = nullptr;
        return OK;
    }
};

Csound::Csound(Settings settings, LineHandler onLine) : m_internals(std::make_unique<Internals>()) {
    m_internals->onLine = std::move(onLine);
    // Csound's list has at least 200 places; named instruments take the lowest free ones.
    m_internals->highestInstrument = std::max(200, settings.highestInstrument);
    CSOUND* csound = create(settings.plugins, m_internals.get());
    m_internals->csound = csound;
    csoundSetMessageCallback(csound, &Internals::onMessage);
    csoundSetHostImplementedAudioIO(csound, 1, 0);
    for (const char* option : {"-n", "-d", "-m0"})
        csoundSetOption(csound, option);
    for (const std::string& option : settings.options)
        csoundSetOption(csound, option.c_str());
}

Csound::~Csound() {
    m_internals->onLine = nullptr;
    csoundDestroy(m_internals->csound);
}

bool Csound::compile(const std::string& orchestra) {
    m_internals->unclosedString = false;
    const bool wasWhole = std::exchange(m_internals->listIsWhole, false);
    const int result = csoundCompileOrc(m_internals->csound, orchestra.c_str());
    m_internals->flushLine();
    m_internals->listIsWhole = wasWhole || result == 0;
    return result == 0 && !m_internals->unclosedString;
}

bool Csound::start() {
    const int result = csoundStart(m_internals->csound);
    m_internals->flushLine();
    // -1 to -5 are Csound's own errors.
    m_exited = result == CSOUND_EXITJMP_SUCCESS || result < CSOUND_SIGNAL;
    if (m_exited)
        m_exitCode = result == CSOUND_EXITJMP_SUCCESS ? 0 : -result;
    return result == 0;
}

double Csound::sampleRate() const {
    return csoundGetSr(m_internals->csound);
}
int Csound::ksmps() const {
    return static_cast<int>(csoundGetKsmps(m_internals->csound));
}
int Csound::channels() const {
    return static_cast<int>(csoundGetNchnls(m_internals->csound));
}
double Csound::time() const {
    return csoundGetScoreTime(m_internals->csound);
}

void Csound::startEvent(std::span<const double> pfields) {
    std::vector<double>& fields = m_internals->fields;
    fields.assign(pfields.begin(), pfields.end());
    // As far from now as the score says: with 0 in its place the sound is not the same bit by bit.
    if (fields.size() > 1)
        fields[1] -= time();
    csoundScoreEvent(m_internals->csound, 'i', fields.data(), static_cast<long>(fields.size()));
}

void Csound::stopEvent(double p1) {
    // Mode 4: the instance with exactly this p1.
    csoundKillInstance(m_internals->csound, p1, nullptr, 4, 1);
}

bool Csound::setField(double p1, int field, double value) {
    INSDS* instance = m_internals->find(p1);
    if (instance == nullptr || field < 4 || field > instance->instr->pmax)
        return false;
    (&instance->p0)[field].value = value;
    return true;
}

Csound::Cycle Csound::perform() {
    const int result = csoundPerformKsmps(m_internals->csound);
    if (result == 0)
        return Cycle::Played;
    m_internals->flushLine();
    if (m_internals->outOfMemory)
        return Cycle::OutOfMemory;
    if (result == 1 || result == 2)
        return Cycle::Ended;
    m_exitCode = result == CSOUND_EXITJMP_SUCCESS ? 0 : -result;
    return Cycle::Exited;
}

std::span<const double> Csound::output() {
    CSOUND* csound = m_internals->csound;
    const std::size_t size =
        static_cast<std::size_t>(ksmps()) * static_cast<std::size_t>(channels());
    const MYFLT* samples = csoundGetSpout(csound);
    const double full = csoundGet0dBFS(csound);
    if (full == 1.0)
        return {samples, size};
    m_internals->output.resize(size);
    std::transform(samples, samples + size, m_internals->output.begin(),
                   [full](double sample) { return sample / full; });
    return m_internals->output;
}

bool Csound::isPlayingOtherThan(std::span<const int> instruments) const {
    for (int number = 1; number <= m_internals->highestInstrument; ++number) {
        const INSTRTXT* text = m_internals->instrument(number);
        if (text != nullptr && text->active > 0 &&
            std::ranges::find(instruments, number) == instruments.end())
            return true;
    }
    return false;
}

Csound::LongNote Csound::longestNoteOtherThan(std::span<const int> instruments) const {
    LongNote longest;
    for (int number = 1; number <= m_internals->highestInstrument; ++number) {
        const INSTRTXT* text = m_internals->instrument(number);
        if (text == nullptr || std::ranges::find(instruments, number) != instruments.end())
            continue;
        for (const INSDS* i = text->instance; i != nullptr; i = i->nxtinstance)
            if (i->actflg != 0 && (!longest.note || !(i->p3.value <= longest.length)))
                longest = {noteOf(i), i->p3.value};
    }
    return longest;
}

int Csound::activeCount() const noexcept {
    int count = 0;
    for (int number = 1; number <= m_internals->highestInstrument; ++number)
        if (const INSTRTXT* text = m_internals->instrument(number))
            count += text->active;
    return count;
}

PlayingNote Csound::busyNote() const noexcept {
    const INSDS* last = nullptr;
    for (const INSDS* i = m_internals->activeList(); i != nullptr; i = i->nxtact) {
        if (i->init_done == 0)
            return noteOf(i);
        // Csound counts an instance's cycle up before it computes it, in the order of this list:
        // the busy one is the last that has the highest count.
        if (last == nullptr || i->kcounter >= last->kcounter)
            last = i;
    }
    return last != nullptr ? noteOf(last) : PlayingNote{};
}

void Csound::watch(Watcher watcher) {
    m_internals->watcher = std::move(watcher);
    csoundAppendOpcode(m_internals->csound, watchOpcode, sizeof(OPDS), 0, 2, "", "", nullptr,
                       &Internals::onWatched, nullptr);
}

double Csound::sampleSoFar(int frame, int channel) const {
    const INSDS* instance = m_internals->watched->insdshead;
    return instance->spout[static_cast<std::size_t>(channel) * instance->ksmps +
                           static_cast<std::size_t>(frame)] /
           csoundGet0dBFS(m_internals->csound);
}

std::string watchInstruments(const std::string& orchestra) {
    std::string text;
    std::size_t copied = 0;
    for (const Token& token : tokenize(orchestra)) {
        if (token.kind != TokenKind::Name || token.in(orchestra) != "endin")
            continue;
        text.append(orchestra, copied, token.begin - copied).append(watchOpcode).append("\n");
        copied = token.begin;
    }
    return text.append(orchestra, copied);
}

std::string csoundPluginFolder() {
    if (const char* folder = std::getenv("OPCODE6DIR64"))
        return folder;
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&csoundCreate), &info) == 0 || !info.dli_fname)
        return {};
    return (std::filesystem::path(info.dli_fname).parent_path() / "csound" / "plugins64-6.0")
        .string();
}

namespace {
std::vector<OpcodeSignature> opcodesOf(bool plugins) {
    CSOUND* csound = create(plugins, nullptr);
    opcodeListEntry* entries = nullptr;
    const int count = csoundNewOpcodeList(csound, &entries);
    std::vector<OpcodeSignature> opcodes;
    for (int i = 0; i < count; ++i)
        opcodes.push_back({entries[i].opname, entries[i].outypes ? entries[i].outypes : "",
                           entries[i].intypes ? entries[i].intypes : "", true});
    if (entries != nullptr)
        csoundDisposeOpcodeList(csound, entries);
    csoundDestroy(csound);
    return opcodes;
}
} // namespace

std::vector<OpcodeSignature> listOpcodes(bool plugins) {
    std::vector<OpcodeSignature> core = opcodesOf(false);
    if (!plugins)
        return core;
    std::vector<OpcodeSignature> all = opcodesOf(true);
    for (OpcodeSignature& opcode : all)
        opcode.inCore = std::ranges::find(core, opcode) != core.end();
    return all;
}

std::string csoundVersion() {
    const int version = csoundGetVersion();
    return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

} // namespace stria
