// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>

namespace stria {

/// Writes compact JSON, a value a line, by RapidJSON. Numbers are the shortest text that reads back
/// to the same double. Texts may hold any bytes: those that are no UTF-8 become the lone surrogates
/// \udc80..\udcff, so that the file is UTF-8 and nothing is lost.
class JsonWriter {
  public:
    void beginObject() { m_writer.StartObject(); }
    void endObject() { m_writer.EndObject(); }
    void beginList() { m_writer.StartArray(); }
    void endList() { m_writer.EndArray(); }
    void key(std::string_view key);
    void text(std::string_view text);
    /// Infinity and NaN, which JSON has not, become the texts "inf", "-inf" and "nan".
    void number(double number);
    void number(int number) { m_writer.Int(number); }
    void number(std::uint64_t number) { m_writer.Uint64(number); }
    void truth(bool truth) { m_writer.Bool(truth); }
    /// Members that are JSON already, without the braces around them.
    void rawMembers(std::string_view members);

    /// Appends what was written, and starts anew.
    void moveTo(std::string& out);

  private:
    rapidjson::StringBuffer m_buffer;
    rapidjson::Writer<rapidjson::StringBuffer> m_writer{m_buffer};
};

} // namespace stria
