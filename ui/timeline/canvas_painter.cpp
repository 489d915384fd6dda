// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/canvas_painter.h"

#include <algorithm>
#include <cmath>

#include "ui/automation/value_hint.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr double mergeBelow = 4;   // pixels
constexpr double plainBelow = 18;  // narrower boxes have no rounded edge and no text
constexpr std::size_t crowd = 400; // more events than this in view: low or short boxes are plain
constexpr double plainInCrowd = 40;

int densityRows(const Lane& lane) {
    return lane.rows == LaneRows::Pitch ? static_cast<int>(lane.highest - lane.lowest) + 1
                                        : lane.rowCount;
}
int densityRow(const Lane& lane, float level) {
    return lane.rows == LaneRows::Pitch
               ? static_cast<int>(std::lround(static_cast<double>(level) - lane.lowest))
               : static_cast<int>(level);
}
float levelOfRow(const Lane& lane, int row) {
    return static_cast<float>(lane.rows == LaneRows::Pitch ? lane.lowest + row : row);
}

} // namespace

CanvasPainter::CanvasPainter(TimelineScene& scene) : m_scene(scene), m_labels(scene.facts()) {
    refreshFonts();
}

void CanvasPainter::refreshFonts() {
    m_titleFont = look::font(sizes::smallText + 1);
    m_detailFont = look::font(sizes::smallText);
    m_labels.clear();
}

void CanvasPainter::paint(QPainter& painter, const QRect& region, const CanvasState& state) {
    const Colours& colours = look::colours();
    painter.fillRect(region, colours.background);
    paintGrid(painter, region);
    countCrowd();
    painter.save();
    painter.translate(0, -state.scroll);
    const QRect inLanes = region.translated(0, state.scroll);
    for (const Lane& lane : m_scene.lanes().all()) {
        if (lane.bottom() < inLanes.top())
            continue;
        if (lane.top > inLanes.bottom())
            break;
        m_colours = coloursOf(lane);
        paintLane(painter, lane, inLanes, state);
        painter.fillRect(inLanes.left(), lane.bottom() - 1, inLanes.width(), 1, colours.line);
    }
    paintGhosts(painter, inLanes, state);
    painter.restore();
    paintRegions(painter, region, state);
    paintPlayHead(painter, state);
    paintWords(painter, state);
}

void CanvasPainter::paintGrid(QPainter& painter, const QRect& region) {
    const Colours& colours = look::colours();
    const TimeAxis& axis = m_scene.axis();
    const QColor strong = mixed(colours.line, colours.background, 0.75);
    const QColor faint = mixed(colours.line, colours.background, 0.35);
    for (const GridLine& line :
         m_scene.grid().lines(axis.secondsAt(region.left() - 1), axis.secondsAt(region.right() + 1),
                              axis.pixelsPerSecond()))
        painter.fillRect(
            QRectF(std::floor(axis.xAt(line.seconds)), region.top(), 1, region.height()),
            line.level == 0 ? strong : faint);
}

