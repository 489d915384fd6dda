// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QJsonArray>
#include <optional>
#include <string>
#include <vector>

#include "app/stria_cli/opened_project.h"
#include "engine/reading/outside_reach.h"

namespace stria::cli {

/// What the code of a project does outside, and what its user has allowed of it so far.
struct ReachReport {
    std::vector<Reach> reaches; ///< by kind
    Allowance needed;
    Allowance kept; ///< as the window or another run has stored it for this code
};
/// Reads included files and what was allowed.
ReachReport reportReach(const OpenedProject& opened);

QJsonArray toJson(const std::vector<Reach>& reaches);
/// A warning for each thing that `allowed` holds back.
Diagnostics heldBack(const ReachReport& report, const Allowance& allowed);

void addAllowOption(QCommandLineParser& parser);
/// What --allow says; none where it is not there. `wrong` is a sentence for a person when a word is
/// none of write, run, network and read, unless it is one already.
std::optional<Allowance> readAllowOption(const QCommandLineParser& parser, QString& wrong);
/// The words of --allow.
QString wordsOf(const Allowance& allowed);

} // namespace stria::cli
