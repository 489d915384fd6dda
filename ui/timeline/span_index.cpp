// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/span_index.h"

#include <cmath>

namespace stria {

bool comesBefore(const Span& a, const Span& b) {
    return a.start != b.start ? a.start < b.start : a.event < b.event;
}

void sortSpans(std::vector<Span>& spans) {
    if (!std::is_sorted(spans.begin(), spans.end(), comesBefore))
        std::sort(spans.begin(), spans.end(), comesBefore);
}

void SpanIndex::assign(std::vector<Span> spans) {
    m_spans = std::move(spans);
    sortSpans(m_spans);
    m_blockEnds.assign((m_spans.size() + blockSize - 1) / blockSize, 0);
    m_latestEnd = 0;
    for (std::size_t i = 0; i < m_spans.size(); ++i) {
        const Span& span = m_spans[i];
        double& blockEnd = m_blockEnds[i / blockSize];
        blockEnd = std::max(blockEnd, span.end);
        m_latestEnd = std::max(m_latestEnd, std::isfinite(span.end) ? span.end : span.start);
    }
}

std::size_t SpanIndex::firstAfter(double time) const {
    const auto it = std::upper_bound(m_spans.begin(), m_spans.end(), time,
                                     [](double t, const Span& span) { return t < span.start; });
    return static_cast<std::size_t>(it - m_spans.begin());
}

const Span* SpanIndex::find(EventId event, double start) const {
    auto it = std::lower_bound(m_spans.begin(), m_spans.end(), start,
                               [](const Span& span, double t) { return span.start < t; });
    for (; it != m_spans.end() && it->start == start; ++it)
        if (it->event == event)
            return &*it;
    return nullptr;
}

} // namespace stria
