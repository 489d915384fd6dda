// SPDX-License-Identifier: GPL-3.0-or-later
// What is dropped on the canvas: sound files, and parts of the project from the browser.
#include <QDropEvent>
#include <QMimeData>
#include <algorithm>

#include "ui/document/dragged_part.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/timeline/timeline_canvas.h"

namespace stria {

namespace {

/// Files that could be sounds, as long as all could be.
QStringList soundFiles(const QMimeData& data) {
    const QStringList files = dragged_part::files(data);
    const bool others = std::any_of(files.begin(), files.end(), [](const QString& file) {
        return dragged_part::isProject(file) || dragged_part::isCsoundText(file);
    });
    return others ? QStringList() : files;
}

bool isWanted(const QMimeData& data) {
    return !std::holds_alternative<std::monostate>(dragged_part::unwrap(data)) ||
           !soundFiles(data).isEmpty();
}

} // namespace

void TimelineCanvas::dragEnterEvent(QDragEnterEvent* event) {
    showDrop(event);
}

void TimelineCanvas::dragMoveEvent(QDragMoveEvent* event) {
    showDrop(event);
}

void TimelineCanvas::dragLeaveEvent(QDragLeaveEvent*) {
    forgetDrop();
}

void TimelineCanvas::forgetDrop() {
    m_rubberBand.reset();
    m_hint.clear();
    viewport()->update();
}

/// Shows where what is dragged would come to lie.
void TimelineCanvas::showDrop(QDropEvent* event) {
    if (!isWanted(*event->mimeData()) || m_gesture != Gesture::None)
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_pointer = event->position();
    const SoundPlacing::Place place = placeAt(*event);
    double length = usualDuration(place.start);
    const auto part = dragged_part::unwrap(*event->mimeData());
    if (const auto* sound = std::get_if<SoundSourceId>(&part); sound && m_scene.peaks())
        if (const WaveformPeaks* const peaks = m_scene.peaks()(*sound))
            length = peaks->seconds();
    const auto& lanes = m_scene.lanes();
    const int lane = lanes.laneAt(static_cast<int>(toLanes(m_pointer).y()));
    const double top = lane >= 0 ? lanes.all()[static_cast<std::size_t>(lane)].top
                                 : static_cast<double>(lanes.tracksHeight());
    const double height =
        lane >= 0 ? lanes.all()[static_cast<std::size_t>(lane)].height : 2.0 * sizes::row;
    const double left = m_scene.axis().xAt(place.start);
    m_rubberBand = QRectF(left, top, m_scene.axis().xAt(place.start + length) - left, height);
    m_hint = figures::time(place.start);
    viewport()->update();
}

SoundPlacing::Place TimelineCanvas::placeAt(const QDropEvent& event) const {
    SoundPlacing::Place place;
    place.start = snapped(std::max(0.0, m_scene.axis().secondsAt(event.position().x())),
                          event.modifiers() & Qt::AltModifier);
    place.together = event.modifiers() & Qt::ShiftModifier;
    const int at = m_scene.lanes().laneAt(static_cast<int>(toLanes(event.position()).y()));
    if (at >= 0) {
        const Lane& lane = m_scene.lanes().all()[static_cast<std::size_t>(at)];
        place.track = lane.track;
        place.instrument = lane.instrument;
    }
    return place;
}

void TimelineCanvas::dropEvent(QDropEvent* event) {
    forgetDrop();
    if (!isWanted(*event->mimeData()))
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    setFocus(Qt::MouseFocusReason);
    const SoundPlacing::Place place = placeAt(*event);
    const auto part = dragged_part::unwrap(*event->mimeData());
    if (const auto* instrument = std::get_if<InstrumentId>(&part))
        dropInstrument(*instrument, place, toLanes(event->position()));
    else if (const auto* sound = std::get_if<SoundSourceId>(&part))
        emit soundDropped(*sound, place);
    else
        emit filesDropped(soundFiles(*event->mimeData()), place);
}

void TimelineCanvas::dropInstrument(InstrumentId instrument, const SoundPlacing::Place& place,
                                    const QPointF& position) {
    auto event = newEventAt(position, place.start, instrument);
    if (!event)
        return;
    const EventId id = event->id;
    m_scene.document().edit(tr("Add event"), [&](Project& project) {
        const int at = m_scene.lanes().laneAt(static_cast<int>(position.y()));
        if (at >= 0 && !event->track && place.instrument != instrument)
            event->track = trackOfLane(project, m_scene.lanes(),
                                       m_scene.lanes().all()[static_cast<std::size_t>(at)]);
        (void)project.insert(*event);
    });
    m_scene.selection().setEvents({id}, id);
    reveal(id);
}

} // namespace stria
