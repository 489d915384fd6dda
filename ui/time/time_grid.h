// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <vector>

#include "engine/model/timeline.h"

namespace stria {

/// A line of the grid. Level 0 is drawn strongest and labelled.
struct GridLine {
    double seconds = 0;
    int level = 0;
    QString label; ///< bar number or time; empty for levels above 0

    bool operator==(const GridLine&) const = default;
};

/// The grid that ruler and timeline draw and that times snap to, shared by all. UI thread only.
class TimeGrid : public QObject {
    Q_OBJECT

  public:
    enum class Kind { Beats, Seconds };

    explicit TimeGrid(QObject* parent = nullptr) : QObject(parent) {}

    Kind kind() const { return m_kind; }
    bool snaps() const { return m_snaps; }
    /// Parts of a whole note to which Beats snaps (16: sixteenths); 0: to the lines that are seen.
    int division() const { return m_division; }
    const TempoMap& tempo() const { return m_tempo; }

    void setKind(Kind kind);
    void setSnaps(bool snaps);
    void setDivision(int division);
    void setTempo(const TempoMap& tempo);

    /// The nearest place of the grid where it snaps, else the time itself; never below 0.
    /// `pixelsPerSecond` decides how fine the seen lines are.
    double snapped(double seconds, double pixelsPerSecond) const;
    /// One step of the grid at a time, for arrow keys; works whether it snaps or not.
    double step(double seconds, double pixelsPerSecond) const;
    /// Lines in [from, to], by time, none nearer than about 8 pixels to the next, labelled ones at
    /// least 56 apart.
    std::vector<GridLine> lines(double from, double to, double pixelsPerSecond) const;

  signals:
    void changed();

  private:
    double beatStep(double beat, double pixelsPerSecond) const;
    std::vector<GridLine> beatLines(double from, double to, double pixelsPerSecond) const;
    std::vector<GridLine> secondLines(double from, double to, double pixelsPerSecond) const;

    Kind m_kind = Kind::Seconds;
    bool m_snaps = true;
    int m_division = 0;
    TempoMap m_tempo;
};

} // namespace stria
