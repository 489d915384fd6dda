// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/project_panel.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "engine/compile/csound_options.h"
#include "ui/document/document.h"
#include "ui/inspector/panel_form.h"
#include "ui/look/number_field.h"

namespace stria {
namespace {

constexpr double mostBuses = 1e6;

QString joined(const std::vector<std::string>& options) {
    QStringList words;
    for (const std::string& option : options)
        words << QString::fromStdString(option);
    return words.join(QLatin1Char(' '));
}

} // namespace

ProjectPanel::ProjectPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_form(new PanelForm(this)) {
    setAccessibleName(tr("Piece"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    layout->addStretch(1);

    m_title = addText(tr("Title"));
    connect(m_title, &QLineEdit::editingFinished, this, [this] {
        change(tr("Set title"),
               [title = m_title->text().trimmed().toStdString()](Settings& s) { s.title = title; });
    });
    m_end = new TimeField(m_form);
    m_end->setRange(0, 1e7);
    m_end->setSpecialValue(0, tr("last event"));
    m_end->setToolTip(tr("The piece lasts at least until then"));
    m_form->addRow(tr("End"), m_end);
    connect(m_end, &NumberField::committed, this, [this](double end) {
        change(tr("Set end"), [end](Settings& s) { s.endMarker = end; });
    });

    m_form->addHeading(tr("Sound"));
    m_rate = addNumber(tr("Rate"), 8000, 384000, [](Settings& s, double v) { s.sampleRate = v; });
    m_rate->setUnit(tr("Hz"));
    m_rate->setDecimals(0);
    m_channels = addNumber(tr("Channels"), 1, 64,
                           [](Settings& s, double v) { s.channels = static_cast<int>(v); });
    m_channels->setWholeNumbers();
    m_ksmps = addNumber(tr("ksmps"), 1, 4096,
                        [](Settings& s, double v) { s.ksmps = static_cast<int>(v); });
    m_ksmps->setWholeNumbers();
    m_ksmps->setToolTip(tr("Samples in a cycle: k variables change once in each"));
    m_a4 = addNumber(tr("A4"), 1, 20000, [](Settings& s, double v) { s.a4 = v; });
    m_a4->setUnit(tr("Hz"));
    m_a4->setDecimals(1);

    m_form->addHeading(tr("Csound"));
    m_priorities = addNumber(tr("Priorities"), 1, 99,
                             [](Settings& s, double v) { s.priorities = static_cast<int>(v); });
    m_priorities->setWholeNumbers();
    m_priorities->setToolTip(tr("Events of a higher priority run later in each cycle"));
    m_audioBuses = addNumber(tr("Audio buses"), 0, mostBuses,
                             [](Settings& s, double v) { s.audioBusLimit = static_cast<int>(v); });
    m_controlBuses = addNumber(tr("Control buses"), 0, mostBuses, [](Settings& s, double v) {
        s.controlBusLimit = static_cast<int>(v);
    });
    for (NumberField* field : {m_audioBuses, m_controlBuses}) {
        field->setWholeNumbers();
        field->setToolTip(tr("How many may exist at once"));
    }
    m_options = addText(tr("Options"));
    m_options->setToolTip(tr("Flags for Csound, such as --omacro:NAME=1"));
    connect(m_options, &QLineEdit::editingFinished, this, &ProjectPanel::takeOptions);
    m_refusal = new QLabel(m_form);
    m_refusal->setProperty("kind", "error");
    m_refusal->setWordWrap(true);
    m_refusal->setTextFormat(Qt::PlainText);
    m_form->addWide(m_refusal);

    connect(&document, &Document::settled, this, &ProjectPanel::refresh);
    connect(&document, &Document::replaced, this, &ProjectPanel::refresh);
    refresh();
}

ProjectPanel::~ProjectPanel() {
    stopCommitting(*this);
}

QLineEdit* ProjectPanel::addText(const QString& label) {
    auto* const field = new QLineEdit(m_form);
    m_form->addRow(label, field);
    return field;
}

NumberField* ProjectPanel::addNumber(const QString& label, double least, double most,
                                     const std::function<void(Settings&, double)>& set) {
    auto* const field = new NumberField(m_form);
    field->setRange(least, most);
    m_form->addRow(label, field);
    connect(field, &NumberField::committed, this, [this, label, set](double value) {
        change(tr("Set %1").arg(label), [&](Settings& s) { set(s, value); });
    });
    return field;
}

void ProjectPanel::change(const QString& step, const std::function<void(Settings&)>& work) {
    m_document.edit(step, [&](Project& project) {
        Settings settings = project.settings();
        work(settings);
        if (settings != project.settings())
            project.changeSettings(std::move(settings));
    });
}

void ProjectPanel::takeOptions() {
    const auto options = checkCsoundOptions({m_options->text().toStdString()});
    m_refusal->setVisible(!options);
    if (options)
        change(tr("Set options"), [&](Settings& s) { s.csoundOptions = *options; });
    else
        m_refusal->setText(QString::fromStdString(options.error().message));
}

void ProjectPanel::refresh() {
    const Settings& settings = m_document.project().settings();
    const auto showText = [](QLineEdit& field, const QString& text) {
        if (!field.hasFocus() || !field.isModified())
            field.setText(text);
    };
    showText(*m_title, QString::fromStdString(settings.title));
    m_title->setPlaceholderText(m_document.title());
    m_end->setValue(settings.endMarker);
    m_rate->setValue(settings.sampleRate);
    m_channels->setValue(settings.channels);
    m_ksmps->setValue(settings.ksmps);
    m_a4->setValue(settings.a4);
    m_priorities->setValue(settings.priorities);
    m_audioBuses->setValue(settings.audioBusLimit);
    m_controlBuses->setValue(settings.controlBusLimit);
    showText(*m_options, joined(settings.csoundOptions));
    m_refusal->hide();
}

void ProjectPanel::startTyping() {
    m_title->setFocus();
    m_title->selectAll();
}

} // namespace stria
