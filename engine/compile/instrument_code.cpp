// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/instrument_code.h"

#include <algorithm>

#include "engine/compile/csound_text.h"

namespace stria {

namespace {

std::string pfield(int number) {
    return "p" + std::to_string(number);
}

/// Writes one form. Names of our own variables contain a mark that the body does not use.
class FormWriter {
  public:
    FormWriter(const InstrumentForm& form, const std::string& curveTable, bool givesWay)
        : m_form(form), m_body(form.source->instrument->body), m_curveTable(curveTable),
          m_givesWay(givesWay) {
        while (m_body.find("k" + m_mark + "time") != std::string::npos ||
               m_body.find("k" + m_mark + "touch") != std::string::npos ||
               m_body.find("i" + m_mark + "x") != std::string::npos ||
               m_body.find("i" + m_mark + "y") != std::string::npos)
            m_mark += '_';
    }

    std::string head() const {
        std::string lines;
        const auto& parameters = m_form.source->parameters.parameters;
        if (m_form.seedField > 0)
            lines += " seed " + pfield(m_form.seedField) + "\n";
        if (m_form.hasCurves())
            lines += eventTime();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (m_form.curveFields[i] > 0)
                lines += curveArrays(parameters[i], m_form.curveFields[i]);
            if (parameters[i].notation == Parameter::Notation::Inline)
                lines += declaration(i);
        }
        if (!lines.empty())
            lines.pop_back();
        return lines;
    }

    /// A setksmps further down makes eventtime begin late, though it then counts right.
    std::string eventTime() const {
        const std::string time = "k" + m_mark + "time";
        std::string lines = " " + time + " eventtime\n";
        if (m_form.source->effects.setksmps.line > 0)
            lines += " " + time + "0 init -1\n if " + time + "0 < 0 then\n  " + time +
                     "0 = " + time + "\n endif\n " + time + " = " + time + " - " + time + "0\n";
        return lines;
    }

    std::vector<TextEdit> edits() const {
        std::vector<TextEdit> edits;
        const InstrumentParameters& read = m_form.source->parameters;
        if (read.header.length > 0)
            edits.push_back({read.header.begin, read.header.length, blank(read.header)});
        for (std::size_t i = 0; i < read.parameters.size(); ++i) {
            const Parameter& parameter = read.parameters[i];
            if (parameter.notation != Parameter::Notation::Plain || parameter.statement.line == 0)
                continue;
            if (m_form.curveFields[i] > 0)
                replaceByCurve(i, edits);
            else if (parameter.kind == Parameter::Kind::Text)
                replaceByText(parameter, edits);
        }
        return edits;
    }

  private:
    std::string curveArrays(const Parameter& parameter, int field) const {
        const std::string x = "i" + m_mark + "x" + std::to_string(parameter.pfield);
        const std::string y = "i" + m_mark + "y" + std::to_string(parameter.pfield);
        const std::string begin = pfield(field), count = pfield(field + 1);
        const std::string end = begin + "+2*max(" + count + ", 1), 2\n";
        // A note without a curve (a `schedule` of the user's) has the value of its pfield.
        return " " + x + "[] tab2array " + m_curveTable + ", " + begin + ", " + end +   //
               " " + y + "[] tab2array " + m_curveTable + ", " + begin + "+1, " + end + //
               " " + y + "[0] = " + count + " == 0 ? " + pfield(parameter.pfield) + " : " + y +
               "[0]\n";
    }

    std::string followCurve(std::size_t index, const std::string& indent) const {
        const Parameter& parameter = m_form.source->parameters.parameters[index];
        const std::string number = std::to_string(parameter.pfield);
        std::string lines = parameter.name + " bpf k" + m_mark + "time, i" + m_mark + "x" + number +
                            ", i" + m_mark + "y" + number;
        if (m_givesWay) {
            const std::string touch = "k" + m_mark + "touch" + number;
            lines += "\n" + indent + touch + " = " + pfield(m_form.touchField(index)) + "\n" +
                     indent + "if " + touch + " < 0 then\n" + indent + " " + parameter.name +
                     " = " + pfield(parameter.pfield) + "\n" + indent + "endif";
        }
        return lines;
    }

