// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/numbers.h"

#include <algorithm>
#include <cmath>

#include "engine/orchestra/code_effects.h"

namespace stria {

double eventNumber(int instrumentNumber, std::uint64_t index) {
    // Six decimals for the first million, then three more: both are exact enough to be found
    // again by turnoff2, and never round to one another.
    constexpr std::uint64_t million = 1000000;
    const std::uint64_t billionths = index % million * 1000 + index / million;
    return instrumentNumber + static_cast<double>(billionths) / 1e9;
}

namespace {

void addNumbers(std::string_view code, const std::string& where,
                std::map<int, std::string>& numbers) {
    for (const auto& [number, range] : readCodeEffects(code).instrumentNumbers)
        numbers.emplace(number, where);
}

/// Blocks of round numbers: 1001 is the first instrument of priority 1.
int blockFor(int priorities) {
    for (const int block : {1000, 500})
        if (block * (priorities + 1) <= largestInstrumentNumber)
            return block;
    return largestInstrumentNumber / (priorities + 1);
}

} // namespace

std::map<int, std::string> instrumentNumbersInCode(const Project& project,
                                                   const AssetFacts& facts) {
    std::map<int, std::string> numbers;
    for (const GlobalCode* code : project.inOrder<GlobalCode>())
        addNumbers(code->text, "the global code", numbers);
    for (const Instrument* instrument : project.inOrder<Instrument>())
        if (!instrument->init.empty())
            addNumbers(instrument->init, "the init code of " + instrument->name, numbers);
    for (const auto& [name, file] : facts.includes)
        addNumbers(file.text, name, numbers);
    return numbers;
}

InstrumentNumbers::InstrumentNumbers(const Project& project, const FixedNumbers& fixed,
                                     std::map<int, std::string> numbersInCode)
    : m_inCode(std::move(numbersInCode)), m_block(blockFor(project.settings().priorities)) {
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        m_positions.emplace(instrument->id, static_cast<int>(m_positions.size()));
        m_names.push_back(instrument->name);
    }
    // More instruments than a block holds: as few numbers between priorities as that takes.
    const int count = static_cast<int>(m_names.size());
    if (count >= m_block)
        m_block = std::max(m_block, std::min(count + 1, largestInstrumentNumber /
                                                            (project.settings().priorities + 1)));
    for (const auto& [id, byPriority] : fixed.instruments) {
        const auto position = m_positions.find(id);
        if (position == m_positions.end())
            continue;
        for (const auto& [priority, number] : byPriority) {
            m_given.emplace(Rank{priority, position->second}, number);
            m_taken.insert(number);
        }
    }
}

Expected<int> InstrumentNumbers::number(InstrumentId instrument, int priority) {
    const auto position = m_positions.find(instrument);
    if (position == m_positions.end())
        return failure(ErrorCode::UnknownName, "The instrument is not in the project.");
    const Rank rank{priority, position->second};
    const std::string& name = m_names[static_cast<std::size_t>(position->second)];
    const auto next = m_given.lower_bound(rank);
    if (next != m_given.end() && next->first == rank) {
        const auto inCode = m_inCode.find(next->second);
        if (inCode != m_inCode.end())
            return failure(ErrorCode::Conflict, "The number " + std::to_string(next->second) +
                                                    " belongs to instrument " + name +
                                                    " already, but " + inCode->second +
                                                    " defines an instrument of that number. Give "
                                                    "that one another number.");
        return next->second;
    }
    const int lowest = next == m_given.begin() ? 1 : std::prev(next)->second + 1;
    const int highest = next == m_given.end() ? largestInstrumentNumber - 1 : next->second - 1;
    const auto isFree = [this](int n) { return !m_inCode.contains(n) && !m_taken.contains(n); };
    int chosen =
        std::clamp(priority * m_block + position->second + 1, lowest, std::max(lowest, highest));
    while (chosen <= highest && !isFree(chosen))
        ++chosen;
    if (chosen > highest) {
        chosen = highest;
        while (chosen >= lowest && !isFree(chosen))
            --chosen;
    }
    if (chosen < lowest)
        return failure(ErrorCode::Conflict, "No instrument number is left for " + name +
                                                " at priority " + std::to_string(priority) +
                                                " that keeps the order of execution: Csound has " +
                                                std::to_string(largestInstrumentNumber) +
                                                ". Use fewer instruments or priorities.");
    m_given.emplace(rank, chosen);
    m_taken.insert(chosen);
    return chosen;
}

int InstrumentNumbers::numberBefore() {
    int number = 1;
    while (m_inCode.contains(number) || m_taken.contains(number))
        ++number;
    m_taken.insert(number);
    return number;
}

Expected<int> InstrumentNumbers::numberAfter() const {
    const int inCode = m_inCode.empty() ? 0 : m_inCode.rbegin()->first;
    const int given = m_taken.empty() ? 0 : *m_taken.rbegin();
    const int number = std::max({inCode, given, m_block}) + 1;
    if (number > largestInstrumentNumber)
        return failure(ErrorCode::Conflict,
                       "Instrument number " + std::to_string(largestInstrumentNumber) +
                           " is used by the orchestra, and the one that clears the audio buses "
                           "must come after it. Give it a lower number.");
    return number;
}

} // namespace stria
