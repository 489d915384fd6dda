// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/word_text.h"

#include <QCoreApplication>
#include <QMap>
#include <QStringList>
#include <algorithm>

#include "ui/look/figures.h"

namespace stria {

namespace {

constexpr qsizetype mostForms = 6;

QString translated(const char* text) {
    return QCoreApplication::translate("InstrumentEditor", text);
}

/// What a letter of Csound's for the type of an argument means.
QString describeType(QChar letter) {
    static const QMap<QChar, QString> words = {
        {'o', "i=0"},   {'p', "i=1"}, {'q', "i=10"},      {'v', "i=0.5"},     {'j', "i=-1"},
        {'h', "i=127"}, {'O', "k=0"}, {'P', "k=1"},       {'V', "k=0.5"},     {'J', "k=-1"},
        {'m', "i…"},    {'n', "i…"},  {'M', "a|k|i…"},    {'N', "any…"},      {'*', "any…"},
        {'z', "k…"},    {'y', "a…"},  {'Z', "k, a…"},     {'W', "S…"},        {'x', "a|k"},
        {'T', "S|i"},   {'U', "S|k"}, {'B', "condition"}, {'b', "condition"}, {'l', "label"},
        {'X', "a"},     {'I', "i"},   {'.', "any"},       {'?', "any"}};
    return words.value(letter, QString(letter));
}

QString describeTypes(const std::string& types) {
    QStringList list;
    if (types == "(null)")
        return {};
    for (const QChar letter : QString::fromStdString(types)) {
        if ((letter == '[' || letter == ']') && !list.isEmpty())
            list.back() += letter;
        else
            list << describeType(letter);
    }
    constexpr qsizetype most = 12; // beyond that they repeat
    if (list.size() > most) {
        list.resize(most);
        list << QStringLiteral("…");
    }
    return list.join(QStringLiteral(", "));
}

QString describeForm(const OpcodeSignature& form) {
    QStringList parts = {describeTypes(form.outputs),
                         QString::fromStdString(form.name).section('.', 0, 0),
                         describeTypes(form.inputs)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  "));
}

QString describeRange(const ParameterHint& hint) {
    QString text;
    if (hint.minimum && hint.maximum)
        text = figures::shortest(*hint.minimum) + ".." + figures::shortest(*hint.maximum);
    else if (hint.minimum)
        text = translated("from %1").arg(figures::shortest(*hint.minimum));
    else if (hint.maximum)
        text = translated("up to %1").arg(figures::shortest(*hint.maximum));
    if (!hint.unit.empty())
        text += (text.isEmpty() ? "" : " ") + QString::fromStdString(hint.unit);
    return text;
}

} // namespace

QString describeParameter(const Project& project, InstrumentId instrument,
                          const InstrumentParameters& parameters, const Parameter& parameter) {
    int events = 0;
    int given = 0;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (event.instrument != instrument)
            return;
        ++events;
        given += std::any_of(event.arguments.begin(), event.arguments.end(),
                             [&](const Argument& argument) {
                                 return parameters.find(argument.parameter) == &parameter;
                             });
    });
    QStringList parts = {translated("parameter p%1").arg(parameter.pfield)};
    if (const auto* number = std::get_if<double>(&parameter.defaultValue))
        parts << translated("default %1").arg(figures::shortest(*number));
    else
        parts << translated("default \"%1\"")
                     .arg(QString::fromStdString(std::get<std::string>(parameter.defaultValue)));
    for (const ParameterHint& hint : parameters.hints)
        if (hint.parameter == parameter.name)
            parts << describeRange(hint);
    parts << translated("given by %1 of %2 events").arg(given).arg(events);
    parts.removeAll(QString());
    return QString::fromStdString(parameter.name) + ": " + parts.join(QStringLiteral(", "));
}

QString describeOpcode(const std::string& name, const OpcodeCatalogue& opcodes,
                       const std::vector<OpcodeSignature>& ownOpcodes) {
    QStringList lines;
    for (const OpcodeSignature& own : ownOpcodes)
        if (own.name == name)
            lines << describeForm(own);
    for (const OpcodeSignature& form : opcodes.signaturesOf(name))
        lines << describeForm(form);
    lines.removeDuplicates();
    if (lines.size() > mostForms) {
        lines.resize(mostForms);
        lines << QStringLiteral("…");
    }
    return lines.join('\n');
}

} // namespace stria
