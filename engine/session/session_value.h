// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/score_event.h"
#include "engine/session/bus_handle.h"
#include "engine/session/table_handle.h"

namespace stria {

/// What may be given for a parameter of an event: a number, a text, a bus or a table.
class SessionValue {
  public:
    template <class Number>
    requires std::is_arithmetic_v<Number> SessionValue(Number number)
        : m_value(static_cast<double>(number)) {}
    SessionValue(const char* text) : m_value(std::string(text)) {}
    SessionValue(std::string text) : m_value(std::move(text)) {}
    SessionValue(std::string_view text) : m_value(std::string(text)) {}
    SessionValue(const BusHandle& bus) : m_value(ArgumentValue(bus.id())) {
        if (!bus.id())
            m_value = 0.0;
    }
    SessionValue(const TableHandle& table) {
        std::visit([this](auto id) { m_value = id ? ArgumentValue(id) : ArgumentValue(0.0); },
                   table.m_id);
    }
    SessionValue(ArgumentValue value) : m_value(std::move(value)) {}

    const ArgumentValue& value() const { return m_value; }
    bool operator==(const SessionValue&) const = default;

  private:
    ArgumentValue m_value;
};

/// Numbers that are a sound: interleaved, with their rate. Copied by the call that takes them.
struct SampleData {
    std::span<const double> samples;
    double sampleRate = 44100;
    int channels = 1;
};

/// What playSample plays: a table, its number, the path of a sound file (`?` asks), or numbers.
class SampleSource {
  public:
    SampleSource(const TableHandle& table) : m_source(table) {}
    SampleSource(int tableNumber) : m_source(tableNumber) {}
    SampleSource(const char* path) : m_source(std::string(path)) {}
    SampleSource(std::string path) : m_source(std::move(path)) {}
    SampleSource(SampleData data) : m_source(data) {}

    using Variant = std::variant<TableHandle, int, std::string, SampleData>;
    const Variant& source() const { return m_source; }

  private:
    Variant m_source;
};

/// Partials in memory: rows of `time, (frequency, amplitude, bandwidth) * partials`, one after the
/// other. Copied by the call that takes them.
struct PartialsMatrix {
    std::span<const double> values;
    std::size_t columns = 0;
};

/// What playPartials plays: a table that holds a packed spectrum, its number, the path of a .mtx or
/// .sdif file, or a matrix.
class PartialsSource {
  public:
    PartialsSource(const TableHandle& table) : m_source(table) {}
    PartialsSource(int tableNumber) : m_source(tableNumber) {}
    PartialsSource(const char* path) : m_source(std::string(path)) {}
    PartialsSource(std::string path) : m_source(std::move(path)) {}
    PartialsSource(PartialsMatrix matrix) : m_source(matrix) {}

    using Variant = std::variant<TableHandle, int, std::string, PartialsMatrix>;
    const Variant& source() const { return m_source; }

  private:
    Variant m_source;
};

} // namespace stria
