// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <optional>

#include "engine/model/diagnostic.h"

namespace stria {

/// Lets a sound file be heard before anything is done with it. No call waits for a file or a
/// device. UI thread only.
class SoundPreview : public QObject {
    Q_OBJECT

  public:
    /// Seconds of the file; `end` 0: to its end.
    struct Part {
        double start = 0;
        double end = 0;
        int channel = 0; ///< from 1 on; 0: all
        bool operator==(const Part&) const = default;
    };

    using QObject::QObject;
    ~SoundPreview() override;

    /// From a moment of the file on; in place of what was heard before.
    virtual void play(const QString& file, double from, Part part) = 0;
    /// What is left of another part of the file that plays; at once.
    virtual void setPart(Part part) = 0;
    /// The part begins anew at its end.
    virtual void setLooping(bool looping) = 0;
    virtual void setGain(double gain) = 0;
    virtual void stop() = 0;
    virtual bool isPlaying() const = 0;
    /// Of the file that is heard; empty where none is.
    virtual QString file() const = 0;
    virtual double position() const = 0;
    /// What it is heard by, or why nothing is; for people.
    virtual QString device() const = 0;

  signals:
    void stateChanged();
    void positionChanged(double seconds);
    void deviceChanged();
    void failed(const stria::Diagnostic& problem);
};

} // namespace stria
