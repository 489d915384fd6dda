// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// What events give to a parameter that their instrument does not have: it was renamed in the code,
/// or taken out. It is kept in the document, and left out of what is played.
struct UnknownParameter {
    InstrumentId instrument;
    std::string name;
    std::vector<EventId> events; ///< that give it a value
    std::vector<AutomationId> curves;
    /// Which parameter it may have become; empty where nothing says so.
    std::string successor;

    bool operator==(const UnknownParameter&) const = default;
};

/// All of a project, by instrument in order of definition and by name. Instruments whose code
/// cannot be read are left out. The time grows with the number of events and curves.
std::vector<UnknownParameter> unknownParameters(const Project& project);
/// That of one name; nothing when no event and no curve uses it, or the instrument has it.
std::optional<UnknownParameter> unknownParameter(const Project& project, InstrumentId instrument,
                                                 std::string_view name);

/// Gives values and curves, hint and lanes to another parameter of the instrument. An event that
/// already has its own value or curve there keeps it, and what the parameter cannot take (a text
/// for a number, a curve for what is fixed) stays where it is: nothing is lost.
void renameUnknownParameter(Project& project, const UnknownParameter& unknown,
                            std::string_view name);
/// Takes values, curves, hint and lanes out.
void removeUnknownParameter(Project& project, const UnknownParameter& unknown);

} // namespace stria
