// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <mutex>
#include <span>
#include <vector>

namespace stria::test {

/// What an output has played so far; any thread.
class Recording {
  public:
    void add(std::span<const float> samples) {
        const std::scoped_lock lock(m_mutex);
        m_samples.insert(m_samples.end(), samples.begin(), samples.end());
    }
    /// One side, from the first frame that sounds to the last.
    std::vector<float> side(std::size_t offset) {
        const std::scoped_lock lock(m_mutex);
        std::vector<float> result;
        for (std::size_t i = offset; i < m_samples.size(); i += 2)
            result.push_back(m_samples[i]);
        const auto sounds = [](float sample) { return sample != 0; };
        result.erase(result.begin(), std::find_if(result.begin(), result.end(), sounds));
        result.erase(std::find_if(result.rbegin(), result.rend(), sounds).base(), result.end());
        return result;
    }

  private:
    std::mutex m_mutex;
    std::vector<float> m_samples;
};

} // namespace stria::test
