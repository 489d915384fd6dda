// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/value_scale.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string_view>

namespace stria {

namespace {

struct Usual {
    std::string_view part; ///< of a parameter's name
    double least, most;
    bool logarithmic;
};

constexpr std::array usualScales = {
    Usual{"midi", 24, 96, false},  Usual{"note", 24, 96, false},  Usual{"freq", 20, 20000, true},
    Usual{"cut", 20, 20000, true}, Usual{"cps", 20, 20000, true}, Usual{"hz", 20, 20000, true},
    Usual{"speed", 0, 2, false},
};

/// The next of 1, 2, 5, 10... that is at least as large.
double roundedUp(double value) {
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double digit : {1.0, 2.0, 5.0})
        if (value <= digit * power * (1 + 1e-9))
            return digit * power;
    return 10 * power;
}

double roundedOut(double value) {
    const double rounded = std::copysign(roundedUp(std::abs(value)), value);
    return std::isfinite(rounded) ? rounded : value;
}

} // namespace

ValueScale ValueScale::forParameter(const std::string& name, const ParameterHint* hint) {
    ValueScale scale;
    std::string parameter = name;
    std::transform(parameter.begin(), parameter.end(), parameter.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const Usual& known : usualScales)
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

ValueScale ValueScale::forBus(const Project& project, const Bus& bus) {
    ValueScale scale = forParameter(bus.name, &bus.hint);
    const ValueScale usual = scale;
    if (bus.value)
        scale.include(*bus.value);
    for (const Automation* automation : project.automationsOf(bus.id))
        for (std::size_t i = automation->overtake ? 1 : 0; i < automation->points.size(); ++i)
            scale.include(automation->points[i].value);
    if (scale.m_least != usual.m_least && scale.m_least < 0)
        scale.m_least = roundedOut(scale.m_least);
    if (scale.m_most != usual.m_most && scale.m_most > 0)
        scale.m_most = roundedOut(scale.m_most);
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

std::vector<double> ValueScale::marks(int most) const {
    std::vector<double> marks;
    const auto add = [&](double value) {
        constexpr double clear = 0.02; // of an edge
        const double fraction = fractionOf(value);
        if (fraction > clear && fraction < 1 - clear)
            marks.push_back(value);
    };
    if (most < 1 || !(m_most > m_least) || !std::isfinite(m_most - m_least))
        return marks;
    if (m_logarithmic) {
        for (double power = std::pow(10, std::floor(std::log10(m_least))); power < m_most;
             power *= 10)
            add(power);
        // Less than every decade where there is no room, every second or third.
        const std::size_t every = marks.size() / static_cast<std::size_t>(most) + 1;
        std::vector<double> fewer;
        for (std::size_t i = every / 2; i < marks.size(); i += every)
            fewer.push_back(marks[i]);
        return marks.size() > static_cast<std::size_t>(most) ? fewer : marks;
    }
    const double step = roundedUp((m_most - m_least) / (most + 1));
    for (double count = std::ceil(m_least / step); count * step < m_most; ++count)
        add(count * step);
    return marks;
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
