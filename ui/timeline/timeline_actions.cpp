// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_actions.h"

#include <QInputDialog>
#include <algorithm>
#include <cmath>

#include "ui/document/event_clipboard.h"
#include "ui/document/event_edits.h"
#include "ui/look/palette.h"
#include "ui/timeline/event_join.h"
#include "ui/timeline/score_edits.h"

namespace stria {

TimelineActions::TimelineActions(TimelineScene& scene, TimelineCanvas& canvas,
                                 QWidget& shortcutParent)
    : QObject(&shortcutParent), m_scene(scene), m_canvas(canvas), m_parent(shortcutParent),
      m_pasting(scene), m_repeating(scene.document()) {
    connect(&m_pasting, &Pasting::said, this, &TimelineActions::said);
    makeEditing(shortcutParent);
    makeMoving();
    makeSeeing();
    connect(&scene.selection(), &Selection::eventsChanged, this, &TimelineActions::enable);
    connect(&scene.selection(), &Selection::currentSourceChanged, this, &TimelineActions::enable);
    enable();
}

QAction* TimelineActions::make(const QString& text, const QKeySequence& keys, const QString& icon) {
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (!icon.isEmpty())
        action->setIcon(look::icon(icon));
    m_parent.addAction(action);
    return action;
}

void TimelineActions::makeEditing(QWidget& parent) {
    cut = make(tr("Cut"), QKeySequence::Cut, QStringLiteral("cut"));
    copy = make(tr("Copy"), QKeySequence::Copy, QStringLiteral("copy"));
    paste = make(tr("Paste at play head"), QKeySequence::Paste, QStringLiteral("paste"));
    remove = make(tr("Delete"), QKeySequence::Delete, QStringLiteral("delete"));
    removeRipple = make(tr("Delete and close the gap"), QKeySequence(tr("Shift+Del")));
    duplicate = make(tr("Duplicate"), QKeySequence(tr("Ctrl+D")), QStringLiteral("duplicate"));
    repeat = make(tr("Repeat\u2026"), QKeySequence(tr("Ctrl+R")));
    selectAll = make(tr("Select all"), QKeySequence::SelectAll);
    selectSameInstrument =
        make(tr("Select all of this instrument"), QKeySequence(tr("Ctrl+Shift+A")));
    selectInvert = make(tr("Invert selection"), QKeySequence(tr("Ctrl+I")));
    selectNone = make(tr("Select none"), QKeySequence(tr("Ctrl+Shift+N")));

    connect(cut, &QAction::triggered, this, &TimelineActions::cutChosen);
    connect(copy, &QAction::triggered, this, &TimelineActions::copyChosen);
    connect(paste, &QAction::triggered, this, &TimelineActions::pasteAtPlayHead);
    connect(remove, &QAction::triggered, this,
            [this] { removeChosen(counted("Delete event", "Delete %n events"), false); });
    connect(removeRipple, &QAction::triggered, this,
            [this] { removeChosen(tr("Delete and close the gap"), true); });
    connect(duplicate, &QAction::triggered, this, &TimelineActions::duplicateChosen);
    connect(repeat, &QAction::triggered, this, [this, &parent] {
        bool given = false;
        const int times = QInputDialog::getInt(&parent, tr("Repeat"), tr("How many times"), 3, 1,
                                               10000, 1, &given);
        if (given)
            repeatChosen(times);
    });
    connect(selectAll, &QAction::triggered, this, [this] {
        std::unordered_set<EventId> events;
        m_scene.project().all<ScoreEvent>().forEach(
            [&](const ScoreEvent& event) { events.insert(event.id); });
        m_scene.selection().setEvents(std::move(events));
    });
    connect(selectSameInstrument, &QAction::triggered, this, [this] {
        std::unordered_set<EventId> events;
        const InstrumentId instrument = m_scene.selection().currentInstrument();
        m_scene.project().all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            if (event.instrument == instrument)
                events.insert(event.id);
        });
        m_scene.selection().setEvents(std::move(events));
    });
    connect(selectInvert, &QAction::triggered, this, [this] {
        std::unordered_set<EventId> events;
        m_scene.project().all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            if (!m_scene.selection().contains(event.id))
                events.insert(event.id);
        });
        m_scene.selection().setEvents(std::move(events));
    });
    connect(selectNone, &QAction::triggered, &m_scene.selection(), &Selection::clearEvents);
}

