// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/orchestra/opcode_catalogue.h"

namespace stria {

/// An instance of an instrument that Csound is busy with.
struct PlayingNote {
    int instrument = 0; ///< its number; 0 when nothing is known
    double p1 = 0;
    bool starting = false; ///< in its init pass

    explicit operator bool() const { return instrument > 0; }
    bool operator==(const PlayingNote&) const = default;
};

/// Somebody who knows what Csound is doing, also when asked by a signal handler.
class BusyNoteSource {
  public:
    virtual ~BusyNoteSource() = default;
    virtual PlayingNote busyNote() const noexcept = 0;
    /// Grows while notes of the score are being started, and not for notes that start each other
    /// without end.
    virtual int notesStarted() const noexcept { return 0; }
};

/// One Csound: an orchestra, events and the sound of each control cycle. All calls of libcsound are
/// behind this class. Used by one thread at a time; several instances may live in several threads.
class Csound {
  public:
    struct Settings {
        std::vector<std::string> options; ///< checked ones: Csound crashes on flags unknown to it
        bool plugins = false;             ///< load the opcodes that its core lacks (costs 60 ms)
        int highestInstrument = 0;        ///< no instrument has a higher number
    };
    /// Each line that Csound says, without its line end. Called on the thread that is inside a
    /// method of this class; busyNote() tells then whom the line is about.
    using LineHandler = std::function<void(std::string_view line)>;

    enum class Cycle { Played, Ended, Exited, OutOfMemory };

    Csound(Settings settings, LineHandler onLine);
    ~Csound();
    Csound(const Csound&) = delete;
    Csound& operator=(const Csound&) = delete;

    /// Before start() nothing of the orchestra runs, after it global code runs at once. False:
    /// refused, the lines said why. A text that Csound swallows only half (an unclosed string) is
    /// refused too.
    bool compile(const std::string& orchestra);
    /// Runs the global code. False when it fails or makes Csound exit.
    bool start();
    bool hasExited() const { return m_exited; } ///< in start()

    double sampleRate() const;
    int ksmps() const;
    int channels() const;
    /// Of the start of the next cycle.
    double time() const;

    /// Starts an event in the coming cycle; p2 counts from score time 0.
    void startEvent(std::span<const double> pfields);
    /// Stops one event; its release plays.
    void stopEvent(double p1);
    /// Changes a pfield of an event that plays: instruments that read it each cycle follow. False
    /// when no such event plays or it has no such pfield.
    bool setField(double p1, int field, double value);

    Cycle perform();
    int exitCode() const { return m_exitCode; }
    /// Interleaved frames of the last cycle, at 0dbfs = 1. Valid until the next call.
    std::span<const double> output();

    /// Whether an instance of any instrument but these plays or releases.
    bool isPlayingOtherThan(std::span<const int> instruments) const;
    /// Of the notes that isPlayingOtherThan is about the one with the longest p3, or one whose p3
    /// is no number.
    struct LongNote {
        PlayingNote note;
        double length = 0;
    };
    LongNote longestNoteOtherThan(std::span<const int> instruments) const;
    int activeCount() const noexcept;
    /// The instance whose code runs just now, or ran when Csound was interrupted: to be asked from
    /// a signal handler and from a LineHandler. Allocates nothing.
    PlayingNote busyNote() const noexcept;

    /// Called for each instance of an instrument of a watched orchestra when it has computed its
    /// part of the cycle. To be set before compile().
    using Watcher = std::function<void(const PlayingNote&)>;
    void watch(Watcher watcher);
    /// The sum of what the instances have written so far in this cycle; within a Watcher only.
    double sampleSoFar(int frame, int channel) const;

  private:
    struct Internals;
    std::unique_ptr<Internals> m_internals;
    int m_exitCode = 0;
    bool m_exited = false;
};

/// The orchestra with the opcode that calls Csound::watch at the end of each instrument; lines
/// move.
std::string watchInstruments(const std::string& orchestra);

/// The opcodes of this machine's Csound: of its core, or (`plugins`, 60 ms) with all plugins
/// loaded, where those that are not in the core are marked.
std::vector<OpcodeSignature> listOpcodes(bool plugins);
/// The folder of Csound's plugins: OPCODE6DIR64, else the one beside the library. May not exist.
std::string csoundPluginFolder();

/// "6.18".
std::string csoundVersion();

} // namespace stria
