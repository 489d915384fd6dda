// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "engine/compile/csound_options.h"
#include "engine/model/checks.h"
#include "engine/orchestra/code_effects.h"
#include "engine/session/session_state.h"

namespace stria {

namespace {

Place instrumentPlace(const Instrument& instrument) {
    Place place;
    place.instrument = instrument.id;
    place.instrumentName = instrument.name;
    return place;
}

std::vector<const Parameter*> parametersByPosition(const InstrumentParameters& parameters) {
    std::vector<const Parameter*> list;
    for (const Parameter& parameter : parameters.parameters) {
        if (parameter.pfield < 5)
            continue;
        const auto index = static_cast<std::size_t>(parameter.pfield - 5);
        if (list.size() <= index)
            list.resize(index + 1);
        list[index] = &parameter;
    }
    return list;
}

} // namespace

Expected<bool> SessionState::registerInstr(Instrument instrument) {
    if (instrument.name.empty())
        return failure(ErrorCode::InvalidArgument, "An instrument needs a name.");
    SessionInstrument* known = instrumentNamed(instrument.name);
    const Instrument* present = known ? project.find(known->id) : nullptr;
    instrument.id = present ? present->id : InstrumentId::random();
    instrument.order = present ? present->order : 0;
    auto parameters = m_reading.of(instrument)->parameters;
    if (!parameters)
        return tl::make_unexpected(parameters.error().front());
    for (std::string& include : instrument.includes) {
        auto path = readInclude(include);
        if (!path) {
            path.error().place = instrumentPlace(instrument);
            return tl::make_unexpected(path.error());
        }
        include = *path;
    }
    if (present && *present == instrument)
        return false;
    if (auto free = checkCodeNumbers(instrument.init, "the init code of " + instrument.name);
        !free) {
        free.error().place = instrumentPlace(instrument);
        return tl::make_unexpected(free.error());
    }
    if (!known) {
        instrument.order = nextOrder();
        auto entry = std::make_unique<SessionInstrument>();
        known = entry.get();
        known->id = instrument.id;
        known->name = instrument.name;
        m_instruments.emplace(instrument.name, std::move(entry));
        m_instrumentsById.emplace(instrument.id, known);
    }
    known->parameters = std::move(*parameters);
    known->byPosition = parametersByPosition(known->parameters);
    forgetNumbers();
    if (const auto done =
            present ? project.change(std::move(instrument)) : project.insert(std::move(instrument));
        !done)
        return tl::make_unexpected(done.error());
    return true;
}

SessionInstrument* SessionState::instrumentNamed(std::string_view name) const {
    const auto found = m_instruments.find(name);
    return found == m_instruments.end() ? nullptr : found->second.get();
}

Expected<SessionInstrument*> SessionState::needInstrument(std::string_view name) const {
    if (SessionInstrument* instrument = instrumentNamed(name))
        return instrument;
    std::vector<std::string> names;
    for (const auto& [known, instrument] : m_instruments)
        names.push_back(known);
    std::sort(names.begin(), names.end());
    const std::string near = nearestName(name, names);
    return failure(ErrorCode::UnknownName,
                   "There is no instrument \"" + std::string(name) + "\"." +
                       (near.empty() ? " Define it first." : " Did you mean " + near + "?"));
}

const SessionInstrument& SessionState::instrumentOf(const ScoreEvent& event) const {
    return *m_instrumentsById.at(event.instrument);
}

Expected<int> SessionState::instrumentNumber(SessionInstrument& instrument, int priority) {
    const auto index = static_cast<std::size_t>(priority);
    if (instrument.numbers.size() <= index)
        instrument.numbers.resize(index + 1);
    if (int& known = instrument.numbers[index]; known != 0)
        return known;
    if (!m_numbering)
        m_numbering = std::make_unique<InstrumentNumbers>(
            project, fixedNumbers(), instrumentNumbersInCode(project, m_includes));
    const Expected<int> number = m_numbering->number(instrument.id, priority);
    if (number)
        instrument.numbers[index] = *number;
    return number;
}

Expected<int> SessionState::commitInstrument(std::string_view name, int priority) {
    const auto instrument = needInstrument(name);
    if (!instrument)
        return tl::make_unexpected(instrument.error());
    const auto resolved = resolvePriority(priority, project.settings().priorities);
    if (!resolved)
        return tl::make_unexpected(resolved.error());
    return instrumentNumber(**instrument, *resolved);
}

/// Numbers that the code gives to instruments of its own may not be given out already.
Expected<void> SessionState::checkCodeNumbers(std::string_view code,
                                              const std::string& where) const {
    for (const auto& [number, range] : readCodeEffects(code).instrumentNumbers)
        for (const auto& [name, instrument] : m_instruments)
            if (std::find(instrument->numbers.begin(), instrument->numbers.end(), number) !=
                    instrument->numbers.end() &&
                number != 0)
                return failure(ErrorCode::Conflict,
                               "The instrument number " + std::to_string(number) + " belongs to " +
                                   name + " already; " + where +
                                   " cannot define an instrument of that number. Give it "
                                   "another.");
    return {};
}

/// The absolute path of a file that is there, its text kept for the instrument numbers in it.
Expected<std::string> SessionState::readInclude(const std::string& path) {
    const QString absolute =
        QDir::cleanPath(QDir::current().absoluteFilePath(QString::fromStdString(path)));
    const QFileInfo info(absolute);
    if (path.empty() || !info.exists())
        return failure(ErrorCode::FileNotFound,
                       "There is no file \"" + path + "\" to be included.");
    if (!info.isFile())
        return failure(ErrorCode::FileUnreadable,
                       "\"" + path + "\" cannot be included: it is no ordinary file.");
    QFile file(absolute);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileUnreadable, "\"" + path + "\" cannot be read: " +
                                                      file.errorString().toStdString() + ".");
    std::string text = file.readAll().toStdString();
    if (file.error() != QFileDevice::NoError) // not its end
        return failure(ErrorCode::FileUnreadable, "\"" + path + "\" cannot be read: " +
                                                      file.errorString().toStdString() + ".");
    if (auto free = checkCodeNumbers(text, "\"" + path + "\""); !free)
        return tl::make_unexpected(free.error());
    m_includes.includes[absolute.toStdString()] = {absolute.toStdString(), std::move(text), {}};
    forgetNumbers();
    return absolute.toStdString();
}