void CanvasPainter::paintRegions(QPainter& painter, const QRect& region, const CanvasState& state) {
    const Colours& colours = look::colours();
    const TimeAxis& axis = m_scene.axis();
    const Settings& settings = m_scene.project().settings();
    if (settings.loopEnd > settings.loopStart) {
        QColor edge = colours.accent;
        edge.setAlphaF(0.5);
        for (const double seconds : {settings.loopStart, settings.loopEnd})
            painter.fillRect(
                QRectF(std::floor(axis.xAt(seconds)), region.top(), 1, region.height()), edge);
    }
    if (settings.endMarker > 0) {
        const double x = std::floor(axis.xAt(settings.endMarker));
        QColor beyond = colours.panel;
        beyond.setAlphaF(0.6);
        painter.fillRect(
            QRectF(x, region.top(), std::max(0.0, region.right() + 1 - x), region.height()),
            beyond);
        painter.fillRect(QRectF(x, region.top(), 1, region.height()), colours.dimText);
    }
    for (const Marker* marker : m_scene.project().inOrder<Marker>()) {
        painter.setPen(QPen(colours.dimText, 1, Qt::DotLine));
        const double x = std::floor(axis.xAt(marker->time)) + 0.5;
        if (x >= region.left() - 1 && x <= region.right() + 1)
            painter.drawLine(QPointF(x, region.top()), QPointF(x, region.bottom() + 1));
    }
    if (state.rubberBand) {
        QColor fill = colours.accent;
        fill.setAlphaF(0.12f);
        painter.setPen(QPen(colours.accent, 1));
        painter.setBrush(fill);
        painter.drawRect(state.rubberBand->adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

CanvasPainter::LaneColours CanvasPainter::coloursOf(const Lane& lane) const {
    const Colours& colours = look::colours();
    const QColor base = lane.silent ? mixed(lane.colour, colours.background, 0.4) : lane.colour;
    LaneColours result;
    result.fill = mixed(base, colours.background, 1.0 / 3);
    result.edge = base;
    result.chosenFill = mixed(base, colours.background, 0.55);
    result.note = mixed(base, colours.background, 0.7);
    const bool isLight = colours.background.lightness() > 128;
    const QColor ink = isLight ? mixed(base, colours.text, 0.75) : base;
    result.wave = mixed(ink, result.fill, 0.7);
    result.waveBehindText = mixed(ink, result.fill, 0.45);
    result.curve = mixed(colours.text, result.fill, lane.silent ? 0.25 : 0.4);
    result.title = lane.silent ? colours.dimText : colours.text;
    result.details = mixed(colours.text, result.fill, lane.silent ? 0.5 : 0.72);
    return result;
}

QRectF CanvasPainter::rectOf(const Lane& lane, const Span& span) const {
    const TimeAxis& axis = m_scene.axis();
    const double left = std::clamp(axis.xAt(span.start), -50.0, axis.width() + 50.0);
    const double right = std::clamp(axis.xAt(span.end), -50.0, axis.width() + 50.0);
    const Lanes::Extent extent = Lanes::extentOf(lane, span.level);
    return {left, extent.top, std::max(Lanes::leastWidth, right - left), extent.height};
}

void CanvasPainter::paintPitchLines(QPainter& painter, const Lane& lane, const QRect& region) {
    const Colours& colours = look::colours();
    const QColor line = mixed(colours.line, colours.background, 0.3);
    for (int pitch = static_cast<int>(std::ceil(lane.lowest / 12)) * 12; pitch <= lane.highest;
         pitch += 12)
        painter.fillRect(
            QRectF(region.left(), std::floor(Lanes::yOfPitch(lane, pitch)), region.width(), 1),
            line);
}

/// Whether so many events are in view that low and short ones are drawn as plain boxes. Counted for
/// the whole view, whatever part of it is painted, once for each place where it stands.
void CanvasPainter::countCrowd() {
    const TimeAxis& axis = m_scene.axis();
    const View view{axis.start(), axis.pixelsPerSecond(), axis.width()};
    if (m_crowdedView != view) {
        m_crowdedView = view;
        const double least = mergeBelow / view.pixelsPerSecond;
        std::size_t wide = 0;
        for (const Lane& lane : m_scene.lanes().all())
            if (wide <= crowd)
                lane.index.visit(axis.start(), axis.end(),
                                 [&](const Span& span) { wide += span.end - span.start >= least; });
        m_crowded = wide > crowd;
    }
}

void CanvasPainter::paintLane(QPainter& painter, const Lane& lane, const QRect& region,
                              const CanvasState& state) {
    const TimeAxis& axis = m_scene.axis();
    if (lane.rows == LaneRows::Pitch)
        paintPitchLines(painter, lane, region);
    const int left = region.left() - 8, width = region.width() + 16;
    m_density.begin(densityRows(lane), left, width);
    const Selection& selection = m_scene.selection();
    const bool anyChosen = !selection.events().empty();
    const double pixels = axis.pixelsPerSecond();
    const double origin = axis.start();
    bool anyDense = false;
    std::vector<Span> onTop;
    const double from = axis.secondsAt(left), to = axis.secondsAt(left + width);
    lane.index.visit(from, to, [&](const Span& span) {
        if (state.drag && state.drag->hides(span.event))
            return;
        if (anyChosen && selection.contains(span.event)) {
            onTop.push_back(span);
        } else if ((span.end - span.start) * pixels < mergeBelow) {
            m_density.add(densityRow(lane, span.level), (span.start - origin) * pixels,
                          (span.end - origin) * pixels);
            anyDense = true;
        } else {
            paintSpan(painter, lane, span, rectOf(lane, span), state);
        }
    });
    if (anyDense)
        m_density.paint(painter, m_colours.edge, look::colours().background, [&lane](int row) {
            const Lanes::Extent extent = Lanes::extentOf(lane, levelOfRow(lane, row));
            return std::pair(extent.top, extent.height);
        });
    for (const Span& span : onTop)
        paintSpan(painter, lane, span, rectOf(lane, span), state);
}

void CanvasPainter::paintSpan(QPainter& painter, const Lane& lane, const Span& span, QRectF rect,
                              const CanvasState& state) {
    const bool chosen =
        m_scene.selection().contains(span.event) || (state.drag && state.drag->hides(span.event));
    // A chosen note is thick enough to read its name.
    constexpr double readable = 14;
    if (chosen && m_scene.selection().events().size() <= crowd && lane.rows == LaneRows::Pitch &&
        rect.height() < readable && rect.width() > 36)
        rect.adjust(0, (rect.height() - readable) / 2, 0, (readable - rect.height()) / 2);
    const Colours& colours = look::colours();
    const bool note = lane.rows == LaneRows::Pitch || rect.height() < 12;
    if (rect.width() < plainBelow || rect.height() < 5 ||
        (m_crowded && (rect.height() < 12 || rect.width() < plainInCrowd))) {
        painter.fillRect(rect, chosen ? colours.text : (note ? m_colours.note : m_colours.fill));
        if (note || chosen)
            return;
        if (rect.width() < plainBelow)
            painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), m_colours.edge);
        else
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), m_colours.edge);
        return;
    }
    const double radius = std::min<double>(sizes::radius, rect.height() / 3);
    const bool hovered = state.hovered == span.event;
    const QColor edge =
        chosen ? colours.text : (note && !hovered ? m_colours.note : m_colours.edge);
    const QColor fill = chosen ? m_colours.chosenFill : (note ? m_colours.note : m_colours.fill);
    const double line = chosen || hovered ? 1.5 : 1;
    // Two filled shapes take a third of the time of a stroked one.
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(edge);
    painter.drawRoundedRect(rect, radius, radius);
    if (fill != edge) {
        painter.setBrush(fill);
        painter.drawRoundedRect(rect.adjusted(line, line, -line, -line), radius - line / 2,
                                radius - line / 2);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (rect.width() < plainBelow || rect.height() < 12)
        return;
    const ScoreEvent* event = m_scene.project().find(span.event);
    if (!event)
        return;
    const EventLabel& label = m_labels.of(m_scene.project(), *event, lane.shownParameter);
    if (label.sound)
        paintWave(painter, rect, span.start, label);
    constexpr double leastForCurve = 20;
    if (!label.curve.empty() && rect.height() >= leastForCurve)
        paintCurve(painter, rect, span, label);
    if (rect.width() >= 36)
        paintText(painter, rect, label);
}

