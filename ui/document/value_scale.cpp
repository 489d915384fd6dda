// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/value_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace stria {

namespace {

struct Usual {
    std::string_view part; ///< of a parameter's name
    double least, most;
    bool logarithmic;
};

constexpr std::array usual = {
    Usual{"midi", 24, 96, false},  Usual{"note", 24, 96, false},  Usual{"freq", 20, 20000, true},
    Usual{"cut", 20, 20000, true}, Usual{"cps", 20, 20000, true}, Usual{"hz", 20, 20000, true},
    Usual{"speed", 0, 2, false},
};

} // namespace

ValueScale ValueScale::forParameter(const std::string& parameter, const ParameterHint* hint) {
    ValueScale scale;
    for (const Usual& known : usual)
        if (parameter.find(known.part) != std::string::npos) {
            scale.m_least = known.least;
            scale.m_most = known.most;
            scale.m_logarithmic = known.logarithmic;
            break;
        }
    if (!hint)
        return scale;
    scale.m_unit = hint->unit;
    if (hint->minimum)
        scale.m_least = *hint->minimum;
    if (hint->maximum)
        scale.m_most = *hint->maximum;
    if (hint->minimum || hint->maximum)
        scale.m_logarithmic = hint->logarithmic;
    if (!(scale.m_most > scale.m_least))
        scale.m_most = scale.m_least + 1;
    if (scale.m_least <= 0)
        scale.m_logarithmic = false;
    return scale;
}

void ValueScale::include(double value) {
    if (!std::isfinite(value))
        return;
    if (value <= 0)
        m_logarithmic = false;
    m_least = std::min(m_least, value);
    m_most = std::max(m_most, value);
}

double ValueScale::fractionOf(double value) const {
    if (!m_logarithmic)
        return (value - m_least) / (m_most - m_least);
    return std::log(std::max(value, m_least * 1e-3) / m_least) / std::log(m_most / m_least);
}

double ValueScale::valueAt(double fraction) const {
    return m_logarithmic ? m_least * std::pow(m_most / m_least, fraction)
                         : m_least + fraction * (m_most - m_least);
}

double ValueScale::rounded(double value) const {
    const double size = m_logarithmic ? std::abs(value) : m_most - m_least;
    if (!(size > 0))
        return value;
    const double quantum = std::pow(10, std::floor(std::log10(size)) - 3);
    const double whole = std::round(value / quantum) * quantum;
    // Without the last bits that arithmetic leaves, so that 0.812 is written as 0.812.
    return std::round(whole * 1e9) / 1e9;
}

} // namespace stria
