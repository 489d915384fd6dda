// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/sound_meter.h"

#include <algorithm>
#include <cmath>
#ifdef STRIA_HAS_EBUR128
#include <ebur128.h>
#endif

namespace stria {

Loudness amplified(Loudness loudness, double gain) {
    loudness.integrated += 20 * std::log10(gain);
    loudness.truePeak *= gain;
    return loudness;
}

#ifdef STRIA_HAS_EBUR128

struct SoundMeter::State {
    ebur128_state* ebur128 = nullptr;
    unsigned channels = 0;

    ~State() {
        if (ebur128 != nullptr)
            ebur128_destroy(&ebur128);
    }
};

bool SoundMeter::isAvailable() {
    return true;
}

SoundMeter::SoundMeter(int channels, double sampleRate) : m_state(std::make_unique<State>()) {
    m_state->channels = static_cast<unsigned>(channels);
    m_state->ebur128 =
        ebur128_init(m_state->channels, static_cast<unsigned long>(std::lround(sampleRate)),
                     EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK);
    for (unsigned channel = 0; m_state->ebur128 && channel < m_state->channels; ++channel)
        ebur128_set_channel(m_state->ebur128, channel, EBUR128_LEFT);
}

void SoundMeter::add(std::span<const double> samples) {
    if (!m_state->ebur128)
        return;
    const bool finite =
        std::all_of(samples.begin(), samples.end(), [](double x) { return std::isfinite(x); });
    if (!finite) {
        m_finite.assign(samples.begin(), samples.end());
        std::replace_if(
            m_finite.begin(), m_finite.end(), [](double x) { return !std::isfinite(x); }, 0.0);
        samples = m_finite;
    }
    ebur128_add_frames_double(m_state->ebur128, samples.data(), samples.size() / m_state->channels);
}

std::optional<Loudness> SoundMeter::measured() const {
    if (!m_state->ebur128)
        return std::nullopt;
    Loudness loudness;
    ebur128_loudness_global(m_state->ebur128, &loudness.integrated);
    ebur128_loudness_range(m_state->ebur128, &loudness.range);
    for (unsigned channel = 0; channel < m_state->channels; ++channel) {
        double peak = 0;
        ebur128_true_peak(m_state->ebur128, channel, &peak);
        loudness.truePeak = std::max(loudness.truePeak, peak);
    }
    return loudness;
}

#else

struct SoundMeter::State {};

bool SoundMeter::isAvailable() {
    return false;
}

SoundMeter::SoundMeter(int, double) {}

void SoundMeter::add(std::span<const double>) {}

std::optional<Loudness> SoundMeter::measured() const {
    return std::nullopt;
}

#endif

SoundMeter::~SoundMeter() = default;

} // namespace stria
