// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/csound_options.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace stria {

namespace {

enum class Verdict {
    Allowed,
    SoundIsOurs,
    Device,
    Threads,
    ProjectSays,
    Leaves,
    Files,
    NoNumber,
    Unknown
};

struct LongFlag {
    std::string_view name; ///< without dashes, up to `=`, `:` or a number
    Verdict verdict;
};

constexpr std::array longFlags = {
    LongFlag{"omacro", Verdict::Allowed},
    LongFlag{"smacro", Verdict::Allowed},
    LongFlag{"strset", Verdict::Allowed},
    LongFlag{"env", Verdict::Allowed},
    LongFlag{"messagelevel", Verdict::Allowed},
    LongFlag{"messageolevel", Verdict::Allowed},
    LongFlag{"m-amps", Verdict::Allowed},
    LongFlag{"m-range", Verdict::Allowed},
    LongFlag{"m-warnings", Verdict::Allowed},
    LongFlag{"m-raw", Verdict::Allowed},
    LongFlag{"m-dB", Verdict::Allowed},
    LongFlag{"m-colours", Verdict::Allowed},
    LongFlag{"m-colors", Verdict::Allowed},
    LongFlag{"m-benchmarks", Verdict::Allowed},
    LongFlag{"nodisplays", Verdict::Allowed},
    LongFlag{"verbose", Verdict::Allowed},
    LongFlag{"expression-opt", Verdict::Allowed},
    LongFlag{"no-expression-opt", Verdict::Allowed},
    LongFlag{"sample-accurate", Verdict::Allowed},
    LongFlag{"defer-gen1", Verdict::Allowed},
    LongFlag{"fftlib", Verdict::Allowed},
    LongFlag{"iobufsamps", Verdict::Allowed},
    LongFlag{"hardwarebufsamps", Verdict::Allowed},
    LongFlag{"ignore_csopts", Verdict::Allowed},
    LongFlag{"output", Verdict::SoundIsOurs},
    LongFlag{"nosound", Verdict::SoundIsOurs},
    LongFlag{"format", Verdict::SoundIsOurs},
    LongFlag{"aiff", Verdict::SoundIsOurs},
    LongFlag{"au", Verdict::SoundIsOurs},
    LongFlag{"wave", Verdict::SoundIsOurs},
    LongFlag{"ircam", Verdict::SoundIsOurs},
    LongFlag{"ogg", Verdict::SoundIsOurs},
    LongFlag{"mpeg", Verdict::SoundIsOurs},
    LongFlag{"vbr-quality", Verdict::SoundIsOurs},
    LongFlag{"noheader", Verdict::SoundIsOurs},
    LongFlag{"nopeaks", Verdict::SoundIsOurs},
    LongFlag{"rewrite", Verdict::SoundIsOurs},
    LongFlag{"dither", Verdict::SoundIsOurs},
    LongFlag{"dither-triangular", Verdict::SoundIsOurs},
    LongFlag{"dither-uniform", Verdict::SoundIsOurs},
    LongFlag{"input", Verdict::Device},
    LongFlag{"midifile", Verdict::Device},
    LongFlag{"midioutfile", Verdict::Device},
    LongFlag{"midi-device", Verdict::Device},
    LongFlag{"midi-key", Verdict::Device},
    LongFlag{"midi-key-cps", Verdict::Device},
    LongFlag{"midi-key-oct", Verdict::Device},
    LongFlag{"midi-key-pch", Verdict::Device},
    LongFlag{"midi-velocity", Verdict::Device},
    LongFlag{"midi-velocity-amp", Verdict::Device},
    LongFlag{"terminate-on-midi", Verdict::Device},
    LongFlag{"score-in", Verdict::Device},
    LongFlag{"displays", Verdict::Device},
    LongFlag{"asciidisplay", Verdict::Device},
    LongFlag{"postscriptdisplay", Verdict::Device},
    LongFlag{"use-system-sr", Verdict::Device},
    LongFlag{"get-system-sr", Verdict::Leaves},
    LongFlag{"devices", Verdict::Leaves},
    LongFlag{"midi-devices", Verdict::Leaves},
    LongFlag{"realtime", Verdict::Threads},
    LongFlag{"sched", Verdict::Threads},
    LongFlag{"num-threads", Verdict::Threads},
    LongFlag{"daemon", Verdict::Threads},
    LongFlag{"port", Verdict::Threads},
    LongFlag{"udp-echo", Verdict::Threads},
    LongFlag{"udp-mirror-console", Verdict::Threads},
    LongFlag{"sample-rate", Verdict::ProjectSays},
    LongFlag{"control-rate", Verdict::ProjectSays},
    LongFlag{"ksmps", Verdict::ProjectSays},
    LongFlag{"nchnls", Verdict::ProjectSays},
    LongFlag{"nchnls_i", Verdict::ProjectSays},
    LongFlag{"0dbfs", Verdict::ProjectSays},
    LongFlag{"tempo", Verdict::ProjectSays},
    LongFlag{"i-only", Verdict::ProjectSays},
    LongFlag{"orc", Verdict::ProjectSays},
    LongFlag{"cscore", Verdict::ProjectSays},
    LongFlag{"version", Verdict::Leaves},
    LongFlag{"help", Verdict::Leaves},
    LongFlag{"utility", Verdict::Leaves},
    LongFlag{"list-opcodes", Verdict::Leaves},
    LongFlag{"syntax-check-only", Verdict::Leaves},
    LongFlag{"logfile", Verdict::Files},
    LongFlag{"extract-score", Verdict::Files},
    LongFlag{"keep-sorted-score", Verdict::Files},
    LongFlag{"simple-sorted-score", Verdict::Files},
    LongFlag{"opcode-dir", Verdict::Files},
    LongFlag{"opcode-lib", Verdict::Files},
    LongFlag{"opcode-omit", Verdict::Files},
};

Verdict verdictOfShort(char flag) {
    switch (flag) {
    case 'm':
    case 'd':
    case 'v':
    case 'D':
    case 'H':
    case 'N':
    case 'b':
    case 'B':
        return Verdict::Allowed;
    case 'o':
    case 'n':
    case 'A':
    case 'W':
    case 'J':
    case 'h':
    case 'c':
    case '8':
    case 'u':
    case 's':
    case 'l':
    case 'f':
    case '3':
    case 'K':
    case 'R':
    case 'Z':
    case 'a':
    case 'e':
        return Verdict::SoundIsOurs;
    case 'i':
    case 'L':
    case 'M':
    case 'F':
    case 'Q':
    case 'T':
    case 'g':
    case 'G':
    case '+':
    case 'P':
        return Verdict::Device;
    case 'j':
        return Verdict::Threads;
    case 'r':
    case 'k':
    case 't':
    case 'I':
    case 'C':
    case '@':
        return Verdict::ProjectSays;
    case 'U':
    case 'z':
    case '?':
        return Verdict::Leaves;
    case 'x':
    case 'O':
    case 'S':
        return Verdict::Files;
    default:
        return Verdict::Unknown;
    }
}

Verdict verdictOf(std::string_view flag);

/// Behind a whole number; `from` itself where there is none.
std::size_t behindNumber(std::string_view letters, std::size_t from) {
    std::size_t at = from;
    if (at < letters.size() && (letters[at] == '-' || letters[at] == '+'))
        ++at;
    const std::size_t digits = at;
    while (at < letters.size() && std::isdigit(static_cast<unsigned char>(letters[at])))
        ++at;
    return at > digits ? at : from;
}

/// As Csound reads it: flags stand together in a word, also behind the digits of one that takes a
/// number; a number may follow a blank; a dash begins the name of a long flag. "-dm0r8000" is -d,
/// -m0 and -r8000. The first verdict that is not Allowed is that of all.
Verdict verdictOfCluster(std::string_view letters) {
    for (std::size_t at = 0; at < letters.size();) {
        const char letter = letters[at];
        if (letter == '-')
            return verdictOf("-" + std::string(letters.substr(at)));
        if (const Verdict verdict = verdictOfShort(letter); verdict != Verdict::Allowed)
            return verdict;
        ++at;
        if (letter == 'H') {
            at = letters.substr(at).starts_with('-') ? at : behindNumber(letters, at);
        } else if (std::string_view("mbB").find(letter) != std::string_view::npos) {
            const std::size_t value =
                std::min(letters.find_first_not_of(" \t", at), letters.size());
            at = behindNumber(letters, value);
            if (at == value)
                return Verdict::NoNumber;
        }
    }
    return Verdict::Allowed;
}

/// "omacro" of "--omacro:X=1", "strset" of "--strset12=text".
std::string_view longName(std::string_view flag) {
    std::string_view name = flag.substr(2);
    name = name.substr(0, name.find_first_of("=:"));
    if (name.starts_with("strset") || name.starts_with("list-opcodes"))
        while (!name.empty() && std::isdigit(static_cast<unsigned char>(name.back())))
            name.remove_suffix(1);
    return name;
}

Verdict verdictOf(std::string_view flag) {
    if (flag.size() < 2 || flag[0] != '-')
        return Verdict::Unknown;
    if (flag[1] != '-')
        return verdictOfCluster(flag.substr(1));
    const std::string_view name = longName(flag);
    const auto* const found = std::find_if(longFlags.begin(), longFlags.end(),
                                           [&](const LongFlag& f) { return f.name == name; });
    return found == longFlags.end() ? Verdict::Unknown : found->verdict;
}

std::string_view reason(Verdict verdict) {
    switch (verdict) {
    case Verdict::SoundIsOurs:
        return "it changes where the sound goes or how it is written. Choose file, format and "
               "encoding in the render's own settings";
    case Verdict::Device:
        return "it opens a device, a window or another input, and a render has none. Remove it";
    case Verdict::Threads:
        return "it makes Csound use threads or the network, and the result another each time. "
               "Remove it; several parts are rendered at once by themselves";
    case Verdict::ProjectSays:
        return "it replaces what the project or the render says. Set the rate, ksmps, channels and "
               "the score there";
    case Verdict::Leaves:
        return "it makes Csound print something and leave. Remove it";
    case Verdict::Files:
        return "it makes Csound read or write other files. Remove it";
    case Verdict::NoNumber:
        return "the number behind its last letter is missing. Write it there, as in -m0";
    case Verdict::Allowed:
    case Verdict::Unknown:
        break;
    }
    return {};
}

/// Cuts "-m0 --omacro:X=a b" into flags: a new one begins where a blank is followed by a dash.
void split(std::string_view entry, std::vector<std::string>& flags) {
    std::size_t begin = entry.find_first_not_of(" \t");
    while (begin != std::string_view::npos) {
        std::size_t end = begin;
        do
            end = entry.find_first_of(" \t", end + 1);
        while (end != std::string_view::npos &&
               entry.substr(std::min(entry.find_first_not_of(" \t", end), entry.size()))
                       .substr(0, 1) != "-");
        std::string_view flag = entry.substr(begin, end - begin);
        flag.remove_suffix(flag.size() - std::min(flag.find_last_not_of(" \t") + 1, flag.size()));
        flags.emplace_back(flag);
        begin = end == std::string_view::npos ? end : entry.find_first_not_of(" \t", end);
    }
}

std::string nearestFlag(std::string_view flag) {
    std::vector<std::string> allowed;
    for (const LongFlag& known : longFlags)
        if (known.verdict == Verdict::Allowed)
            allowed.push_back("--" + std::string(known.name));
    return nearestName(flag.substr(0, flag.find_first_of("=:")), allowed);
}

} // namespace

Expected<std::vector<std::string>> checkCsoundOptions(const std::vector<std::string>& options) {
    std::vector<std::string> flags;
    for (const std::string& entry : options)
        split(entry, flags);
    for (const std::string& flag : flags) {
        const Verdict verdict = verdictOf(flag);
        if (verdict == Verdict::Allowed)
            continue;
        if (verdict != Verdict::Unknown)
            return failure(ErrorCode::InvalidArgument,
                           "The Csound option " + flag +
                               " cannot be used: " + std::string(reason(verdict)) + ".");
        const std::string nearest = nearestFlag(flag);
        return failure(
            ErrorCode::UnknownName,
            "Csound has no option " + flag + "." +
                (nearest.empty() ? std::string(" Remove it.") : " Did you mean " + nearest + "?"));
    }
    return flags;
}

} // namespace stria
