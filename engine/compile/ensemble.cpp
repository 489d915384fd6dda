// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/ensemble.h"

#include <algorithm>

#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/literals.h"
#include "engine/orchestra/opcode_calls.h"
#include "engine/orchestra/text_range.h"

namespace stria {

namespace {

/// The most pfields that a line of a score may have.
constexpr int mostFields = 1997;

/// Those that the compiler defines (bus_code).
bool isBusOpcode(std::string_view name) {
    return name == "busin" || name == "busout" || name == "busmix";
}

Place initPlace(const Instrument& instrument) {
    Place place = placeOf(instrument);
    place.text = TextKind::InstrumentInit;
    return place;
}

} // namespace

Ensemble::Ensemble(Draft& draft, Reading& reading) : m_draft(draft), m_reading(reading) {
    for (const GlobalCode* code : draft.project.inOrder<GlobalCode>()) {
        if (!code->file.empty())
            continue;
        Place place;
        place.text = TextKind::GlobalCode;
        place.globalCode = code->id;
        addGlobal(code->text, place);
    }
    for (const Instrument* instrument : draft.project.inOrder<Instrument>()) {
        m_byName.emplace(instrument->name, instrument->id);
        const auto isSame = [&](const GlobalText& other) {
            return other.place.text == TextKind::InstrumentInit && other.text == instrument->init;
        };
        if (!instrument->init.empty() && std::none_of(m_globals.begin(), m_globals.end(), isSame))
            addGlobal(instrument->init, initPlace(*instrument));
    }
    for (const auto& [name, file] : draft.facts.includes) {
        Place place;
        place.text = TextKind::File;
        place.file = name;
        addGlobal(file.text, place, true);
    }
}

void Ensemble::addGlobal(std::string_view text, Place place, bool isFile) {
    m_globals.push_back(
        {text, readCodeEffects(text), headerStatements(text), std::move(place), isFile});
}

const ReadInstrument* Ensemble::read(InstrumentId id) {
    const auto known = m_read.find(id);
    if (known != m_read.end())
        return known->second.get();
    std::unique_ptr<ReadInstrument>& entry = m_read[id];
    const Instrument* instrument = m_draft.project.find(id);
    if (!instrument) {
        m_draft.fail(ErrorCode::UnknownName, "An instrument is not in the project any more.");
        return nullptr;
    }
    std::shared_ptr<const InstrumentReading> reading = m_reading.of(*instrument);
    if (!reading->parameters) {
        const Diagnostics& problems = reading->parameters.error();
        m_draft.problems.insert(m_draft.problems.end(), problems.begin(), problems.end());
        return nullptr;
    }
    for (const Parameter& parameter : reading->parameters->parameters)
        if (parameter.pfield > mostFields) {
            m_draft.fail(ErrorCode::InvalidArgument,
                         "The parameter " + parameter.name + " of " + instrument->name + " is p" +
                             std::to_string(parameter.pfield) + "; Csound takes at most " +
                             std::to_string(mostFields) + ".",
                         placeOf(instrument->body, parameter.place, placeOf(*instrument)));
            return nullptr;
        }
    entry = std::make_unique<ReadInstrument>(*instrument, std::move(reading), m_draft.cycle());
    return entry.get();
}

InstrumentForm* Ensemble::form(InstrumentId instrument, int priority) {
    std::unique_ptr<InstrumentForm>& entry = m_forms[{instrument, priority}];
    if (entry)
        return entry->source ? entry.get() : nullptr;
    entry = std::make_unique<InstrumentForm>();
    const Expected<int> number = m_draft.instruments.number(instrument, priority);
    if (!number) {
        m_draft.problems.push_back(number.error());
        return nullptr;
    }
    entry->priority = priority;
    entry->number = *number;
    entry->source = read(instrument);
    if (!entry->source)
        return nullptr;
    entry->curveFields.resize(entry->source->parameters.parameters.size(), 0);
    entry->assignFields(false);
    return entry.get();
}

void Ensemble::addReferredForms(const FixedNumbers& fixed) {
    const NumberOfName numberOf = numberOfName();
    const auto follow = [&](const CodeEffects& effects) {
        for (const InstrumentReference& reference : effects.instrumentReferences)
            numberOf(reference.name);
    };
    for (const auto& [id, byPriority] : fixed.instruments)
        for (const auto& [priority, number] : byPriority)
            if (m_draft.project.find(id))
                form(id, priority);
    for (const GlobalText& global : m_globals)
        follow(global.effects);
    for (std::set<InstrumentId> done; done.size() < m_read.size();) {
        std::vector<const ReadInstrument*> fresh;
        for (const auto& [id, instrument] : m_read)
            if (done.insert(id).second && instrument)
                fresh.push_back(instrument.get());
        for (const ReadInstrument* instrument : fresh)
            follow(instrument->effects);
    }
}

NumberOfName Ensemble::numberOfName() {
    return [this](const std::string& name) -> std::optional<int> {
        const auto known = m_byName.find(name);
        if (known == m_byName.end())
            return std::nullopt;
        const InstrumentForm* named = form(known->second, 1);
        return named ? std::optional<int>(named->number) : std::nullopt;
    };
}

std::vector<TextEdit> Ensemble::editsOf(const GlobalText& global) {
    std::vector<TextEdit> edits = editsFor(global.text, global.effects, numberOfName());
    for (const TextRange& range : global.header)
        edits.push_back({range.begin, 0, "; "});
    sortEdits(edits);
    return edits;
}

std::vector<TextEdit> Ensemble::editsOfFile(const std::string& name) {
    const auto file =
        std::find_if(m_globals.begin(), m_globals.end(), [&](const GlobalText& global) {
            return global.isFile && global.place.file == name;
        });
    return file == m_globals.end() ? std::vector<TextEdit>() : editsOf(*file);
}

bool Ensemble::anyEffect(bool CodeEffects::*effect) const {
    return std::any_of(m_globals.begin(), m_globals.end(),
                       [&](const GlobalText& global) { return global.effects.*effect; }) ||
           std::any_of(m_read.begin(), m_read.end(), [&](const auto& entry) {
               return entry.second && entry.second->effects.*effect;
           });
}

/// Its own text does, or an opcode of the user's that it calls may.
bool Ensemble::drawsAtInit(const ReadInstrument& instrument) const {
    if (instrument.effects.drawsAtInit)
        return true;
    const auto& used = instrument.effects.opcodes;
    return std::any_of(m_globals.begin(), m_globals.end(), [&](const GlobalText& global) {
        const auto& defined = global.effects.definedOpcodes;
        return global.effects.drawsAtInit &&
               std::any_of(defined.begin(), defined.end(), [&](const std::string& name) {
                   return std::binary_search(used.begin(), used.end(), name);
               });
    });
}

void Ensemble::assignFields() {
    const bool userSeeds = anyEffect(&CodeEffects::callsSeed);
    for (const auto& [key, form] : m_forms)
        if (form->source) {
            form->assignFields(!userSeeds && drawsAtInit(*form->source));
            if (form->fieldCount > mostFields)
                m_draft.fail(ErrorCode::InvalidArgument,
                             "The instrument " + form->source->instrument->name + " needs " +
                                 std::to_string(form->fieldCount) +
                                 " pfields with its automations; Csound takes at most " +
                                 std::to_string(mostFields) + ".",
                             placeOf(*form->source->instrument));
        }
}

std::vector<const InstrumentForm*> Ensemble::forms() const {
    std::vector<const InstrumentForm*> all;
    for (const auto& [key, form] : m_forms)
        if (form->source)
            all.push_back(form.get());
    std::sort(all.begin(), all.end(), [](const InstrumentForm* a, const InstrumentForm* b) {
        return a->number < b->number;
    });
    return all;
}

std::set<BusCall::Opcode> Ensemble::busOpcodes() const {
    std::set<BusCall::Opcode> used;
    const auto add = [&](const CodeEffects& effects) {
        for (const BusCall& call : effects.busCalls)
            used.insert(call.opcode);
    };
    for (const GlobalText& global : m_globals)
        add(global.effects);
    for (const auto& [id, instrument] : m_read)
        if (instrument)
            add(instrument->effects);
    return used;
}

bool Ensemble::usesZak() const {
    return anyEffect(&CodeEffects::usesZak);
}

std::set<std::string> Ensemble::opcodes() const {
    std::set<std::string> names;
    for (const GlobalText& global : m_globals)
        names.insert(global.effects.opcodes.begin(), global.effects.opcodes.end());
    for (const auto& [id, instrument] : m_read)
        if (instrument)
            names.insert(instrument->effects.opcodes.begin(), instrument->effects.opcodes.end());
    return names;
}

void Ensemble::addMistakes(Diagnostics found) {
    for (Diagnostic& problem : found) {
        if (problem.code == ErrorCode::SyntaxError)
            problem.message = "Syntax error: " + problem.message;
        m_draft.problems.push_back(std::move(problem));
    }
}

void Ensemble::check(const OpcodeCatalogue& catalogue) {
    std::vector<std::string_view> others;
    for (const GlobalText& global : m_globals)
        others.push_back(global.text);
    for (const auto& [id, instrument] : m_read)
        if (instrument)
            others.push_back(instrument->instrument->body);
    const auto macros = definedMacros(others);
    const NamesElsewhere elsewhere(others);
    for (const GlobalText& global : m_globals) {
        addMistakes(findMistakes(global.text, global.place));
        addMistakes(findUndefinedMacros(global.text, macros, global.place));
        checkReferences(global.effects, global.text, global.place);
        for (const TextRange& range : global.header)
            m_draft.warn("The line \"" + std::string(range.in(global.text)) +
                             "\" has no effect: rate, block size, channels, 0dbfs and A4 belong "
                             "to the project's settings.",
                         placeOf(global.text, range, global.place));
        checkOpcodes(catalogue, global.effects, global.text, global.place);
    }
    // In the order of definition, so that messages come in the order of the project.
    for (const Instrument* instrument : m_draft.project.inOrder<Instrument>())
        if (const auto known = m_read.find(instrument->id);
            known != m_read.end() && known->second) {
            const ReadInstrument& read = *known->second;
            checkInstrument(read, elsewhere);
            addMistakes(findUndefinedMacros(instrument->body, macros, placeOf(*instrument)));
            checkOpcodes(catalogue, read.effects, read.code, placeOf(*instrument));
        }
}

/// By the code and by the options.
std::set<std::string, std::less<>>
Ensemble::definedMacros(const std::vector<std::string_view>& texts) const {
    std::set<std::string, std::less<>> names;
    for (const std::string_view text : texts)
        names.merge(macrosDefinedIn(text));
    for (const auto* options :
         {&m_draft.project.settings().csoundOptions, &m_draft.spec.csoundOptions})
        for (const std::string& option : *options) {
            constexpr std::string_view mark = "--omacro:";
            for (std::size_t at = option.find(mark); at != std::string::npos;
                 at = option.find(mark, at + 1)) {
                const std::size_t begin = at + mark.size();
                names.insert(option.substr(begin, option.find('=', begin) - begin));
            }
        }
    return names;
}

void Ensemble::checkInstrument(const ReadInstrument& read, const NamesElsewhere& elsewhere) {
    const Place place = placeOf(*read.instrument);
    const std::string& body = read.instrument->body;
    addMistakes(findMistakes(body, place));
    addMistakes(findUnsetVariables(body, read.parameters, elsewhere, place));
    checkReferences(read.effects, body, place);
    if (read.effects.setksmps.line > 0)
        for (const BusCall& call : read.effects.busCalls)
            m_draft.fail(ErrorCode::Conflict,
                         "The instrument " + read.instrument->name +
                             " has a setksmps of its own, so buses do not work in it. Remove "
                             "setksmps, or move the bus to another instrument.",
                         placeOf(body, call.place, place));
}

/// Only a warning: what an unknown name is cannot always be told, and Csound has the last word.
void Ensemble::checkOpcodes(const OpcodeCatalogue& catalogue, const CodeEffects& effects,
                            std::string_view text, const Place& place) {
    if (catalogue.empty())
        return;
    for (const std::string& name : effects.opcodes) {
        const auto defines = [&](const GlobalText& global) {
            const auto& defined = global.effects.definedOpcodes;
            return std::find(defined.begin(), defined.end(), name) != defined.end();
        };
        if (catalogue.contains(name) || isBusOpcode(name) ||
            std::any_of(m_globals.begin(), m_globals.end(), defines))
            continue;
        // A slip of a letter or two, not any name that shares some.
        std::vector<std::string> similar;
        for (const std::string& known : catalogue.names())
            if (known.substr(0, 2) == name.substr(0, 2) &&
                std::max(known.size(), name.size()) - std::min(known.size(), name.size()) <= 2)
                similar.push_back(known);
        const std::string nearest = nearestName(name, similar);
        const std::vector<Token> tokens = tokenize(text);
        const auto token = std::find_if(tokens.begin(), tokens.end(), [&](const Token& t) {
            return t.kind == TokenKind::Name && t.in(text) == name;
        });
        const bool isCall =
            token != tokens.end() && std::next(token) != tokens.end() &&
            (std::next(token)->in(text) == "(" || std::next(token)->in(text) == ":");
        if (token != tokens.end() && (!nearest.empty() || isCall || !looksLikeVariable(name)))
            m_draft.problems.push_back(
                {ErrorCode::UnknownName,
                 "Csound has no opcode " + name +
                     (nearest.empty() ? std::string(".") : "; did you mean " + nearest + "?"),
                 placeOf(text, rangeOf(text, *token), place), Severity::Warning});
    }
}

void Ensemble::checkReferences(const CodeEffects& effects, std::string_view text,
                               const Place& place) {
    for (const TextRange& range : effects.computedReferences)
        m_draft.warn("The name of an instrument is made while playing here; Csound then looks for "
                     "a name that is not there, since instruments are numbered. Write the name "
                     "itself in quotes.",
                     placeOf(text, range, place));
    for (const InstrumentReference& reference : effects.instrumentReferences) {
        const auto defines = [&](const GlobalText& global) {
            const auto& names = global.effects.instrumentNames;
            return std::any_of(names.begin(), names.end(),
                               [&](const auto& name) { return name.first == reference.name; });
        };
        if (m_byName.contains(reference.name) ||
            std::any_of(m_globals.begin(), m_globals.end(), defines))
            continue;
        std::vector<std::string> names;
        for (const auto& [name, id] : m_byName)
            names.push_back(name);
        const std::string nearest = nearestName(reference.name, names);
        m_draft.warn("There is no instrument " + reference.name +
                         (nearest.empty() ? std::string(".") : "; did you mean " + nearest + "?"),
                     placeOf(text, reference.place, place));
    }
}

} // namespace stria
