// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QMenu>
#include <QObject>

#include "ui/timeline/pasting.h"
#include "ui/timeline/timeline_canvas.h"
#include "ui/timeline/timeline_scene.h"

namespace stria {

/// Everything that can be done in the timeline, as actions for menus, with their keys. They act on
/// the chosen events and are enabled accordingly.
class TimelineActions : public QObject {
    Q_OBJECT

  public:
    /// `shortcutParent` is the widget within which the keys work.
    TimelineActions(TimelineScene& scene, TimelineCanvas& canvas, QWidget& shortcutParent);

    QAction *cut, *copy, *paste, *remove, *removeRipple, *duplicate, *repeat;
    QAction *selectAll, *selectSameInstrument, *selectInvert, *selectNone;
    QAction *addEvent, *addSample, *pen, *split, *join, *quantise, *quantiseBy, *stretch;
    QAction *nudgeEarlier, *nudgeLater, *nudgeUp, *nudgeDown, *finerEarlier, *finerLater;
    QAction *zoomIn, *zoomOut, *fitAll, *fitSelection, *fold, *foldAll;
    QAction *loopSelection, *addMarker, *addTrack, *changeTempo, *audition;

    /// What belongs into the Edit menu, and into the Score menu.
    void fillEditMenu(QMenu& menu) const;
    void fillScoreMenu(QMenu& menu) const;
    void fillViewMenu(QMenu& menu) const;
    void fillContextMenu(QMenu& menu) const;

    void cutChosen();
    void copyChosen();
    void pasteAtPlayHead();
    void repeatChosen(int times);
    void stretchChosen(double factor);
    void fit(double from, double to);

  signals:
    void auditionRequested(stria::EventId event);
    /// Ask for the tempo from a beat on.
    void tempoWanted(double beat);
    /// A short sentence for the status line ("3 lines of the clipboard are no events").
    void said(const QString& sentence);

  private:
    QAction* make(const QString& text, const QKeySequence& keys, const QString& icon = {});
    void makeEditing(QWidget& parent);
    void makeMoving();
    void makeSeeing();
    void enable();
    void removeChosen(const QString& name, bool ripple);
    void duplicateChosen();
    void splitChosen();
    void joinChosen();
    /// `strength` 1: onto the grid, 0.5: half the way.
    void quantiseChosen(double strength);
    void nudge(int direction, bool fine);
    void nudgeLane(int direction);
    void choose(const score_edits::Events& events);
    QString counted(const char* one, const char* many) const;

    TimelineScene& m_scene;
    TimelineCanvas& m_canvas;
    QWidget& m_parent;
    Pasting m_pasting;
    GradualEdit m_repeating;
};

} // namespace stria