void TimelineActions::makeMoving() {
    addEvent =
        make(tr("Add event at play head"), QKeySequence(Qt::Key_Insert), QStringLiteral("add"));
    addSample = make(tr("Add event of the chosen sample at play head"),
                     QKeySequence(tr("Shift+Ins")), QStringLiteral("sample"));
    pen = make(tr("Draw events (pen)"), QKeySequence(Qt::Key_P), QStringLiteral("pen"));
    pen->setCheckable(true);
    split = make(tr("Split at play head"), QKeySequence(Qt::Key_S));
    join = make(tr("Join"), QKeySequence(Qt::Key_J));
    quantise = make(tr("Move to the grid"), QKeySequence(Qt::Key_Q));
    quantiseBy = make(tr("Move towards the grid\u2026"), QKeySequence(tr("Shift+Q")));
    stretch = make(tr("Stretch\u2026"), QKeySequence(tr("Ctrl+Shift+T")));
    nudgeEarlier = make(tr("Earlier by a step"), QKeySequence(tr("Ctrl+Left")));
    nudgeLater = make(tr("Later by a step"), QKeySequence(tr("Ctrl+Right")));
    nudgeUp = make(tr("Up"), QKeySequence(tr("Ctrl+Up")));
    nudgeDown = make(tr("Down"), QKeySequence(tr("Ctrl+Down")));
    finerEarlier = make(tr("Earlier by a millisecond"), QKeySequence(tr("Ctrl+Shift+Left")));
    finerLater = make(tr("Later by a millisecond"), QKeySequence(tr("Ctrl+Shift+Right")));
    audition =
        make(tr("Hear this event"), QKeySequence(Qt::Key_Return), QStringLiteral("audition"));

    connect(addEvent, &QAction::triggered, &m_canvas, &TimelineCanvas::addAtPlayHead);
    connect(pen, &QAction::toggled, &m_canvas, &TimelineCanvas::setPen);
    connect(&m_canvas, &TimelineCanvas::penChanged, pen, &QAction::setChecked);
    connect(split, &QAction::triggered, this, &TimelineActions::splitChosen);
    connect(join, &QAction::triggered, this, &TimelineActions::joinChosen);
    connect(quantise, &QAction::triggered, this, [this] { quantiseChosen(1); });
    connect(quantiseBy, &QAction::triggered, this, [this] {
        bool given = false;
        const int percent =
            QInputDialog::getInt(&m_parent, tr("Move towards the grid"),
                                 tr("How far, in percent of the way"), 50, 1, 100, 5, &given);
        if (given)
            quantiseChosen(percent / 100.0);
    });
    connect(stretch, &QAction::triggered, this, [this] {
        bool given = false;
        const double factor = QInputDialog::getDouble(
            &m_parent, tr("Stretch"), tr("How many times as long"), 2, 0.001, 1000, 3, &given);
        if (given)
            stretchChosen(factor);
    });
    connect(nudgeEarlier, &QAction::triggered, this, [this] { nudge(-1, false); });
    connect(nudgeLater, &QAction::triggered, this, [this] { nudge(1, false); });
    connect(finerEarlier, &QAction::triggered, this, [this] { nudge(-1, true); });
    connect(finerLater, &QAction::triggered, this, [this] { nudge(1, true); });
    connect(nudgeUp, &QAction::triggered, this, [this] { nudgeLane(-1); });
    connect(nudgeDown, &QAction::triggered, this, [this] { nudgeLane(1); });
    connect(audition, &QAction::triggered, this, [this] {
        if (const EventId event = m_scene.selection().currentEvent())
            emit auditionRequested(event);
    });
}

