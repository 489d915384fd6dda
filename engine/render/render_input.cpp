// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/render_input.h"

#include <filesystem>

namespace stria {

RenderInput makeRenderInput(const CsdDocument& document,
                            const std::function<std::string(const CsdAsset&)>& pathOf) {
    RenderInput input;
    input.orchestra = document.orchestraText(pathOf);
    input.options = document.options;
    input.sampleRate = document.sampleRate;
    input.ksmps = document.ksmps;
    input.channels = document.channels;
    input.needsPlugins = document.needsPlugins;
    input.startTime = document.startTime;
    input.cutTime = document.cutTime;
    input.scoreEnd = document.scoreEnd;
    input.releaseLimit = document.releaseLimit;
    input.tail = document.tail;
    for (const CsdInstrument& instrument : document.instruments)
        input.instruments.push_back({instrument.number, !instrument.instrument});
    std::error_code error;
    input.readable.push_back(document.folder.empty() ? std::filesystem::current_path(error).string()
                                                     : document.folder);
    for (const CsdAsset& asset : document.assets)
        if (!asset.sourcePath.empty())
            input.readable.push_back(asset.sourcePath);
    std::size_t values = 0;
    for (const CsdNote& note : document.notes)
        values += note.pfields.size();
    input.noteValues.reserve(values);
    input.noteLengths.reserve(document.notes.size());
    for (const CsdNote& note : document.notes) {
        input.noteValues.insert(input.noteValues.end(), note.pfields.begin(), note.pfields.end());
        input.noteLengths.push_back(static_cast<std::uint32_t>(note.pfields.size()));
    }
    return input;
}

} // namespace stria
