// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <string>
#include <vector>

#include "engine/reading/unknown_parameters.h"

namespace stria {

class Document;

/// What can be done about values and curves of a parameter that is gone from the code; each a step
/// of undo of its own.
struct ParameterMending {
    QString text;      ///< "Rename kbright to kglow in 181 events and 62 curves"
    QString shortText; ///< "Rename to kglow"
    std::function<void(Document&)> work;
};

/// The likeliest first: to the parameter that it may have become, to others, and away with it.
/// Empty when nothing uses the name, or the instrument has it.
std::vector<ParameterMending> parameterMendings(const Project& project, InstrumentId instrument,
                                                const std::string& name);

} // namespace stria
