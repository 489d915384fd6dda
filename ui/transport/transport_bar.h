// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "engine/model/timeline.h"
#include "ui/transport/player.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace stria {

class LevelMeter;

/// The bar at the top: to the start, play, stop, loop; time, bar and tempo at the play head; what
/// the sound device does; levels; Export. It shows and asks, and decides nothing.
class TransportBar : public QWidget {
    Q_OBJECT

  public:
    explicit TransportBar(QWidget* parent = nullptr);

    void setPosition(double seconds);
    void setTempo(const TempoMap& tempo);
    void setState(Player::State state);
    /// A single event sounds, which Stop ends too.
    void setAuditioning(bool sounding);
    void setLooping(bool looping);
    /// Shown calmly beside the levels, and may be clicked; empty hides it.
    void setNotice(const QString& text, const QString& explanation = {});
    LevelMeter& meter() { return *m_meter; }
    /// A place between the time and the levels for what belongs to other subjects (snap, grid).
    void addWidget(QWidget* widget);

  signals:
    void toStartRequested();
    void playRequested();
    void stopRequested();
    void loopToggled(bool looping);
    void exportRequested();
    void noticeClicked();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QToolButton* addButton(const QString& icon, const QString& name, const QString& toolTip);
    void applyFonts();
    void showPlace();

    QHBoxLayout* m_layout = nullptr;
    QHBoxLayout* m_extras;
    QToolButton* m_play;
    QToolButton* m_stop;
    QToolButton* m_loop;
    QLabel* m_time;
    QLabel* m_place;
    QPushButton* m_notice;
    LevelMeter* m_meter;
    QPushButton* m_export = nullptr;
    TempoMap m_tempo;
    double m_position = 0;
    bool m_playing = false;
    bool m_auditioning = false;
};

} // namespace stria
