// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/automation.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>

namespace stria {

double SegmentShape::at(double f) const {
    switch (kind) {
    case Kind::Linear:
        return f;
    case Kind::Cosine:
        return (1 - std::cos(std::numbers::pi * f)) / 2;
    case Kind::Smooth:
        return f * f * (3 - 2 * f);
    case Kind::Smoother:
        return f * f * f * (f * (6 * f - 15) + 10);
    case Kind::Floor:
        return f < 1 ? 0 : 1;
    case Kind::Power:
        return std::pow(f, exponent);
    }
    return f;
}

double SegmentShape::largestBend() const {
    switch (kind) {
    case Kind::Linear:
    case Kind::Floor:
        return 0;
    case Kind::Cosine:
        return std::numbers::pi * std::numbers::pi / 2;
    case Kind::Smooth:
        return 6;
    case Kind::Smoother:
        return 10 / std::numbers::sqrt3;
    case Kind::Power:
        if (exponent == 1)
            return 0;
        return exponent >= 2 ? exponent * (exponent - 1) : std::numeric_limits<double>::infinity();
    }
    return 0;
}

std::string SegmentShape::toText() const {
    switch (kind) {
    case Kind::Linear:
        return "linear";
    case Kind::Cosine:
        return "cos";
    case Kind::Smooth:
        return "smooth";
    case Kind::Smoother:
        return "smoother";
    case Kind::Floor:
        return "floor";
    case Kind::Power: {
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, exponent).ptr;
        return "exp=" + std::string(digits, end);
    }
    }
    return "linear";
}

namespace {

/// The number in "exp=2.5", "exp(2.5)" or "expon(2.5)".
std::optional<double> exponentIn(std::string_view text) {
    std::string_view digits;
    if (text.starts_with("exp="))
        digits = text.substr(4);
    else if (text.ends_with(')') && text.starts_with("exp("))
        digits = text.substr(4, text.size() - 5);
    else if (text.ends_with(')') && text.starts_with("expon("))
        digits = text.substr(6, text.size() - 7);
    else
        return std::nullopt;
    double exponent = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, exponent);
    if (error != std::errc() || stop != end || !std::isfinite(exponent) || exponent <= 0)
        return std::nullopt;
    return exponent;
}

} // namespace

Expected<SegmentShape> SegmentShape::fromText(std::string_view text) {
    for (const Kind kind : {Kind::Linear, Kind::Cosine, Kind::Smooth, Kind::Smoother, Kind::Floor})
        if (text == SegmentShape{kind, 1}.toText())
            return SegmentShape{kind, 1};
    if (const auto exponent = exponentIn(text))
        return SegmentShape{Kind::Power, *exponent};
    return failure(ErrorCode::InvalidArgument,
                   "\"" + std::string(text) +
                       "\" is no shape of a curve. Use linear, cos, smooth, smoother, floor, or "
                       "exp=x with x above 0 (exp=2).");
}

std::vector<Breakpoint> thinned(const std::vector<Breakpoint>& points, double tolerance) {
    if (points.size() < 3)
        return points;
    std::vector<bool> stays(points.size(), false);
    stays.front() = stays.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> stretches{{0, points.size() - 1}};
    while (!stretches.empty()) {
        const auto [first, last] = stretches.back();
        stretches.pop_back();
        const Breakpoint &from = points[first], &to = points[last];
        const double length = to.time - from.time;
        double greatest = tolerance;
        std::size_t farthest = 0;
        for (std::size_t i = first + 1; i < last; ++i) {
            const double fraction = length > 0 ? (points[i].time - from.time) / length : 0;
            const double away =
                std::abs(points[i].value - (from.value + fraction * (to.value - from.value)));
            if (away > greatest) {
                greatest = away;
                farthest = i;
            }
        }
        if (farthest == 0)
            continue;
        stays[farthest] = true;
        stretches.push_back({first, farthest});
        stretches.push_back({farthest, last});
    }
    std::vector<Breakpoint> result;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (stays[i])
            result.push_back(points[i]);
    return result;
}

} // namespace stria
