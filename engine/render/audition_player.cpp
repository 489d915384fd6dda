// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/audition_player.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace stria {

AuditionPlayer::AuditionPlayer(const RenderInput& input, RenderListener& listener)
    : m_input(input), m_listener(listener) {
    for (const RenderInput::InstrumentNumber& instrument : input.instruments)
        if (instrument.generated)
            m_generated.push_back(instrument.number);
}

void AuditionPlayer::takeLine(std::string_view line) {
    if (const auto problem = m_messages.read(line, m_csound->busyNote()))
        m_listener.onProblem(*problem);
    if (!CsoundMessages::isChatter(line))
        m_listener.onMessage(std::string(line));
}

bool AuditionPlayer::open() {
    m_ring = AuditionRing::open(m_input.stemPath);
    if (!m_ring)
        return false;
    Csound::Settings settings;
    settings.options = m_input.options;
    settings.plugins = m_input.needsPlugins;
    for (const RenderInput::InstrumentNumber& instrument : m_input.instruments)
        settings.highestInstrument = std::max(settings.highestInstrument, instrument.number);
    m_csound = std::make_unique<Csound>(settings, [this](std::string_view line) {
        if (m_csound)
            takeLine(line);
    });
    if (!compile(m_input.orchestra))
        return false;
    m_listener.onCompiled();
    if (!m_csound->start())
        return false;
    m_listener.onStarted();
    // What the score starts by itself (buses that are cleared, global code) runs as well.
    std::span<const double> values(m_input.noteValues);
    for (const std::uint32_t length : m_input.noteLengths) {
        m_csound->startEvent(values.first(length));
        values = values.subspan(length);
    }
    return true;
}

bool AuditionPlayer::compile(const std::string& text) {
    m_messages = {};
    if (m_csound->compile(text))
        return true;
    m_listener.onProblem(m_messages.compileError());
    return false;
}

void AuditionPlayer::startEvent(std::span<const double> pfields) {
    std::vector<double> fields(pfields.begin(), pfields.end());
    if (fields.size() < 3)
        return;
    fields[1] = m_csound->time();
    m_ring->setSounding(true);
    m_csound->startEvent(fields);
    m_started.push_back(fields[0]);
    m_sounding = true;
}

void AuditionPlayer::setField(double p1, int field, double value) {
    m_csound->setField(p1, field, value);
}

void AuditionPlayer::stop(double p1) {
    for (const double started : m_started)
        if (p1 == 0 || p1 == started)
            m_csound->stopEvent(started);
    std::erase_if(m_started, [p1](double started) { return p1 == 0 || p1 == started; });
}

PlayingNote AuditionPlayer::busyNote() const noexcept {
    return m_csound ? m_csound->busyNote() : PlayingNote{};
}

bool AuditionPlayer::playCycle() {
    const auto ksmps = static_cast<std::uint32_t>(m_csound->ksmps());
    if (m_ring->space() < ksmps) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return true;
    }
    if (m_csound->perform() != Csound::Cycle::Played)
        return false;
    m_ring->write(m_csound->output());
    m_sounding = m_csound->isPlayingOtherThan(m_generated);
    m_ring->setSounding(m_sounding);
    if (!m_sounding)
        m_started.clear();
    return true;
}

} // namespace stria
