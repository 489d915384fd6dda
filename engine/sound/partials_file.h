// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// The state of a partial at one time; what lies between two is interpolated linearly.
struct PartialPoint {
    double time = 0; ///< seconds
    double frequency = 0;
    double amplitude = 0;
    double bandwidth = 0; ///< 0 a tone, 1 noise around the frequency

    bool operator==(const PartialPoint&) const = default;
};

/// One partial from its beginning to its end: at least two points, their times rising.
using Partial = std::vector<PartialPoint>;

/// Partials, and where their source ends, which may be after the last of them.
struct PartialSet {
    std::vector<Partial> partials;
    double end = 0;
};

/// Reads an .sdif file (1TRC or RBEP) or an .mtx file, told apart by their content.
/// Errors: FileNotFound, FileUnreadable; the message names the file, and the byte at which a
/// damaged SDIF file goes wrong.
Expected<PartialSet> readPartials(const std::string& path);

/// Whether a file is one of those, by its name or its first bytes: libsndfile would read the rows
/// of an .mtx file as a sound.
bool holdsPartials(const std::string& path);

/// An SDIF file in memory. Messages call it `name`.
Expected<PartialSet> readSdif(std::string_view bytes, const std::string& name);

/// Rows of `time, (frequency, amplitude, bandwidth) * partials`. A column of three is a partial
/// wherever its amplitude is not 0. Errors: InvalidArgument.
Expected<PartialSet> partialsOfMatrix(std::span<const double> values, std::size_t columns);

/// A matrix behind a header: its length, the rows, the columns, and what else it holds.
Expected<PartialSet> partialsOfStore(std::span<const double> values);

} // namespace stria