void TimelineActions::makeSeeing() {
    zoomIn = make(tr("Zoom in"), QKeySequence(Qt::Key_Plus), QStringLiteral("zoom-in"));
    zoomOut = make(tr("Zoom out"), QKeySequence(Qt::Key_Minus), QStringLiteral("zoom-out"));
    fitAll = make(tr("Show the whole piece"), QKeySequence(Qt::Key_A), QStringLiteral("zoom-all"));
    fitSelection = make(tr("Show the selection"), QKeySequence(Qt::Key_Z));
    loopSelection =
        make(tr("Loop the selection"), QKeySequence(tr("Ctrl+L")), QStringLiteral("loop"));
    addMarker = make(tr("Add marker at play head"), QKeySequence(Qt::Key_M));
    addTrack = make(tr("Add track"), QKeySequence(tr("Ctrl+T")));

    changeTempo = make(tr("Tempo and metre at play head\u2026"), QKeySequence(tr("Ctrl+Shift+M")));
    fold = make(tr("Fold track"), QKeySequence(Qt::Key_F));
    foldAll = make(tr("Fold all tracks"), QKeySequence(tr("Shift+F")));

    connect(changeTempo, &QAction::triggered, this, [this] {
        emit tempoWanted(std::round(m_scene.project().settings().tempo.beatAt(m_scene.playHead())));
    });
    connect(fold, &QAction::triggered, this, [this] {
        if (const Lane* lane = m_scene.currentLane())
            m_scene.fold({*lane}, !lane->folded);
    });
    connect(foldAll, &QAction::triggered, this, [this] {
        const auto lanes = m_scene.lanes().all();
        m_scene.fold(lanes, !std::all_of(lanes.begin(), lanes.end(),
                                         [](const Lane& lane) { return lane.folded; }));
    });
    const auto zoom = [this](double factor) {
        TimeAxis& axis = m_scene.axis();
        const double head = axis.xAt(m_scene.playHead());
        axis.zoomAt(head >= 0 && head <= axis.width() ? head : axis.width() / 2.0, factor);
    };
    connect(zoomIn, &QAction::triggered, this, [zoom] { zoom(1.5); });
    connect(zoomOut, &QAction::triggered, this, [zoom] { zoom(1 / 1.5); });
    connect(fitAll, &QAction::triggered, this, [this] {
        constexpr double emptyPiece = 60; ///< seconds shown of a piece without events
        fit(0, m_scene.scoreEnd() > 0 ? m_scene.scoreEnd() : emptyPiece);
    });
    connect(fitSelection, &QAction::triggered, this, [this] {
        const auto [from, to] = score_edits::extent(m_scene.project(), m_scene.chosen());
        fit(from, to);
    });
    connect(loopSelection, &QAction::triggered, this, [this] {
        const auto [from, to] = score_edits::extent(m_scene.project(), m_scene.chosen());
        m_scene.document().edit(tr("Set loop"), [&, start = from, end = to](Project& project) {
            Settings settings = project.settings();
            settings.loopStart = start;
            settings.loopEnd = end;
            project.changeSettings(std::move(settings));
        });
    });
    connect(addMarker, &QAction::triggered, this, [this] {
        m_scene.document().edit(tr("Add marker"), [this](Project& project) {
            const auto count = project.all<Marker>().size() + 1;
            (void)project.insert(Marker{MarkerId::random(),
                                        m_scene.playHead(),
                                        tr("Marker %1").arg(count).toStdString(),
                                        {}});
        });
    });
    connect(addTrack, &QAction::triggered, this, [this] {
        m_scene.document().edit(tr("Add track"), [](Project& project) {
            const auto tracks = project.inOrder<Track>();
            Track track;
            track.id = TrackId::random();
            track.order = tracks.empty() ? 0 : tracks.back()->order + 1;
            track.name = tr("Track %1").arg(tracks.size() + 1).toStdString();
            (void)project.insert(std::move(track));
        });
    });
}

