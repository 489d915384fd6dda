// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>

#include "app/stria_cli/console.h"
#include "app/stria_cli/exit_code.h"

namespace stria::cli {

/// A word of the command line: `addOptions` before the words are read, `run` after. The parser has
/// as many positional arguments as `projects` names.
struct Command {
    const char* name;
    const char* description;
    void (*addOptions)(QCommandLineParser& parser);
    ExitCode (*run)(const QCommandLineParser& parser, Console& console);
    const char* projects = "PROJECT";
};

extern const Command renderCommand;
extern const Command csdCommand;
extern const Command checkCommand;
extern const Command infoCommand;
extern const Command mergeCommand;

/// Tells of a wrong use of the command line.
ExitCode wrongUsage(const QString& what, const Console& console);

} // namespace stria::cli