Expected<void> SessionState::includeFile(const std::string& path) {
    auto absolute = readInclude(path);
    if (!absolute)
        return tl::make_unexpected(absolute.error());
    GlobalCode code;
    code.id = GlobalCodeId::random();
    code.file = std::move(*absolute);
    code.order = nextOrder();
    return project.insert(std::move(code));
}

Expected<void> SessionState::addGlobalCode(const std::string& text, bool unique) {
    if (unique) {
        bool isKnown = false;
        project.all<GlobalCode>().forEach(
            [&](const GlobalCode& code) { isKnown = isKnown || code.text == text; });
        if (isKnown)
            return {};
    }
    if (const auto free = checkCodeNumbers(text, "the global code"); !free)
        return free;
    GlobalCode code;
    code.id = GlobalCodeId::random();
    code.text = text;
    code.order = nextOrder();
    forgetNumbers();
    return project.insert(std::move(code));
}

Expected<void> SessionState::setCsoundOptions(const std::vector<std::string>& options) {
    auto checked = checkCsoundOptions(options);
    if (!checked)
        return tl::make_unexpected(checked.error());
    Settings settings = project.settings();
    settings.csoundOptions.insert(settings.csoundOptions.end(), checked->begin(), checked->end());
    project.changeSettings(std::move(settings));
    return {};
}

} // namespace stria
