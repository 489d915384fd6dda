// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/instrument.h"
#include "engine/render/host.h"
#include "engine/render/render_job.h"
#include "engine/session/session_value.h"

namespace stria {

/// What holds for a whole session.
struct SessionOptions {
    double sampleRate = 44100; ///< 8000 to 384000 Hz
    int channels = 2;          ///< 1 to 64
    int ksmps = 64;            ///< samples a control cycle, 1 to 4096
    double a4 = 440;           ///< reference frequency
    int priorities = 10;       ///< 1 to 99
    int numAudioBuses = 1000;  ///< the most that may exist; both 0: no buses
    int numControlBuses = 10000;
    int dynamicArgsPerInstrument = 16;        ///< accepted, no effect: there is no such limit
    std::optional<int> dynamicArgsSlots = {}; ///< accepted, no effect
    /// Whom `?` and openWhenDone ask. Null: nobody, and both are errors that say so.
    std::shared_ptr<Host> host = {};
};

/// What belongs to an instrument beside its name and body.
struct InstrumentOptions {
    /// Defaults by parameter name, for parameters in plain notation (`kfreq = p5`).
    std::vector<std::pair<std::string, ParameterDefault>> args = {};
    std::string init = {};            ///< global code it needs, emitted once
    std::optional<int> priority = {}; ///< accepted, no effect: events have priorities
    std::string doc = {};
    std::vector<std::string> includes = {};                        ///< files that must be there
    std::vector<std::pair<std::string, std::string>> aliases = {}; ///< shown name -> variable
    std::optional<bool> useDynamicPfields = {};                    ///< accepted, no effect
    std::vector<ParameterHint> hints = {};
    std::string colour = {}; ///< "#rrggbb"
};

/// What belongs to an event beside its instrument.
struct EventOptions {
    double delay = 0;     ///< start, in seconds of the score
    double duration = -1; ///< seconds; -1: endless; 0 runs the init pass only
    /// By position from p5 on. Those left out take the instrument's defaults.
    std::vector<SessionValue> args = {};
    /// By variable name, alias, or `p7`-like.
    std::vector<std::pair<std::string, SessionValue>> named = {};
    int priority = 1; ///< from 1; negative counts from the end (-1 is the last)
    std::string name = {};
    std::uint64_t seed = 0; ///< of what the event draws at its start; 0: one of its own
    std::function<void()> whenFinished = {}; ///< accepted, no effect offline
    bool relative = true;                    ///< accepted, no effect offline
};

/// An event made beforehand, to be scheduled by schedEvent in any session that knows its
/// instrument.
struct SessionEvent {
    std::string instrument;
    EventOptions options;
};

/// Lengths of the ramps at both ends of a sample, in seconds.
struct Fade {
    Fade(double both) : in(both), out(both) {}
    Fade(double fadeIn, double fadeOut) : in(fadeIn), out(fadeOut) {}
    double in;
    double out;
};

/// How playSample plays.
struct SampleOptions {
    double delay = 0;
    /// Seconds; 0: as long as the sound lasts at this speed; -1: until the sample ends, or for ever
    /// when looping.
    double duration = 0;
    int channel = 1; ///< first output channel
    double gain = 1;
    double speed = 1;
    bool loop = false;
    /// 0 left to 1 right; -1: 0 for a mono sample, 0.5 for a stereo one. No effect on more
    /// channels.
    double pan = 0.5;
    double skip = 0;               ///< where in the sample it starts, in seconds
    std::optional<Fade> fade = {}; ///< 0.02 s when left out; each at most half the length
    double crossfade = 0.02;       ///< seconds, when looping
};

/// How playPartials plays.
struct PartialsOptions {
    double delay = 0;
    /// Seconds; -1: until the end of the last partial or of the selection, or for ever when
    /// looping.
    double duration = -1;
    double speed = 1; ///< of the time, not of the pitch
    double freqscale = 1;
    double gain = 1;
    double bwscale = 1;
    bool loop = false;
    int channel = 1;
    double start = 0; ///< the selection in time, in seconds of the source
    double stop = 0;  ///< 0: to the end
    double minfreq = 0;
    double maxfreq = 0;    ///< 0: no limit
    int maxpolyphony = 50; ///< partials that sound at once; the loudest are kept, whole
    bool gaussian = false; ///< the noise of bandwidths is gaussian
    bool interpfreq = true;
    bool interposcil = true;
    double position = 0; ///< 0 the first channel alone, to 1 the next
};

/// How a render goes. The output file is an argument of its own.
struct RenderOptions {
    double endTime = 0; ///< 0: where the score ends
    double startTime = 0;
    double tail = 0;
    std::string format = {};   ///< empty: by the file's extension
    std::string encoding = {}; ///< "pcm16", "float32"...; empty: the format's default
    std::optional<double> sampleRate = {};
    std::optional<int> ksmps = {};
    /// kbit/s for ogg, opus and mp3, mapped to libsndfile's quality; 0: the format's default.
    int compressionBitrate = 0;
    std::vector<std::string> csoundOptions = {}; ///< beside the session's
    bool wait = true;                            ///< false: render returns at once
    bool verbose = false;                        ///< what Csound says goes to standard error too
    bool openWhenDone = false;                   ///< through the host; waits for the end
    RenderSpec::PastSound past = RenderSpec::PastSound::Exact;
    bool keepGoing = false; ///< an event that fails is a problem, and the rest plays
    RenderSpec::Home home = RenderSpec::Home::Worker;
    Allowance allowed = {}; ///< what the code may do beyond making sound, in a worker
    double stallLimit = 20; ///< seconds without progress that end a render; 0: never
    RenderJob::Callbacks callbacks = {};
};

} // namespace stria
