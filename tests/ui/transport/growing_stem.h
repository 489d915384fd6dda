// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <atomic>
#include <fstream>
#include <functional>
#include <memory>
#include <vector>

#include "ui/transport/playable_sound.h"

namespace stria::test {

inline std::vector<double> samplesOf(std::size_t frames,
                                     const std::function<double(std::size_t)>& value) {
    std::vector<double> samples;
    for (std::size_t i = 0; i < frames; ++i)
        samples.push_back(value(i));
    return samples;
}

/// A stem file that grows as a render would let it.
class GrowingStem {
  public:
    explicit GrowingStem(int channels, double sampleRate = 8000)
        : m_channels(channels), m_rate(sampleRate) {}

    void append(const std::vector<double>& samples) {
        std::ofstream file(path(), std::ios::binary | std::ios::app);
        file.write(reinterpret_cast<const char*>(samples.data()),
                   static_cast<std::streamsize>(samples.size() * sizeof(double)));
        file.close();
        *m_valid += samples.size() / static_cast<std::size_t>(m_channels);
    }
    void complete() { *m_complete = true; }
    void fail() {
        *m_failed = true;
        *m_complete = true;
    }
    PlayableSound sound(double startTime = 0) const {
        return {{path(), m_channels, m_rate},
                startTime,
                [valid = m_valid] { return valid->load(); },
                [complete = m_complete] { return complete->load(); },
                [failed = m_failed] { return failed->load(); }};
    }
    std::string path() const { return m_folder.filePath("stem").toStdString(); }

  private:
    int m_channels;
    double m_rate;
    QTemporaryDir m_folder;
    std::shared_ptr<std::atomic<std::uint64_t>> m_valid =
        std::make_shared<std::atomic<std::uint64_t>>(0);
    std::shared_ptr<std::atomic<bool>> m_complete = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> m_failed = std::make_shared<std::atomic<bool>>(false);
};

} // namespace stria::test
