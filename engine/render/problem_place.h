// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/compile/csd_document.h"
#include "engine/model/diagnostic.h"
#include "engine/render/csound_messages.h"

namespace stria {

/// The error at the user's place and with the event's name; what Csound does not tell of these is
/// looked for in the orchestra.
Diagnostic toDiagnostic(const CsoundProblem& problem, const CsdDocument& document,
                        const std::string& orchestra);

/// Fills in whom a note is about: its instrument, and its event when it stands in the score.
Place placeOfNote(const PlayingNote& note, const CsdDocument& document);

/// Where code of an instrument starts notes of the instrument with this number, as far as it can
/// be read; an empty place when nowhere.
Place starterOf(int number, const CsdDocument& document, const std::string& orchestra);

} // namespace stria
