// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "app/stria_cli/console.h"
#include "app/stria_cli/exit_code.h"
#include "engine/compile/csd_document.h"
#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "engine/orchestra/opcode_catalogue.h"

namespace stria::cli {

struct OpenedProject {
    Project project;
    std::string path;
    std::string folder; ///< what its relative paths refer to
};

/// Loads a project or tells why not, with `exit` set. Damaged lines stop the program, unless they
/// are to be left out.
std::optional<OpenedProject> open(const QString& path, bool skipDamaged, const Console& console,
                                  ExitCode& exit);

/// Those that Csound has. A file keeps them, so that an interrupt waits.
OpcodeCatalogue keptOpcodes();

/// Compiles for a render, or gives the problems. May look at files.
ExpectedAll<CsdDocument> compileFor(const OpenedProject& opened, const RenderSpec& spec);

} // namespace stria::cli
