// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "engine/compile/csd_document.h"
#include "engine/model/diagnostic.h"
#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "engine/orchestra/opcode_catalogue.h"

namespace stria {

/// What the compiler must know of files, gathered before, off the UI thread (gatherAssetFacts).
struct AssetFacts {
    struct SoundFile {
        std::string absolutePath;
        std::uint64_t frames = 0;
        int channels = 0;
        double sampleRate = 0;
        std::string problem; ///< why it cannot be used; empty when it can
    };
    std::unordered_map<SoundSourceId, SoundFile> soundFiles;
    struct IncludedFile {
        std::string absolutePath;
        std::string text;
        std::string problem;
    };
    std::map<std::string, IncludedFile> includes; ///< by the name in the project
};

/// Reads what compile needs from the disk. `projectFolder` is what relative paths refer to.
/// May block; any thread.
AssetFacts gatherAssetFacts(const Project& project, const std::string& projectFolder);

/// Numbers that a caller has seen and that must stay (engine/session). Where an entity is not
/// listed the compiler chooses, never a number that is listed.
struct FixedNumbers {
    std::unordered_map<InstrumentId, std::map<int, int>> instruments; ///< priority -> number
    std::unordered_map<EventId, double> events;                       ///< p1
    std::unordered_map<BusId, int> buses;
    std::unordered_map<TableId, int> tables;
    std::unordered_map<SoundSourceId, int> soundSources;
};

/// Turns a document into a CSD. Pure: no clock, no disk, no locale; the same input gives the same
/// bytes. All problems that can be found without Csound are found here and named at the user's
/// place: unknown instruments, parameters and buses, wrong types, text that our own checks refuse,
/// an endless score without an end, nothing to render.
ExpectedAll<CsdDocument> compile(const Project& project, const RenderSpec& spec,
                                 const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                 const FixedNumbers& numbers = {});

} // namespace stria
