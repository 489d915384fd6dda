// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>

#include "engine/model/render_spec.h"

namespace stria::cli {

/// The options of `stria-cli render`; ui/export/command_line.cpp writes what is read here.
void addRenderOptions(QCommandLineParser& parser);
/// What they say. `wrong` is a sentence for a person where they cannot be, and empty otherwise.
RenderSpec readRenderOptions(const QCommandLineParser& parser, QString& wrong);

} // namespace stria::cli
