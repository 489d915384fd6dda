// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/instrument_panel.h"

#include <QColorDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/inspector/hint_fields.h"
#include "ui/inspector/panel_form.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

/// Lines that a person broke to fit the code are joined; those that begin with a name and a colon
/// stay lines of their own.
QString flowing(const std::string& doc) {
    static const QRegularExpression ownLine(QStringLiteral("^(\\w+\\s*:|[-*] |$)"));
    QString text;
    bool breaks = true;
    for (const QString& line : QString::fromStdString(doc).split('\n')) {
        const QString trimmed = line.trimmed();
        const bool own = ownLine.match(trimmed).hasMatch();
        if (!text.isEmpty())
            text += own || breaks ? '\n' : ' ';
        text += trimmed;
        breaks = own;
    }
    return text;
}

QString kindText(const Parameter& parameter) {
    switch (parameter.kind) {
    case Parameter::Kind::Fixed:
        return InstrumentPanel::tr("fixed");
    case Parameter::Kind::Dynamic:
        return InstrumentPanel::tr("dynamic");
    case Parameter::Kind::Text:
        return InstrumentPanel::tr("text");
    }
    return {};
}

QString defaultText(const Parameter& parameter) {
    if (const auto* number = std::get_if<double>(&parameter.defaultValue))
        return figures::shortest(*number);
    return QLatin1Char('"') +
           QString::fromStdString(std::get<std::string>(parameter.defaultValue)) + QLatin1Char('"');
}

} // namespace