void CanvasPainter::paintText(QPainter& painter, const QRectF& rect, const EventLabel& label) {
    const double left = std::max(rect.left(), 0.0) + 6;
    const double room = std::min(rect.right(), m_scene.axis().width() + 50.0) - left - 4;
    if (room < 12)
        return;
    const bool two = rect.height() >= 32 && room > 44 && !label.details.isEmpty();
    const double sign = label.automated && !two ? 12 : 0;
    const bool clips = label.titleWidth > room - sign || (two && label.detailsWidth > room);
    if (clips) {
        painter.save();
        painter.setClipRect(QRectF(left, rect.top(), room, rect.height()), Qt::IntersectClip);
    }
    const QFontMetricsF metrics(m_titleFont);
    const double baseline = two || rect.height() > 30
                                ? rect.top() + 3 + metrics.ascent()
                                : rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    painter.setFont(m_titleFont);
    painter.setPen(m_colours.title);
    painter.drawText(QPointF(left, baseline), label.title);
    if (sign > 0 && label.titleWidth + sign < room)
        painter.drawText(QPointF(left + label.titleWidth + 4, baseline), QStringLiteral("\u223f"));
    if (two) {
        painter.setFont(m_detailFont);
        painter.setPen(m_colours.details);
        painter.drawText(QPointF(left, baseline + 14), label.details);
    }
    if (clips)
        painter.restore();
}

