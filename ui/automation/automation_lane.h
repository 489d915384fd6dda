// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QTimer>
#include <QWidget>
#include <optional>
#include <set>
#include <string>

#include "ui/automation/curve_tool_popup.h"
#include "ui/automation/lane_curves.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/time/time_grid.h"

namespace stria {

/// The curves of one parameter below the events of a track, that of the current event strong and
/// with its points, the others faint; or the curve of a control bus over the whole score.
///
/// A double click adds a point, pressing the line adds one and drags it; points are chosen by
/// click, Ctrl and rubber band, moved by mouse and arrow keys, deleted, typed (Return), copied and
/// pasted. The context menu changes the shape of a segment and scales, reverses or thins out the
/// curve; a segment of the shape exp has a handle that bends it. The pen draws by hand.
class AutomationLane : public QWidget {
    Q_OBJECT

  public:
    AutomationLane(Document& document, TimeAxis& axis, TimeGrid& grid, const InstrumentFacts& facts,
                   LaneSubject subject, QWidget* parent = nullptr);

    /// A line of small text at the lower edge (who else writes the bus).
    void setNote(const QString& note);
    void setColour(const QColor& colour);
    void setPlayHead(double seconds);
    /// The pen draws a line by hand where the arrow would choose points.
    void setPen(bool pen);

    /// What has the points that can be moved: the bus, or the current event; none if that is not on
    /// the lane.
    std::optional<AutomationTarget> current() const;
    ValueScale scale() const;
    /// Both as they were painted last, for what stands beside the lane.
    struct Heading {
        std::optional<AutomationTarget> current;
        ValueScale scale;
        bool operator==(const Heading&) const = default;
    };
    const Heading& heading() const { return m_heading; }
    /// In pixels of the lane; nothing when the point is not there.
    std::optional<QPointF> positionOf(PointRef point) const;
    const std::set<PointRef>& chosenPoints() const { return m_chosen; }
    /// Asks for time and value of a point in a small window.
    void typePoint(PointRef point);

  signals:
    void headingChanged();
    void said(const QString& text); ///< for the status line

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    enum class Gesture { None, Points, Bend, RubberBand, Line };

    const Project& project() const { return m_document.project(); }
    const BusId* bus() const { return std::get_if<BusId>(&m_subject); }
    /// Of automations; empty for a bus.
    std::string parameter() const;
    AutomationTarget wanted() const;
    LaneCurves curves() const;
    void paintGround(class QPainter& painter, const ValueScale& scale, const QRect& region) const;
    void paintNote(class QPainter& painter, const LaneCurves& all) const;
    void paintCurve(class QPainter& painter, const LaneCurves& curves, const LaneCurve& curve,
                    bool strong) const;
    void paintPoints(class QPainter& painter, const LaneCurves& curves,
                     const LaneCurve& curve) const;
    void paintPoint(class QPainter& painter, const PointRef& ref, const QPointF& at,
                    bool overtakes) const;
    void paintHandle(class QPainter& painter, const QPointF& at) const;
    void paintOverridden(class QPainter& painter, const LaneCurves& curves,
                         const LaneCurve& curve) const;
    void endGesture(bool keep);
    void dragPoints();
    void bend();
    void chooseInRubberBand();
    bool beginLine(const QPointF& position);
    void drawLine();
    /// Several chosen points, else all of the curve.
    std::vector<PointRef> meantPoints() const;
    void openTool(CurveToolPopup::Tool tool, const QPoint& globalPosition);
    void copyCurve();
    void pasteCurve(double seconds);
    void fillToolMenu(class QMenu& menu, const QPoint& globalPosition, double seconds);
    void chooseEvent(const LaneCurve& curve);
    void hover(const QPointF& position);
    bool addPoint(const QPointF& position, bool begins);
    void removeChosen();
    void nudge(double seconds, double steps);
    void stepPoint(int direction);
    void showAnew();
    void keepHeading(Heading heading);
    void describe();
    void fillShapeMenu(class QMenu& menu, PointRef segment);
    double snapped(double seconds, Qt::KeyboardModifiers modifiers) const;
    QString valueText(double seconds, double value) const;

    Document& m_document;
    TimeAxis& m_axis;
    TimeGrid& m_grid;
    const InstrumentFacts& m_facts;
    const LaneSubject m_subject;
    QString m_note;
    QColor m_colour;
    double m_playHead = 0;

    Gesture m_gesture = Gesture::None;
    std::set<PointRef> m_chosen;
    std::optional<PointRef> m_grabbed, m_hovered;
    std::optional<OpenEdit> m_edit;
    std::optional<ValueScale> m_heldScale; ///< stays while the mouse moves what it follows from
    /// A point that the drag itself adds first.
    std::optional<Breakpoint> m_added;
    QPointF m_pressedAt, m_pointer;
    Qt::KeyboardModifiers m_modifiers;
    double m_grabbedTime = 0, m_grabbedValue = 0; ///< before the drag, relative to the event
    std::optional<QRectF> m_rubberBand;
    std::vector<Breakpoint> m_line; ///< drawn by hand so far
    double m_lineTime = 0;          ///< of its point that was drawn last
    bool m_pen = false;
    QString m_hint;
    Heading m_heading;
    QTimer m_describing; ///< for a screen reader, once changes come to rest
};

} // namespace stria
