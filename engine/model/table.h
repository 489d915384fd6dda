// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/model/id.h"

namespace stria {

/// Numbers in a Csound function table, in double precision.
struct Table {
    TableId id;
    std::string name;
    /// Never null. Shared and never changed: a change of the data is a new vector. Channels are
    /// interleaved. `==` compares the numbers.
    std::shared_ptr<const std::vector<double>> data = std::make_shared<std::vector<double>>();
    int channels = 1;
    double sampleRate = 0; ///< 0: no sound
    int number = 0;        ///< Csound's table number if the user fixed it, else 0
    double delay = 0;      ///< time of the score at which it is made
    double freedAt = -1;   ///< time of the score at which it is freed; negative: never
    double order = 0;
    std::string extra;

    bool operator==(const Table& other) const;
};

} // namespace stria
