// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/draft.h"

#include <algorithm>

#include "engine/compile/csound_text.h"

namespace stria {

StringNumbers::StringNumbers(const Project& project) : m_next(firstChosenString) {
    for (const FixedString* text : project.inOrder<FixedString>()) {
        m_texts[text->index] = text->text;
        m_numbers.emplace(text->text, text->index);
        m_next = std::max(m_next, text->index + 1);
    }
}

int StringNumbers::number(std::string_view text) {
    const auto known = m_numbers.find(text);
    if (known != m_numbers.end())
        return known->second;
    m_texts.emplace(m_next, text);
    m_numbers.emplace(text, m_next);
    return m_next++;
}

void StringNumbers::addCode(OrchestraText& orchestra) const {
    if (m_texts.empty())
        return;
    orchestra.add("\n; Texts");
    for (const auto& [number, text] : m_texts) {
        const std::vector<std::string> pieces = csound_text::pieces(text);
        const std::string target = "strset " + std::to_string(number) + ", ";
        if (pieces.size() == 1) {
            orchestra.add(target + csound_text::quoted(pieces[0]));
            continue;
        }
        const std::string joined = "S_text" + std::to_string(number);
        orchestra.add(joined + " = " + csound_text::quoted(pieces[0]));
        for (std::size_t i = 1; i < pieces.size(); ++i)
            orchestra.add(joined + " strcat " + joined + ", " + csound_text::quoted(pieces[i]));
        orchestra.add(target + joined);
    }
}

TableNumbers::TableNumbers(const Project& project, const FixedNumbers& fixed, std::set<int> inCode,
                           Diagnostics& problems)
    : m_taken(std::move(inCode)) {
    std::set<int> given;
    const auto give = [&](auto& numbers, auto id, int number, const std::string& name) {
        numbers.emplace(id, number);
        m_taken.insert(number);
        if (!given.insert(number).second)
            problems.push_back({ErrorCode::Conflict,
                                "Two tables have the number " + std::to_string(number) + " (" +
                                    name + " is one of them). Give one another number.",
                                {},
                                Severity::Error});
    };
    const std::vector<const Table*> tables = project.inOrder<Table>();
    const std::vector<const SoundSource*> sources = project.inOrder<SoundSource>();
    for (const Table* table : tables) {
        const auto known = fixed.tables.find(table->id);
        if (known != fixed.tables.end())
            give(m_tables, table->id, known->second, table->name);
        else if (table->number > 0)
            give(m_tables, table->id, table->number, table->name);
    }
    for (const SoundSource* source : sources)
        if (const auto known = fixed.soundSources.find(source->id);
            known != fixed.soundSources.end())
            give(m_sources, source->id, known->second, source->name);
    for (const Table* table : tables)
        if (!m_tables.contains(table->id))
            m_tables.emplace(table->id, choose());
    for (const SoundSource* source : sources)
        if (!m_sources.contains(source->id))
            m_sources.emplace(source->id, choose());
}

int TableNumbers::choose() {
    while (m_taken.contains(m_next))
        ++m_next;
    m_taken.insert(m_next);
    return m_next;
}

void Draft::fail(ErrorCode code, std::string message, Place place) {
    problems.push_back({code, std::move(message), std::move(place), Severity::Error});
}

void Draft::warn(std::string message, Place place) {
    problems.push_back(
        {ErrorCode::SuspiciousScore, std::move(message), std::move(place), Severity::Warning});
}

int Draft::addGenerated(const std::string& task) {
    const int number = instruments.numberBefore();
    generatedInstruments.emplace(number, task);
    return number;
}

void Draft::addNote(double instrument, double time, double duration, std::vector<double> more) {
    if (time > lastTime)
        return;
    CsdNote note;
    note.pfields = {instrument, time, duration};
    note.pfields.insert(note.pfields.end(), more.begin(), more.end());
    notes.push_back(std::move(note));
}

} // namespace stria
