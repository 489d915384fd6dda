// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/allowance.h"
#include "engine/model/project.h"

namespace stria {

/// What the compiler must know of files, gathered before, off the UI thread (gatherAssetFacts).
struct AssetFacts {
    std::string projectFolder; ///< absolute; empty: the current one
    struct SoundFile {
        std::string absolutePath;
        std::uint64_t frames = 0;
        int channels = 0;
        double sampleRate = 0;
        std::string problem; ///< why it cannot be used; empty when it can
        /// The frames, interleaved, where Csound cannot read the file as it is; else null.
        std::shared_ptr<const std::vector<double>> decoded;
    };
    std::unordered_map<SoundSourceId, SoundFile> soundFiles;
    struct IncludedFile {
        std::string absolutePath;
        std::string text;
        std::string problem;
        std::int64_t changed = 0; ///< timeOfChange before it was read
    };
    /// By the name in the project or in an `#include` line, those inside included files too.
    std::map<std::string, IncludedFile> includes;
};

/// Which files may be included: those below the project's folder, symbolic links followed, or any
/// that the user can read.
enum class IncludesFrom { ProjectFolder, Anywhere };

constexpr IncludesFrom includesFor(const Allowance& allowed) {
    return allowed.read ? IncludesFrom::Anywhere : IncludesFrom::ProjectFolder;
}

/// Reads what compile needs from the disk. `projectFolder` is what relative paths refer to.
/// Includes from elsewhere than they may be have a problem instead of a text. May block; any
/// thread.
AssetFacts gatherAssetFacts(const Project& project, const std::string& projectFolder,
                            IncludesFrom from = IncludesFrom::Anywhere);
/// Those of files that could be read.
std::map<std::string, std::string> includedTexts(const AssetFacts& facts);
/// Its includes alone, from anywhere; no sound is looked at.
std::map<std::string, AssetFacts::IncludedFile>
gatherIncludedFiles(const Project& project, const std::string& projectFolder);
/// Their texts.
std::map<std::string, std::string> gatherIncludedTexts(const Project& project,
                                                       const std::string& projectFolder);

/// When a file was last changed, in units that only compare; 0 where there is none.
std::int64_t timeOfChange(const std::string& path);

} // namespace stria