    std::string declaration(std::size_t index) const {
        const Parameter& parameter = m_form.source->parameters.parameters[index];
        const bool hasCurve = m_form.curveFields[index] > 0;
        const std::string name = " " + parameter.name, from = pfield(parameter.pfield);
        switch (parameter.kind) {
        case Parameter::Kind::Fixed:
            return name + " = " + from + "\n";
        case Parameter::Kind::Text:
            return name + " strget " + from + "\n";
        case Parameter::Kind::Dynamic:
            // With `=` alone i(kx) would be 0, with `init` alone a UDO that writes kx would stay.
            return name + " init " + from + "\n" +
                   (hasCurve ? " " + followCurve(index, " ") : name + " = " + from) + "\n";
        }
        return {};
    }

    /// As many line ends as the range holds.
    std::string blank(const TextRange& range) const {
        std::string ends;
        const std::string_view text = range.in(m_body);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n' ||
                (text[i] == '\r' && !(i + 1 < text.size() && text[i + 1] == '\n')))
                ends += '\n';
        return ends;
    }

    /// The blanks that the statement's line begins with.
    std::string indentOf(const TextRange& statement) const {
        std::size_t begin = statement.begin;
        while (begin > 0 && (m_body[begin - 1] == ' ' || m_body[begin - 1] == '\t'))
            --begin;
        return m_body.substr(begin, statement.begin - begin);
    }

    void replaceByCurve(std::size_t index, std::vector<TextEdit>& edits) const {
        const Parameter& parameter = m_form.source->parameters.parameters[index];
        const std::string indent = indentOf(parameter.statement);
        edits.push_back({parameter.statement.begin, parameter.statement.length,
                         parameter.name + " init " + pfield(parameter.pfield) + "\n" + indent +
                             followCurve(index, indent)});
    }

    void replaceByText(const Parameter& parameter, std::vector<TextEdit>& edits) const {
        edits.push_back({parameter.statement.begin, parameter.statement.length,
                         parameter.name + " strget " + pfield(parameter.pfield)});
    }

    const InstrumentForm& m_form;
    const std::string& m_body;
    const std::string& m_curveTable;
    const bool m_givesWay; ///< curves do, while something touches the parameter
    std::string m_mark = "_";
};

} // namespace

bool InstrumentForm::hasCurves() const {
    return std::any_of(curveFields.begin(), curveFields.end(), [](int field) { return field > 0; });
}

void InstrumentForm::assignFields(bool wantsSeed) {
    fieldCount = 4;
    for (const Parameter& parameter : source->parameters.parameters)
        fieldCount = std::max(fieldCount, parameter.pfield);
    for (int& field : curveFields)
        if (field > 0) {
            field = fieldCount + 1;
            fieldCount += 2;
        }
    if (wantsSeed)
        seedField = ++fieldCount;
}

Place placeOf(const Instrument& instrument) {
    Place place;
    place.text = TextKind::InstrumentBody;
    place.instrument = instrument.id;
    place.instrumentName = instrument.name;
    return place;
}

void addInstrumentCode(Draft& draft, const InstrumentForm& form, const std::string& curveTable,
                       const NumberOfName& numberOfName) {
    const Instrument& instrument = *form.source->instrument;
    const Place place = placeOf(instrument);
    std::string title =
        "\ninstr " + std::to_string(form.number) + " ; " + csound_text::comment(instrument.name);
    if (form.priority > 1)
        title += ", priority " + std::to_string(form.priority);
    draft.orchestra.add(title, place);
    const FormWriter writer(form, curveTable, draft.purpose == CompilePurpose::Audition);
    if (const std::string head = writer.head(); !head.empty())
        draft.orchestra.add(head, place);
    std::vector<TextEdit> edits = writer.edits();
    for (TextEdit& edit : editsFor(form.source->code, form.source->effects, numberOfName))
        edits.push_back(std::move(edit));
    sortEdits(edits);
    draft.orchestra.addCode(instrument.body, edits, place, draft.problems);
    draft.orchestra.add("endin", place);
}

} // namespace stria
