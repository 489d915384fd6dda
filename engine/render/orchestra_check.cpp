// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/orchestra_check.h"

#include "engine/render/outcome_text.h"
#include "engine/render/problem_place.h"
#include "engine/render/temporary_folder.h"
#include "engine/render/worker_render.h"

namespace stria {
namespace {

constexpr double timeLimit = 10;

class CheckListener : public RenderListener {
  public:
    CheckListener(const CsdDocument& document, const RenderInput& input,
                  const std::function<bool()>& stop)
        : m_document(document), m_input(input), m_stop(stop) {}

    bool stopRequested() override { return m_stop && m_stop(); }
    void onStarted() override {}
    void onMessage(const std::string&) override {}
    void onUnconfined(const std::string& gap) override { problems.push_back(notConfined(gap)); }
    void onProblem(const CsoundProblem& problem) override {
        problems.push_back(toDiagnostic(problem, m_document, m_input.orchestra));
    }
    void onProgress(std::uint64_t, double) override {}

    Diagnostics problems;

  private:
    const CsdDocument& m_document;
    const RenderInput& m_input;
    const std::function<bool()>& m_stop;
};

} // namespace

Diagnostics checkOrchestra(const CsdDocument& document, const std::function<bool()>& stop,
                           const Allowance& allowed) {
    Expected<TemporaryFolder> folder = TemporaryFolder::create();
    if (!folder)
        return {folder.error()};
    // Files are not opened before an event plays, so their places do not matter here.
    RenderInput input = makeRenderInput(document, [](const CsdAsset& asset) {
        return asset.data ? asset.fileName : asset.sourcePath;
    });
    input.noteValues.clear();
    input.noteLengths.clear();
    input.allowed = allowed;
    input.stemPath = folder->file("check");
    CheckListener listener(document, input, stop);
    const RenderOutcome outcome = checkInWorker(input, listener, timeLimit);
    const bool told = outcome.end == RenderOutcome::End::Refused && hasErrors(listener.problems);
    if (outcome.end != RenderOutcome::End::Complete && !told) {
        RenderSpec spec;
        spec.stallLimit = timeLimit;
        listener.problems.push_back(diagnosticOf(outcome, document, spec, input, 0));
    }
    return listener.problems;
}

} // namespace stria
