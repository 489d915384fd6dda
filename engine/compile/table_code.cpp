// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/table_code.h"

#include <algorithm>
#include <cmath>

#include "engine/compile/csound_text.h"
#include "engine/model/checks.h"

namespace stria {

namespace {

using csound_text::number;

/// A name of the user as part of a file name: letters, digits and what is harmless.
std::string fileNameOf(const std::string& name, const std::string& otherwise) {
    std::string out;
    for (const char c : name)
        out += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ||
                       static_cast<unsigned char>(c) >= 0x80
                   ? c
                   : '_';
    return out.empty() ? otherwise : out;
}

std::string baseName(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

/// Characters that Csound reads as they are between quotes in a file name.
bool isPlainFileName(const std::string& path) {
    return std::none_of(path.begin(), path.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == '"' || c == '$' ||
               c == 0x7f;
    });
}

std::string addAsset(Draft& draft, CsdAsset asset) {
    const auto isTaken = [&](const std::string& name) {
        return std::any_of(draft.assets.begin(), draft.assets.end(),
                           [&](const CsdAsset& other) { return other.fileName == name; });
    };
    const std::string wanted = asset.fileName;
    const std::size_t dot = std::min(wanted.rfind('.'), wanted.size());
    for (int n = 2; isTaken(asset.fileName); ++n)
        asset.fileName = wanted.substr(0, dot) + "-" + std::to_string(n) + wanted.substr(dot);
    draft.assets.push_back(std::move(asset));
    return CsdDocument::assetMark(draft.assets.size() - 1);
}

/// `size`: the numbers it will hold; left to Csound it would be one more for several channels.
void addFileTable(Draft& draft, const std::string& indent, const std::string& name, int table,
                  std::uint64_t size, const std::string& mark, double skip, int channel) {
    draft.orchestra.add(indent + name + " ftgen " + std::to_string(table) + ", 0, -" +
                        std::to_string(size) + ", -1, \"" + mark + "\", " + number(skip) + ", 0, " +
                        std::to_string(channel));
}

bool isAllZero(const std::vector<double>& data) {
    return std::all_of(data.begin(), data.end(), [](double x) { return x == 0; });
}

void addDataLine(Draft& draft, const std::string& indent, const std::string& name, int table,
                 std::shared_ptr<const std::vector<double>> data, int channels, double sampleRate,
                 const std::string& fileName) {
    const std::string head = indent + name + " ftgen " + std::to_string(table) + ", 0, -" +
                             std::to_string(data->size()) + ", -2";
    const bool isSound = sampleRate > 0 || channels > 1;
    if (isAllZero(*data) && !isSound) {
        draft.orchestra.add(head + ", 0");
        return;
    }
    const bool isFinite =
        std::all_of(data->begin(), data->end(), [](double value) { return std::isfinite(value); });
    if (data->size() <= mostInlineNumbers && !isSound && isFinite) {
        std::string line = head;
        for (const double value : *data) {
            line += ", ";
            csound_text::append(line, value);
        }
        draft.orchestra.add(line);
        return;
    }
    CsdAsset asset;
    asset.fileName = fileName + ".wav";
    asset.data = std::move(data);
    asset.channels = std::max(1, channels);
    if (sampleRate > 0)
        asset.sampleRate = sampleRate;
    asset.table = table;
    asset.line = draft.orchestra.nextLine();
    const std::size_t size = asset.data->size();
    addFileTable(draft, indent, name, table, size, addAsset(draft, std::move(asset)), 0, 0);
}

bool isGiven(const ScoreEvent& event, const ArgumentValue& table) {
    return std::any_of(event.arguments.begin(), event.arguments.end(),
                       [&](const Argument& argument) { return argument.value == table; });
}

/// Csound crashes when a table goes that an event reads: it stays until those that began before
/// are over.
double timeToFree(Draft& draft, const ArgumentValue& table, int tableNumber, double freedAt) {
    double time = freedAt;
    const ScoreEvent* last = nullptr;
    draft.project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (event.plays() && event.start < freedAt && event.end() > time && isGiven(event, table)) {
            time = event.end();
            last = &event;
        }
    });
    if (last)
        draft.warn("The table " + std::to_string(tableNumber) + " is to be freed at " +
                       number(freedAt) + " s, when " + describeEvent(draft.project, *last) +
                       " still plays with it: it is freed when that is over.",
                   placeOf(draft.project, *last));
    return time;
}

} // namespace

void addData(Draft& draft, const std::string& name, int table,
             std::shared_ptr<const std::vector<double>> data, int channels, double sampleRate,
             const std::string& fileName) {
    addDataLine(draft, "", name, table, std::move(data), channels, sampleRate, fileName);
}