void TimelineActions::enable() {
    const bool any = !m_scene.selection().events().empty();
    const bool several = m_scene.selection().events().size() > 1;
    for (QAction* action :
         {cut,       copy,         remove,     removeRipple, duplicate,     repeat,     selectNone,
          split,     quantise,     quantiseBy, stretch,      nudgeEarlier,  nudgeLater, nudgeUp,
          nudgeDown, finerEarlier, finerLater, fitSelection, loopSelection, audition})
        action->setEnabled(any);
    join->setEnabled(several);
    addSample->setEnabled(static_cast<bool>(m_scene.selection().currentSound()));
}

void TimelineActions::fillEditMenu(QMenu& menu) const {
    menu.addActions({cut, copy, paste, remove, removeRipple});
    menu.addSeparator();
    menu.addActions({duplicate, repeat});
    menu.addSeparator();
    menu.addActions({selectAll, selectSameInstrument, selectInvert, selectNone});
}

void TimelineActions::fillScoreMenu(QMenu& menu) const {
    menu.addActions({addEvent, addSample, pen});
    menu.addSeparator();
    menu.addActions({split, join, quantise, quantiseBy, stretch});
    menu.addSeparator();
    menu.addActions({nudgeEarlier, nudgeLater, finerEarlier, finerLater, nudgeUp, nudgeDown});
    menu.addSeparator();
    menu.addActions({loopSelection, addMarker, addTrack, changeTempo});
    menu.addSeparator();
    menu.addAction(audition);
}

void TimelineActions::fillViewMenu(QMenu& menu) const {
    menu.addActions({zoomIn, zoomOut, fitAll, fitSelection});
    menu.addSeparator();
    menu.addActions({fold, foldAll});
}

void TimelineActions::fillContextMenu(QMenu& menu) const {
    if (m_scene.selection().events().empty()) {
        menu.addActions({addEvent, addSample, pen, paste});
        menu.addSeparator();
        menu.addActions({selectAll, fitAll, addMarker, addTrack});
        return;
    }
    menu.addActions({audition, split, join, quantise, quantiseBy, stretch});
    menu.addSeparator();
    menu.addActions({cut, copy, paste, duplicate, repeat, remove, removeRipple});
    menu.addSeparator();
    menu.addActions({selectSameInstrument, loopSelection, fitSelection});
}

QString TimelineActions::counted(const char* one, const char* many) const {
    const int count = static_cast<int>(m_scene.selection().events().size());
    return count == 1 ? tr(one) : tr(many, nullptr, count);
}

void TimelineActions::choose(const score_edits::Events& events) {
    m_scene.selection().setEvents({events.begin(), events.end()});
}

void TimelineActions::cutChosen() {
    copyChosen();
    removeChosen(counted("Cut event", "Cut %n events"), false);
}

void TimelineActions::copyChosen() {
    if (!m_scene.selection().events().empty())
        copyEvents(m_scene.project(), m_scene.chosen());
}

void TimelineActions::pasteAtPlayHead() {
    m_pasting.paste(copiedText(), m_scene.playHead());
}

void TimelineActions::removeChosen(const QString& name, bool ripple) {
    const auto events = m_scene.chosen();
    m_scene.document().edit(name, [&](Project& project) {
        if (ripple)
            score_edits::removeRipple(project, events);
        else
            removeEvents(project, events);
    });
}

void TimelineActions::duplicateChosen() {
    repeatChosen(1);
}

