// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/null_output.h"

#include <chrono>
#include <utility>
#include <vector>

namespace stria {

NullOutput::~NullOutput() {
    stop();
}

Expected<void> NullOutput::start(double sampleRate, int channels, Source source) {
    stop();
    m_running = true;
    m_thread = std::thread([this, sampleRate, channels, source = std::move(source)] {
        run(sampleRate, channels, source);
    });
    return {};
}

void NullOutput::stop() {
    m_running = false;
    if (m_thread.joinable())
        m_thread.join();
}

void NullOutput::run(double sampleRate, int channels, const Source& source) {
    constexpr std::uint32_t frames = 256;
    std::vector<float> samples(std::size_t{frames} * static_cast<std::size_t>(channels));
    const auto block = std::chrono::duration<double>(frames / sampleRate);
    auto next = std::chrono::steady_clock::now();
    while (m_running) {
        source(samples.data(), frames);
        if (m_listener)
            m_listener(samples);
        next += std::chrono::duration_cast<std::chrono::steady_clock::duration>(block);
        std::this_thread::sleep_until(next);
    }
}

} // namespace stria
