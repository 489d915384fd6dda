// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/session/session_state.h"

namespace stria {

namespace {

const char* wordFor(Channel::Kind kind) {
    switch (kind) {
    case Channel::Kind::Control:
        return "a number";
    case Channel::Kind::Text:
        return "a text";
    case Channel::Kind::Audio:
        break;
    }
    return "audio";
}

Channel::Kind kindOf(const Channel::Value& value) {
    return std::holds_alternative<double>(value) ? Channel::Kind::Control : Channel::Kind::Text;
}

Expected<void> checkValue(const std::string& name, Channel::Kind kind,
                          const Channel::Value& value) {
    if (kind == Channel::Kind::Audio)
        return failure(ErrorCode::WrongType,
                       "The channel \"" + name + "\" carries audio and takes no value.");
    if (kindOf(value) != kind)
        return failure(ErrorCode::WrongType, "The channel \"" + name + "\" holds " + wordFor(kind) +
                                                 ", not " + wordFor(kindOf(value)) + ".");
    if (const double* number = std::get_if<double>(&value); number && !std::isfinite(*number))
        return failure(ErrorCode::InvalidArgument,
                       "The channel \"" + name + "\" cannot be set to NaN or infinity.");
    return {};
}

} // namespace

Expected<int> SessionState::strSet(const std::string& text, std::optional<int> index) {
    const auto known = m_strings.find(text);
    if (known != m_strings.end() && (!index || *index == known->second))
        return known->second;
    if (index && *index < 1)
        return failure(ErrorCode::InvalidArgument, "The index of a text must be above 0.");
    const auto holder = [this](int number) -> const FixedString* {
        const FixedString* found = nullptr;
        project.all<FixedString>().forEach([&](const FixedString& string) {
            if (string.index == number)
                found = &string;
        });
        return found;
    };
    if (index)
        if (const FixedString* present = holder(*index))
            return failure(ErrorCode::Conflict, "The index " + std::to_string(*index) +
                                                    " is given to the text \"" + present->text +
                                                    "\" already. Use another, or none.");
    FixedString string;
    string.id = FixedStringId::random();
    string.text = text;
    if (index) {
        string.index = *index;
    } else {
        do
            string.index = ++m_lastString;
        while (holder(string.index));
    }
    m_strings.try_emplace(text, string.index);
    const int given = string.index;
    if (auto done = project.insert(std::move(string)); !done)
        return tl::make_unexpected(done.error());
    return given;
}

Expected<void> SessionState::initChannel(const std::string& name,
                                         std::optional<Channel::Value> value,
                                         std::optional<Channel::Kind> kind) {
    if (name.empty())
        return failure(ErrorCode::InvalidArgument, "A channel needs a name.");
    const Channel::Kind wanted = kind.value_or(value ? kindOf(*value) : Channel::Kind::Control);
    if (value)
        if (auto checked = checkValue(name, wanted, *value); !checked)
            return checked;
    if (const auto known = m_channels.find(name); known != m_channels.end()) {
        Channel channel = *project.find(known->second);
        if ((kind || value) && channel.kind != wanted)
            return failure(ErrorCode::Conflict, "The channel \"" + name + "\" is " +
                                                    wordFor(channel.kind) + " already.");
        if (value)
            channel.changes.push_back({0, std::move(*value)});
        return project.change(std::move(channel));
    }
    Channel channel;
    channel.id = ChannelId::random();
    channel.name = name;
    channel.kind = wanted;
    channel.order = nextOrder();
    if (value)
        channel.changes.push_back({0, std::move(*value)});
    m_channels.emplace(name, channel.id);
    return project.insert(std::move(channel));
}

Expected<void> SessionState::setChannel(const std::string& name, Channel::Value value,
                                        double delay) {
    if (name.empty())
        return failure(ErrorCode::InvalidArgument, "A channel needs a name.");
    if (!std::isfinite(delay) || delay < 0)
        return failure(ErrorCode::InvalidArgument,
                       "The channel \"" + name + "\" is set at a number of seconds from 0 on.");
    const auto known = m_channels.find(name);
    if (known == m_channels.end()) {
        if (delay == 0)
            return initChannel(name, std::move(value), {});
        if (auto checked = checkValue(name, kindOf(value), value); !checked)
            return checked;
        if (auto declared = initChannel(name, {}, kindOf(value)); !declared)
            return declared;
        return setChannel(name, std::move(value), delay);
    }
    Channel channel = *project.find(known->second);
    if (auto checked = checkValue(name, channel.kind, value); !checked)
        return checked;
    channel.changes.push_back({delay, std::move(value)});
    return project.change(std::move(channel));
}

} // namespace stria
