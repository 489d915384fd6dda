// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPainter>
#include <optional>
#include <vector>

#include "ui/timeline/density.h"
#include "ui/timeline/event_drag.h"
#include "ui/timeline/event_labels.h"
#include "ui/timeline/timeline_scene.h"

namespace stria {

/// What the canvas shows beyond the document.
struct CanvasState {
    int scroll = 0; ///< pixels above the viewport's upper edge
    QSize size;
    const EventDrag* drag = nullptr;
    std::optional<QRectF> rubberBand;
    QString hint; ///< what the drag does, beside the pointer; empty: none
    QPointF hintAt;
    QString invitation; ///< what to do in an empty score
    EventId hovered;
};

/// Draws the lanes: grid, events, what is dragged, the play head. Only what touches the painted
/// region is looked at.
class CanvasPainter {
  public:
    explicit CanvasPainter(TimelineScene& scene);

    void paint(QPainter& painter, const QRect& region, const CanvasState& state);
    /// After events or their values changed.
    void forgetLabels() {
        m_labels.clear();
        m_crowdedView.reset();
    }
    void refreshFonts();

  private:
    struct LaneColours {
        QColor fill, edge, chosenFill, note, wave, waveBehindText, curve, title, details;
    };
    void paintGrid(QPainter& painter, const QRect& region);
    void paintRegions(QPainter& painter, const QRect& region, const CanvasState& state);
    void paintLane(QPainter& painter, const Lane& lane, const QRect& region,
                   const CanvasState& state);
    void countCrowd();
    void paintPitchLines(QPainter& painter, const Lane& lane, const QRect& region);
    LaneColours coloursOf(const Lane& lane) const;
    void paintSpan(QPainter& painter, const Lane& lane, const Span& span, QRectF rect,
                   const CanvasState& state);
    void paintText(QPainter& painter, const QRectF& rect, const EventLabel& label);
    void paintWave(QPainter& painter, const QRectF& rect, double start, const EventLabel& label);
    void paintCurve(QPainter& painter, const QRectF& rect, const Span& span,
                    const EventLabel& label);
    void paintGhosts(QPainter& painter, const QRect& region, const CanvasState& state);
    void paintPlayHead(QPainter& painter, const CanvasState& state);
    void paintWords(QPainter& painter, const CanvasState& state);
    QRectF rectOf(const Lane& lane, const Span& span) const;

    TimelineScene& m_scene;
    EventLabels m_labels;
    Density m_density;
    struct View {
        double start = 0, pixelsPerSecond = 0;
        int width = 0;
        bool operator==(const View&) const = default;
    };
    std::optional<View> m_crowdedView; ///< where m_crowded was counted
    bool m_crowded = false;
    LaneColours m_colours;
    std::vector<QPointF> m_polyline; ///< kept for its room
    QFont m_titleFont, m_detailFont;
};

} // namespace stria
