// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// What the engine asks the application that hosts it. The window answers with dialogs, tests and
/// the command line have answers of their own. Called on the thread of the call that needs it.
class Host {
  public:
    virtual ~Host() = default;

    /// A sound file for `?`. Errors: nobody to ask, or the person declined.
    virtual Expected<std::string> chooseSoundFile() = 0;
    /// Opens a file in the person's own program for it.
    virtual Expected<void> openFile(const std::string& path) = 0;
    /// The index of the chosen answer, or -1.
    virtual int ask(const std::string& question, const std::vector<std::string>& answers) = 0;
};

} // namespace stria
