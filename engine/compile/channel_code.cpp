// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/channel_code.h"

#include <cmath>

#include "engine/compile/csound_text.h"

namespace stria {

namespace {

void checkChange(Draft& draft, const Channel& channel, const Channel::Change& change) {
    const double* number = std::get_if<double>(&change.value);
    const bool isText = channel.kind == Channel::Kind::Text;
    if (channel.kind == Channel::Kind::Audio)
        draft.fail(ErrorCode::WrongType,
                   "The channel " + channel.name + " is an audio channel: it cannot be set.");
    else if (isText != (number == nullptr))
        draft.fail(ErrorCode::WrongType, "The channel " + channel.name + " holds a " +
                                             (isText ? "text" : "number") + " and is set to a " +
                                             (isText ? "number" : "text") + ".");
    else if (!std::isfinite(change.time) || (number && !std::isfinite(*number)))
        draft.fail(ErrorCode::InvalidArgument,
                   "The channel " + channel.name + " is given a value that is no number.");
}

} // namespace

ChannelCode::ChannelCode(Draft& draft) {
    for (const Channel* channel : draft.project.inOrder<Channel>())
        for (const Channel::Change& change : channel->changes) {
            checkChange(draft, *channel, change);
            if (const auto* text = std::get_if<std::string>(&change.value))
                draft.strings.number(*text);
            if (change.time <= 0)
                continue;
            const double name = draft.strings.number(channel->name);
            if (const double* value = std::get_if<double>(&change.value)) {
                if (m_numberSetter == 0)
                    m_numberSetter = draft.addGenerated("sets a channel");
                draft.addNote(m_numberSetter, change.time, 0, {name, *value});
            } else {
                if (m_textSetter == 0)
                    m_textSetter = draft.addGenerated("sets a channel");
                const double text = draft.strings.number(std::get<std::string>(change.value));
                draft.addNote(m_textSetter, change.time, 0, {name, text});
            }
        }
}

void ChannelCode::addChannels(Draft& draft) const {
    const std::vector<const Channel*> channels = draft.project.inOrder<Channel>();
    if (channels.empty())
        return;
    draft.orchestra.add("\n; Channels");
    for (const Channel* channel : channels) {
        const std::string name = csound_text::quoted(channel->name);
        const char* kind = channel->kind == Channel::Kind::Control ? "chn_k "
                           : channel->kind == Channel::Kind::Text  ? "chn_S "
                                                                   : "chn_a ";
        draft.orchestra.add(kind + name + ", 3");
        for (const Channel::Change& change : channel->changes) {
            if (change.time > 0)
                continue;
            const double* value = std::get_if<double>(&change.value);
            const std::string text = value ? csound_text::number(*value)
                                           : "strget:S(" +
                                                 std::to_string(draft.strings.number(
                                                     std::get<std::string>(change.value))) +
                                                 ")";
            draft.orchestra.add("chnset " + text + ", " + name);
        }
    }
}

void ChannelCode::addInstruments(Draft& draft) const {
    if (m_numberSetter > 0)
        draft.orchestra.add("\ninstr " + std::to_string(m_numberSetter) +
                            " ; sets the channel named by text p4 to p5\n"
                            " chnset p5, strget:S(p4)\nendin");
    if (m_textSetter > 0)
        draft.orchestra.add("\ninstr " + std::to_string(m_textSetter) +
                            " ; sets the channel named by text p4 to text p5\n"
                            " chnset strget:S(p5), strget:S(p4)\nendin");
}

} // namespace stria
