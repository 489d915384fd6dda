// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace stria {

/// How the value of a parameter, or of a control bus, is shown and edited. It never changes the
/// sound.
struct ParameterHint {
    std::string parameter; ///< variable name; empty for a bus
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::string unit;
    bool logarithmic = false;

    bool operator==(const ParameterHint&) const = default;
};

} // namespace stria
