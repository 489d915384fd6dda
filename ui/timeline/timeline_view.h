// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/document/sound_pictures.h"
#include "ui/timeline/sound_placing.h"
#include "ui/timeline/timeline_actions.h"
#include "ui/timeline/timeline_canvas.h"
#include "ui/timeline/timeline_scene.h"

namespace stria {

class AutomationLanes;
class Overview;
class Ruler;
class TrackHeaders;

/// The timeline: overview, ruler, track headers, lanes with events and automation lanes.
///
/// What a window does with it: it fills its menus by actions().fillEditMenu(), fillScoreMenu() and
/// fillViewMenu() (the keys work while the focus is inside the timeline, so that they are free
/// elsewhere), moves the play head by setPlayHead() while it plays, says so by setPlaying() to let
/// the view follow, and gives it what is rendered (setRendered). Waveforms it finds by itself.
/// It answers playHeadRequested (the play head is there already: go on playing from it),
/// auditionRequested, instrumentMissing (offer to make one) and said (for the status line). All
/// changes of the document are made here, as steps of undo. The grid's tempo is kept equal to the
/// document's. It may go while the mouse drags something; the document may go before it only when
/// nothing is dragged (Document::endOpenEdits).
class TimelineView : public QWidget {
    Q_OBJECT

  public:
    TimelineView(Document& document, TimeAxis& axis, TimeGrid& grid, QWidget* parent = nullptr);
    ~TimelineView() override;

    double playHead() const { return m_scene.playHead(); }
    /// Moves the play head; while it plays the view follows.
    void setPlayHead(double seconds);
    void setPlaying(bool playing) { m_playing = playing; }
    void setRendered(std::vector<RenderedStretch> stretches) {
        m_scene.setRendered(std::move(stretches));
    }

    TimelineActions& actions() { return *m_actions; }
    TimelineCanvas& canvas() { return *m_canvas; }
    Ruler& ruler() { return *m_ruler; }
    TrackHeaders& headers() { return *m_headers; }
    TimelineScene& scene() { return m_scene; }
    SoundPictures& pictures() { return m_pictures; }
    SoundPlacing& placing() { return m_placing; }
    /// An event of it at the play head.
    void placeAtPlayHead(SoundSourceId sound);
    SoundPlacing::Place atPlayHead() const;
    AutomationLanes& automation() { return *m_automation; }
    /// Chooses an event and scrolls to it (from a list of problems, say).
    void show(EventId event);
    using QWidget::show;

  signals:
    void playHeadRequested(double seconds);
    void auditionRequested(stria::EventId event);
    void instrumentMissing();
    void said(const QString& sentence);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* makeCorner();
    void showLaneMenu(int lane, const QPoint& globalPosition);
    void renameLane(int lane);
    void chooseColour(int lane);
    void showContextMenu(const QPoint& globalPosition);
    void changeTrack(const Lane& lane, const QString& name,
                     const std::function<void(Track&)>& work);
    void moveTrack(int lane, int steps);

    QPointer<Document> m_document;
    SoundPictures m_pictures;
    TimelineScene m_scene;
    SoundPlacing m_placing{m_scene};
    TimelineCanvas* m_canvas;
    TimelineActions* m_actions;
    Overview* m_overview;
    Ruler* m_ruler;
    TrackHeaders* m_headers;
    AutomationLanes* m_automation;
    bool m_playing = false;
};

} // namespace stria
