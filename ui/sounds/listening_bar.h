// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "ui/sounds/sound_places.h"
#include "ui/sounds/sound_wave.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QSlider;
class QToolButton;

namespace stria {

class NumberField;
class TimeField;

/// Below the wave: play and loop, whether a sound is heard as soon as it is chosen, how loud, and
/// the region as numbers.
class ListeningBar : public QWidget {
    Q_OBJECT

  public:
    explicit ListeningBar(const SoundPlaces::Listening& listening, QWidget* parent = nullptr);

    const SoundPlaces::Listening& listening() const { return m_listening; }
    void setPlaying(bool playing);
    /// What is heard, or nothing can be.
    void setUsable(bool usable);
    void setRegion(const std::optional<SoundWave::Region>& region, double length);
    /// By what it is heard.
    void setDevice(const QString& device);
    void toggleLoop();

  signals:
    void playToggled();
    void listeningChanged();
    /// Typed; none: the whole sound.
    void regionTyped(const std::optional<stria::SoundWave::Region>& region);

  private:
    void setGain(double decibels);
    void typeRegion();

    SoundPlaces::Listening m_listening;
    double m_length = 0;
    QToolButton* m_play;
    QToolButton* m_loop;
    QCheckBox* m_atOnce;
    QSlider* m_slider;
    NumberField* m_gain;
    TimeField* m_skip;
    TimeField* m_duration;
    QPushButton* m_whole;
    QLabel* m_device;
};

} // namespace stria
