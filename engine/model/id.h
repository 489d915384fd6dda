// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace stria {

/// The bits behind every id, and their text form: 16 lower-case hexadecimal digits.
/// Ids are random and never counted up, so that two branches of one project do not collide.
namespace id_bits {
/// Never 0. Safe from any thread.
std::uint64_t random();
std::string toText(std::uint64_t bits);
/// Accepts exactly what toText writes, and shorter texts of hexadecimal digits (leading zeros
/// left out), so that a project can be written by hand. Nothing for any other text, and for 0.
std::optional<std::uint64_t> fromText(std::string_view text);
} // namespace id_bits

/// A strong id: ids of different entities do not mix. A default one refers to nothing.
template <class Entity> struct Id {
    std::uint64_t bits = 0;

    static Id random() { return Id{id_bits::random()}; }
    static std::optional<Id> fromText(std::string_view text) {
        const auto bits = id_bits::fromText(text);
        return bits ? std::optional<Id>(Id{*bits}) : std::nullopt;
    }
    std::string toText() const { return id_bits::toText(bits); }

    explicit operator bool() const { return bits != 0; }
    auto operator<=>(const Id&) const = default;
};

struct Instrument;
struct ScoreEvent;
struct Automation;
struct Bus;
struct Table;
struct SoundSource;
struct Channel;
struct GlobalCode;
struct FixedString;
struct Track;
struct Marker;

using InstrumentId = Id<Instrument>;
using EventId = Id<ScoreEvent>;
using AutomationId = Id<Automation>;
using BusId = Id<Bus>;
using TableId = Id<Table>;
using SoundSourceId = Id<SoundSource>;
using ChannelId = Id<Channel>;
using GlobalCodeId = Id<GlobalCode>;
using FixedStringId = Id<FixedString>;
using TrackId = Id<Track>;
using MarkerId = Id<Marker>;

} // namespace stria

template <class Entity> struct std::hash<stria::Id<Entity>> {
    std::size_t operator()(const stria::Id<Entity>& id) const noexcept {
        return static_cast<std::size_t>(id.bits);
    }
};
