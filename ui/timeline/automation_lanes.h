// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <QObject>
#include <QTimer>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/reading/bus_routes.h"
#include "ui/timeline/timeline_canvas.h"
#include "ui/timeline/track_headers.h"

namespace stria {

class AutomationHeader;
class AutomationLane;

/// The automation lanes of the timeline, those of tracks and those of buses, with their headers:
/// makes them, puts them in their places, tells them what to show, and fills the menus in which
/// they are shown and hidden.
class AutomationLanes : public QObject {
    Q_OBJECT

  public:
    AutomationLanes(TimelineScene& scene, TimelineCanvas& canvas, TrackHeaders& headers,
                    QObject* parent = nullptr);

    /// Null if it is not shown.
    AutomationLane* of(TrackId track, const std::string& parameter) const;
    AutomationLane* of(BusId bus) const;
    AutomationHeader* headerOf(BusId bus) const;
    /// Scrolls to it. The lane of a bus that is chosen comes into sight by itself.
    void reveal(BusId bus);

    /// To the places where the scene has them now.
    void place();

    /// The parameters of the events on a track, to be shown or hidden.
    void fillTrackMenu(QMenu& menu, const Lane& lane);
    /// Adds a menu of the control buses, likewise.
    void addBusMenu(QMenu& menu);

  signals:
    void said(const QString& sentence);

  private:
    struct Shown {
        CurveLane where;
        AutomationLane* lane = nullptr;
        AutomationHeader* header = nullptr;
    };

    const Shown* find(const CurveLane& where) const;
    Shown make(const CurveLane& where);
    void describe(const Shown& shown);
    void describeBus(const Shown& shown, const Bus& bus);
    void readRoutes();
    void endResizing();
    void fillBusMenu(QMenu& menu);
    void showMenu(const CurveLane& where, const QPoint& globalPosition);
    void setShown(const Lane& lane, const std::vector<std::string>& parameters, bool shown);
    void setBusShown(BusId bus, bool shown);
    /// 0: the usual one.
    void setHeight(Project& project, const CurveLane& where, int pixels) const;

    TimelineScene& m_scene;
    TimelineCanvas& m_canvas;
    TrackHeaders& m_headers;
    std::vector<Shown> m_shown;
    std::optional<OpenEdit> m_heightEdit;
    std::unordered_map<BusId, BusRoute> m_routes;
    QTimer m_routesAge; ///< routes cost a look at each event: they come a moment after a change
};

} // namespace stria
