// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// One text of the project that is edited as code: the body or the init code of an instrument, or
/// one of the global codes.
struct CodeTarget {
    TextKind kind = TextKind::None; ///< InstrumentBody, InstrumentInit or GlobalCode
    InstrumentId instrument;
    /// Null: the global code of a project that has none yet.
    GlobalCodeId globalCode;

    static CodeTarget bodyOf(InstrumentId id) { return {TextKind::InstrumentBody, id, {}}; }
    static CodeTarget initOf(InstrumentId id) { return {TextKind::InstrumentInit, id, {}}; }
    static CodeTarget global(GlobalCodeId id) { return {TextKind::GlobalCode, {}, id}; }
    /// Of a place that is in such a text; none for others.
    static std::optional<CodeTarget> ofPlace(const Place& place);

    bool isBody() const { return kind == TextKind::InstrumentBody; }
    bool operator==(const CodeTarget&) const = default;
};

/// None where the instrument or the global code is gone.
std::optional<std::string> textOf(const Project& project, const CodeTarget& target);
/// Replaces the text. A first text of global code makes a new GlobalCode under `target.globalCode`.
void changeText(Project& project, const CodeTarget& target, std::string text);
/// Gives an instrument another name, also where code starts it by its name (`schedule "glass"`).
void renameInstrument(Project& project, InstrumentId instrument, const std::string& name);
/// "glass", "glass · init", "Global code".
QString titleOf(const Project& project, const CodeTarget& target);
Place placeOf(const Project& project, const CodeTarget& target);
/// Everything else of the orchestra, as findUnsetVariables takes it.
std::vector<std::string> otherTexts(const Project& project, const CodeTarget& target);

} // namespace stria
