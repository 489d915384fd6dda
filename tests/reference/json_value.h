// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rapidjson/document.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace stria::reference {

using Json = rapidjson::Value;

inline const Json* find(const Json& object, const char* key) {
    if (!object.IsObject())
        return nullptr;
    const auto member = object.FindMember(key);
    return member == object.MemberEnd() || member->value.IsNull() ? nullptr : &member->value;
}

inline std::string text(const Json& value) {
    return value.IsString() ? std::string(value.GetString(), value.GetStringLength())
                            : std::string();
}

/// A number; the texts "nan" and "inf" stand for those.
inline std::optional<double> number(const Json& value) {
    if (value.IsNumber())
        return value.GetDouble();
    if (value.IsBool())
        return value.GetBool() ? 1 : 0;
    const std::string word = text(value);
    if (word == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    if (word == "inf" || word == "-inf")
        return word == "inf" ? std::numeric_limits<double>::infinity()
                             : -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

inline double number(const Json& object, const char* key, double otherwise) {
    const Json* value = find(object, key);
    return value ? number(*value).value_or(otherwise) : otherwise;
}

inline int whole(const Json& object, const char* key, int otherwise) {
    return static_cast<int>(number(object, key, otherwise));
}

inline bool flag(const Json& object, const char* key, bool otherwise = false) {
    const Json* value = find(object, key);
    return value && value->IsBool() ? value->GetBool() : otherwise;
}

inline std::string text(const Json& object, const char* key) {
    const Json* value = find(object, key);
    return value ? text(*value) : std::string();
}

/// Numbers of a list; of a list of lists one after the other. A single number is a list of one.
inline void append(const Json& value, std::vector<double>& list) {
    if (value.IsArray())
        for (const Json& element : value.GetArray())
            append(element, list);
    else if (const auto one = number(value))
        list.push_back(*one);
}
inline std::vector<double> numbers(const Json& object, const char* key) {
    std::vector<double> list;
    if (const Json* value = find(object, key))
        append(*value, list);
    return list;
}

/// Texts of a list; a single text is a list of one.
inline std::vector<std::string> texts(const Json& object, const char* key) {
    std::vector<std::string> list;
    const Json* value = find(object, key);
    if (value && value->IsArray())
        for (const Json& element : value->GetArray())
            list.push_back(text(element));
    else if (value)
        list.push_back(text(*value));
    return list;
}

} // namespace stria::reference
