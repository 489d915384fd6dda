// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reference/case_calls.h"

namespace stria::reference {

namespace {

template <class T> Expected<Answer> answerOf(Expected<T> result) {
    if (!result)
        return tl::make_unexpected(std::move(result.error()));
    if constexpr (std::is_same_v<T, void>)
        return Answer{};
    else if constexpr (std::is_same_v<T, int>)
        return Answer{static_cast<double>(*result)};
    else
        return Answer{std::move(*result)};
}

/// The k-th of repeated calls: k times the step added.
rapidjson::Document stepped(const Json& call, const Json& step, int k) {
    rapidjson::Document copy;
    copy.CopyFrom(call, copy.GetAllocator());
    for (const auto& member : step.GetObject()) {
        const double more = number(member.value).value_or(0) * k;
        if (!copy.HasMember(member.name)) {
            copy.AddMember(Json(member.name, copy.GetAllocator()), Json(more), copy.GetAllocator());
            continue;
        }
        Json& present = copy[member.name];
        present.SetDouble(number(present).value_or(0) + more);
    }
    return copy;
}

AutomationOptions automationOptions(const Json& call) {
    AutomationOptions options;
    if (find(call, "mode"))
        options.mode = text(call, "mode");
    if (find(call, "delay"))
        options.delay = number(call, "delay", 0);
    options.overtake = flag(call, "overtake");
    return options;
}

} // namespace

template <class Handle> Expected<Handle> CaseCalls::named(const std::string& name) const {
    const auto found = m_answers.find(name);
    if (found != m_answers.end())
        if (const Handle* handle = std::get_if<Handle>(&found->second))
            return *handle;
    return failure(ErrorCode::UnknownName, "No call has returned \"" + name + "\".");
}

const Answer* CaseCalls::answer(const std::string& name) const {
    const auto found = m_answers.find(name);
    return found == m_answers.end() ? nullptr : &found->second;
}

Expected<SessionValue> CaseCalls::value(const Json& json) const {
    if (json.IsObject()) {
        const std::string name = text(json, "ref");
        const Answer* known = answer(name);
        if (known) {
            if (const auto* bus = std::get_if<BusHandle>(known))
                return SessionValue(*bus);
            if (const auto* table = std::get_if<TableHandle>(known))
                return SessionValue(*table);
            if (const auto* number = std::get_if<double>(known))
                return SessionValue(*number);
        }
        return failure(ErrorCode::UnknownName, "No call has returned \"" + name + "\".");
    }
    if (const auto number = reference::number(json))
        return SessionValue(*number);
    return SessionValue(text(json));
}

Expected<void> CaseCalls::make(const Json& call, int index) {
    const int times = whole(call, "times", 1);
    const Json* step = find(call, "step");
    Expected<Answer> result;
    for (int k = 0; k < times; ++k) {
        result = step ? makeOnce(stepped(call, *step, k)) : makeOnce(call);
        if (!result)
            return tl::make_unexpected(result.error());
    }
    if (find(call, "as"))
        m_answers[text(call, "as")] = *result;
    if (text(call, "call") == "addGlobalCode" && !m_session.project().inOrder<GlobalCode>().empty())
        m_globalCode[index] = m_session.project().inOrder<GlobalCode>().back()->id;
    return {};
}

Expected<Answer> CaseCalls::makeOnce(const Json& call) {
    const std::string name = text(call, "call");
    if (name == "defInstr")
        return defInstr(call);
    if (name == "commitInstrument")
        return answerOf(m_session.commitInstrument(text(call, "name"), whole(call, "priority", 1)));
    if (name == "sched")
        return sched(call);
    if (name == "set" || name == "automate")
        return moveParameter(call);
    if (name == "unsched" || name == "stop")
        return stop(call);
    if (name == "assignBus" || name == "releaseBus")
        return bus(call);
    if (name == "makeTable")
        return makeTable(call);
    if (name == "freeTable") {
        const auto table = named<TableHandle>(text(call, "table"));
        return table ? answerOf(m_session.freeTable(*table, number(call, "delay", 0)))
                     : tl::make_unexpected(table.error());
    }
    if (name == "readSoundfile") {
        SoundfileOptions options;
        options.channel = whole(call, "chan", 0);
        options.skipTime = number(call, "skiptime", 0);
        options.delay = number(call, "delay", 0);
        options.force = flag(call, "force");
        return answerOf(m_session.readSoundfile(text(call, "path"), options));
    }
    if (name == "playSample")
        return playSample(call);
    if (name == "playPartials")
        return playPartials(call);
    return code(call);
}

Expected<Answer> CaseCalls::defInstr(const Json& call) {
    InstrumentOptions options;
    if (const Json* args = find(call, "args"))
        for (const auto& arg : args->GetObject()) {
            const auto number = reference::number(arg.value);
            options.args.emplace_back(text(arg.name), number ? ParameterDefault(*number)
                                                             : ParameterDefault(text(arg.value)));
        }
    options.init = text(call, "init");
    if (find(call, "priority"))
        options.priority = whole(call, "priority", 1);
    options.includes = texts(call, "includes");
    if (const Json* aliases = find(call, "aliases"))
        for (const auto& alias : aliases->GetObject())
            options.aliases.emplace_back(text(alias.name), text(alias.value));
    options.doc = text(call, "doc");
    return answerOf(m_session.defInstr(text(call, "name"), text(call, "body"), options));
}

Expected<Answer> CaseCalls::sched(const Json& call) {
    EventOptions options;
    options.delay = number(call, "delay", 0);
    options.duration = number(call, "dur", -1);
    options.priority = whole(call, "priority", 1);
    options.name = text(call, "name");
    options.seed = static_cast<std::uint64_t>(number(call, "seed", 0));
    for (const char* key : {"args", "kwargs"}) {
        const Json* args = find(call, key);
        if (args && args->IsArray())
            for (const Json& arg : args->GetArray()) {
                auto given = value(arg);
                if (!given)
                    return tl::make_unexpected(given.error());
                options.args.push_back(std::move(*given));
            }
        else if (args)
            for (const auto& arg : args->GetObject()) {
                auto given = value(arg.value);
                if (!given)
                    return tl::make_unexpected(given.error());
                options.named.emplace_back(text(arg.name), std::move(*given));
            }
    }
    return answerOf(m_session.sched(text(call, "instr"), options));
}

Expected<Answer> CaseCalls::moveParameter(const Json& call) {
    const bool isSet = text(call, "call") == "set";
    const std::vector<double> pairs = numbers(call, "pairs");
    const double target = number(call, "value", 0);
    if (find(call, "bus")) {
        const auto bus = named<BusHandle>(text(call, "bus"));
        if (!bus)
            return tl::make_unexpected(bus.error());
        return answerOf(isSet ? bus->set(target, number(call, "delay", 0))
                              : bus->automate(pairs, automationOptions(call)));
    }
    const auto event = named<EventHandle>(text(call, "event"));
    if (!event)
        return tl::make_unexpected(event.error());
    const std::string parameter = text(call, "param");
    return answerOf(isSet ? event->set(parameter, target, number(call, "delay", 0))
                          : m_session.automate(*event, parameter, pairs, automationOptions(call)));
}

Expected<Answer> CaseCalls::stop(const Json& call) {
    const auto event = named<EventHandle>(text(call, "event"));
    if (!event)
        return tl::make_unexpected(event.error());
    return answerOf(text(call, "call") == "stop"
                        ? event->stop(number(call, "delay", 0))
                        : m_session.unsched(*event, number(call, "time", 0)));
}

Expected<Answer> CaseCalls::bus(const Json& call) {
    if (text(call, "call") == "releaseBus") {
        const auto bus = named<BusHandle>(text(call, "bus"));
        return bus ? answerOf(bus->release()) : tl::make_unexpected(bus.error());
    }
    BusOptions options;
    const std::string kind = text(call, "kind");
    if (!kind.empty())
        options.kind = kind == "audio" ? Bus::Kind::Audio : Bus::Kind::Control;
    if (find(call, "value"))
        options.value = number(call, "value", 0);
    options.persist = flag(call, "persist");
    return answerOf(m_session.assignBus(options));
}

Expected<Answer> CaseCalls::makeTable(const Json& call) {
    TableOptions options;
    options.number = whole(call, "tabnum", 0);
    options.sampleRate = number(call, "sr", 0);
    options.delay = number(call, "delay", 0);
    options.unique = flag(call, "unique", true);
    if (const Json* data = find(call, "data")) {
        if (data->IsArray() && !data->Empty() && (*data)[0].IsArray())
            options.channels = static_cast<int>((*data)[0].Size());
        return answerOf(m_session.makeTable(numbers(call, "data"), options));
    }
    const std::vector<double> size = numbers(call, "size");
    TableSize shape;
    if (!size.empty() && size[0] > 0)
        shape.frames = static_cast<std::size_t>(size[0]);
    if (size.size() > 1)
        shape.channels = static_cast<int>(size[1]);
    return answerOf(m_session.makeTable(shape, options));
}

Expected<Answer> CaseCalls::playSample(const Json& call) {
    SampleOptions options;
    options.delay = number(call, "delay", 0);
    options.duration = number(call, "dur", 0);
    options.channel = whole(call, "chan", 1);
    options.gain = number(call, "gain", 1);
    options.speed = number(call, "speed", 1);
    options.loop = flag(call, "loop");
    options.pan = number(call, "pan", options.pan);
    options.skip = number(call, "skip", 0);
    options.crossfade = number(call, "crossfade", options.crossfade);
    if (const std::vector<double> fade = numbers(call, "fade"); !fade.empty())
        options.fade = Fade(fade.front(), fade.back());
    const Json* source = find(call, "source");
    if (!source || !source->IsObject())
        return answerOf(m_session.playSample(text(call, "source"), options));
    if (find(*source, "ref")) {
        const std::string name = text(*source, "ref");
        if (const Answer* known = answer(name); known && std::holds_alternative<double>(*known))
            return answerOf(
                m_session.playSample(static_cast<int>(std::get<double>(*known)), options));
        const auto table = named<TableHandle>(name);
        return table ? answerOf(m_session.playSample(*table, options))
                     : tl::make_unexpected(table.error());
    }
    const std::vector<double> data = numbers(*source, "data");
    SampleData sound{data, number(*source, "sr", 44100), 1};
    if (const Json* rows = find(*source, "data");
        rows && rows->IsArray() && !rows->Empty() && (*rows)[0].IsArray())
        sound.channels = static_cast<int>((*rows)[0].Size());
    return answerOf(m_session.playSample(sound, options));
}

Expected<Answer> CaseCalls::playPartials(const Json& call) {
    PartialsOptions options;
    options.delay = number(call, "delay", 0);
    options.duration = number(call, "dur", -1);
    options.speed = number(call, "speed", 1);
    options.freqscale = number(call, "freqscale", 1);
    options.gain = number(call, "gain", 1);
    options.bwscale = number(call, "bwscale", 1);
    options.loop = flag(call, "loop");
    options.channel = whole(call, "chan", 1);
    options.start = number(call, "start", 0);
    options.stop = number(call, "stop", 0);
    options.minfreq = number(call, "minfreq", 0);
    options.maxfreq = number(call, "maxfreq", 0);
    options.maxpolyphony = whole(call, "maxpolyphony", options.maxpolyphony);
    options.gaussian = flag(call, "gaussian");
    options.interpfreq = flag(call, "interpfreq", true);
    options.interposcil = flag(call, "interposcil", true);
    options.position = number(call, "position", 0);
    const Json* source = find(call, "source");
    if (!source || !source->IsObject())
        return answerOf(m_session.playPartials(text(call, "source"), options));
    if (find(*source, "ref")) {
        const auto table = named<TableHandle>(text(*source, "ref"));
        return table ? answerOf(m_session.playPartials(*table, options))
                     : tl::make_unexpected(table.error());
    }
    const std::vector<double> values = numbers(*source, "matrix");
    const Json* rows = find(*source, "matrix");
    const std::size_t columns =
        rows && rows->IsArray() && !rows->Empty() && (*rows)[0].IsArray() ? (*rows)[0].Size() : 0;
    return answerOf(m_session.playPartials(PartialsMatrix{values, columns}, options));
}

/// Texts, channels, global code, options, the end marker and CSDs.
Expected<Answer> CaseCalls::code(const Json& call) {
    const std::string name = text(call, "call");
    if (name == "strSet")
        return answerOf(m_session.strSet(
            text(call, "text"),
            find(call, "index") ? std::optional(whole(call, "index", 0)) : std::nullopt));
    if (name == "initChannel" || name == "setChannel") {
        std::optional<Channel::Value> given;
        if (const Json* json = find(call, "value")) {
            const auto number = reference::number(*json);
            given = number ? Channel::Value(*number) : Channel::Value(text(*json));
        }
        if (name == "setChannel")
            return answerOf(m_session.setChannel(text(call, "channel"), given.value_or(0.0),
                                                 number(call, "delay", 0)));
        std::optional<Channel::Kind> kind;
        const std::string letter = text(call, "kind");
        if (!letter.empty())
            kind = letter == "a"   ? Channel::Kind::Audio
                   : letter == "S" ? Channel::Kind::Text
                                   : Channel::Kind::Control;
        return answerOf(m_session.initChannel(text(call, "channel"), given, kind));
    }
    if (name == "addGlobalCode")
        return answerOf(m_session.addGlobalCode(text(call, "code"), flag(call, "unique")));
    if (name == "includeFile")
        return answerOf(m_session.includeFile(text(call, "path")));
    if (name == "setCsoundOptions")
        return answerOf(m_session.setCsoundOptions(texts(call, "options")));
    if (name == "setEndMarker")
        return answerOf(m_session.setEndMarker(number(call, "time", 0)));
    if (name == "writeCsd") {
        m_writtenCsds.push_back(text(call, "path"));
        return answerOf(m_session.writeCsd(text(call, "path")));
    }
    return failure(ErrorCode::UnknownName, "The player knows no call \"" + name + "\".");
}

RenderOptions renderOptions(const Json* render) {
    RenderOptions options;
    options.wait = false;
    if (!render)
        return options;
    options.endTime = number(*render, "endtime", 0);
    options.startTime = number(*render, "starttime", 0);
    options.tail = number(*render, "tail", 0);
    options.format = text(*render, "format");
    options.encoding = text(*render, "encoding");
    if (find(*render, "sr"))
        options.sampleRate = number(*render, "sr", 0);
    if (find(*render, "ksmps"))
        options.ksmps = whole(*render, "ksmps", 0);
    options.csoundOptions = texts(*render, "csoundoptions");
    options.keepGoing = flag(*render, "keepGoing");
    for (const std::string& what : texts(*render, "allowed")) {
        options.allowed.write |= what == "write";
        options.allowed.run |= what == "run";
        options.allowed.network |= what == "network";
        options.allowed.read |= what == "read";
    }
    options.threads = whole(*render, "numthreads", 0);
    options.compressionBitrate = whole(*render, "compressionBitrate", 0);
    return options;
}

} // namespace stria::reference
