// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/export_plan.h"

#include <QDateTime>
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/model/event_tracks.h"
#include "engine/reading/bus_use.h"
#include "engine/render/file_names.h"

namespace stria {
namespace {

/// The events of one file, and what its name can tell of them.
struct Stem {
    std::vector<EventId> events;
    std::string track;
    std::string event;
    std::string instrument;
    EventBuses buses;

    bool hasNoWords() const { return track.empty() && event.empty() && instrument.empty(); }
};

/// A word that is the same for all events of a stem, or nothing.
void join(std::string& word, const std::string& other, bool isFirst) {
    if (isFirst)
        word = other;
    else if (word != other)
        word.clear();
}

class Planner {
  public:
    Planner(const Project& project, const RenderSpec& spec, const IncludedTexts& includes)
        : m_project(project), m_spec(spec), m_tracks(project), m_reading(project, includes),
          m_buses(project, m_reading) {
        if (!spec.onlyEvents.empty())
            m_chosen = withEffects(project, m_buses, spec.onlyEvents, spec.startTime);
        m_only = m_chosen.events;
        m_wanted = spec.onlyEvents;
        std::sort(m_only.begin(), m_only.end());
        std::sort(m_wanted.begin(), m_wanted.end());
    }

    /// Where the sound of chosen events ends when nothing else says so; 0: by itself.
    double end() const {
        if (m_spec.endTime > 0 || !m_chosen.hasEffects)
            return m_spec.endTime;
        const double end = m_chosen.end + tailOfEffects;
        const bool goesOn = std::any_of(m_only.begin(), m_only.end(), [&](const EventId& id) {
            const ScoreEvent* event = m_project.find(id);
            return event && event->end() > end;
        });
        return goesOn ? end : 0;
    }

    Expected<std::vector<Stem>> stems() {
        if (m_spec.stems == RenderSpec::Stems::None)
            return std::vector<Stem>{wholeScore()};
        std::map<Key, Stem> found; // in the order of what they are of
        Helpers helpers;
        collect(found, helpers, true);
        if (found.empty() && !helpers.empty()) {
            helpers.clear();
            collect(found, helpers, false);
        }
        if (found.size() > mostFilesOfAnExport)
            return failure(ErrorCode::InvalidArgument,
                           "That makes more than " + std::to_string(mostFilesOfAnExport) +
                               " files. Choose fewer events, or a file for each track.");
        if (found.empty())
            return failure(ErrorCode::NothingToRender,
                           "There is nothing to export: no event plays in this stretch.");
        for (auto& [key, stem] : found)
            addHelpers(stem, helpers);
        std::vector<Stem> stems;
        for (auto& [key, stem] : found)
            stems.push_back(std::move(stem));
        return stems;
    }

  private:
    /// Sorts tracks before what lies on none, and each kind in its order.
    using Key = std::tuple<bool, double, std::uint64_t>;
    /// Events that work for others: effects, which read audio buses, and what moves parameters over
    /// control buses. By what they do with buses.
    using Helpers = std::map<EventBuses, std::vector<EventId>>;

    void collect(std::map<Key, Stem>& found, Helpers& helpers, bool effectsHelp) {
        m_project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            if (!isHeard(event) || found.size() > mostFilesOfAnExport)
                return;
            EventBuses buses = m_buses.of(event);
            const bool helps = std::any_of(buses.read.begin(), buses.read.end(),
                                           [this](BusId bus) { return m_buses.isAudio(bus); }) ||
                               std::any_of(buses.written.begin(), buses.written.end(),
                                           [this](BusId bus) { return !m_buses.isAudio(bus); });
            if (effectsHelp ? helps : !isWanted(event.id)) {
                helpers[std::move(buses)].push_back(event.id);
                return;
            }
            Stem& stem = found[keyOf(event)];
            add(stem, event);
            stem.buses.add(buses);
        });
    }

    /// Those that the stem's sound goes through or is moved by, and those that help them.
    void addHelpers(Stem& stem, const Helpers& helpers) const {
        std::set<const Helpers::value_type*> added;
        for (bool grows = true; grows;) {
            grows = false;
            for (const Helpers::value_type& helper : helpers) {
                const auto& [buses, events] = helper;
                if (added.contains(&helper) || !m_buses.belongsTo(stem.buses, buses))
                    continue;
                added.insert(&helper);
                stem.events.insert(stem.events.end(), events.begin(), events.end());
                stem.buses.add(buses);
                grows = true;
            }
        }
    }

    /// Not for the sake of others alone.
    bool isWanted(EventId event) const {
        return m_wanted.empty() || std::binary_search(m_wanted.begin(), m_wanted.end(), event);
    }

