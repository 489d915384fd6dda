// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <variant>

#include "engine/model/automation.h"
#include "engine/model/bus.h"
#include "engine/model/instrument.h"
#include "engine/model/orchestra_parts.h"
#include "engine/model/score_event.h"
#include "engine/model/settings.h"
#include "engine/model/sound_source.h"
#include "engine/model/table.h"
#include "engine/model/timeline.h"

namespace stria {

/// One entity before and after: inserted (no before), removed (no after) or changed (both).
template <class Entity> struct EntityChange {
    Id<Entity> id;
    std::optional<Entity> before;
    std::optional<Entity> after;

    bool operator==(const EntityChange&) const = default;
};

struct SettingsChange {
    Settings before;
    Settings after;

    bool operator==(const SettingsChange&) const = default;
};

/// What one verb did to a Project. Views update from it, undo reverts it, the journal appends it.
using Change =
    std::variant<EntityChange<Instrument>, EntityChange<ScoreEvent>, EntityChange<Automation>,
                 EntityChange<Bus>, EntityChange<Table>, EntityChange<SoundSource>,
                 EntityChange<Channel>, EntityChange<GlobalCode>, EntityChange<FixedString>,
                 EntityChange<Track>, EntityChange<Marker>, SettingsChange>;

} // namespace stria
