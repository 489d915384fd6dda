// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/project.h"
#include "engine/session/session_job.h"
#include "engine/session/session_options.h"

namespace stria {

/// A score that is written by calls and rendered to a file, to memory or block by block. Underneath
/// it is a Project: what a session makes can be saved and opened in the window.
///
/// Threads: a session and its handles belong to one thread at a time. Its jobs may be used from any
/// thread, and each render works on the score as it was when render was called, so the session may
/// be changed, and rendered again, while renders go on. Different sessions know nothing of each
/// other. Nothing needs a QCoreApplication or an event loop, and nothing throws.
///
/// Errors: a call that fails changes nothing; the Diagnostic says what is wrong, of which event and
/// parameter, and the nearest right name. What is legal but hardly meant is a warning
/// (takeWarnings).
///
/// engine/session/examples.md shows its use and maps each name of the Python class it follows.
class OfflineSession {
  public:
    /// With all defaults.
    OfflineSession();
    /// Errors: InvalidArgument, which names the setting and its limits.
    static Expected<OfflineSession> create(const SessionOptions& options);
    OfflineSession(OfflineSession&&) noexcept;
    OfflineSession& operator=(OfflineSession&&) noexcept;
    ~OfflineSession();

    double sampleRate() const;
    int channels() const;
    int ksmps() const;
    double a4() const;
    int numPriorities() const;
    int controlArgsPerInstrument() const; ///< as given: there is no such limit
    std::string_view renderMode() const { return "offline"; }
    bool hasBusSupport() const;

    /// The document as it is now; a copy costs nothing.
    const Project& project() const;
    /// Saves it as a project file (.stria), which the window opens.
    Expected<void> save(const std::string& path) const;
    /// Warnings since the last call.
    Diagnostics takeWarnings();

    // Instruments

    /// Makes an instrument, or replaces the one of that name: at render the latest definition
    /// counts for all its events. True when something changed, false when it was there in just this
    /// form. Errors: the body's parameters cannot be read (with line and column), a missing
    /// include.
    Expected<bool> defInstr(std::string name, std::string body,
                            const InstrumentOptions& options = {});
    /// The same for one made elsewhere (getInstr of another session); id and order are its own
    /// here.
    Expected<bool> registerInstr(Instrument instrument);
    std::optional<Instrument> getInstr(std::string_view name) const;
    std::map<std::string, Instrument> registeredInstrs() const;
    /// Csound's number of this instrument at this priority, which then stays.
    Expected<int> commitInstrument(std::string_view name, int priority = 1);

    // Events

    Expected<EventHandle> sched(std::string_view instrument, const EventOptions& options = {});
    Expected<EventHandle> schedEvent(const SessionEvent& event);
    /// Stops an event, or all with this p1 (a whole number: all events of that instrument number),
    /// at a time of the score, letting the release play. Before its start: it never plays.
    Expected<void> unsched(const EventHandle& event, double time);
    Expected<void> unsched(EventId id, double time);
    Expected<void> unsched(double p1, double time);
    /// Like EventHandle::automate, but options.delay is a time of the score.
    Expected<void> automate(const EventHandle& event, std::string_view parameter,
                            std::span<const double> pairs, const AutomationOptions& options = {});
    Expected<void> automate(const EventHandle& event, std::string_view parameter,
                            std::initializer_list<double> pairs,
                            const AutomationOptions& options = {});
    std::map<EventId, EventHandle> scheduledEvents() const;
    std::optional<EventHandle> getEventById(EventId id) const;
    /// A whole number finds all events of that instrument number. In the order of sched.
    std::vector<EventHandle> getEventsByP1(double p1) const;
    /// The value behind an event, to be changed and scheduled again, here or elsewhere.
    std::optional<SessionEvent> eventValue(const EventHandle& event) const;

    // Buses, tables, samples, partials

    Expected<BusHandle> assignBus(const BusOptions& options = {});
    Expected<TableHandle> makeTable(std::span<const double> data, const TableOptions& options = {});
    Expected<TableHandle> makeTable(TableSize size, const TableOptions& options = {});
    /// At a time of the score; while an event that was given the table before plays on, it stays.
    Expected<void> freeTable(const TableHandle& table, double delay = 0);
    Expected<TableHandle> readSoundfile(const std::string& path = "?",
                                        const SoundfileOptions& options = {});
    /// Path -> table, of each file that was read and is not freed.
    std::map<std::string, TableHandle> soundfileRegistry() const;
    Expected<EventHandle> playSample(const SampleSource& source, const SampleOptions& options = {});
    Expected<EventHandle> playPartials(const PartialsSource& source,
                                       const PartialsOptions& options = {});

    // Strings, channels, code

    /// The index by which instruments get the text (strget); the same for the same text.
    Expected<int> strSet(const std::string& text, std::optional<int> index = {});
    /// The kind follows from the value when left out. An audio channel takes no value.
    Expected<void> initChannel(const std::string& channel, std::optional<Channel::Value> value = {},
                               std::optional<Channel::Kind> kind = {},
                               std::string_view mode = "rw");
    Expected<void> setChannel(const std::string& channel, Channel::Value value, double delay = 0);
    Expected<void> includeFile(const std::string& path);
    Expected<void> addGlobalCode(const std::string& code, bool unique = false);
    /// Added to those of earlier calls. Errors name a flag that is refused or unknown.
    Expected<void> setCsoundOptions(const std::vector<std::string>& options);

    // Time and rendering

    /// Start of the first event and end of the last; infinite with an endless event; the end marker
    /// does not count; (0, 0) without events.
    std::pair<double, double> scoreTimeRange() const;
    /// Extends the score, and ends endless events, when it lies after the last finite end. 0: none.
    Expected<void> setEndMarker(double time);
    double renderDuration() const;

    /// Renders to a file; without a name to a temporary wav, named in the job. A render that cannot
    /// begin is a job that failed.
    SessionJob render(const std::string& outputFile = {}, const RenderOptions& options = {});
    /// Waits for the whole render. Formats and encodings have no meaning here.
    Expected<RenderedSound> renderToMemory(const RenderOptions& options = {});
    /// Gives the blocks to `block` on the calling thread as they are computed. The warnings.
    Expected<Diagnostics> renderToCallback(const BlockCallback& block,
                                           const RenderOptions& options = {});
    std::vector<SessionJob> renderedJobs() const; ///< in the order of the calls
    std::optional<SessionJob> lastRenderJob() const;
    std::optional<std::string> lastRenderedSoundfile() const;

    /// One CSD of the whole score for plain csound, its data and sound files beside it in
    /// NAME.assets; both may be moved together. The same project gives the same bytes.
    Expected<void> writeCsd(const std::string& path) const;
    /// The same with all numbers inside, and sound files by the paths they have.
    Expected<std::string> generateCsdString() const;

  private:
    explicit OfflineSession(std::shared_ptr<SessionState> state);

    std::shared_ptr<SessionState> m_state;
};

} // namespace stria
