// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/compile/compiler.h"
#include "engine/compile/numbers.h"
#include "engine/model/project.h"
#include "engine/orchestra/parameters.h"
#include "engine/reading/bus_use.h"
#include "engine/session/session_job.h"
#include "engine/session/session_options.h"
#include "engine/sound/partials_file.h"

namespace stria {

/// What a session knows of an instrument beside what the project holds, read once for many events.
struct SessionInstrument {
    InstrumentId id;
    std::string name;
    InstrumentParameters parameters;
    /// By pfield from p5 on; null where the body has no parameter there.
    std::vector<const Parameter*> byPosition;
    std::vector<int> numbers; ///< by priority; 0: not given out yet
};

/// The inside of a session, shared with its handles: the document, the numbers that callers have
/// seen, and what makes calls quick. One thread at a time.
class SessionState : public std::enable_shared_from_this<SessionState> {
  public:
    explicit SessionState(const SessionOptions& options);

    // session_instruments.cpp
    Expected<bool> registerInstr(Instrument instrument);
    SessionInstrument* instrumentNamed(std::string_view name) const;
    Expected<SessionInstrument*> needInstrument(std::string_view name) const;
    Expected<int> instrumentNumber(SessionInstrument& instrument, int priority);
    Expected<int> commitInstrument(std::string_view name, int priority);
    Expected<void> includeFile(const std::string& path);
    Expected<void> addGlobalCode(const std::string& code, bool unique);
    Expected<void> setCsoundOptions(const std::vector<std::string>& options);

    // session_events.cpp
    Expected<EventHandle> sched(std::string_view instrument, const EventOptions& options);
    const ScoreEvent* eventOf(const EventHandle& handle) const;
    Expected<const ScoreEvent*> needEvent(const EventHandle& handle) const;
    Expected<void> unsched(EventId id, double time);
    Expected<void> unschedByP1(double p1, double time);
    double p1Of(const ScoreEvent& event) const;
    std::vector<const ScoreEvent*> eventsByP1(double p1) const;
    const SessionInstrument& instrumentOf(const ScoreEvent& event) const;
    EventHandle handleOf(const ScoreEvent& event) {
        return EventHandle(weak_from_this(), event.id);
    }
    Expected<void> setSeed(const EventHandle& handle, std::uint64_t seed);
    std::optional<SessionEvent> eventValue(const EventHandle& handle) const;

    // session_automation.cpp
    Expected<void> automate(const EventHandle& handle, std::string_view parameter,
                            std::span<const double> pairs, const AutomationOptions& options,
                            bool delayIsScoreTime);
    Expected<void> set(const EventHandle& handle, std::string_view parameter, double value,
                       double delay);
    Expected<void> automate(const BusHandle& handle, std::span<const double> pairs,
                            const AutomationOptions& options);
    Expected<void> set(const BusHandle& handle, double value, double time);

    // session_buses.cpp
    Expected<BusHandle> assignBus(const BusOptions& options);
    const Bus* busOf(const BusHandle& handle) const;
    int numberOf(const BusHandle& handle) const;
    Expected<void> release(const BusHandle& handle);

    // session_tables.cpp
    Expected<TableHandle> makeTable(std::vector<double> data, const TableOptions& options);
    Expected<void> freeTable(const TableHandle& handle, double delay);
    Expected<TableHandle> readSoundfile(const std::string& path, const SoundfileOptions& options);
    /// What a path means: `?` asks the host, the rest is made absolute and must be there.
    Expected<std::string> findSoundFile(const std::string& path) const;
    const Table* tableOf(const TableHandle& handle) const;
    const SoundSource* soundOf(const TableHandle& handle) const;
    int numberOf(const TableHandle& handle) const;
    struct SoundShape {
        std::size_t frames = 0;
        int channels = 0;
        double sampleRate = 0;
    };
    SoundShape shapeOf(const TableHandle& handle) const;
    Expected<std::vector<double>> dataOf(const TableHandle& handle) const;
    Expected<TableHandle> tableWithNumber(int number) const;
    std::map<std::string, TableHandle> soundfileRegistry();
    Expected<int> strSet(const std::string& text, std::optional<int> index);
    Expected<void> initChannel(const std::string& name, std::optional<Channel::Value> value,
                               std::optional<Channel::Kind> kind);
    Expected<void> setChannel(const std::string& name, Channel::Value value, double delay);

