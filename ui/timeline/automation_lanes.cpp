// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/automation_lanes.h"

#include <QScrollBar>
#include <algorithm>
#include <set>

#include "engine/compile/asset_facts.h"
#include "ui/automation/automation_header.h"
#include "ui/automation/automation_lane.h"
#include "ui/document/bus_edits.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

QString namesOf(const Project& project, const std::vector<InstrumentId>& instruments) {
    QStringList names;
    for (const InstrumentId id : instruments)
        if (const Instrument* instrument = project.find(id))
            names << QString::fromStdString(instrument->name);
    return names.join(QStringLiteral(", "));
}

} // namespace

AutomationLanes::AutomationLanes(TimelineScene& scene, TimelineCanvas& canvas,
                                 TrackHeaders& headers, QObject* parent)
    : QObject(parent), m_scene(scene), m_canvas(canvas), m_headers(headers) {
    m_routesAge.setSingleShot(true);
    m_routesAge.setInterval(150);
    connect(&m_routesAge, &QTimer::timeout, this, &AutomationLanes::readRoutes);
    connect(&scene, &TimelineScene::lanesChanged, this, &AutomationLanes::place);
    connect(&canvas, &TimelineCanvas::scrolled, this, &AutomationLanes::place);
    connect(&scene, &TimelineScene::playHeadMoved, this, [this](double, double after) {
        for (const Shown& shown : m_shown)
            shown.lane->setPlayHead(after);
    });
    connect(&scene.selection(), &Selection::currentBusChanged, this,
            [this] { reveal(m_scene.selection().currentBus()); });
    connect(&scene.document(), &Document::interrupting, this, &AutomationLanes::endResizing);
    connect(&scene.document(), &Document::changed, this, [this](const Change& change) {
        if (!m_scene.lanes().ofBuses().empty() &&
            (std::holds_alternative<EntityChange<ScoreEvent>>(change) ||
             std::holds_alternative<EntityChange<Instrument>>(change)))
            m_routesAge.start();
    });
    place();
}

const AutomationLanes::Shown* AutomationLanes::find(const CurveLane& where) const {
    const auto it = std::find_if(m_shown.begin(), m_shown.end(),
                                 [&](const Shown& shown) { return shown.where.isSame(where); });
    return it != m_shown.end() ? &*it : nullptr;
}

AutomationLane* AutomationLanes::of(TrackId track, const std::string& parameter) const {
    const Shown* const shown = find({track, parameter, {}});
    return shown ? shown->lane : nullptr;
}

AutomationLane* AutomationLanes::of(BusId bus) const {
    const Shown* const shown = find({{}, {}, bus});
    return shown ? shown->lane : nullptr;
}

AutomationHeader* AutomationLanes::headerOf(BusId bus) const {
    const Shown* const shown = find({{}, {}, bus});
    return shown ? shown->header : nullptr;
}

void AutomationLanes::reveal(BusId bus) {
    const auto& lanes = m_scene.lanes().ofBuses();
    const auto lane = std::find_if(lanes.begin(), lanes.end(),
                                   [&](const CurveLane& each) { return each.bus == bus; });
    if (lane == lanes.end())
        return;
    QScrollBar& bar = *m_canvas.verticalScrollBar();
    if (lane->top < bar.value())
        bar.setValue(lane->top);
    else if (lane->bottom() > bar.value() + m_canvas.viewport()->height())
        bar.setValue(lane->bottom() - m_canvas.viewport()->height());
}

AutomationLanes::Shown AutomationLanes::make(const CurveLane& where) {
    LaneSubject subject = where.bus;
    if (!where.bus) {
        const auto events = [this, track = where.track](double from, double to) {
            std::vector<EventId> found;
            for (const Lane& each : m_scene.lanes().all())
                if (each.track == track)
                    each.index.visit(from, to,
                                     [&](const Span& span) { found.push_back(span.event); });
            return found;
        };
        subject = ParameterOfEvents{where.parameter, events};
    }
    auto* const lane = new AutomationLane(m_scene.document(), m_scene.axis(), m_scene.grid(),
                                          m_scene.facts(), std::move(subject), m_canvas.viewport());
    auto* const header = new AutomationHeader(&m_headers);
    lane->setPlayHead(m_scene.playHead());
    lane->setPen(m_canvas.hasPen());
    connect(&m_canvas, &TimelineCanvas::penChanged, lane, &AutomationLane::setPen);
    connect(lane, &AutomationLane::said, this, &AutomationLanes::said);
    connect(lane, &AutomationLane::headingChanged, this, [this, where] {
        if (const Shown* const shown = find(where))
            describe(*shown);
    });
    connect(header, &AutomationHeader::menuWanted, this,
            [this, where](const QPoint& at) { showMenu(where, at); });
    connect(header, &AutomationHeader::heightWanted, this, [this, where](int pixels) {
        if (!m_heightEdit)
            m_heightEdit.emplace(m_scene.document().begin(tr("Change height of automation lane")));
        m_heightEdit->update(
            [&](Project& project) { setHeight(project, where, std::max(1, pixels)); });
    });
    connect(header, &AutomationHeader::heightChosen, this, &AutomationLanes::endResizing);
    if (where.bus)
        m_routesAge.start();
    return {where, lane, header};
}

