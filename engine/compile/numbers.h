// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "engine/compile/asset_facts.h"
#include "engine/model/diagnostic.h"
#include "engine/model/project.h"

namespace stria {

/// Numbers that a caller has seen and that must stay (engine/session). Where an entity is not
/// listed the compiler chooses, never a number that is listed.
struct FixedNumbers {
    std::unordered_map<InstrumentId, std::map<int, int>> instruments; ///< priority -> number
    std::unordered_map<EventId, double> events;                       ///< p1
    std::unordered_map<BusId, int> buses;
    std::unordered_map<TableId, int> tables;
    std::unordered_map<SoundSourceId, int> soundSources;
};

/// The largest instrument number that Csound takes.
constexpr int largestInstrumentNumber = 32767;
/// Numbers that are chosen for tables and texts begin here.
constexpr int firstChosenTable = 1001;
constexpr int firstChosenString = 1001;

/// The p1 of an instrument's index-th event (from 1), unique for each index: 1001.000001...
double eventNumber(int instrumentNumber, std::uint64_t index);

/// Instrument numbers that code outside instruments gives to its own (`instr 5`), with a word on
/// where.
std::map<int, std::string> instrumentNumbersInCode(const Project& project, const AssetFacts& facts);

/// Gives each instrument and priority its number: a block of numbers for each priority, in it the
/// instruments in the order of their definition. What is fixed or used by code stays.
class InstrumentNumbers {
  public:
    InstrumentNumbers(const Project& project, const FixedNumbers& fixed,
                      std::map<int, std::string> numbersInCode);

    /// The same answer each time. Errors: UnknownName, Conflict (code uses a fixed number; no
    /// number is left that keeps the order).
    Expected<int> number(InstrumentId instrument, int priority);
    /// A number below all of these, for what must run first.
    int numberBefore();
    /// A number above all that have been given out and all in code.
    Expected<int> numberAfter() const;

  private:
    using Rank = std::pair<int, int>; ///< priority, position in the order of definition

    std::unordered_map<InstrumentId, int> m_positions;
    std::vector<std::string> m_names; ///< by position
    std::map<Rank, int> m_given;
    std::set<int> m_taken; ///< given out
    std::map<int, std::string> m_inCode;
    int m_block = 1;
};

} // namespace stria
