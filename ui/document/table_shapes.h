// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// What a table can be filled with.
enum class TableShape {
    Sine,
    Saw,      ///< from 1 down to -1
    Square,   ///< 1, then -1
    Triangle, ///< from 0 up to 1, down to -1 and back
    Line,     ///< from 0 to 1, the last number included
    Hann,     ///< a bell from 0 to 1 and back: a window for grains
    Noise     ///< even between -1 and 1
};

/// Numbers for tables, at any length; any thread.
namespace table_shapes {

/// One period, or the whole shape. The seed is that of noise.
std::vector<double> fill(TableShape shape, std::size_t length, std::uint64_t seed);
/// Sines of 1, 2, 3... periods with these amplitudes, brought to a peak of 1 as GEN10 does. All
/// silent: zeros.
std::vector<double> harmonics(const std::vector<double>& amplitudes, std::size_t length);
/// The same shape with another length, on straight lines between the numbers.
std::vector<double> stretched(const std::vector<double>& numbers, std::size_t length);
/// Each number once for each channel, as tables of several channels keep them.
std::vector<double> interleaved(const std::vector<double>& numbers, int channels);

/// More numbers are refused: a table of 128 MB.
constexpr std::size_t mostNumbers = std::size_t{1} << 24;
/// Numbers with spaces, commas, semicolons or line ends between them. Lines that begin with # or ;
/// are remarks. Errors: InvalidArgument, with the line of what is no number, is none that a table
/// can hold (1e999, nan), and where there are none or too many.
Expected<std::vector<double>> read(std::string_view text);
/// The shortest texts of the numbers, so many a line.
std::string write(const std::vector<double>& numbers, int perLine);

} // namespace table_shapes
} // namespace stria
