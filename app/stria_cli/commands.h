// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>

#include "app/stria_cli/console.h"
#include "app/stria_cli/exit_code.h"

namespace stria::cli {

/// A word of the command line: `addOptions` before the words are read, `run` after. The parser's
/// first positional argument is the project.
struct Command {
    const char* name;
    const char* description;
    void (*addOptions)(QCommandLineParser& parser);
    ExitCode (*run)(const QCommandLineParser& parser, Console& console);
};

extern const Command renderCommand;
extern const Command csdCommand;
extern const Command checkCommand;
extern const Command infoCommand;

/// Tells of a wrong use of the command line.
ExitCode wrongUsage(const QString& what, const Console& console);

} // namespace stria::cli
