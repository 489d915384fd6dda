// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

#include <QColorDialog>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QInputDialog>
#include <algorithm>
#include <cmath>

#include "ui/look/palette.h"
#include "ui/timeline/automation_lanes.h"
#include "ui/timeline/overview.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/track_headers.h"

namespace stria {

TimelineView::TimelineView(Document& document, TimeAxis& axis, TimeGrid& grid, QWidget* parent)
    : QWidget(parent), m_document(&document), m_pictures(document), m_scene(document, axis, grid),
      m_canvas(new TimelineCanvas(m_scene)),
      m_actions(new TimelineActions(m_scene, *m_canvas, *this)), m_overview(new Overview(m_scene)),
      m_ruler(new Ruler(m_scene)), m_headers(new TrackHeaders(m_scene)),
      m_automation(new AutomationLanes(m_scene, *m_canvas, *m_headers, this)) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeCorner(), 0, 0, 2, 1);
    layout->addWidget(m_overview, 0, 1);
    layout->addWidget(m_ruler, 1, 1);
    layout->addWidget(m_headers, 2, 0);
    layout->addWidget(m_canvas, 2, 1);
    layout->setRowStretch(2, 1);
    layout->setColumnStretch(1, 1);
    setFocusProxy(m_canvas);
    for (QWidget* part : {static_cast<QWidget*>(m_overview), static_cast<QWidget*>(m_ruler),
                          static_cast<QWidget*>(m_headers)}) {
        part->setFocusPolicy(Qt::ClickFocus); // a click is an end of typing elsewhere
        part->setFocusProxy(m_canvas);
    }

    m_scene.setPeaks([this](SoundSourceId sound) { return m_pictures.of(sound); });
    connect(&m_pictures, &SoundPictures::changed, m_canvas->viewport(),
            qOverload<>(&QWidget::update));

    connect(m_canvas, &TimelineCanvas::scrolled, this,
            [this] { m_headers->setScroll(m_canvas->scroll()); });
    connect(m_canvas, &TimelineCanvas::contextMenuWanted, this, &TimelineView::showContextMenu);
    connect(m_canvas, &TimelineCanvas::auditionRequested, this, &TimelineView::auditionRequested);
    connect(m_canvas, &TimelineCanvas::instrumentMissing, this, &TimelineView::instrumentMissing);
    connect(m_canvas, &TimelineCanvas::filesDropped, &m_placing,
            qOverload<const QStringList&, const SoundPlacing::Place&>(&SoundPlacing::place));
    connect(m_canvas, &TimelineCanvas::soundDropped, &m_placing,
            qOverload<SoundSourceId, const SoundPlacing::Place&>(&SoundPlacing::place));
    connect(&m_placing, &SoundPlacing::placed, m_canvas, &TimelineCanvas::reveal);
    connect(&m_placing, &SoundPlacing::said, this, &TimelineView::said);
    connect(m_actions->addSample, &QAction::triggered, this,
            [this] { placeAtPlayHead(m_scene.selection().currentSound()); });
    connect(m_actions, &TimelineActions::auditionRequested, this, &TimelineView::auditionRequested);
    connect(m_actions, &TimelineActions::said, this, &TimelineView::said);
    connect(m_ruler, &Ruler::playHeadRequested, this, [this](double seconds) {
        m_scene.setPlayHead(seconds);
        emit playHeadRequested(seconds);
    });
    connect(m_ruler, &Ruler::said, this, &TimelineView::said);
    connect(m_actions, &TimelineActions::tempoWanted, m_ruler, &Ruler::typeTempo);
    connect(m_headers, &TrackHeaders::menuWanted, this, &TimelineView::showLaneMenu);
    connect(m_headers, &TrackHeaders::renameWanted, this, &TimelineView::renameLane);
    connect(m_automation, &AutomationLanes::said, this, &TimelineView::said);
}

/// The parts refer to the scene, and QWidget would delete them after it.
TimelineView::~TimelineView() {
    if (m_document)
        m_document->endOpenEdits();
    delete m_automation;
    for (QWidget* part : {static_cast<QWidget*>(m_canvas), static_cast<QWidget*>(m_headers),
                          static_cast<QWidget*>(m_ruler), static_cast<QWidget*>(m_overview)})
        delete part;
}

QWidget* TimelineView::makeCorner() {
    auto* corner = new QWidget;
    corner->setFixedWidth(TrackHeaders::width);
    corner->setAutoFillBackground(true);
    auto* layout = new QHBoxLayout(corner);
    layout->setContentsMargins(sizes::grid, 0, sizes::grid, sizes::grid);
    layout->setSpacing(4);
    for (QAction* action : {m_actions->pen, m_actions->addEvent, m_actions->fitAll}) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setProperty("kind", "tool");
        button->setAccessibleName(action->text());
        button->setToolTip(QStringLiteral("%1 (%2)").arg(
            action->text(), action->shortcut().toString(QKeySequence::NativeText)));
        button->setAutoRaise(true);
        button->setIconSize({16, 16});
        layout->addWidget(button, 0, Qt::AlignBottom);
    }
    layout->addStretch();
    return corner;
}

void TimelineView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        for (QWidget* part : findChildren<QWidget*>())
            part->update();
    QWidget::changeEvent(event);
}

void TimelineView::setPlayHead(double seconds) {
    m_scene.setPlayHead(seconds);
    TimeAxis& axis = m_scene.axis();
    const double x = axis.xAt(seconds);
    if (m_playing && (x > axis.width() * 0.96 || x < 0))
        axis.setStart(std::max(0.0, seconds - 0.08 * (axis.end() - axis.start())));
}

