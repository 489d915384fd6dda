// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/compile/csound_text.h"
#include "engine/compile/partials_instrument.h"
#include "engine/session/session_state.h"
#include "engine/sound/partial_tracks.h"

namespace stria {

namespace {

/// One argument of playPartials and what it may be.
struct Limits {
    const char* what;
    double value;
    bool isRight;
    const char* limits;
};

Expected<void> checkPartials(const PartialsOptions& options) {
    const double lowest = options.minfreq;
    const std::initializer_list<Limits> all = {
        {"delay", options.delay, options.delay >= 0, "0 or more"},
        {"duration", options.duration, options.duration > 0 || options.duration == -1,
         "above 0, or -1"},
        {"speed", options.speed, options.speed > 0, "above 0"},
        {"frequency scale", options.freqscale, options.freqscale > 0, "above 0"},
        {"gain", options.gain, true, "a finite number"},
        {"bandwidth scale", options.bwscale, options.bwscale >= 0, "0 or more"},
        {"output channel", static_cast<double>(options.channel), options.channel >= 1, "1 or more"},
        {"start", options.start, options.start >= 0, "0 or more"},
        {"stop", options.stop, options.stop == 0 || options.stop > options.start,
         "above the start, or 0 for the end"},
        {"lowest frequency", lowest, lowest >= 0, "0 or more"},
        {"highest frequency", options.maxfreq, options.maxfreq == 0 || options.maxfreq >= lowest,
         "at least the lowest, or 0 for no limit"},
        {"polyphony", static_cast<double>(options.maxpolyphony), options.maxpolyphony >= 1,
         "1 or more"},
        {"position", options.position, options.position >= 0 && options.position <= 1, "0 to 1"}};
    for (const Limits& one : all)
        if (!std::isfinite(one.value) || !one.isRight)
            return failure(ErrorCode::InvalidArgument,
                           std::string("The ") + one.what + " of partials cannot be " +
                               (std::isfinite(one.value) ? csound_text::number(one.value)
                                                         : std::string("NaN or infinity")) +
                               ": it must be " + one.limits + ".");
    return {};
}

} // namespace

Expected<PartialSet> SessionState::partialsOf(const PartialsSource& source) {
    if (const auto* matrix = std::get_if<PartialsMatrix>(&source.source()))
        return partialsOfMatrix(matrix->values, matrix->columns);
    if (const auto* path = std::get_if<std::string>(&source.source())) {
        const auto found = findSoundFile(*path);
        return found ? readPartials(*found) : tl::make_unexpected(found.error());
    }
    Expected<TableHandle> table = failure(ErrorCode::Internal, "");
    if (const auto* number = std::get_if<int>(&source.source()))
        table = tableWithNumber(*number);
    else
        table = std::get<TableHandle>(source.source());
    if (!table)
        return tl::make_unexpected(table.error());
    const auto data = dataOf(*table);
    if (!data)
        return tl::make_unexpected(data.error());
    // A table of rows needs no header.
    const int channels = shapeOf(*table).channels;
    return channels > 1 ? partialsOfMatrix(*data, static_cast<std::size_t>(channels))
                        : partialsOfStore(*data);
}

Expected<EventHandle> SessionState::playPartials(const PartialsSource& source,
                                                 const PartialsOptions& options) {
    if (auto checked = checkPartials(options); !checked)
        return tl::make_unexpected(checked.error());
    auto set = partialsOf(source);
    if (!set)
        return tl::make_unexpected(set.error());
    const double stop = options.stop > 0 ? std::min(options.stop, set->end) : set->end;
    if (options.start >= stop)
        return failure(ErrorCode::InvalidArgument,
                       "The partials end at " + csound_text::number(set->end) +
                           " s, and nothing is left from " + csound_text::number(options.start) +
                           " s on.");
    PartialSelection selection;
    selection.start = options.start;
    selection.stop = stop;
    selection.minimumFrequency = options.minfreq;
    selection.maximumFrequency = options.maxfreq;
    selection.polyphony = options.maxpolyphony;
    selection.fade *= options.speed;
    std::vector<Partial> tracks = packPartials(std::move(set->partials), selection);
    if (tracks.empty()) // none in the selection: silence of its length
        tracks.push_back({PartialPoint{}, PartialPoint{}});
    TableOptions tableOptions;
    tableOptions.unique = false;
    const auto table = makeTable(partialsTable(tracks), tableOptions);
    if (!table)
        return tl::make_unexpected(table.error());
    const double length = stop - options.start;
    EventOptions event;
    event.delay = options.delay;
    event.duration = options.duration > 0 ? options.duration
                     : options.loop       ? ScoreEvent::endless
                                          : length / options.speed;
    event.named = {{"itable", *table},
                   {"itracks", tracks.size()},
                   {"ilength", length},
                   {"ichan", options.channel},
                   {"kspeed", options.speed},
                   {"kfreqscale", options.freqscale},
                   {"kgain", options.gain},
                   {"kbwscale", options.bwscale},
                   {"kposition", options.position},
                   {"iloop", options.loop},
                   {"iminfreq", options.minfreq},
                   {"imaxfreq", options.maxfreq},
                   {"igaussian", options.gaussian},
                   {"iinterpfreq", options.interpfreq},
                   {"iinterposcil", options.interposcil}};
    auto handle = schedOurs(partialsPlayer(), std::move(event));
    if (handle)
        warnOfChannels(options.channel, options.position > 0 ? 2 : 1, *handle);
    return handle;
}

} // namespace stria
