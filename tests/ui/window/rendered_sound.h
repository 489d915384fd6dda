// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <fstream>
#include <utility>
#include <vector>

#include "engine/compile/asset_facts.h"
#include "engine/compile/compiler.h"
#include "engine/render/opcode_list.h"
#include "engine/render/render_job.h"

namespace stria::test {

/// The first seconds of a stereo project of 44.1 kHz, channels in turns; empty where it cannot be
/// rendered.
inline std::vector<double> renderedSound(const Project& project, double seconds) {
    RenderSpec spec;
    spec.endTime = seconds;
    auto document = compile(project, spec, gatherAssetFacts(project, {}), csoundOpcodes());
    if (!document)
        return {};
    const RenderJob job = RenderJob::start(std::move(*document), spec, {}, false);
    if (!job.wait().ok())
        return {};
    std::ifstream file(job.stem().path, std::ios::binary);
    std::vector<double> samples(static_cast<std::size_t>(seconds * 44100) * 2);
    file.read(reinterpret_cast<char*>(samples.data()),
              static_cast<std::streamsize>(samples.size() * sizeof(double)));
    return samples;
}

} // namespace stria::test
