// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/compile/csound_text.h"
#include "engine/compile/sample_instruments.h"
#include "engine/model/checks.h"
#include "engine/session/session_state.h"

namespace stria {

namespace {

tl::unexpected<Diagnostic> wrong(const std::string& what, double value, const char* limits) {
    return failure(
        ErrorCode::InvalidArgument,
        what + " cannot be " +
            (std::isfinite(value) ? csound_text::number(value) : std::string("NaN or infinity")) +
            ": it must be " + limits + ".");
}

Expected<void> checkFrom0(const char* what, double value) {
    if (std::isfinite(value) && value >= 0)
        return {};
    return wrong(what, value, "a number from 0 on");
}

Expected<void> checkAbove0(const char* what, double value) {
    if (std::isfinite(value) && value > 0)
        return {};
    return wrong(what, value, "a number above 0");
}

Expected<void> firstProblem(std::initializer_list<Expected<void>> checks) {
    for (const Expected<void>& check : checks)
        if (!check)
            return check;
    return {};
}

Expected<void> checkSample(const SampleOptions& options) {
    const Fade fade = options.fade.value_or(Fade(0));
    if (!std::isfinite(options.duration) || (options.duration < 0 && options.duration != -1))
        return wrong("The duration of a sample", options.duration, "a number from 0 on, or -1");
    if (!(options.pan == -1 || (options.pan >= 0 && options.pan <= 1)))
        return wrong("The pan of a sample", options.pan, "0 to 1, or -1");
    if (!std::isfinite(options.gain))
        return wrong("The gain of a sample", options.gain, "a finite number");
    if (options.channel < 1)
        return wrong("The output channel of a sample", options.channel, "1 or more");
    return firstProblem({checkFrom0("The delay of a sample", options.delay),
                         checkAbove0("The speed of a sample", options.speed),
                         checkFrom0("The skipped time of a sample", options.skip),
                         checkFrom0("The fade-in of a sample", fade.in),
                         checkFrom0("The fade-out of a sample", fade.out),
                         checkFrom0("The crossfade of a sample", options.crossfade)});
}

} // namespace

Expected<TableHandle> SessionState::sampleTable(const SampleSource& source) {
    if (const auto* table = std::get_if<TableHandle>(&source.source()))
        return *table;
    if (const auto* number = std::get_if<int>(&source.source()))
        return tableWithNumber(*number);
    if (const auto* path = std::get_if<std::string>(&source.source()))
        return readSoundfile(*path, {});
    const SampleData& data = std::get<SampleData>(source.source());
    if (!(data.sampleRate > 0))
        return wrong("The sample rate of a sample", data.sampleRate, "above 0");
    TableOptions options;
    options.sampleRate = data.sampleRate;
    options.channels = data.channels;
    options.unique = false;
    return makeTable({data.samples.begin(), data.samples.end()}, options);
}

/// What falls on channels that the session lacks is not heard.
void SessionState::warnOfChannels(int first, int count, const EventHandle& event) {
    const int channels = project.settings().channels;
    if (first + count - 1 <= channels)
        return;
    Diagnostic warning{ErrorCode::SuspiciousScore,
                       "The session has " + std::to_string(channels) +
                           (channels == 1 ? " channel" : " channels") + ": what goes to channel " +
                           std::to_string(std::max(first, channels + 1)) +
                           (first + count - 1 > std::max(first, channels + 1) ? " and above" : "") +
                           " is not heard.",
                       {},
                       Severity::Warning};
    if (const ScoreEvent* known = eventOf(event))
        warning.place = stria::placeOf(project, *known);
    warnings.push_back(std::move(warning));
}

Expected<EventHandle> SessionState::playSample(const SampleSource& source,
                                               const SampleOptions& options) {
    if (auto checked = checkSample(options); !checked)
        return tl::make_unexpected(checked.error());
    const auto table = sampleTable(source);
    if (!table)
        return tl::make_unexpected(table.error());
    const SoundShape shape = shapeOf(*table);
    if (shape.frames == 0)
        return failure(ErrorCode::InvalidArgument, "The table is not of this session.");
    if (!(shape.sampleRate > 0))
        return failure(ErrorCode::InvalidArgument, "The table " + std::to_string(numberOf(*table)) +
                                                       " is no sound. Make it with a sample rate.");
    if (shape.channels > 64)
        return failure(ErrorCode::InvalidArgument, "A sample may have 64 channels, and this has " +
                                                       std::to_string(shape.channels) + ".");
    const double length = static_cast<double>(shape.frames) / shape.sampleRate;
    if (options.skip >= length)
        return wrong("The skipped time of a sample", options.skip,
                     "less than the length of the sample");
    const double natural = (length - options.skip) / options.speed;
    const Fade fade = options.fade.value_or(Fade(0.02));
    EventOptions event;
    event.delay = options.delay;
    event.duration = options.duration > 0 ? options.duration : natural;
    if (options.loop && options.duration < 0)
        event.duration = ScoreEvent::endless;
    event.named = {{"itable", *table},        {"ichan", options.channel}, {"kgain", options.gain},
                   {"kspeed", options.speed}, {"kpan", options.pan},      {"iskip", options.skip},
                   {"ifadein", fade.in},      {"ifadeout", fade.out}};
    if (options.loop)
        event.named.emplace_back("icrossfade", options.crossfade);
    auto handle = schedOurs(sampleInstrument(shape.channels, options.loop), std::move(event));
    if (handle) {
        const double pan = options.pan < 0 ? 0 : options.pan;
        warnOfChannels(options.channel,
                       shape.channels > 1 ? shape.channels
                       : pan > 0          ? 2
                                          : 1,
                       *handle);
    }
    return handle;
}

/// Schedules one of our instruments, defined when it is first used. Where the user has an
/// instrument of its name that is another, ours takes a number behind it.
Expected<EventHandle> SessionState::schedOurs(Instrument instrument, EventOptions options) {
    instrument.name = nameForOurs(project, instrument);
    if (!instrumentNamed(instrument.name))
        if (auto defined = registerInstr(instrument); !defined)
            return tl::make_unexpected(defined.error());
    return sched(instrument.name, options);
}

} // namespace stria
