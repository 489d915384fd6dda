// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/segment_points.h"

#include <algorithm>
#include <cmath>

namespace stria {

namespace {

constexpr double tolerance = 1e-5;

/// The largest distance between f^exponent and its chord from u to v, where the tangent is
/// parallel to the chord.
double distanceFromChord(double exponent, double u, double v) {
    const double fu = std::pow(u, exponent), fv = std::pow(v, exponent);
    const double slope = (fv - fu) / (v - u);
    const double x = std::clamp(std::pow(slope / exponent, 1 / (exponent - 1)), u, v);
    return std::abs(std::pow(x, exponent) - (fu + slope * (x - u)));
}

/// Halves until each piece is straight enough. Powers bend so unevenly that equal pieces would be
/// far too many (below 2 even infinitely many).
void halvePower(double exponent, double u, double v, int depth, std::vector<double>& fractions) {
    if (depth > 0 && distanceFromChord(exponent, u, v) > tolerance) {
        const double middle = (u + v) / 2;
        halvePower(exponent, u, middle, depth - 1, fractions);
        halvePower(exponent, middle, v, depth - 1, fractions);
    } else {
        fractions.push_back(v);
    }
}

/// Fractions after u up to and with v.
std::vector<double> fractionsOf(const SegmentShape& shape, double u, double v) {
    std::vector<double> fractions;
    if (shape.kind == SegmentShape::Kind::Power && shape.exponent != 1) {
        constexpr int deepest = 60;
        halvePower(shape.exponent, u, v, deepest, fractions);
        return fractions;
    }
    const double wanted = (v - u) * std::sqrt(shape.largestBend() / (8 * tolerance));
    const int count = std::max(1, static_cast<int>(std::ceil(wanted)));
    fractions.reserve(static_cast<std::size_t>(count));
    for (int i = 1; i < count; ++i)
        fractions.push_back(u + (v - u) * i / count);
    fractions.push_back(v);
    return fractions;
}

} // namespace

double CurveSegment::at(double time) const {
    if (time >= second.time)
        return second.value;
    const double fraction = std::max(0.0, (time - first.time) / (second.time - first.time));
    return first.value + (second.value - first.value) * shape.at(fraction);
}

void appendPoints(const CurveSegment& segment, double from, double to, double cycle,
                  std::vector<CurvePoint>& points) {
    const double length = segment.second.time - segment.first.time;
    const auto timeAt = [&](double fraction) { return segment.first.time + fraction * length; };
    const auto fractionAt = [&](double time) { return (time - segment.first.time) / length; };
    const std::vector<double> fractions =
        fractionsOf(segment.shape, std::max(0.0, fractionAt(from)), std::min(1.0, fractionAt(to)));

    if (cycle > 0 && (to - from) / cycle + 1 < static_cast<double>(fractions.size())) {
        // A cycle's time is only known up to rounding: leave out those at the very ends.
        const double margin = cycle * 1e-6;
        for (double n = std::ceil((from + margin) / cycle); n * cycle < to - margin; ++n)
            points.push_back({n * cycle, segment.at(n * cycle)});
    } else {
        for (std::size_t i = 0; i + 1 < fractions.size(); ++i)
            points.push_back({timeAt(fractions[i]), segment.at(timeAt(fractions[i]))});
    }
    points.push_back({to, segment.at(to)});
}

} // namespace stria