InstrumentPanel::InstrumentPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_form(new PanelForm(this)) {
    setAccessibleName(tr("Instrument"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    layout->addStretch(1);
    connect(&document, &Document::settled, this, &InstrumentPanel::refresh);
    connect(&document, &Document::replaced, this, &InstrumentPanel::refresh);
    connect(&document.selection(), &Selection::currentInstrumentChanged, this,
            &InstrumentPanel::refresh);
    refresh();
}

InstrumentPanel::~InstrumentPanel() {
    stopCommitting(*this);
}

const Instrument* InstrumentPanel::instrument() const {
    return m_document.project().find(m_document.selection().currentInstrument());
}

void InstrumentPanel::changeInstrument(const QString& name,
                                       const std::function<void(Instrument&)>& change) {
    const Instrument* const present = instrument();
    if (!present)
        return;
    Instrument changed = *present;
    change(changed);
    m_document.edit(name, [&](Project& p) { static_cast<void>(p.change(changed)); });
}

void InstrumentPanel::refresh() {
    const Instrument* const current = instrument();
    const int events = current ? m_document.eventCounts().of(current->id) : 0;
    const bool same = m_shownEvents == events &&
                      (current ? m_shown && *m_shown == *current : !m_shown.has_value());
    if (same)
        return;
    m_shown = current ? std::optional(*current) : std::nullopt;
    m_shownEvents = events;
    m_form->clear();
    if (!current) {
        auto* const hint = new QLabel(tr("Choose an instrument in the list at the left."), m_form);
        hint->setWordWrap(true);
        hint->setProperty("kind", "dim");
        m_form->addWide(hint);
        return;
    }
    m_form->addHeading(
        tr("%1 · %n event(s)", nullptr, events).arg(QString::fromStdString(current->name)));
    addNameRow(*current);
    addColourRow(*current);
    const InstrumentParameters& parameters = m_facts.of(current);
    const std::string& doc = current->doc.empty() ? parameters.doc : current->doc;
    if (!doc.empty()) {
        auto* const text = new QLabel(flowing(doc).trimmed(), m_form);
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setProperty("kind", "small");
        m_form->addWide(text);
    }
    if (!parameters.parameters.empty())
        m_form->addHeading(tr("Parameters"));
    for (const Parameter& parameter : parameters.parameters)
        addParameter(*current, parameters, parameter);
    auto* const code = new QPushButton(tr("Edit code"), m_form);
    connect(code, &QPushButton::clicked, this, [this] {
        if (const Instrument* shown = instrument())
            emit editCodeRequested(shown->id);
    });
    m_form->addWide(code);
}

void InstrumentPanel::addNameRow(const Instrument& instrument) {
    auto* const name = new QLineEdit(QString::fromStdString(instrument.name), m_form);
    m_form->addRow(tr("Name"), name);
    connect(name, &QLineEdit::editingFinished, this, [this, name] {
        if (!name->isModified())
            return;
        name->setModified(false);
        const std::string wanted = name->text().trimmed().toStdString();
        const Instrument* const other = m_document.project().instrumentNamed(wanted);
        if (wanted.empty() || (other && other != this->instrument())) {
            name->setToolTip(wanted.empty() ? tr("An instrument needs a name.")
                                            : tr("Another instrument has this name."));
            name->setText(QString::fromStdString(m_shown->name));
            return;
        }
        changeInstrument(tr("Rename instrument"), [&](Instrument& i) { i.name = wanted; });
    });
}

void InstrumentPanel::addColourRow(const Instrument& instrument) {
    const auto all = m_document.project().inOrder<Instrument>();
    const auto index = std::find_if(all.begin(), all.end(),
                                    [&](const Instrument* i) { return i->id == instrument.id; }) -
                       all.begin();
    const QColor colour = instrument.colour.empty()
                              ? look::instrumentColour(static_cast<int>(index))
                              : QColor(QString::fromStdString(instrument.colour));
    auto* const button = new QPushButton(colour.name(), m_form);
    QPixmap swatch(12, 12);
    swatch.fill(colour);
    button->setIcon(QIcon(swatch));
    m_form->addRow(tr("Colour"), button);
    connect(button, &QPushButton::clicked, this, [this, colour] {
        const QColor chosen = QColorDialog::getColor(colour, this, tr("Colour of the instrument"),
                                                     QColorDialog::DontUseNativeDialog);
        if (chosen.isValid())
            changeInstrument(tr("Set colour"),
                             [&](Instrument& i) { i.colour = chosen.name().toStdString(); });
    });
}

void InstrumentPanel::addParameter(const Instrument& instrument,
                                   const InstrumentParameters& parameters,
                                   const Parameter& parameter) {
    const QString name = QString::fromStdString(parameter.name);
    QString alias;
    for (const auto& [shown, variable] : instrument.aliases)
        if (variable == parameter.name)
            alias = tr(", called %1").arg(QString::fromStdString(shown));
    auto* const about = new QLabel(tr("%1, p%2, default %3%4")
                                       .arg(kindText(parameter))
                                       .arg(parameter.pfield)
                                       .arg(defaultText(parameter), alias),
                                   m_form);
    about->setWordWrap(true);
    about->setProperty("kind", "small");
    m_form->addRow(name, about)->setProperty("kind", parameter.isDynamic() ? "parameter" : "dim");
    if (parameter.kind == Parameter::Kind::Text)
        return;
    const ParameterHint* const hint = hintFor(instrument, parameters, parameter.name);
    auto* const fields = new HintFields(name, m_form);
    if (hint)
        fields->setHint(*hint);
    connect(fields, &HintFields::changed, this,
            [this, variable = parameter.name](const HintFields::Change& change) {
                changeHint(variable, change);
            });
    m_form->addWide(fields);
}

void InstrumentPanel::changeHint(const std::string& parameter,
                                 const std::function<void(ParameterHint&)>& change) {
    const Instrument* const present = instrument();
    if (!present)
        return;
    const ParameterHint* const known = hintFor(*present, m_facts.of(present), parameter);
    ParameterHint hint = known ? *known : ParameterHint{};
    hint.parameter = parameter;
    change(hint);
    changeInstrument(tr("Set range of %1").arg(QString::fromStdString(parameter)),
                     [&](Instrument& i) {
                         const auto found =
                             std::find_if(i.hints.begin(), i.hints.end(),
                                          [&](const auto& h) { return h.parameter == parameter; });
                         if (found == i.hints.end())
                             i.hints.push_back(hint);
                         else
                             *found = hint;
                     });
}

} // namespace stria
