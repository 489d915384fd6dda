// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace stria::cli {

/// From then on Ctrl-C and the like end the program at once, by the exit code 130: whatever it is
/// reading or computing, nothing of it is on the disk. `lastWords` go to standard output then.
void listenForInterrupts(const std::string& lastWords);
/// The program gives its answer now: it needs no last words any more.
void answerComes();

/// While one lives, something may be left on the disk: whoever made it looks at isInterrupted()
/// often, and cleans up. Main thread only.
class InterruptsWait {
  public:
    InterruptsWait();
    ~InterruptsWait();
    InterruptsWait(const InterruptsWait&) = delete;
    InterruptsWait& operator=(const InterruptsWait&) = delete;
};

bool isInterrupted();

} // namespace stria::cli
