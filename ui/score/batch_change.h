// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/model/automation.h"
#include "ui/score/score_columns.h"

namespace stria {

/// One change of a column of many events.
struct BatchChange {
    enum class Kind {
        Scale,     ///< times `first`; starts from the earliest start on
        Offset,    ///< plus `first`
        Randomise, ///< anything from `first` to `second`
        Vary,      ///< plus or minus up to `first`
        Curve,     ///< from `first` at the earliest event to `second` at the latest
        Replace    ///< `find` becomes `replacement`: a number as a whole, a text also within one
    };
    Kind kind = Kind::Scale;
    int column = 0;
    double first = 1;
    double second = 1;
    bool wholeNumbers = false; ///< rounds what Randomise, Vary and Curve give
    std::uint64_t seed = 1;    ///< the same seed gives the same values
    SegmentShape shape;
    QString find;
    QString replacement;
};

/// Changes the events, all or none. Those that hold nothing or no number there (an endless
/// duration, a bus) are passed over. Random values are drawn in the order of `events`. How many
/// took it; the error is of the first that cannot. With `most` only so many events are changed, as
/// they would be among all.
Expected<int> applyBatch(Project& project, const ScoreColumns& columns,
                         const std::vector<EventId>& events, const BatchChange& change,
                         std::size_t most = std::numeric_limits<std::size_t>::max());

} // namespace stria
