// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/render/audio_output.h"

namespace stria {

/// The sound devices of this computer. Any thread but the UI's: each call may take as long as a
/// sound server takes to answer.
class SoundDevices {
  public:
    struct Listed {
        std::string name;
        bool isDefault = false;
        std::vector<unsigned> sampleRates; ///< that it takes
    };

    virtual ~SoundDevices() = default;
    /// Those that sound can be sent to.
    virtual std::vector<Listed> list() = 0;
    /// Not started yet. An empty name: the system's choice; a device that is not there: the same,
    /// until it is. `framesAhead`: how much sound is handed over ahead, roughly.
    virtual std::unique_ptr<AudioOutput> makeOutput(const std::string& device,
                                                    unsigned framesAhead) = 0;
};

} // namespace stria