/// `start` is that of the event: the rectangle may be cut at the edge of the view.
void CanvasPainter::paintWave(QPainter& painter, const QRectF& rect, double start,
                              const EventLabel& label) {
    const WaveformPeaks* peaks = m_scene.peaks() ? m_scene.peaks()(label.sound) : nullptr;
    if (!peaks || peaks->frames() == 0)
        return;
    const TimeAxis& axis = m_scene.axis();
    const bool belowText = rect.height() >= 40;
    const QColor& colour = belowText ? m_colours.wave : m_colours.waveBehindText;
    const double top = rect.top() + (belowText ? 17 : 2);
    const double middle = (top + rect.bottom() - 2) / 2;
    // A soft sound is to be seen as well: how loud it is played is not in its file.
    const double half = (rect.bottom() - 2 - top) / 2 / std::max(peaks->loudest(), 1e-4f);
    const int first = std::max(static_cast<int>(std::ceil(rect.left())) + 1, 0);
    const int last = std::min(static_cast<int>(rect.right()) - 1, axis.width());
    const double seconds = peaks->seconds(), pixel = 1 / axis.pixelsPerSecond();
    for (int x = first; x < last; ++x) {
        const double from = std::max(0.0, axis.secondsAt(x) - start);
        const auto heard = label.path.stretch(from, from + pixel, seconds, peaks->sampleRate());
        if (!heard)
            return;
        const auto [least, most] = peaks->between(heard->first, heard->second);
        const double upper = middle - half * static_cast<double>(most);
        const double lower = middle - half * static_cast<double>(least);
        painter.fillRect(QRectF(x, upper, 1, std::max(1.0, lower - upper)), colour);
    }
}

/// As fine as the screen is: of the points that fall on a pixel the first and the last count.
void CanvasPainter::paintCurve(QPainter& painter, const QRectF& rect, const Span& span,
                               const EventLabel& label) {
    const TimeAxis& axis = m_scene.axis();
    const double room = rect.height() - 6;
    const double bottom = rect.bottom() - 3;
    const double left = rect.left() + 1, right = rect.right() - 1;
    const auto heightAt = [&](double fraction) {
        return bottom - std::clamp(fraction, 0.0, 1.0) * room;
    };
    QPointF before(left, heightAt(label.curve.front().y()));
    m_polyline.assign(1, before);
    const auto crossing = [&before](const QPointF& after, double x) {
        return before.y() + (after.y() - before.y()) * (x - before.x()) / (after.x() - before.x());
    };
    double last = before.y(), pixel = left - 1;
    int inPixel = 0;
    for (const QPointF& point : label.curve) {
        const QPointF at(axis.xAt(span.start + point.x()), heightAt(point.y()));
        if (at.x() <= left) {
            m_polyline.front().setY(at.y());
        } else {
            if (before.x() < left)
                m_polyline.front().setY(crossing(at, left));
            if (at.x() >= right) {
                last = crossing(at, right);
                break;
            }
            if (at.x() - pixel >= 1) {
                pixel = at.x();
                inPixel = 0;
            }
            if (++inPixel <= 2)
                m_polyline.push_back(at);
            else
                m_polyline.back() = at;
        }
        last = at.y();
        before = at;
    }
    m_polyline.push_back({right, last});
    painter.setPen(m_colours.curve);
    painter.drawPolyline(m_polyline.data(), static_cast<int>(m_polyline.size()));
}

void CanvasPainter::paintGhosts(QPainter& painter, const QRect& region, const CanvasState& state) {
    if (!state.drag)
        return;
    const bool crowded = std::exchange(m_crowded, m_crowded || state.drag->ghosts().size() > crowd);
    int coloured = -1;
    for (const Ghost& ghost : state.drag->ghosts()) {
        const Lane& lane = m_scene.lanes().all()[static_cast<std::size_t>(ghost.lane)];
        const QRectF rect = rectOf(lane, ghost.span);
        if (!rect.intersects(region))
            continue;
        if (std::exchange(coloured, ghost.lane) != ghost.lane)
            m_colours = coloursOf(lane);
        paintSpan(painter, lane, ghost.span, rect, state);
    }
    m_crowded = crowded;
}

void CanvasPainter::paintPlayHead(QPainter& painter, const CanvasState& state) {
    const double x = std::floor(m_scene.axis().xAt(m_scene.playHead()));
    painter.fillRect(QRectF(x, 0, 1.5, state.size.height()), look::colours().text);
}

void CanvasPainter::paintWords(QPainter& painter, const CanvasState& state) {
    const Colours& colours = look::colours();
    if (!state.invitation.isEmpty()) {
        painter.setFont(look::font());
        painter.setPen(colours.dimText);
        painter.drawText(QRect(QPoint(0, 0), state.size), Qt::AlignCenter | Qt::TextWordWrap,
                         state.invitation);
    }
    if (!state.hint.isEmpty())
        paintHint(painter, state.hintAt, state.hint, state.size);
}

} // namespace stria