    /// As the compiler chooses, but for releases of what ended before the stretch: they may sound.
    bool isHeard(const ScoreEvent& event) const {
        const bool isChosen = m_only.empty()
                                  ? !m_tracks.isSilent(event)
                                  : std::binary_search(m_only.begin(), m_only.end(), event.id);
        if (!event.plays() || !isChosen)
            return false;
        if (m_spec.endTime > 0 && event.start >= m_spec.endTime + m_spec.tail)
            return false;
        return m_spec.past == RenderSpec::PastSound::Exact || event.end() > m_spec.startTime;
    }

    Key keyOf(const ScoreEvent& event) const {
        if (m_spec.stems == RenderSpec::Stems::Events)
            return {false, event.start, event.id.bits};
        const Track* track =
            m_spec.stems == RenderSpec::Stems::Tracks ? m_tracks.trackOf(event) : nullptr;
        if (track)
            return {false, track->order, track->id.bits};
        const Instrument* instrument = m_project.find(event.instrument);
        return {true, instrument ? instrument->order : 0, event.instrument.bits};
    }

    void add(Stem& stem, const ScoreEvent& event) const {
        const Instrument* instrument = m_project.find(event.instrument);
        const std::string name = instrument ? instrument->name : std::string();
        const Track* track = m_tracks.trackOf(event);
        const bool isFirst = stem.events.empty();
        join(stem.instrument, name, isFirst);
        join(stem.track, track && !track->name.empty() ? track->name : name, isFirst);
        join(stem.event, event.name.empty() ? name : event.name, isFirst);
        stem.events.push_back(event.id);
    }

    /// Which events play is the render's business here; they only lend their words to the name.
    Stem wholeScore() const {
        Stem stem;
        for (const EventId& id : m_spec.onlyEvents) {
            if (const ScoreEvent* event = m_project.find(id))
                add(stem, *event);
            if (!stem.events.empty() && stem.hasNoWords())
                break;
        }
        stem.events = m_chosen.events;
        return stem;
    }

    const Project& m_project;
    const RenderSpec& m_spec;
    const EventTracks m_tracks;
    Reading m_reading;
    BusUse m_buses;
    ChosenEvents m_chosen;
    std::vector<EventId> m_only;   ///< with effects, sorted
    std::vector<EventId> m_wanted; ///< those that were chosen, sorted
};

std::string numbered(std::size_t number, std::size_t of) {
    const std::string text = std::to_string(number);
    const std::size_t width = std::max<std::size_t>(2, std::to_string(of).size());
    return std::string(width - std::min(width, text.size()), '0') + text;
}

} // namespace

ExportNames exportNamesNow(const std::string& project) {
    const QDateTime now = QDateTime::currentDateTime();
    return {project, now.date().toString(Qt::ISODate).toStdString(),
            now.time().toString(QStringLiteral("HH-mm")).toStdString()};
}

Expected<std::vector<RenderSpec>> planExport(const Project& project, const RenderSpec& spec,
                                             const ExportNames& names,
                                             const IncludedTexts& includes) {
    const std::size_t slash = spec.outputFile.find_last_of('/') + 1; // 0 where there is none
    const std::string folder = spec.outputFile.substr(0, slash);
    const std::string last = spec.outputFile.substr(slash);
    const std::size_t dot = last.rfind('.');
    const std::string ending = dot == std::string::npos || last.find('}', dot) != std::string::npos
                                   ? ""
                                   : last.substr(dot);
    const Expected<NamePattern> pattern =
        NamePattern::read(last.substr(0, last.size() - ending.size()));
    if (!pattern)
        return tl::make_unexpected(pattern.error());
    Planner planner(project, spec, includes);
    const Expected<std::vector<Stem>> stems = planner.stems();
    if (!stems)
        return tl::make_unexpected(stems.error());

    std::vector<std::string> files;
    for (std::size_t i = 0; i < stems->size(); ++i) {
        const Stem& stem = (*stems)[i];
        const std::map<std::string, std::string> values{
            {"project", names.project},
            {"title", project.settings().title},
            {"track", stem.track},
            {"event", stem.event},
            {"instrument", stem.instrument},
            {"number", spec.stems != RenderSpec::Stems::None ? numbered(i + 1, stems->size()) : ""},
            {"date", names.date},
            {"time", names.time}};
        files.push_back(
            pattern->name([&values](const std::string& word) { return values.at(word); }));
    }
    makeUnique(files);

    std::vector<RenderSpec> specs;
    for (std::size_t i = 0; i < files.size(); ++i) {
        RenderSpec one = spec;
        one.stems = RenderSpec::Stems::None;
        one.outputFile = folder + files[i] + ending;
        one.onlyEvents = (*stems)[i].events;
        one.endTime = planner.end();
        specs.push_back(std::move(one));
    }
    return specs;
}

} // namespace stria
