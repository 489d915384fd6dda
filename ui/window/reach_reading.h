// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/reading/outside_reach.h"

namespace stria {

/// What the code of a document does outside, read from its texts and the files that they include.
/// Plain data, made on any thread.
struct ReachReading {
    struct Text {
        std::string hash;
        /// By itself it reaches nowhere, and changes no other text.
        bool isHarmless = false;
    };
    /// An included file, as it was before it was read.
    struct File {
        std::string path;
        std::int64_t changed = 0;
    };

    std::vector<Reach> reaches;
    Allowance needed;
    std::vector<Text> texts; ///< code, included files, options, and texts that are handed to code
    std::string hash;        ///< hashOfReachingText
    std::vector<File> files;

    /// Looks when the files were changed, without reading them.
    bool isOfNow() const;
};

/// Reads included files; may block.
ReachReading readReach(const Project& project, const std::string& folder);

/// Of a text as it stands in ReachReading::texts.
std::string hashOfText(const std::string& text);
/// The options as one text.
std::string optionsAsText(const Settings& settings);

} // namespace stria
