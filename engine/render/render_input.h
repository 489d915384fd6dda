// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/compile/csd_document.h"
#include "engine/model/allowance.h"

namespace stria {

/// What a Renderer needs of a CsdDocument, as flat data that goes through a pipe in one piece.
/// Nothing in it refers to the project: the source map stays with whoever asked.
struct RenderInput {
    /// An instrument number of the document; the generated ones never keep a render going.
    struct InstrumentNumber {
        int number = 0;
        bool generated = false;

        bool operator==(const InstrumentNumber&) const = default;
    };
    /// A sample that is not as it should be, and is looked for in a second, watched render.
    struct Suspect {
        std::uint64_t frame = 0; ///< counted from score time 0
        int channel = 0;         ///< from 0
        bool operator==(const Suspect&) const = default;
    };

    std::string orchestra;
    std::vector<std::string> options;
    double sampleRate = 44100;
    int ksmps = 64;
    int channels = 2;
    bool needsPlugins = false;
    bool keepGoing = false;
    double startTime = 0;
    double cutTime = 0; ///< as in CsdDocument: 0 leaves the end to the last release
    double scoreEnd = 0;
    double releaseLimit = 60;
    double tail = 0;
    std::vector<InstrumentNumber> instruments;
    std::vector<double> noteValues;          ///< pfields of all notes, one after the other
    std::vector<std::uint32_t> noteLengths;  ///< how many belong to each note
    std::string stemPath;                    ///< the file that frames are appended to
    std::uint64_t memoryLimit = 4ULL << 30U; ///< bytes that a worker may take
    Allowance allowed;                       ///< what a worker lets the orchestra do
    std::vector<std::string> readable;       ///< files and folders that it reads without allowance

    bool operator==(const RenderInput&) const = default;
};

/// Readable are the project's folder and the sounds of the document; `allowed` is the caller's.
RenderInput makeRenderInput(const CsdDocument& document,
                            const std::function<std::string(const CsdAsset&)>& pathOf);

} // namespace stria
