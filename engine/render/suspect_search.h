// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>

#include "engine/render/renderer.h"

namespace stria {

/// Looks for the events behind a sample that is not a number and one that is too loud, by second
/// renders that run beside the first one.
class SuspectSearch {
  public:
    /// `input` must outlive this. `inWorker`: each search has a worker of its own; else they run on
    /// threads of this process.
    SuspectSearch(const RenderInput& input, bool inWorker) : m_input(input), m_inWorker(inWorker) {}
    ~SuspectSearch();
    SuspectSearch(const SuspectSearch&) = delete;
    SuspectSearch& operator=(const SuspectSearch&) = delete;

    enum Kind { NotFinite, Loud };
    /// `suspect.frame` counts from score time 0.
    void start(Kind kind, const RenderInput::Suspect& suspect);
    /// Waits until the time given at most, and only as long as `stop` does not say so; nothing is
    /// known when it was too short.
    PlayingNote result(Kind kind, std::chrono::steady_clock::time_point until,
                       const std::function<bool()>& stop);

  private:
    struct Search {
        std::thread thread;
        std::atomic<bool> stop{false};
        std::atomic<bool> done{false};
        PlayingNote culprit;
    };
    const RenderInput& m_input;
    const bool m_inWorker;
    Search m_searches[2]; // NOLINT(modernize-avoid-c-arrays)
};

} // namespace stria