void AutomationLanes::endResizing() {
    if (m_heightEdit)
        m_heightEdit->commit();
    m_heightEdit.reset();
    for (const Shown& shown : m_shown)
        shown.header->letGo();
}

void AutomationLanes::place() {
    std::vector<Shown> shown;
    const auto put = [&](const CurveLane& where, const QColor& colour) {
        const Shown* const known = find(where);
        shown.push_back(known ? *known : make(where));
        const Shown& now = shown.back();
        now.lane->setColour(colour);
        const int top = where.top - m_canvas.scroll();
        now.lane->setGeometry(0, top, m_canvas.viewport()->width(), where.height);
        now.header->setGeometry(0, top, TrackHeaders::width, where.height);
        now.lane->show();
        now.header->show();
    };
    for (const Lane& lane : m_scene.lanes().all())
        for (const CurveLane& where : lane.curves)
            put(where, lane.colour);
    for (const CurveLane& where : m_scene.lanes().ofBuses())
        put(where, look::colours().accent);
    m_shown.swap(shown);
    for (const Shown& old : shown)
        if (!find(old.where))
            for (QWidget* part :
                 {static_cast<QWidget*>(old.lane), static_cast<QWidget*>(old.header)}) {
                part->hide();
                part->deleteLater();
            }
    for (const Shown& now : m_shown)
        describe(now);
    const BusId chosen = m_scene.selection().currentBus();
    const auto isChosen = [&](const Shown& each) { return each.where.bus == chosen; };
    if (chosen && std::none_of(shown.begin(), shown.end(), isChosen)) // it was not there before
        reveal(chosen);
}

void AutomationLanes::describe(const Shown& shown) {
    const Project& project = m_scene.project();
    if (const Bus* const bus = project.find(shown.where.bus))
        return describeBus(shown, *bus);
    const auto& [current, scale] = shown.lane->heading();
    const ScoreEvent* const event = current ? project.find(std::get<EventId>(*current)) : nullptr;
    const auto& lanes = m_scene.lanes().all();
    const auto lane = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& each) {
        return each.track == shown.where.track;
    });
    shown.header->show(QString::fromStdString(shown.where.parameter),
                       event ? eventTitle(project, *event) : tr("no event"), scale,
                       lane != lanes.end() ? lane->colour : QColor(), false);
}

void AutomationLanes::describeBus(const Shown& shown, const Bus& bus) {
    QString readers, note;
    if (const auto route = m_routes.find(bus.id); route != m_routes.end()) {
        const Project& project = m_scene.project();
        readers = route->second.readers.empty()
                      ? tr("not read")
                      : tr("to %1").arg(namesOf(project, route->second.readers));
        if (!route->second.writers.empty())
            note = tr("Also written by %1, which counts wherever the line is dashed.")
                       .arg(namesOf(project, route->second.writers));
        else if (route->second.readers.empty())
            note = tr("No event reads this bus yet.");
    }
    if (m_scene.project().automationsOf(bus.id).empty())
        note = tr("Double-click for a point, or draw with the pen (P).") + QLatin1Char(' ') + note;
    shown.lane->setNote(note);
    shown.header->show(busName(m_scene.project(), bus), readers, shown.lane->heading().scale,
                       look::colours().accent, true);
}

void AutomationLanes::readRoutes() {
    m_routes.clear();
    const Project& project = m_scene.project();
    Reading reading(project,
                    gatherIncludedTexts(project, m_scene.document().folder().toStdString()));
    for (BusRoute& route : busRoutes(project, reading))
        m_routes[route.bus] = std::move(route);
    for (const Shown& shown : m_shown)
        if (shown.where.bus)
            describe(shown);
}

void AutomationLanes::showMenu(const CurveLane& where, const QPoint& globalPosition) {
    QMenu menu(&m_canvas);
    const auto addUsualHeight = [&] {
        menu.addAction(tr("Usual height"), this, [this, where] {
            m_scene.document().edit(tr("Change height of automation lane"),
                                    [&](Project& project) { setHeight(project, where, 0); });
        });
        menu.addSeparator();
    };
    if (where.bus) {
        m_scene.selection().setCurrentBus(where.bus); // the inspector has its range
        menu.addAction(tr("Hide this lane"), this,
                       [this, bus = where.bus] { setBusShown(bus, false); });
        addUsualHeight();
        fillBusMenu(menu);
    } else {
        const auto& lanes = m_scene.lanes().all();
        const auto lane = std::find_if(lanes.begin(), lanes.end(),
                                       [&](const Lane& each) { return each.track == where.track; });
        if (lane == lanes.end())
            return;
        const Lane copy = *lane;
        menu.addAction(tr("Hide this lane"), this, [this, copy, parameter = where.parameter] {
            setShown(copy, {parameter}, false);
        });
        addUsualHeight();
        fillTrackMenu(menu, copy);
    }
    menu.exec(globalPosition);
}

