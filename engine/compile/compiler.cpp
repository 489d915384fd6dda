// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/compiler.h"

#include <algorithm>
#include <cmath>

#include "engine/compile/bus_code.h"
#include "engine/compile/channel_code.h"
#include "engine/compile/csound_options.h"
#include "engine/compile/csound_text.h"
#include "engine/compile/curve_table.h"
#include "engine/compile/draft.h"
#include "engine/compile/ensemble.h"
#include "engine/compile/score_code.h"
#include "engine/compile/table_code.h"
#include "engine/model/checks.h"
#include "engine/orchestra/literals.h"
#include "engine/reading/reading.h"

namespace stria {

namespace {

using csound_text::number;

/// Whole numbers in the user's code: tables that it may mean.
std::set<int> numbersInCode(const Project& project, const AssetFacts& facts) {
    std::set<int> numbers;
    if (project.all<Table>().empty() && project.all<SoundSource>().empty() &&
        project.all<Automation>().empty())
        return numbers;
    const auto read = [&](std::string_view code) {
        for (const Token& token : tokenize(code))
            if (token.kind == TokenKind::Number)
                if (const auto value = readNumber(token.in(code));
                    value && *value >= 1 && *value < 1e6 && std::floor(*value) == *value)
                    numbers.insert(static_cast<int>(*value));
    };
    project.all<Instrument>().forEach([&](const Instrument& instrument) {
        read(instrument.body);
        read(instrument.init);
    });
    project.all<GlobalCode>().forEach([&](const GlobalCode& code) { read(code.text); });
    for (const auto& [name, file] : facts.includes)
        read(file.text);
    return numbers;
}

/// A name that stands nowhere in the user's code.
std::string unusedName(std::string name, const Project& project, const AssetFacts& facts) {
    const auto isUsed = [&] {
        bool used = false;
        project.all<Instrument>().forEach([&](const Instrument& instrument) {
            used = used || instrument.body.find(name) != std::string::npos ||
                   instrument.init.find(name) != std::string::npos;
        });
        project.all<GlobalCode>().forEach([&](const GlobalCode& code) {
            used = used || code.text.find(name) != std::string::npos;
        });
        for (const auto& [file, facts_] : facts.includes)
            used = used || facts_.text.find(name) != std::string::npos;
        return used;
    };
    while (isUsed())
        name += '_';
    return name;
}

class Compiler {
  public:
    Compiler(const Project& project, const RenderSpec& spec, const AssetFacts& facts,
             const OpcodeCatalogue& opcodes, const FixedNumbers& fixed, CompilePurpose purpose,
             Reading& reading)
        : m_project(project), m_opcodes(opcodes), m_fixed(fixed),
          m_curveTable(unusedName("gi_curves", project, facts)),
          m_draft{project,
                  spec,
                  facts,
                  spec.sampleRate.value_or(project.settings().sampleRate),
                  spec.ksmps.value_or(project.settings().ksmps),
                  purpose,
                  {},
                  InstrumentNumbers(project, fixed, instrumentNumbersInCode(project, facts)),
                  StringNumbers(project),
                  TableNumbers(project, fixed, numbersInCode(project, facts), m_tableProblems),
                  BusNumbers(project, fixed.buses),
                  std::numeric_limits<double>::infinity(),
                  OrchestraText(facts),
                  {},
                  {},
                  {}},
          m_ensemble(m_draft, reading) {
        append(m_tableProblems);
    }

    ExpectedAll<CsdDocument> run() {
        checkSpec();
        if (hasErrors(m_draft.problems))
            return tl::make_unexpected(std::move(m_draft.problems));

        ScoreCode score(m_draft, m_ensemble, m_curves, m_fixed);
        if (m_draft.onlyChecks())
            for (const Instrument* instrument : m_project.inOrder<Instrument>())
                m_ensemble.form(instrument->id, 1);
        if (!score.addEvents())
            return tl::make_unexpected(std::move(m_draft.problems));
        return finish(score);
    }

  private:
    void append(const Diagnostics& found) {
        m_draft.problems.insert(m_draft.problems.end(), found.begin(), found.end());
    }

    void checkSpec();
    ExpectedAll<CsdDocument> finish(ScoreCode& score);
    void addOrchestra(const BusCode& buses, const TableCode& tables, const ChannelCode& channels,
                      const ScoreCode& score);
    void addHeader();
    void addGlobals();
    void addForms();
    CsdDocument takeDocument(const ScoreEnd& end);

