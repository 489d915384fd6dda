// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace stria {

/// How loud a whole sound is (EBU R 128). A score knows no loudspeakers, so each channel counts the
/// same.
struct Loudness {
    double integrated = 0; ///< LUFS; -infinity where nothing of 0.4 s is louder than -70
    double range = 0;      ///< LU
    double truePeak = 0;   ///< the largest size between samples too; 1 is full scale

    bool operator==(const Loudness&) const = default;
};

/// The same sound played with another gain.
Loudness amplified(Loudness loudness, double gain);

/// Measures loudness while a sound goes by. What is no number counts as silence.
class SoundMeter {
  public:
    /// Stria was built with libebur128; otherwise measured() is always empty.
    static bool isAvailable();

    SoundMeter(int channels, double sampleRate);
    ~SoundMeter();
    SoundMeter(const SoundMeter&) = delete;
    SoundMeter& operator=(const SoundMeter&) = delete;

    /// Interleaved frames.
    void add(std::span<const double> samples);
    std::optional<Loudness> measured() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
    std::vector<double> m_finite;
};

} // namespace stria
