// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "engine/compile/csd_document.h"
#include "engine/model/allowance.h"
#include "engine/model/diagnostic.h"

namespace stria {

/// A warm worker that plays single events at once: an event sounds a few milliseconds after play(),
/// and what plays can be changed while it does.
///
/// play(), set() and stop() never wait and may be called from any thread; read() is for the audio
/// thread and neither locks nor allocates. When the worker is gone (a crash, a killed process, a
/// loop without end) all of them do nothing, isAlive() is false and another Audition is to be
/// opened.
class Audition {
  public:
    /// Called on a thread of the audition: errors of events, a crash, at the user's place.
    using ProblemHandler = std::function<void(const Diagnostic&)>;

    /// Starts a worker and compiles the document's orchestra. Its generated events (those that are
    /// no event of the project, such as the clearing of buses) are started, no others. Blocks for
    /// about 20 ms, ten seconds at most, or until `giveUp`, asked now and then, says true.
    /// `allowed`: what its code may do, as RenderSpec::allowed.
    /// Errors: those of a render that cannot start; Cancelled.
    static Expected<std::unique_ptr<Audition>> open(CsdDocument document,
                                                    ProblemHandler onProblem = {},
                                                    std::function<bool()> giveUp = {},
                                                    const Allowance& allowed = {});
    /// Silent at once.
    ~Audition();
    Audition(const Audition&) = delete;
    Audition& operator=(const Audition&) = delete;

    bool isAlive() const;
    int channels() const;
    double sampleRate() const;

    /// pfields as in a CsdNote; p2 is taken as now, p3 -1 plays until stop().
    void play(std::span<const double> pfields);
    /// Changes a pfield from p4 on of an event that plays: parameters in their plain form follow.
    void set(double p1, int field, double value);
    /// Lets an event go into its release; 0: all.
    void stop(double p1 = 0);
    /// Adds code: an instrument of a number that is there already takes its place for later events.
    void compile(const std::string& code);

    /// Something plays that was started, its release included. A moment behind play().
    bool isSounding() const;
    /// Frames that read() would give.
    std::uint32_t available() const;
    /// Interleaved frames that have been computed; returns how many there were. What was asked for
    /// and not there is left as it is.
    std::uint32_t read(std::span<float> samples);

  private:
    class Line;
    explicit Audition(std::unique_ptr<Line> line);
    std::unique_ptr<Line> m_line;
};

} // namespace stria
