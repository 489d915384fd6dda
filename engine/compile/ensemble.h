// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compile/instrument_code.h"
#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/opcode_catalogue.h"

namespace stria {

/// Code of the user outside instruments: global code, the init code of instruments, files.
struct GlobalText {
    std::string_view text;
    CodeEffects effects;
    std::vector<TextRange> header; ///< see headerStatements
    Place place;
    bool isFile = false; ///< of AssetFacts::includes; it stands where something includes it
};

/// Everything of the orchestra that the user wrote, read once: instruments in the forms that are
/// needed, and the code around them.
class Ensemble {
  public:
    Ensemble(Draft& draft, Reading& reading);

    /// The form of an instrument at a priority (from 1), made when first asked for. Null when its
    /// text cannot be read or no number is left, which is reported once.
    InstrumentForm* form(InstrumentId instrument, int priority);
    /// Adds the forms that code refers to by name, and those whose numbers a caller has seen.
    void addReferredForms(const FixedNumbers& fixed);
    /// Settles the pfields of all forms, once it is known which parameters have curves.
    void assignFields();

    Reading& reading() const { return m_reading; }
    /// By number.
    std::vector<const InstrumentForm*> forms() const;
    /// Identical init code of several instruments is in it once.
    const std::deque<GlobalText>& globals() const { return m_globals; }
    /// What must change in it: names and bus opcodes as everywhere, and what only the project's
    /// settings may say becomes a comment.
    std::vector<TextEdit> editsOf(const GlobalText& global);
    std::vector<TextEdit> editsOfFile(const std::string& name);
    NumberOfName numberOfName();
    std::set<BusCall::Opcode> busOpcodes() const;
    bool usesZak() const;
    /// Each opcode that is named anywhere.
    std::set<std::string> opcodes() const;

    /// Mistakes that can be seen without Csound; warnings for names made while playing, and for
    /// opcodes that are not in the catalogue but nearly so.
    void check(const OpcodeCatalogue& catalogue);

  private:
    const ReadInstrument* read(InstrumentId id);
    void addGlobal(std::string_view text, Place place, bool isFile = false);
    bool anyEffect(bool CodeEffects::*effect) const;
    bool drawsAtInit(const ReadInstrument& instrument) const;
    void addMistakes(Diagnostics found);
    std::set<std::string, std::less<>>
    definedMacros(const std::vector<std::string_view>& texts) const;
    void checkInstrument(const ReadInstrument& instrument, const NamesElsewhere& elsewhere);
    void checkOpcodes(const OpcodeCatalogue& catalogue, const CodeEffects& effects,
                      std::string_view text, const Place& place);
    void checkReferences(const CodeEffects& effects, std::string_view text, const Place& place);

    Draft& m_draft;
    Reading& m_reading;
    std::deque<GlobalText> m_globals;
    std::map<std::string, InstrumentId, std::less<>> m_byName;
    std::unordered_map<InstrumentId, std::unique_ptr<ReadInstrument>> m_read;
    std::map<std::pair<InstrumentId, int>, std::unique_ptr<InstrumentForm>> m_forms;
};

} // namespace stria
