// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileInfo>
#include <cmath>

#include "engine/compile/csound_text.h"
#include "engine/session/session_state.h"
#include "engine/sound/sound_file.h"

namespace stria {

namespace {

tl::unexpected<Diagnostic> noTable() {
    return failure(ErrorCode::InvalidArgument, "The table is not of this session.");
}

Expected<void> checkDelay(double delay) {
    if (std::isfinite(delay) && delay >= 0)
        return {};
    return failure(ErrorCode::InvalidArgument, "A delay must be a number of seconds from 0 on.");
}

} // namespace

int SessionState::freeTableNumber() {
    const auto isTaken = [this](int number) {
        const auto has = [number](const auto& entry) { return entry.second == number; };
        return std::any_of(m_tables.begin(), m_tables.end(), has);
    };
    do
        ++m_lastTable;
    while (isTaken(m_lastTable));
    return m_lastTable;
}

Expected<TableHandle> SessionState::makeTable(std::vector<double> data,
                                              const TableOptions& options) {
    if (auto checked = checkDelay(options.delay); !checked)
        return tl::make_unexpected(checked.error());
    if (data.empty())
        return failure(ErrorCode::InvalidArgument, "A table needs data, or a size above 0.");
    if (options.channels < 1 || data.size() % static_cast<std::size_t>(options.channels) != 0)
        return failure(ErrorCode::InvalidArgument,
                       "The data of a table must be whole frames of its channels.");
    if (options.sampleRate < 0 || !std::isfinite(options.sampleRate))
        return failure(ErrorCode::InvalidArgument,
                       "The sample rate of a table must be above 0, or 0 for no sound.");
    if (options.number < 0)
        return failure(ErrorCode::InvalidArgument, "The number of a table must be above 0.");
    for (const double value : data)
        if (!std::isfinite(value))
            return failure(ErrorCode::InvalidArgument,
                           "The data of a table must be finite numbers.");
    Table table;
    table.channels = options.channels;
    table.sampleRate = options.sampleRate;
    table.data = std::make_shared<const std::vector<double>>(std::move(data));
    table.delay = options.delay;
    table.name = options.name;
    table.number = options.number;
    if (!options.unique) {
        const Table* equal = nullptr;
        project.all<Table>().forEach([&](const Table& other) {
            if (other.channels == table.channels && other.sampleRate == table.sampleRate &&
                other.delay <= table.delay && other.freedAt < 0 && *other.data == *table.data &&
                (table.number == 0 || other.number == table.number) &&
                (!equal || other.order < equal->order))
                equal = &other;
        });
        if (equal)
            return TableHandle(weak_from_this(), equal->id);
    }
    if (table.number > 0)
        if (const auto present = tableWithNumber(table.number))
            return failure(ErrorCode::Conflict, "The table number " + std::to_string(table.number) +
                                                    " is given out already. Use another, or 0.");
    table.id = TableId::random();
    table.order = nextOrder();
    m_tables[table.id] = table.number > 0 ? table.number : freeTableNumber();
    TableHandle handle(weak_from_this(), table.id);
    if (auto done = project.insert(std::move(table)); !done)
        return tl::make_unexpected(done.error());
    return handle;
}

Expected<void> SessionState::freeTable(const TableHandle& handle, double delay) {
    if (auto checked = checkDelay(delay); !checked)
        return checked;
    const auto freed = [&](auto thing) -> Expected<void> {
        if (delay < thing.delay)
            return failure(ErrorCode::InvalidArgument,
                           "The table " + std::to_string(numberOf(handle)) +
                               " cannot be freed at " + csound_text::number(delay) +
                               " s: it is made at " + csound_text::number(thing.delay) + " s.");
        thing.freedAt = thing.freedAt < 0 ? delay : std::min(thing.freedAt, delay);
        return project.change(std::move(thing));
    };
    if (const Table* table = tableOf(handle))
        return freed(*table);
    const SoundSource* sound = soundOf(handle);
    return sound ? freed(*sound) : noTable();
}

Expected<std::string> SessionState::findSoundFile(const std::string& path) const {
    std::string chosen = path;
    if (path == "?") {
        if (!host)
            return failure(ErrorCode::InvalidArgument,
                           "\"?\" asks for a sound file, and nobody can be asked here. Give the "
                           "path of the file.");
        auto answer = host->chooseSoundFile();
        if (!answer)
            return answer;
        chosen = *answer;
    }
    const QString absolute =
        QDir::cleanPath(QDir::current().absoluteFilePath(QString::fromStdString(chosen)));
    if (chosen.empty() || !QFileInfo::exists(absolute))
        return failure(ErrorCode::FileNotFound, "There is no sound file \"" + chosen + "\".");
    return absolute.toStdString();
}

Expected<TableHandle> SessionState::readSoundfile(const std::string& path,
                                                  const SoundfileOptions& options) {
    if (auto checked = checkDelay(options.delay); !checked)
        return tl::make_unexpected(checked.error());
    if (!std::isfinite(options.skipTime) || options.skipTime < 0)
        return failure(ErrorCode::InvalidArgument,
                       "The skipped time of a sound file must be a number of seconds from 0 on.");
    const auto found = findSoundFile(path);
    if (!found)
        return tl::make_unexpected(found.error());
    const SoundSource* known = nullptr;
    if (!options.force)
        project.all<SoundSource>().forEach([&](const SoundSource& other) {
            if (other.path == *found && other.channel == options.channel &&
                other.skipTime == options.skipTime && other.delay <= options.delay &&
                other.freedAt < 0 && (!known || other.order < known->order))
                known = &other;
        });
    if (known)
        return TableHandle(weak_from_this(), known->id);
    const auto info = readSoundFileInfo(*found);
    if (!info)
        return tl::make_unexpected(info.error());
    if (options.channel < 0 || options.channel > info->channels)
        return failure(ErrorCode::InvalidArgument, "\"" + path + "\" has " +
                                                       std::to_string(info->channels) +
                                                       " channels: there is no channel " +
                                                       std::to_string(options.channel) + ".");
    if (options.skipTime * info->sampleRate >= static_cast<double>(info->frames))
        return failure(ErrorCode::InvalidArgument,
                       "\"" + path + "\" is over before the skipped time ends.");
    SoundSource source;
    source.id = SoundSourceId::random();
    source.name = QFileInfo(QString::fromStdString(*found)).fileName().toStdString();
    source.path = *found;
    source.channel = options.channel;
    source.skipTime = options.skipTime;
    source.delay = options.delay;
    source.order = nextOrder();
    source.size = info->bytes;
    m_sounds[source.id] = freeTableNumber();
    m_shapes[source.id] = {static_cast<std::size_t>(info->frames) -
                               static_cast<std::size_t>(options.skipTime * info->sampleRate),
                           options.channel > 0 ? 1 : info->channels, info->sampleRate};
    TableHandle handle(weak_from_this(), source.id);
    if (auto done = project.insert(std::move(source)); !done)
        return tl::make_unexpected(done.error());
    return handle;
}

const Table* SessionState::tableOf(const TableHandle& handle) const {
    const auto* id = std::get_if<TableId>(&handle.m_id);
    return id && handle.m_session.lock().get() == this ? project.find(*id) : nullptr;
}

const SoundSource* SessionState::soundOf(const TableHandle& handle) const {
    const auto* id = std::get_if<SoundSourceId>(&handle.m_id);
    return id && handle.m_session.lock().get() == this ? project.find(*id) : nullptr;
}

int SessionState::numberOf(const TableHandle& handle) const {
    if (const Table* table = tableOf(handle))
        return m_tables.at(table->id);
    if (const SoundSource* sound = soundOf(handle))
        return m_sounds.at(sound->id);
    return 0;
}

SessionState::SoundShape SessionState::shapeOf(const TableHandle& handle) const {
    if (const Table* table = tableOf(handle))
        return {table->data->size() / static_cast<std::size_t>(table->channels), table->channels,
                table->sampleRate};
    if (const SoundSource* sound = soundOf(handle))
        return m_shapes.at(sound->id);
    return {};
}

Expected<std::vector<double>> SessionState::dataOf(const TableHandle& handle) const {
    if (const Table* table = tableOf(handle))
        return *table->data;
    const SoundSource* sound = soundOf(handle);
    if (!sound)
        return noTable();
    auto file = readSoundFile(sound->path);
    if (!file)
        return tl::make_unexpected(file.error());
    const SoundShape shape = shapeOf(handle);
    const auto all = static_cast<std::size_t>(file->info.channels);
    const std::size_t first = file->samples.size() / all - shape.frames;
    const std::size_t from = sound->channel > 0 ? static_cast<std::size_t>(sound->channel - 1) : 0;
    std::vector<double> data;
    data.reserve(shape.frames * static_cast<std::size_t>(shape.channels));
    for (std::size_t frame = first; frame < first + shape.frames; ++frame)
        for (std::size_t c = 0; c < static_cast<std::size_t>(shape.channels); ++c)
            data.push_back(file->samples[frame * all + from + c]);
    return data;
}

Expected<TableHandle> SessionState::tableWithNumber(int number) const {
    const auto session = std::const_pointer_cast<SessionState>(shared_from_this());
    for (const auto& [id, own] : m_tables)
        if (own == number)
            return TableHandle(session, id);
    for (const auto& [id, own] : m_sounds)
        if (own == number)
            return TableHandle(session, id);
    return failure(ErrorCode::UnknownName,
                   "This session has no table with the number " + std::to_string(number) + ".");
}

std::map<std::string, TableHandle> SessionState::soundfileRegistry() {
    std::map<std::string, TableHandle> registry;
    for (const SoundSource* sound : project.inOrder<SoundSource>())
        if (sound->freedAt < 0)
            registry.emplace(sound->path, TableHandle(weak_from_this(), sound->id));
    return registry;
}

} // namespace stria
