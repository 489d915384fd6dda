// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/suspect_search.h"

#include "engine/render/worker_render.h"

namespace stria {
namespace {

class QuietListener : public RenderListener {
  public:
    explicit QuietListener(const std::atomic<bool>& stop) : m_stop(stop) {}
    bool stopRequested() override { return m_stop.load(); }
    void onStarted() override {}
    void onMessage(const std::string&) override {}
    void onProblem(const CsoundProblem&) override {}
    void onProgress(std::uint64_t, double) override {}

  private:
    const std::atomic<bool>& m_stop;
};

} // namespace

SuspectSearch::~SuspectSearch() {
    for (Search& search : m_searches)
        if (search.thread.joinable()) {
            search.stop.store(true);
            search.thread.join();
        }
}

void SuspectSearch::start(Kind kind, const RenderInput::Suspect& suspect) {
    Search& search = m_searches[kind];
    if (search.thread.joinable())
        return;
    search.thread = std::thread([this, &search, kind, suspect] {
        RenderInput input = m_input;
        input.stemPath += kind == NotFinite ? ".notfinite" : ".loud";
        QuietListener listener(search.stop);
        search.culprit = m_inWorker ? findCulpritInWorker(input, suspect, listener)
                                    : Renderer(input, listener).findCulprit(suspect);
        search.done.store(true);
    });
}

PlayingNote SuspectSearch::result(Kind kind, std::chrono::steady_clock::time_point until,
                                  const std::function<bool()>& stop) {
    Search& search = m_searches[kind];
    if (!search.thread.joinable())
        return {};
    while (!search.done.load() && std::chrono::steady_clock::now() < until && !stop())
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (!search.done.load())
        search.stop.store(true);
    search.thread.join();
    return search.culprit;
}

} // namespace stria
