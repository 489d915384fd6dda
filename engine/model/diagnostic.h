// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/model/id.h"

namespace stria {

/// What kind of thing went wrong; programs branch on this, people read the message.
enum class ErrorCode {
    InvalidArgument,   ///< a value that the call or the field cannot take
    UnknownName,       ///< an instrument, parameter, bus, option... that does not exist
    WrongType,         ///< text for a number, a fixed parameter automated...
    Conflict,          ///< two things that cannot both be (a number given out twice)
    SyntaxError,       ///< the text of an orchestra, score or record cannot be read
    CompileError,      ///< Csound refuses the orchestra
    InitError,         ///< an event that Csound drops at its start
    PerformanceError,  ///< an event that Csound stops while it plays
    FileNotFound,      ///< a file that is not there
    FileUnreadable,    ///< a file that is there and cannot be read, or is no such file
    FileUnwritable,    ///< a file that cannot be written (folder gone, disk full, no right)
    NotLasting,        ///< a file that is written, but may be gone after a power cut
    NewerFormat,       ///< written by a later version of Stria
    DamagedRecord,     ///< one line of a project file or journal
    EndlessScore,      ///< nothing says where the render ends
    NothingToRender,   ///< no event and no length
    UnsupportedFormat, ///< an encoding, rate or channel count that the sound file cannot hold
    Cancelled,         ///< by the person or the program
    Stalled,           ///< no progress for longer than the limit
    Crashed,           ///< Csound was killed by a signal
    OutOfMemory,       ///< Csound took more memory than it may
    OrchestraExited,   ///< the orchestra left the process or ended the score early
    WorkerMissing,     ///< the helper program is not installed
    WorkerProtocol,    ///< the helper program speaks another version, or garbage
    SuspiciousSound,   ///< NaN, infinity or clipping in the output
    SuspiciousScore,   ///< legal, but hardly meant (an automation that nobody hears)
    NotConfined,       ///< the system cannot hold back the code of a piece
    Internal           ///< a bug of ours
};

/// "unknown name", for logs and --json.
std::string_view name(ErrorCode code);

enum class Severity { Note, Warning, Error };
std::string_view name(Severity severity);

/// Which of a user's texts a line is counted in.
enum class TextKind {
    None,           ///< no text, the other members of the place may still tell
    InstrumentBody, ///< Instrument::body, line 1 is the first as given
    InstrumentInit, ///< Instrument::init
    GlobalCode,     ///< the text of a GlobalCode
    File            ///< an included file, or a file that was read (Place::file)
};

/// Where something is in what the user wrote. Each member may be empty.
struct Place {
    TextKind text = TextKind::None;
    InstrumentId instrument;
    std::string instrumentName; ///< as the user knows it
    GlobalCodeId globalCode;
    EventId event;
    std::string eventName; ///< name and start, for a person
    std::string parameter; ///< what the event gives a value or curve to; not said in toText()
    std::string file;
    int line = 0;   ///< from 1; 0 unknown
    int column = 0; ///< from 1, in characters (not bytes); 0 unknown
    int length = 0; ///< characters marked from column on; 0 unknown

    bool operator==(const Place&) const = default;
    /// "instrument glass, line 7, column 3"; empty for an empty place.
    std::string toText() const;
};

/// One problem: what happened, to what, where, and what to do. An error as a value.
struct Diagnostic {
    ErrorCode code = ErrorCode::Internal;
    std::string message; ///< a whole sentence for a person, without the place
    Place place;
    Severity severity = Severity::Error;

    bool operator==(const Diagnostic&) const = default;
    /// Message and place in one line, as the command line prints it.
    std::string toText() const;
};

using Diagnostics = std::vector<Diagnostic>;
bool hasErrors(const Diagnostics& diagnostics);

/// A value or the problem that prevented it.
template <class T> using Expected = tl::expected<T, Diagnostic>;
/// A value or all the problems that prevented it.
template <class T> using ExpectedAll = tl::expected<T, Diagnostics>;

/// Shorthand for `return failure(ErrorCode::X, "message", place)`.
inline tl::unexpected<Diagnostic> failure(ErrorCode code, std::string message, Place place = {}) {
    return tl::make_unexpected(
        Diagnostic{code, std::move(message), std::move(place), Severity::Error});
}

/// The candidate nearest to `wrong` by edit distance, to be offered in a message ("did you mean
/// kcutoff?"); empty when nothing is near.
std::string nearestName(std::string_view wrong, const std::vector<std::string>& candidates);

} // namespace stria
