// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/render/audition_ring.h"
#include "engine/render/renderer.h"

namespace stria {

/// A warm Csound that plays into a ring as fast as somebody listens: the worker's side of Audition.
/// One thread.
class AuditionPlayer : public BusyNoteSource {
  public:
    /// `input.stemPath` is the ring's file; `input` must outlive this.
    AuditionPlayer(const RenderInput& input, RenderListener& listener);

    bool open();
    /// Adds to the orchestra, or replaces instruments of it; what plays goes on.
    bool compile(const std::string& text);
    /// Starts in the coming cycle; p2 is taken as 0.
    void startEvent(std::span<const double> pfields);
    void setField(double p1, int field, double value);
    /// Lets the event go into its release; 0: all that were started.
    void stop(double p1);

    bool isSounding() const { return m_sounding; }
    PlayingNote busyNote() const noexcept override;
    /// Waits for room in the ring. False when Csound has come to its end.
    bool playCycle();

  private:
    void takeLine(std::string_view line);

    const RenderInput& m_input;
    RenderListener& m_listener;
    CsoundMessages m_messages;
    std::unique_ptr<Csound> m_csound;
    std::unique_ptr<AuditionRing> m_ring;
    std::vector<int> m_generated;
    std::vector<double> m_started; ///< p1 of the events that were started and not stopped
    FlushToZero m_flushToZero;
    bool m_sounding = false;
};

} // namespace stria
