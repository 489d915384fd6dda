// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/player.h"

#include <utility>

#include "ui/transport/tone_voice.h"

namespace stria {

Player::Player(PlaybackThread::OutputFactory makeOutput, QObject* parent)
    : QObject(parent), m_thread(std::move(makeOutput)) {
    m_timer.setInterval(33);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Player::look);
}

void Player::play(PlayableSound sound, double from, std::optional<PlayingVoice::Loop> loop) {
    stop();
    m_position = from;
    m_loop = loop;
    m_voice = std::make_shared<PlayingVoice>(std::move(sound), from, loop);
    m_voice->setGain(static_cast<float>(m_gain));
    m_thread.setVoice(m_voice, std::exchange(m_leaving, nullptr));
    m_timer.start();
    setState(State::Waiting);
    emit positionChanged(m_position);
}

void Player::setNext(std::optional<PlayableSound> next) {
    if (!m_voice)
        return;
    if (next && !m_voice->canFollow(*next)) {
        play(std::move(*next), m_voice->positionNow(m_device.latencyFrames), m_loop);
        return;
    }
    m_voice->setNext(std::move(next));
}

void Player::setLoop(std::optional<PlayingVoice::Loop> loop) {
    m_loop = loop;
    if (m_voice)
        m_voice->setLoop(loop);
}

void Player::setGain(double gain) {
    m_gain = gain;
    if (m_voice)
        m_voice->setGain(static_cast<float>(gain));
}

void Player::stop() {
    if (!m_voice)
        return;
    look();
    if (!m_voice)
        return;
    m_voice->fadeOut();
    m_leaving = std::exchange(m_voice, nullptr);
    m_timer.stop();
    setState(State::Stopped);
    emit levelsChanged({});
}

void Player::look() {
    lookAtDevice();
    if (!m_voice)
        return;
    m_position = m_voice->positionNow(m_device.latencyFrames);
    if (const auto problem = m_voice->takeProblem())
        emit failed(*problem);
    if (!m_voice)
        return; // whoever was told has stopped it
    std::vector<float> peaks(m_voice->channels());
    for (std::size_t channel = 0; channel < peaks.size(); ++channel)
        peaks[channel] = m_voice->takePeak(channel);
    const bool ended = m_voice->hasEnded();
    if (!ended)
        setState(m_voice->isStarved() ? State::Waiting : State::Playing);
    emit positionChanged(m_position);
    emit levelsChanged(peaks);
    if (!ended || !m_voice)
        return;
    m_voice.reset();
    m_thread.setVoice(nullptr);
    m_timer.stop();
    setState(State::Stopped);
    emit levelsChanged({});
    emit finished();
}

void Player::lookAtDevice() {
    PlaybackThread::Device device = m_thread.device();
    if (device == m_device)
        return;
    m_device = std::move(device);
    emit deviceChanged();
}

void Player::playTone(double sampleRate) {
    stop();
    m_thread.setVoice(std::make_shared<ToneVoice>(sampleRate));
}

void Player::setState(State state) {
    if (state == m_state)
        return;
    m_state = state;
    emit stateChanged(state);
}

} // namespace stria
