// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/offline_session.h"

#include "engine/compile/csd_writer.h"
#include "engine/model/checks.h"
#include "engine/session/session_state.h"
#include "engine/storage/project_file.h"

namespace stria {

OfflineSession::OfflineSession()
    : OfflineSession(std::make_shared<SessionState>(SessionOptions{})) {}
OfflineSession::OfflineSession(std::shared_ptr<SessionState> state) : m_state(std::move(state)) {}
OfflineSession::OfflineSession(OfflineSession&&) noexcept = default;
OfflineSession& OfflineSession::operator=(OfflineSession&&) noexcept = default;
OfflineSession::~OfflineSession() = default;

Expected<OfflineSession> OfflineSession::create(const SessionOptions& options) {
    auto state = std::make_shared<SessionState>(options);
    if (auto checked = checks::settings(state->project.settings()); !checked)
        return tl::make_unexpected(checked.error());
    return OfflineSession(std::move(state));
}

double OfflineSession::sampleRate() const {
    return project().settings().sampleRate;
}
int OfflineSession::channels() const {
    return project().settings().channels;
}
int OfflineSession::ksmps() const {
    return project().settings().ksmps;
}
double OfflineSession::a4() const {
    return project().settings().a4;
}
int OfflineSession::numPriorities() const {
    return project().settings().priorities;
}
int OfflineSession::controlArgsPerInstrument() const {
    return m_state->dynamicArgsPerInstrument;
}
bool OfflineSession::hasBusSupport() const {
    return project().settings().audioBusLimit > 0 || project().settings().controlBusLimit > 0;
}
const Project& OfflineSession::project() const {
    return m_state->project;
}
Expected<void> OfflineSession::save(const std::string& path) const {
    return saveProject(m_state->project, path);
}
Diagnostics OfflineSession::takeWarnings() {
    return std::exchange(m_state->warnings, {});
}

Expected<bool> OfflineSession::defInstr(std::string name, std::string body,
                                        const InstrumentOptions& options) {
    Instrument instrument;
    instrument.name = std::move(name);
    instrument.body = std::move(body);
    instrument.args = options.args;
    instrument.init = options.init;
    instrument.doc = options.doc;
    instrument.includes = options.includes;
    instrument.aliases = options.aliases;
    instrument.hints = options.hints;
    instrument.colour = options.colour;
    return m_state->registerInstr(std::move(instrument));
}

Expected<bool> OfflineSession::registerInstr(Instrument instrument) {
    return m_state->registerInstr(std::move(instrument));
}

std::optional<Instrument> OfflineSession::getInstr(std::string_view name) const {
    const SessionInstrument* known = m_state->instrumentNamed(name);
    return known ? std::optional(*project().find(known->id)) : std::nullopt;
}

std::map<std::string, Instrument> OfflineSession::registeredInstrs() const {
    std::map<std::string, Instrument> all;
    for (const Instrument* instrument : project().inOrder<Instrument>())
        all.emplace(instrument->name, *instrument);
    return all;
}

Expected<int> OfflineSession::commitInstrument(std::string_view name, int priority) {
    return m_state->commitInstrument(name, priority);
}

Expected<EventHandle> OfflineSession::sched(std::string_view instrument,
                                            const EventOptions& options) {
    return m_state->sched(instrument, options);
}
Expected<EventHandle> OfflineSession::schedEvent(const SessionEvent& event) {
    return m_state->sched(event.instrument, event.options);
}
Expected<void> OfflineSession::unsched(const EventHandle& event, double time) {
    return m_state->unsched(event.id(), time);
}
Expected<void> OfflineSession::unsched(EventId id, double time) {
    return m_state->unsched(id, time);
}
Expected<void> OfflineSession::unsched(double p1, double time) {
    return m_state->unschedByP1(p1, time);
}

Expected<void> OfflineSession::automate(const EventHandle& event, std::string_view parameter,
                                        std::span<const double> pairs,
                                        const AutomationOptions& options) {
    return m_state->automate(event, parameter, pairs, options, true);
}
Expected<void> OfflineSession::automate(const EventHandle& event, std::string_view parameter,
                                        std::initializer_list<double> pairs,
                                        const AutomationOptions& options) {
    return automate(event, parameter, std::span(pairs.begin(), pairs.size()), options);
}

std::map<EventId, EventHandle> OfflineSession::scheduledEvents() const {
    std::map<EventId, EventHandle> all;
    project().all<ScoreEvent>().forEach(
        [&](const ScoreEvent& event) { all.emplace(event.id, m_state->handleOf(event)); });
    return all;
}

std::optional<EventHandle> OfflineSession::getEventById(EventId id) const {
    const ScoreEvent* event = project().find(id);
    return event ? std::optional(m_state->handleOf(*event)) : std::nullopt;
}

std::vector<EventHandle> OfflineSession::getEventsByP1(double p1) const {
    std::vector<EventHandle> found;
    for (const ScoreEvent* event : m_state->eventsByP1(p1))
        found.push_back(m_state->handleOf(*event));
    return found;
}

std::optional<SessionEvent> OfflineSession::eventValue(const EventHandle& event) const {
    return m_state->eventValue(event);
}

Expected<BusHandle> OfflineSession::assignBus(const BusOptions& options) {
    return m_state->assignBus(options);
}

Expected<TableHandle> OfflineSession::makeTable(std::span<const double> data,
                                                const TableOptions& options) {
    return m_state->makeTable({data.begin(), data.end()}, options);
}

Expected<TableHandle> OfflineSession::makeTable(TableSize size, const TableOptions& options) {
    constexpr std::size_t mostNumbers = std::size_t{1} << 28;
    if (size.frames == 0 || size.channels < 1 ||
        size.frames > mostNumbers / static_cast<std::size_t>(size.channels))
        return failure(ErrorCode::InvalidArgument,
                       "The size of a table must be 1 to 268435456 numbers, not " +
                           std::to_string(size.frames) + " frames of " +
                           std::to_string(size.channels) + " channels.");
    TableOptions all = options;
    all.channels = size.channels;
    return m_state->makeTable(
        std::vector<double>(size.frames * static_cast<std::size_t>(size.channels)), all);
}

Expected<void> OfflineSession::freeTable(const TableHandle& table, double delay) {
    return m_state->freeTable(table, delay);
}
Expected<TableHandle> OfflineSession::readSoundfile(const std::string& path,
                                                    const SoundfileOptions& options) {
    return m_state->readSoundfile(path, options);
}
std::map<std::string, TableHandle> OfflineSession::soundfileRegistry() const {
    return m_state->soundfileRegistry();
}
Expected<EventHandle> OfflineSession::playSample(const SampleSource& source,
                                                 const SampleOptions& options) {
    return m_state->playSample(source, options);
}
Expected<EventHandle> OfflineSession::playPartials(const PartialsSource& source,
                                                   const PartialsOptions& options) {
    return m_state->playPartials(source, options);
}

Expected<int> OfflineSession::strSet(const std::string& text, std::optional<int> index) {
    return m_state->strSet(text, index);
}
Expected<void> OfflineSession::initChannel(const std::string& channel,
                                           std::optional<Channel::Value> value,
                                           std::optional<Channel::Kind> kind, std::string_view) {
    return m_state->initChannel(channel, std::move(value), kind);
}
Expected<void> OfflineSession::setChannel(const std::string& channel, Channel::Value value,
                                          double delay) {
    return m_state->setChannel(channel, std::move(value), delay);
}
Expected<void> OfflineSession::includeFile(const std::string& path) {
    return m_state->includeFile(path);
}
Expected<void> OfflineSession::addGlobalCode(const std::string& code, bool unique) {
    return m_state->addGlobalCode(code, unique);
}
Expected<void> OfflineSession::setCsoundOptions(const std::vector<std::string>& options) {
    return m_state->setCsoundOptions(options);
}

std::pair<double, double> OfflineSession::scoreTimeRange() const {
    return m_state->scoreTimeRange();
}
Expected<void> OfflineSession::setEndMarker(double time) {
    return m_state->setEndMarker(time);
}
double OfflineSession::renderDuration() const {
    return m_state->renderDuration();
}

SessionJob OfflineSession::render(const std::string& outputFile, const RenderOptions& options) {
    return m_state->render(outputFile, options);
}

Expected<Diagnostics> OfflineSession::renderToCallback(const BlockCallback& block,
                                                       const RenderOptions& options) {
    return m_state->renderBlocks(block, options);
}

Expected<RenderedSound> OfflineSession::renderToMemory(const RenderOptions& options) {
    RenderedSound sound;
    sound.sampleRate = options.sampleRate.value_or(sampleRate());
    sound.channels = channels();
    auto done = m_state->renderBlocks(
        [&](std::span<const double> samples, int) {
            sound.samples.insert(sound.samples.end(), samples.begin(), samples.end());
            return true;
        },
        options);
    if (!done)
        return tl::make_unexpected(done.error());
    sound.warnings = std::move(*done);
    return sound;
}

std::vector<SessionJob> OfflineSession::renderedJobs() const {
    return m_state->jobs;
}

std::optional<SessionJob> OfflineSession::lastRenderJob() const {
    return m_state->jobs.empty() ? std::nullopt : std::optional(m_state->jobs.back());
}

std::optional<std::string> OfflineSession::lastRenderedSoundfile() const {
    for (auto job = m_state->jobs.rbegin(); job != m_state->jobs.rend(); ++job)
        if (const std::string file = job->outputFile(); !file.empty())
            return file;
    return std::nullopt;
}

Expected<void> OfflineSession::writeCsd(const std::string& path) const {
    auto document = m_state->compiled({});
    if (!document)
        return tl::make_unexpected(document.error().front());
    return stria::writeCsd(*document, path);
}

Expected<std::string> OfflineSession::generateCsdString() const {
    auto document = m_state->compiled({});
    if (!document)
        return tl::make_unexpected(document.error().front());
    return csdText(*document);
}

} // namespace stria
