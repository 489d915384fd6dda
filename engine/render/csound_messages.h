// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/render/csound.h"

namespace stria {

/// An error in Csound's words and counting: what a worker can tell without the project.
struct CsoundProblem {
    enum class Kind { Compile, Init, Performance };

    Kind kind = Kind::Compile;
    std::string text = {}; ///< a sentence for a person
    std::string word = {}; ///< of the user's code, by which the true line is found; may be empty;
                           ///< at run time the opcode (`##array_set`) or a string in its quotes
    std::string file = {}; ///< an included file in which the line counts
    int line = 0;          ///< of the orchestra, as reported; at run time modulo 65536; 0 unknown
    int lineOffset = 0;    ///< by which Csound is known to be wrong for this kind of message
    PlayingNote note = {}; ///< whom a run-time error is about

    bool operator==(const CsoundProblem&) const = default;
};

/// Reads what Csound says, line by line.
class CsoundMessages {
  public:
    /// A run-time error, complete in one line; nothing for other lines. `busy` is the note that
    /// Csound was at.
    std::optional<CsoundProblem> read(std::string_view line, const PlayingNote& busy);
    /// The first error of a compilation, which comes over several lines. For a compilation that
    /// failed without one: an error that says so.
    CsoundProblem compileError() const;
    /// Whether the error may be an opcode of a plugin that was not loaded.
    bool mayMissOpcode() const { return m_mayMissOpcode; }
    /// What Csound says at each start and end and nobody wants to read.
    static bool isChatter(std::string_view line);

  private:
    std::optional<CsoundProblem> readRunTimeError(std::string_view line, const PlayingNote& busy);
    void readCompileLine(std::string_view line);
    void readFileTrouble(std::string_view line);

    CsoundProblem m_compileError;
    std::string m_found;   ///< the types of the arguments in an "Unable to find opcode" error
    std::string m_snippet; ///< the code that Csound quotes
    int m_errors = 0;
    int m_lineInError = 0;      ///< the line that the error's own text names
    std::string m_tableTrouble; ///< why the last table could not be made
    std::string m_tableFile;
    bool m_mayMissOpcode = false;
};

} // namespace stria
