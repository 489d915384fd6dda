// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace stria {

/// What the code of a piece may do beyond making sound from the files that the piece names. Without
/// any of it a worker reads the system's libraries, the piece's folder and its sounds, and writes
/// its stem.
struct Allowance {
    bool write = false;   ///< files anywhere that the user may write
    bool run = false;     ///< other programs
    bool network = false; ///< connections
    bool read = false;    ///< files anywhere that the user may read

    bool operator==(const Allowance&) const = default;
};

} // namespace stria
