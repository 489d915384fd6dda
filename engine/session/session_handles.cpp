// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/session_state.h"

namespace stria {

namespace {

tl::unexpected<Diagnostic> noSession(const char* what) {
    return failure(ErrorCode::InvalidArgument,
                   std::string(what) + " belongs to a session that is gone.");
}

} // namespace

bool EventHandle::isValid() const {
    const auto session = m_session.lock();
    return session && session->eventOf(*this);
}

std::optional<ScoreEvent> EventHandle::value() const {
    const auto session = m_session.lock();
    const ScoreEvent* event = session ? session->eventOf(*this) : nullptr;
    return event ? std::optional(*event) : std::nullopt;
}

double EventHandle::p1() const {
    const auto session = m_session.lock();
    const ScoreEvent* event = session ? session->eventOf(*this) : nullptr;
    return event ? session->p1Of(*event) : 0;
}

std::string EventHandle::instrument() const {
    const auto session = m_session.lock();
    const ScoreEvent* event = session ? session->eventOf(*this) : nullptr;
    return event ? session->instrumentOf(*event).name : std::string();
}

std::string EventHandle::name() const {
    return value().value_or(ScoreEvent{}).name;
}
double EventHandle::start() const {
    const auto event = value();
    return event ? event->start : 0;
}
double EventHandle::duration() const {
    const auto event = value();
    return event ? event->duration : 0;
}
double EventHandle::end() const {
    const auto event = value();
    return event ? event->end() : 0;
}
int EventHandle::priority() const {
    const auto event = value();
    return event ? event->priority : 0;
}

Expected<void> EventHandle::set(std::string_view parameter, double value, double delay) const {
    const auto session = m_session.lock();
    return session ? session->set(*this, parameter, value, delay) : noSession("The event");
}

Expected<void> EventHandle::automate(std::string_view parameter, std::span<const double> pairs,
                                     const AutomationOptions& options) const {
    const auto session = m_session.lock();
    return session ? session->automate(*this, parameter, pairs, options, false)
                   : noSession("The event");
}

Expected<void> EventHandle::automate(std::string_view parameter,
                                     std::initializer_list<double> pairs,
                                     const AutomationOptions& options) const {
    return automate(parameter, std::span(pairs.begin(), pairs.size()), options);
}

Expected<void> EventHandle::stop(double time) const {
    const auto session = m_session.lock();
    return session ? session->unsched(m_id, time) : noSession("The event");
}

Expected<void> EventHandle::setSeed(std::uint64_t seed) const {
    const auto session = m_session.lock();
    return session ? session->setSeed(*this, seed) : noSession("The event");
}

std::vector<std::string> EventHandle::dynamicParams() const {
    std::vector<std::string> names;
    const auto session = m_session.lock();
    const ScoreEvent* event = session ? session->eventOf(*this) : nullptr;
    if (event)
        for (const Parameter& parameter : session->instrumentOf(*event).parameters.parameters)
            if (parameter.isDynamic())
                names.push_back(parameter.name);
    return names;
}

bool BusHandle::isValid() const {
    const auto session = m_session.lock();
    return session && session->busOf(*this);
}

int BusHandle::number() const {
    const auto session = m_session.lock();
    return session ? session->numberOf(*this) : 0;
}

Bus::Kind BusHandle::kind() const {
    return value().value_or(Bus{}).kind;
}

std::optional<Bus> BusHandle::value() const {
    const auto session = m_session.lock();
    const Bus* bus = session ? session->busOf(*this) : nullptr;
    return bus ? std::optional(*bus) : std::nullopt;
}

Expected<void> BusHandle::set(double value, double time) const {
    const auto session = m_session.lock();
    return session ? session->set(*this, value, time) : noSession("The bus");
}

Expected<void> BusHandle::automate(std::span<const double> pairs,
                                   const AutomationOptions& options) const {
    const auto session = m_session.lock();
    return session ? session->automate(*this, pairs, options) : noSession("The bus");
}

Expected<void> BusHandle::automate(std::initializer_list<double> pairs,
                                   const AutomationOptions& options) const {
    return automate(std::span(pairs.begin(), pairs.size()), options);
}

Expected<void> BusHandle::release() const {
    const auto session = m_session.lock();
    return session ? session->release(*this) : noSession("The bus");
}

bool TableHandle::isValid() const {
    return number() != 0;
}

int TableHandle::number() const {
    const auto session = m_session.lock();
    return session ? session->numberOf(*this) : 0;
}

std::size_t TableHandle::frames() const {
    const auto session = m_session.lock();
    return session ? session->shapeOf(*this).frames : 0;
}

int TableHandle::channels() const {
    const auto session = m_session.lock();
    return session ? session->shapeOf(*this).channels : 0;
}

std::size_t TableHandle::size() const {
    return frames() * static_cast<std::size_t>(channels());
}

double TableHandle::sampleRate() const {
    const auto session = m_session.lock();
    return session ? session->shapeOf(*this).sampleRate : 0;
}

double TableHandle::duration() const {
    const double rate = sampleRate();
    return rate > 0 ? static_cast<double>(frames()) / rate : 0;
}

std::string TableHandle::path() const {
    const auto session = m_session.lock();
    const SoundSource* sound = session ? session->soundOf(*this) : nullptr;
    return sound ? sound->path : std::string();
}

Expected<std::vector<double>> TableHandle::data() const {
    const auto session = m_session.lock();
    if (!session)
        return noSession("The table");
    return session->dataOf(*this);
}

} // namespace stria