    const Project& m_project;
    const OpcodeCatalogue& m_opcodes;
    const FixedNumbers& m_fixed;
    std::string m_curveTable;
    Diagnostics m_tableProblems;
    Draft m_draft;
    Ensemble m_ensemble;
    CurveTable m_curves;
    std::vector<CsdInstrument> m_instruments;
    std::vector<std::string> m_options;
};

void Compiler::checkSpec() {
    append(checkProject(m_project));
    const RenderSpec& spec = m_draft.spec;
    Settings settings = m_project.settings();
    settings.sampleRate = m_draft.sampleRate;
    settings.ksmps = m_draft.ksmps;
    if (const auto checked = checks::settings(settings); !checked && !hasErrors(m_draft.problems))
        m_draft.problems.push_back(checked.error());
    const auto checkTime = [this](const char* what, double seconds) {
        if (!std::isfinite(seconds) || seconds < 0)
            m_draft.fail(ErrorCode::InvalidArgument,
                         std::string(what) + " of the render must be a number of seconds from 0 "
                                             "on.");
    };
    checkTime("The start time", spec.startTime);
    checkTime("The end time", spec.endTime);
    checkTime("The tail", spec.tail);
    std::vector<std::string> options = m_project.settings().csoundOptions;
    options.insert(options.end(), spec.csoundOptions.begin(), spec.csoundOptions.end());
    auto checked = checkCsoundOptions(options);
    if (checked)
        m_options = std::move(*checked);
    else
        m_draft.problems.push_back(checked.error());
}

ExpectedAll<CsdDocument> Compiler::finish(ScoreCode& score) {
    m_ensemble.addReferredForms(m_fixed);
    BusCode buses(m_draft, m_curves, m_ensemble.busOpcodes(), m_ensemble.usesZak());
    const TableCode tables(m_draft);
    const ChannelCode channels(m_draft);
    m_ensemble.assignFields();
    m_ensemble.check(m_opcodes);
    score.checkBusOrder();
    if (hasErrors(m_draft.problems))
        return tl::make_unexpected(std::move(m_draft.problems));
    score.completeNotes();
    addOrchestra(buses, tables, channels, score);
    buses.addClearing(m_draft);
    if (hasErrors(m_draft.problems))
        return tl::make_unexpected(std::move(m_draft.problems));
    return takeDocument(score.end());
}

void Compiler::addOrchestra(const BusCode& buses, const TableCode& tables,
                            const ChannelCode& channels, const ScoreCode& score) {
    addHeader();
    m_draft.strings.addCode(m_draft.orchestra);
    tables.addTables(m_draft);
    if (!m_curves.empty()) {
        m_draft.orchestra.add("\n; Curves of automated parameters: time, value, time, value...");
        addData(m_draft, m_curveTable, m_draft.tables.choose(), m_curves.numbers(), 1, 0, "curves");
    }
    channels.addChannels(m_draft);
    buses.addOpcodes(m_draft);
    addGlobals();
    buses.addAutomation(m_draft, m_curveTable);
    tables.addInstruments(m_draft);
    channels.addInstruments(m_draft);
    score.addStopInstrument();
    addForms();
}

void Compiler::addHeader() {
    const Settings& settings = m_project.settings();
    OrchestraText& orchestra = m_draft.orchestra;
    if (!settings.title.empty())
        orchestra.add("; " + csound_text::comment(settings.title));
    orchestra.add("sr = " + number(m_draft.sampleRate));
    orchestra.add("ksmps = " + std::to_string(m_draft.ksmps));
    orchestra.add("nchnls = " + std::to_string(settings.channels));
    orchestra.add("0dbfs = 1");
    orchestra.add("A4 = " + number(settings.a4));
}

void Compiler::addGlobals() {
    OrchestraText& orchestra = m_draft.orchestra;
    orchestra.setFileEdits(
        [this](const std::string& name) { return m_ensemble.editsOfFile(name); });
    std::set<std::string> included;
    const auto include = [&](const std::string& name, const Place& from) {
        if (!included.insert(name).second)
            return;
        orchestra.add("");
        orchestra.addFile(name, from, m_draft.problems);
    };
    const auto add = [&](const GlobalText& global, const std::string& title) {
        orchestra.add("\n; " + title, global.place);
        orchestra.addCode(global.text, m_ensemble.editsOf(global), global.place, m_draft.problems);
    };
    const auto textOf = [&](const auto& isIt) -> const GlobalText* {
        const auto& globals = m_ensemble.globals();
        const auto found = std::find_if(globals.begin(), globals.end(), isIt);
        return found == globals.end() ? nullptr : &*found;
    };
    for (const GlobalCode* code : m_project.inOrder<GlobalCode>()) {
        Place place;
        place.text = TextKind::GlobalCode;
        place.globalCode = code->id;
        if (!code->file.empty())
            include(code->file, place);
        else if (const GlobalText* text =
                     textOf([&](const GlobalText& g) { return g.place.globalCode == code->id; }))
            add(*text, code->name.empty() ? "Global code" : csound_text::comment(code->name));
    }
    for (const Instrument* instrument : m_project.inOrder<Instrument>()) {
        for (const std::string& name : instrument->includes)
            include(name, placeOf(*instrument));
        const GlobalText* init = textOf([&](const GlobalText& g) {
            return g.place.text == TextKind::InstrumentInit && g.place.instrument == instrument->id;
        });
        if (init)
            add(*init, "for " + csound_text::comment(instrument->name));
    }
}

void Compiler::addForms() {
    const NumberOfName numberOfName = m_ensemble.numberOfName();
    for (const InstrumentForm* form : m_ensemble.forms()) {
        CsdInstrument entry;
        entry.number = form->number;
        entry.instrument = form->source->instrument->id;
        entry.name = form->source->instrument->name;
        entry.priority = form->priority;
        entry.firstLine = m_draft.orchestra.nextLine() + 1;
        addInstrumentCode(m_draft, *form, m_curveTable, numberOfName);
        if (m_draft.purpose == CompilePurpose::Audition)
            for (std::size_t i = 0; i < form->curveFields.size(); ++i)
                if (form->curveFields[i] > 0)
                    entry.touchFields[form->source->parameters.parameters[i].name] =
                        form->touchField(i);
        entry.lastLine = m_draft.orchestra.nextLine() - 1;
        m_instruments.push_back(std::move(entry));
    }
}

CsdDocument Compiler::takeDocument(const ScoreEnd& end) {
    CsdDocument document;
    document.sampleRate = m_draft.sampleRate;
    document.ksmps = m_draft.ksmps;
    document.channels = m_project.settings().channels;
    document.options = std::move(m_options);
    document.orchestra = m_draft.orchestra.takeText();
    document.sourceMap = m_draft.orchestra.takeMap();
    document.assets = std::move(m_draft.assets);
    for (const auto& [instrument, purpose] : m_draft.generatedInstruments) {
        CsdInstrument entry;
        entry.number = instrument;
        entry.name = purpose;
        m_instruments.push_back(std::move(entry));
    }
    std::sort(m_instruments.begin(), m_instruments.end(),
              [](const CsdInstrument& a, const CsdInstrument& b) { return a.number < b.number; });
    document.instruments = std::move(m_instruments);
    document.notes = std::move(m_draft.notes);
    std::stable_sort(document.notes.begin(), document.notes.end(),
                     [](const CsdNote& a, const CsdNote& b) {
                         const double *x = a.pfields.data(), *y = b.pfields.data();
                         if (x[1] != y[1])
                             return x[1] < y[1];
                         return x[0] != y[0] ? x[0] < y[0] : x[2] < y[2];
                     });
    document.noteComment = [project = m_project, purposes = m_draft.generatedInstruments](
                               const CsdNote& note) -> std::string {
        if (const ScoreEvent* event = project.find(note.event))
            return describeEvent(project, *event);
        const auto purpose = purposes.find(static_cast<int>(note.pfields[0]));
        if (purpose == purposes.end())
            return {};
        return note.pfields.size() > 3 ? purpose->second + " " + number(note.pfields[3])
                                       : purpose->second;
    };
    document.startTime = m_draft.spec.startTime;
    document.cutTime = end.cutTime;
    document.scoreEnd = end.scoreEnd;
    document.tail = m_draft.spec.tail;
    document.folder = m_draft.facts.projectFolder;
    const std::set<std::string> opcodes = m_ensemble.opcodes();
    document.needsPlugins =
        std::any_of(opcodes.begin(), opcodes.end(),
                    [this](const std::string& name) { return m_opcodes.needsPlugins(name); });
    document.warnings = std::move(m_draft.problems);
    return document;
}

ExpectedAll<CsdDocument> compileFor(const Project& project, const RenderSpec& spec,
                                    const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                    const FixedNumbers& numbers, CompilePurpose purpose,
                                    Reading* kept) {
    Reading own;
    Reading& reading = kept ? *kept : own;
    reading.setAround(project, includedTexts(facts));
    return Compiler(project, spec, facts, opcodes, numbers, purpose, reading).run();
}

} // namespace

ExpectedAll<CsdDocument> compile(const Project& project, const RenderSpec& spec,
                                 const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                 const FixedNumbers& numbers, Reading* reading) {
    return compileFor(project, spec, facts, opcodes, numbers, CompilePurpose::Render, reading);
}

ExpectedAll<CsdDocument> compilePiece(const Project& project, RenderSpec spec,
                                      const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                      Reading* reading) {
    spec.unknownParameters = RenderSpec::UnknownParameters::LeaveOut;
    return compile(project, spec, facts, opcodes, {}, reading);
}

ExpectedAll<CsdDocument> compileToCheck(const Project& project, const AssetFacts& facts,
                                        const OpcodeCatalogue& opcodes, Reading* reading) {
    RenderSpec spec;
    spec.unknownParameters = RenderSpec::UnknownParameters::LeaveOut;
    return compileFor(project, spec, facts, opcodes, {}, CompilePurpose::Check, reading);
}

ExpectedAll<CsdDocument> compileToAudition(const Project& project, const RenderSpec& spec,
                                           const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                           Reading* reading) {
    return compileFor(project, spec, facts, opcodes, {}, CompilePurpose::Audition, reading);
}

} // namespace stria