void TimelineActions::repeatChosen(int times) {
    const auto events = m_scene.chosen();
    const auto [from, to] = score_edits::extent(m_scene.project(), events);
    const double length = to > from ? to - from : m_canvas.usualDuration(from);
    if (m_repeating.isBusy())
        return emit said(tr("The last copies are still being made."));
    constexpr std::size_t few = 2000;
    const std::size_t count = events.size() * static_cast<std::size_t>(times);
    if (count > Pasting::mostLines)
        return emit said(tr("Nothing was copied: these would be %1 events, and at most %2 can be "
                            "made at once.")
                             .arg(count)
                             .arg(Pasting::mostLines));
    const auto copied = std::make_shared<score_edits::Events>();
    m_repeating.run(
        times == 1 ? counted("Duplicate event", "Duplicate %n events") : tr("Repeat"),
        count <= few ? GradualEdit::Size::Small : GradualEdit::Size::Large,
        [copied, events, times, length](Project& project) {
            *copied = score_edits::repeat(project, events, times, length);
        },
        [this, copied] { choose(*copied); });
}

void TimelineActions::splitChosen() {
    const auto events = m_scene.chosen();
    score_edits::Events halves;
    m_scene.document().edit(tr("Split"), [&](Project& project) {
        halves = score_edits::split(project, events, m_scene.playHead());
    });
    if (halves.empty())
        emit said(tr("The play head is not inside a chosen event."));
    else
        choose(halves);
}

void TimelineActions::joinChosen() {
    const auto events = m_scene.chosen();
    score_edits::Events left;
    m_scene.document().edit(tr("Join"), [&](Project& project) {
        left = score_edits::join(project, events, m_scene.facts());
    });
    choose(left);
}

void TimelineActions::quantiseChosen(double strength) {
    const auto events = m_scene.chosen();
    const double pixels = m_scene.axis().pixelsPerSecond();
    TimeGrid grid;
    grid.setKind(m_scene.grid().kind());
    grid.setDivision(m_scene.grid().division());
    grid.setTempo(m_scene.project().settings().tempo);
    const QString name = strength < 1 ? tr("Move towards the grid") : tr("Move to the grid");
    m_scene.document().edit(name, [&](Project& project) {
        score_edits::quantise(
            project, events, [&](double seconds) { return grid.snapped(seconds, pixels); },
            strength);
    });
}

void TimelineActions::stretchChosen(double factor) {
    const auto events = m_scene.chosen();
    m_scene.document().edit(
        tr("Stretch"), [&](Project& project) { score_edits::stretch(project, events, factor); });
}

void TimelineActions::nudge(int direction, bool fine) {
    const auto events = m_scene.chosen();
    const double from = score_edits::extent(m_scene.project(), events).first;
    const double step = fine ? 0.001 : m_scene.grid().step(from, m_scene.axis().pixelsPerSecond());
    m_scene.document().edit(
        counted("Move event", "Move %n events"),
        [&](Project& project) { score_edits::move(project, events, direction * step); },
        QStringLiteral("nudge"));
}

/// A semitone where the lane is ordered by pitch, else a lane.
void TimelineActions::nudgeLane(int direction) {
    const auto events = m_scene.chosen();
    const ScoreEvent* current = m_scene.project().find(m_scene.selection().currentEvent());
    const int lane = current ? m_scene.lanes().laneOf(*current) : -1;
    if (lane < 0)
        return;
    const bool pitch =
        m_scene.lanes().all()[static_cast<std::size_t>(lane)].rows == LaneRows::Pitch;
    m_scene.document().edit(
        counted("Move event", "Move %n events"),
        [&](Project& project) {
            if (pitch)
                score_edits::transpose(project, events, -direction, m_scene.facts());
            else
                score_edits::changeLane(project, m_scene.lanes(), events, direction);
        },
        QStringLiteral("nudge"));
}

void TimelineActions::fit(double from, double to) {
    m_scene.axis().show(from, std::max(to, from + 0.01));
}

} // namespace stria