TableCode::TableCode(Draft& draft) {
    m_tables = draft.project.inOrder<Table>();
    for (const Table* table : m_tables)
        if (table->data->empty())
            draft.fail(ErrorCode::InvalidArgument,
                       "The table " + table->name + " (number " +
                           std::to_string(draft.tables.number(table->id)) +
                           ") has no numbers. Give it at least one.");
    for (const SoundSource* source : draft.project.inOrder<SoundSource>()) {
        const auto file = draft.facts.soundFiles.find(source->id);
        if (file != draft.facts.soundFiles.end() && file->second.problem.empty())
            m_sources.push_back(source);
    }
    const auto later = [](const auto* thing) { return thing->delay > 0; };
    if (std::any_of(m_tables.begin(), m_tables.end(), later) ||
        std::any_of(m_sources.begin(), m_sources.end(), later))
        m_maker = draft.addGenerated("makes table");
    const auto goes = [](const auto* thing) { return thing->freedAt >= 0; };
    if (std::any_of(m_tables.begin(), m_tables.end(), goes) ||
        std::any_of(m_sources.begin(), m_sources.end(), goes))
        m_remover = draft.addGenerated("frees table");
    const auto addNotes = [&](const auto* thing) {
        const int table = draft.tables.number(thing->id);
        if (thing->delay > 0)
            draft.addNote(m_maker, thing->delay, 0, {static_cast<double>(table)});
        if (goes(thing))
            draft.addNote(m_remover, timeToFree(draft, thing->id, table, thing->freedAt), 0,
                          {static_cast<double>(table)});
    };
    for (const Table* table : m_tables)
        addNotes(table);
    for (const SoundSource* source : m_sources)
        addNotes(source);
}

void TableCode::addTable(Draft& draft, const Table& table, const char* indent) const {
    const int tableNumber = draft.tables.number(table.id);
    if (!table.name.empty())
        draft.orchestra.add(std::string(indent) + "; " + csound_text::comment(table.name));
    addDataLine(draft, indent, "i_", tableNumber, table.data, table.channels, table.sampleRate,
                fileNameOf(table.name, "table-" + std::to_string(tableNumber)));
}

void TableCode::addSource(Draft& draft, const SoundSource& source, const char* indent) const {
    const AssetFacts::SoundFile& file = draft.facts.soundFiles.at(source.id);
    const int tableNumber = draft.tables.number(source.id);
    const std::string name = baseName(file.absolutePath);
    CsdAsset asset;
    if (file.decoded) {
        asset.data = file.decoded;
        asset.channels = file.channels;
        asset.sampleRate = file.sampleRate;
        asset.fileName = fileNameOf(name, "sound") + ".wav";
    } else {
        asset.sourcePath = file.absolutePath;
        asset.fileName = isPlainFileName(name) ? name : fileNameOf(name, "sound");
    }
    const auto skipped =
        static_cast<std::uint64_t>(std::max(0.0, source.skipTime) * file.sampleRate);
    if (skipped >= file.frames) {
        draft.fail(ErrorCode::InvalidArgument,
                   "The sound file " + source.path + " is shorter than the " +
                       number(source.skipTime) + " s that are left out at its beginning.");
        return;
    }
    const std::uint64_t size =
        (file.frames - skipped) *
        static_cast<std::uint64_t>(source.channel > 0 ? 1 : std::max(1, file.channels));
    addFileTable(draft, indent, "i_", tableNumber, size, addAsset(draft, std::move(asset)),
                 source.skipTime, source.channel);
}

void TableCode::addTables(Draft& draft) const {
    const auto atStart = [](const auto* thing) { return thing->delay <= 0; };
    if (std::none_of(m_tables.begin(), m_tables.end(), atStart) &&
        std::none_of(m_sources.begin(), m_sources.end(), atStart))
        return;
    draft.orchestra.add("\n; Tables");
    for (const Table* table : m_tables)
        if (atStart(table) && !table->data->empty())
            addTable(draft, *table, "");
    for (const SoundSource* source : m_sources)
        if (atStart(source))
            addSource(draft, *source, "");
}

void TableCode::addInstruments(Draft& draft) const {
    OrchestraText& orchestra = draft.orchestra;
    if (m_maker > 0) {
        orchestra.add("\ninstr " + std::to_string(m_maker) + " ; makes the table p4");
        const char* word = " if p4 == ";
        const auto add = [&](int table) {
            orchestra.add(word + std::to_string(table) + " then");
            word = " elseif p4 == ";
        };
        for (const Table* table : m_tables)
            if (table->delay > 0) {
                add(draft.tables.number(table->id));
                addTable(draft, *table, "  ");
            }
        for (const SoundSource* source : m_sources)
            if (source->delay > 0) {
                add(draft.tables.number(source->id));
                addSource(draft, *source, "  ");
            }
        orchestra.add(" endif\nendin");
    }
    if (m_remover > 0)
        orchestra.add("\ninstr " + std::to_string(m_remover) +
                      " ; frees the table p4\n ftfree p4, 0\nendin");
}

} // namespace stria
