// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/project.h"

namespace stria {

/// The word for an entity's kind in a record.
template <class Entity> constexpr const char* kindOf();
template <> constexpr const char* kindOf<Settings>() {
    return "settings";
}
template <> constexpr const char* kindOf<GlobalCode>() {
    return "code";
}
template <> constexpr const char* kindOf<Instrument>() {
    return "instrument";
}
template <> constexpr const char* kindOf<FixedString>() {
    return "string";
}
template <> constexpr const char* kindOf<Channel>() {
    return "channel";
}
template <> constexpr const char* kindOf<Bus>() {
    return "bus";
}
template <> constexpr const char* kindOf<Table>() {
    return "table";
}
template <> constexpr const char* kindOf<SoundSource>() {
    return "sound";
}
template <> constexpr const char* kindOf<Track>() {
    return "track";
}
template <> constexpr const char* kindOf<Marker>() {
    return "marker";
}
template <> constexpr const char* kindOf<ScoreEvent>() {
    return "event";
}
template <> constexpr const char* kindOf<Automation>() {
    return "automation";
}

/// Calls visit(static_cast<Entity*>(nullptr)) for each kind with an id, in the order of the file.
template <class Visit> void forEachKind(Visit&& visit) {
    const auto all = [&]<class... Entity>(Entity*... kinds) { (visit(kinds), ...); };
    all(static_cast<GlobalCode*>(nullptr), static_cast<Instrument*>(nullptr),
        static_cast<FixedString*>(nullptr), static_cast<Channel*>(nullptr),
        static_cast<Bus*>(nullptr), static_cast<Table*>(nullptr),
        static_cast<SoundSource*>(nullptr), static_cast<Track*>(nullptr),
        static_cast<Marker*>(nullptr), static_cast<ScoreEvent*>(nullptr),
        static_cast<Automation*>(nullptr));
}

// The keys of each kind, in the order in which they are written: one description for reading and
// writing. `field(key, member)` is called for each; what a key takes follows from the member's
// type. `extra` is not among them.

template <class Field> void describe(Field& field, const Settings*) {
    field("title", &Settings::title);
    field("sampleRate", &Settings::sampleRate);
    field("channels", &Settings::channels);
    field("ksmps", &Settings::ksmps);
    field("a4", &Settings::a4);
    field("priorities", &Settings::priorities);
    field("audioBusLimit", &Settings::audioBusLimit);
    field("controlBusLimit", &Settings::controlBusLimit);
    field("csoundOptions", &Settings::csoundOptions);
    field("endMarker", &Settings::endMarker);
    field("tempo", &Settings::tempo);
    field("loopStart", &Settings::loopStart);
    field("loopEnd", &Settings::loopEnd);
}

template <class Field> void describe(Field& field, const GlobalCode*) {
    field("id", &GlobalCode::id);
    field("name", &GlobalCode::name);
    field("text", &GlobalCode::text);
    field("file", &GlobalCode::file);
    field("order", &GlobalCode::order);
}

template <class Field> void describe(Field& field, const Instrument*) {
    field("id", &Instrument::id);
    field("name", &Instrument::name);
    field("body", &Instrument::body);
    field("args", &Instrument::args);
    field("init", &Instrument::init);
    field("doc", &Instrument::doc);
    field("includes", &Instrument::includes);
    field("aliases", &Instrument::aliases);
    field("hints", &Instrument::hints);
    field("colour", &Instrument::colour);
    field("stopShortens", &Instrument::stopShortens);
    field("order", &Instrument::order);
}

template <class Field> void describe(Field& field, const FixedString*) {
    field("id", &FixedString::id);
    field("index", &FixedString::index);
    field("text", &FixedString::text);
}

template <class Field> void describe(Field& field, const Channel*) {
    field("id", &Channel::id);
    field("name", &Channel::name);
    field("type", &Channel::kind);
    field("changes", &Channel::changes);
    field("order", &Channel::order);
}

template <class Field> void describe(Field& field, const Bus*) {
    field("id", &Bus::id);
    field("name", &Bus::name);
    field("type", &Bus::kind);
    field("value", &Bus::value);
    field("persistent", &Bus::persistent);
    field("hint", &Bus::hint);
    field("laneShown", &Bus::laneShown);
    field("laneHeight", &Bus::laneHeight);
    field("order", &Bus::order);
}

template <class Field> void describe(Field& field, const Table*) {
    field("id", &Table::id);
    field("name", &Table::name);
    field("data", &Table::data);
    field("channels", &Table::channels);
    field("sampleRate", &Table::sampleRate);
    field("number", &Table::number);
    field("delay", &Table::delay);
    field("freedAt", &Table::freedAt);
    field("order", &Table::order);
}

template <class Field> void describe(Field& field, const SoundSource*) {
    field("id", &SoundSource::id);
    field("name", &SoundSource::name);
    field("path", &SoundSource::path);
    field("channel", &SoundSource::channel);
    field("skipTime", &SoundSource::skipTime);
    field("delay", &SoundSource::delay);
    field("freedAt", &SoundSource::freedAt);
    field("size", &SoundSource::size);
    field("hash", &SoundSource::hash);
    field("order", &SoundSource::order);
}

template <class Field> void describe(Field& field, const Track*) {
    field("id", &Track::id);
    field("name", &Track::name);
    field("colour", &Track::colour);
    field("height", &Track::height);
    field("muted", &Track::muted);
    field("solo", &Track::solo);
    field("folded", &Track::folded);
    field("lanes", &Track::lanes);
    field("order", &Track::order);
}

template <class Field> void describe(Field& field, const Marker*) {
    field("id", &Marker::id);
    field("time", &Marker::time);
    field("name", &Marker::name);
}

template <class Field> void describe(Field& field, const ScoreEvent*) {
    field("id", &ScoreEvent::id);
    field("instrument", &ScoreEvent::instrument);
    field("track", &ScoreEvent::track);
    field("start", &ScoreEvent::start);
    field("duration", &ScoreEvent::duration);
    field("priority", &ScoreEvent::priority);
    field("name", &ScoreEvent::name);
    field("args", &ScoreEvent::arguments);
    field("seed", &ScoreEvent::seed);
    field("stop", &ScoreEvent::stop);
    field("beats", &ScoreEvent::beats);
    field("order", &ScoreEvent::order);
}

template <class Field> void describe(Field& field, const Automation*) {
    field("id", &Automation::id);
    field("target", &Automation::target);
    field("parameter", &Automation::parameter);
    field("points", &Automation::points);
    field("overtake", &Automation::overtake);
    field("order", &Automation::order);
}

} // namespace stria
