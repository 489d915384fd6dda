// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/model/id.h"

namespace stria {

/// Where one event lies on its lane.
struct Span {
    double start = 0; ///< seconds
    double end = 0;   ///< not before start; infinite for an endless event
    EventId event;
    float level = 0;           ///< row, or pitch in semitones, as the lane says
    std::uint32_t palette = 0; ///< which of the lane's instruments, for its colour

    bool operator==(const Span&) const = default;
};

/// By start, then by id. Cheap where they are in order already.
void sortSpans(std::vector<Span>& spans);
bool comesBefore(const Span& a, const Span& b);

/// The events of one lane, to find those of a stretch of time quickly.
///
/// Invariants: spans are sorted by start, then by id; for each block of 64 the latest end is known,
/// so that blocks that ended before the stretch are passed over.
class SpanIndex {
  public:
    static constexpr std::size_t blockSize = 64;

    void assign(std::vector<Span> spans);
    const std::vector<Span>& spans() const { return m_spans; }
    std::size_t size() const { return m_spans.size(); }
    /// The latest finite end (or start of an endless event); 0 when empty.
    double latestEnd() const { return m_latestEnd; }

    /// Calls visit(const Span&) for each that touches [from, to], in order of start.
    template <class Visit> void visit(double from, double to, Visit&& visit) const {
        const std::size_t stop = firstAfter(to);
        for (std::size_t block = 0; block * blockSize < stop; ++block) {
            if (m_blockEnds[block] < from)
                continue;
            const std::size_t end = std::min(stop, (block + 1) * blockSize);
            for (std::size_t i = block * blockSize; i < end; ++i)
                if (m_spans[i].end >= from)
                    visit(m_spans[i]);
        }
    }

    /// Null when it is not here. `start` is what the span has.
    const Span* find(EventId event, double start) const;

  private:
    std::size_t firstAfter(double time) const;

    std::vector<Span> m_spans;
    std::vector<double> m_blockEnds;
    double m_latestEnd = 0;
};

} // namespace stria