void AutomationLanes::fillTrackMenu(QMenu& menu, const Lane& lane) {
    const Project& project = m_scene.project();
    std::set<std::string> names;
    for (const InstrumentId instrument : lane.instruments)
        for (const Parameter& parameter : m_scene.facts().of(project.find(instrument)).parameters)
            if (parameter.isDynamic())
                names.insert(parameter.name);
    std::set<std::string> automated;
    project.all<Automation>().forEach([&](const Automation& automation) {
        const EventId* const id = std::get_if<EventId>(&automation.target);
        const ScoreEvent* const event =
            id && names.contains(automation.parameter) ? project.find(*id) : nullptr;
        const int at = event ? m_scene.lanes().laneOf(*event) : -1;
        if (at >= 0 && m_scene.lanes().all()[static_cast<std::size_t>(at)].isSame(lane))
            automated.insert(automation.parameter);
    });
    std::vector<std::string> shown;
    for (const CurveLane& curve : lane.curves)
        shown.push_back(curve.parameter);
    for (const std::string& name : names) {
        const bool isShown = std::find(shown.begin(), shown.end(), name) != shown.end();
        const QString text = QString::fromStdString(name);
        QAction* action =
            menu.addAction(automated.contains(name) ? text + QStringLiteral("  ∿") : text, this,
                           [this, lane, name, isShown] { setShown(lane, {name}, !isShown); });
        action->setCheckable(true);
        action->setChecked(isShown);
    }
    if (names.empty())
        menu.addAction(tr("No parameter can be automated"))->setEnabled(false);
    menu.addSeparator();
    menu.addAction(tr("All that are automated"), this,
                   [this, lane, automated] {
                       setShown(lane, {automated.begin(), automated.end()}, true);
                   })
        ->setEnabled(!automated.empty());
    menu.addAction(tr("No automation lane"), this,
                   [this, lane, shown] { setShown(lane, shown, false); })
        ->setEnabled(!shown.empty());
}

void AutomationLanes::addBusMenu(QMenu& menu) {
    QMenu* const buses = menu.addMenu(tr("Automation of buses"));
    connect(buses, &QMenu::aboutToShow, this, [this, buses] {
        buses->clear();
        fillBusMenu(*buses);
    });
}

void AutomationLanes::fillBusMenu(QMenu& menu) {
    const Project& project = m_scene.project();
    for (const Bus* bus : project.inOrder<Bus>()) {
        if (bus->kind != Bus::Kind::Control)
            continue;
        const bool isShown = isLaneShown(project, *bus);
        QAction* action =
            menu.addAction(busName(project, *bus), this,
                           [this, id = bus->id, isShown] { setBusShown(id, !isShown); });
        action->setCheckable(true);
        action->setChecked(isShown);
    }
    menu.addSeparator();
    menu.addAction(tr("New control bus"), this, [this] {
        BusId added;
        m_scene.document().edit(tr("Add control bus"), [&](Project& changed) {
            added = addBus(changed, Bus::Kind::Control);
            showLane(changed, added, true);
        });
        m_scene.selection().setCurrentBus(added);
    });
}

void AutomationLanes::setShown(const Lane& lane, const std::vector<std::string>& parameters,
                               bool shown) {
    m_scene.document().edit(
        shown ? tr("Show automation") : tr("Hide automation"), [&](Project& project) {
            Track track = *project.find(trackOfLane(project, m_scene.lanes(), lane));
            for (const std::string& parameter : parameters) {
                const auto isIt = [&](const ParameterLane& each) {
                    return each.parameter == parameter;
                };
                if (!shown)
                    std::erase_if(track.lanes, isIt);
                else if (std::none_of(track.lanes.begin(), track.lanes.end(), isIt))
                    track.lanes.push_back({parameter, 0});
            }
            track.folded = track.folded && !shown;
            (void)project.change(std::move(track));
        });
}

void AutomationLanes::setBusShown(BusId id, bool shown) {
    m_scene.document().edit(shown ? tr("Show automation") : tr("Hide automation"),
                            [&](Project& project) { showLane(project, id, shown); });
    reveal(id);
}

void AutomationLanes::setHeight(Project& project, const CurveLane& where, int pixels) const {
    const double height =
        pixels == 0 ? 0 : std::clamp(pixels, Lanes::leastCurves, Lanes::mostHeight);
    if (const Bus* const found = project.find(where.bus)) {
        Bus bus = *found;
        bus.laneHeight = height;
        (void)project.change(std::move(bus));
    } else if (const Track* const known = project.find(where.track)) {
        Track track = *known;
        for (ParameterLane& lane : track.lanes)
            if (lane.parameter == where.parameter)
                lane.height = height;
        (void)project.change(std::move(track));
    }
}

} // namespace stria