void TimelineView::placeAtPlayHead(SoundSourceId sound) {
    m_placing.place(sound, atPlayHead());
}

SoundPlacing::Place TimelineView::atPlayHead() const {
    SoundPlacing::Place place;
    place.start = playHead();
    return place;
}

void TimelineView::show(EventId event) {
    m_scene.selection().setEvents({event}, event);
    m_canvas->reveal(event);
}

void TimelineView::showContextMenu(const QPoint& globalPosition) {
    QMenu menu(this);
    m_actions->fillContextMenu(menu);
    if (m_scene.selection().events().empty())
        m_automation->addBusMenu(menu);
    menu.exec(globalPosition);
}

void TimelineView::changeTrack(const Lane& lane, const QString& name,
                               const std::function<void(Track&)>& work) {
    const Lane copy = lane;
    m_scene.document().edit(name, [&](Project& project) {
        Track track = *project.find(trackOfLane(project, m_scene.lanes(), copy));
        work(track);
        (void)project.change(std::move(track));
    });
}

void TimelineView::showLaneMenu(int index, const QPoint& globalPosition) {
    if (index < 0)
        return;
    const Lane lane = m_scene.lanes().all()[static_cast<std::size_t>(index)];
    QMenu menu(this);
    menu.addAction(lane.folded ? tr("Unfold") : tr("Fold"), this,
                   [this, lane] { m_scene.fold({lane}, !lane.folded); });
    m_automation->fillTrackMenu(*menu.addMenu(tr("Automation")), lane);
    m_automation->addBusMenu(menu);
    if (lane.canShowPitch) {
        const bool pitch = lane.rows == LaneRows::Pitch;
        menu.addAction(pitch ? tr("Rows without overlap")
                             : tr("Rows by %1").arg(QString::fromStdString(lane.pitchParameter)),
                       this, [this, lane, pitch] {
                           m_scene.chooseRows(lane, pitch ? LaneRows::Stacked : LaneRows::Pitch);
                       });
    }
    menu.addSeparator();
    menu.addAction(tr("Rename\u2026"), this, [this, index] { renameLane(index); });
    menu.addAction(tr("Colour\u2026"), this, [this, index] { chooseColour(index); });
    menu.addAction(tr("Usual height"), this, [this, lane] {
        changeTrack(lane, tr("Change height of track"), [](Track& track) { track.height = 0; });
    });
    menu.addAction(tr("Up"), this, [this, index] { moveTrack(index, -1); });
    menu.addAction(tr("Down"), this, [this, index] { moveTrack(index, 1); });
    menu.addSeparator();
    menu.addAction(tr("Select its events"), this, [this, lane] {
        std::unordered_set<EventId> events;
        for (const Span& span : lane.index.spans())
            events.insert(span.event);
        m_scene.selection().setEvents(std::move(events));
    });
    menu.addAction(m_actions->addTrack);
    menu.addAction(tr("Remove track"), this,
                   [this, lane] {
                       m_scene.document().edit(tr("Remove track"), [&](Project& project) {
                           (void)project.remove(lane.track);
                       });
                   })
        ->setEnabled(static_cast<bool>(lane.track));
    menu.exec(globalPosition);
}

void TimelineView::renameLane(int index) {
    if (index < 0)
        return;
    const Lane lane = m_scene.lanes().all()[static_cast<std::size_t>(index)];
    bool given = false;
    const QString name = QInputDialog::getText(this, tr("Rename track"), tr("Name"),
                                               QLineEdit::Normal, lane.name, &given);
    if (!given || name.trimmed().isEmpty() || name == lane.name)
        return;
    // Events that lay here by their instrument's name keep lying here.
    m_scene.document().edit(tr("Rename track"), [&](Project& project) {
        const TrackId id = trackOfLane(project, m_scene.lanes(), lane);
        for (const Span& span : lane.index.spans())
            if (const ScoreEvent* found = project.find(span.event)) {
                ScoreEvent event = *found;
                event.track = id;
                (void)project.change(std::move(event));
            }
        Track track = *project.find(id);
        track.name = name.trimmed().toStdString();
        (void)project.change(std::move(track));
    });
}

void TimelineView::chooseColour(int index) {
    const Lane lane = m_scene.lanes().all()[static_cast<std::size_t>(index)];
    const QColor colour = QColorDialog::getColor(lane.colour, this, tr("Colour of track"));
    if (colour.isValid())
        changeTrack(lane, tr("Change colour of track"),
                    [&](Track& track) { track.colour = colour.name().toStdString(); });
}

void TimelineView::moveTrack(int index, int steps) {
    const auto& lanes = m_scene.lanes().all();
    const int other = index + steps;
    if (other < 0 || other >= static_cast<int>(lanes.size()))
        return;
    const Lane first = lanes[static_cast<std::size_t>(index)];
    const Lane second = lanes[static_cast<std::size_t>(other)];
    m_scene.document().edit(tr("Move track"), [&](Project& project) {
        Track a = *project.find(trackOfLane(project, m_scene.lanes(), first));
        Track b = *project.find(trackOfLane(project, m_scene.lanes(), second));
        std::swap(a.order, b.order);
        if (a.order == b.order)
            a.order += steps;
        (void)project.change(std::move(a));
        (void)project.change(std::move(b));
    });
}

} // namespace stria