    // session_sounds.cpp
    Expected<EventHandle> playSample(const SampleSource& source, const SampleOptions& options);

    // session_partials.cpp
    Expected<EventHandle> playPartials(const PartialsSource& source,
                                       const PartialsOptions& options);

    // session_rendering.cpp
    std::pair<double, double> scoreTimeRange() const;
    double renderDuration() const;
    Expected<void> setEndMarker(double time);
    SessionJob render(const std::string& outputFile, const RenderOptions& options);
    Expected<Diagnostics> renderBlocks(const BlockCallback& block, const RenderOptions& options);
    SessionJob start(RenderSpec spec, const RenderOptions& options, bool writeFile);
    ExpectedAll<CsdDocument> compiled(const RenderSpec& spec) const;

    Project project;
    std::shared_ptr<Host> host;
    int dynamicArgsPerInstrument = 16;
    Diagnostics warnings;
    std::vector<SessionJob> jobs;

  private:
    friend class EventHandle;
    friend class BusHandle;
    friend class TableHandle;

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    /// How a bus is used: it is free when it was used, or released, and nobody uses it any more.
    struct BusCount {
        int number = 0;
        int events = 0; ///< that were given the bus and play
        bool wasUsed = false;
        bool isReleased = false;
    };

    double nextOrder() { return static_cast<double>(++m_lastOrder); }
    FixedNumbers fixedNumbers() const;
    void forgetNumbers() {
        m_numbering.reset();
        m_busUse.reset();
        m_isAroundRead = false;
    }
    Expected<void> checkCodeNumbers(std::string_view code, const std::string& where) const;
    Expected<std::string> readInclude(const std::string& path);
    Expected<void> addArguments(ScoreEvent& event, const SessionInstrument& instrument,
                                const EventOptions& options) const;
    Expected<void> addArgument(ScoreEvent& event, const SessionInstrument& instrument,
                               const Parameter& parameter, const SessionValue& value) const;
    Place placeOf(const SessionInstrument& instrument, const EventOptions& options) const;
    BusUse& busUse();
    void useBuses(const ScoreEvent& event);
    void giveBusesBack(EventId event);
    void freeUnusedBuses();
    bool isGone(const BusCount& use, const Bus& bus) const;
    Expected<const Parameter*> dynamicParameter(const ScoreEvent& event,
                                                std::string_view name) const;
    Expected<Automation> makeAutomation(std::span<const double> pairs,
                                        const AutomationOptions& options, double offset) const;
    int freeTableNumber();
    Expected<TableHandle> sampleTable(const SampleSource& source);
    Expected<PartialSet> partialsOf(const PartialsSource& source);
    Expected<EventHandle> schedOurs(Instrument instrument, EventOptions options);
    void warnOfChannels(int first, int count, const EventHandle& event);
    SessionEvent valueOf(const ScoreEvent& event) const;

    std::unordered_map<std::string, std::unique_ptr<SessionInstrument>, TextHash, std::equal_to<>>
        m_instruments;
    std::unordered_map<InstrumentId, SessionInstrument*> m_instrumentsById;
    std::unique_ptr<InstrumentNumbers> m_numbering; ///< null: to be made anew when asked
    AssetFacts m_includes;                          ///< the included files alone
    std::unordered_map<BusId, BusCount> m_buses;
    std::map<std::pair<Bus::Kind, int>, BusId> m_busesByNumber;
    struct UsedBuses {
        std::set<BusId> buses;
        bool canBeAny = false;
    };
    std::unordered_map<EventId, UsedBuses> m_busesOfEvents; ///< those with any that play
    int m_eventsOfAnyBus = 0; ///< that play and may use whatever bus there is
    mutable Reading m_reading;
    bool m_isAroundRead = false;              ///< the reading knows the code around instruments
    mutable std::unique_ptr<BusUse> m_busUse; ///< null: buses or code have changed
    std::unordered_map<TableId, int> m_tables;
    std::unordered_map<SoundSourceId, int> m_sounds;
    std::unordered_map<SoundSourceId, SoundShape> m_shapes; ///< of each, as it was read
    std::unordered_map<std::string, ChannelId> m_channels;
    std::unordered_map<std::string, int> m_strings;
    std::uint64_t m_lastOrder = 0;
    int m_lastTable = firstChosenTable - 1;
    int m_lastString = firstChosenString - 1;
};

} // namespace stria
