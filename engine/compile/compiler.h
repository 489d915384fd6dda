// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/compile/asset_facts.h"
#include "engine/compile/csd_document.h"
#include "engine/compile/numbers.h"
#include "engine/model/diagnostic.h"
#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "engine/orchestra/opcode_catalogue.h"

namespace stria {

class Reading;

/// Turns a document into a CSD. Pure: no clock, no disk, no locale; the same input gives the same
/// bytes. All problems that can be found without Csound are found here and named at the user's
/// place: unknown instruments, parameters and buses, wrong types, text that our own checks refuse,
/// an endless score without an end, nothing to render. `reading`: what is kept of the project's
/// code from one call to the next; it only saves time.
ExpectedAll<CsdDocument> compile(const Project& project, const RenderSpec& spec,
                                 const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                 const FixedNumbers& numbers = {}, Reading* reading = nullptr);

/// The same for a document that people keep: what its events give to parameters that are gone from
/// the code is left out, with a warning for each event, and the rest plays. compileToCheck() does
/// the same.
ExpectedAll<CsdDocument> compilePiece(const Project& project, RenderSpec spec,
                                      const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                      Reading* reading = nullptr);

/// The same for looking at a project rather than playing it: all instruments and all events are in
/// the document, muted or not, played or not, and a score that is empty or without an end is no
/// problem. Its errors and warnings are those of the whole project.
ExpectedAll<CsdDocument> compileToCheck(const Project& project, const AssetFacts& facts,
                                        const OpcodeCatalogue& opcodes, Reading* reading = nullptr);

/// The same for notes that are changed while they play: the curve of a parameter gives way to its
/// pfield as long as another pfield says so (CsdInstrument::touchFields).
ExpectedAll<CsdDocument> compileToAudition(const Project& project, const RenderSpec& spec,
                                           const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                           Reading* reading = nullptr);

} // namespace stria
