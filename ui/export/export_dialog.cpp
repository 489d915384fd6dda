// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "engine/sound/sound_format.h"
#include "ui/export/command_line.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

struct EncodingWord {
    const char* name;
    const char* words;
};
constexpr EncodingWord encodingWords[] = {
    {"float32", QT_TRANSLATE_NOOP("ExportDialog", "32-bit float")},
    {"float64", QT_TRANSLATE_NOOP("ExportDialog", "64-bit float")},
    {"pcm16", QT_TRANSLATE_NOOP("ExportDialog", "16 bits")},
    {"pcm24", QT_TRANSLATE_NOOP("ExportDialog", "24 bits")},
    {"pcm32", QT_TRANSLATE_NOOP("ExportDialog", "32 bits")},
    {"vorbis", QT_TRANSLATE_NOOP("ExportDialog", "Vorbis")},
    {"opus", QT_TRANSLATE_NOOP("ExportDialog", "Opus")},
    {"mp3", QT_TRANSLATE_NOOP("ExportDialog", "MP3")},
};

QString encodingText(const std::string& name) {
    for (const EncodingWord& word : encodingWords)
        if (name == word.name)
            return QCoreApplication::translate("ExportDialog", word.words);
    return QString::fromStdString(name);
}

QHBoxLayout* newRow() {
    auto* const row = new QHBoxLayout;
    row->setSpacing(sizes::grid);
    return row;
}

void describe(QWidget* widget, const QString& name) {
    widget->setAccessibleName(name);
}

} // namespace

ExportDialog::ExportDialog(const Project& project, Context context, FileChooser chooseFile,
                           ReplaceQuestion mayReplace, QWidget* parent)
    : QDialog(parent), m_project(project), m_context(std::move(context)),
      m_chooseFile(std::move(chooseFile)), m_mayReplace(std::move(mayReplace)) {
    setWindowTitle(tr("Export audio"));
    setMinimumWidth(640);
    auto* const form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setVerticalSpacing(sizes::grid);
    form->setHorizontalSpacing(16);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    buildFile(*form);
    buildFormat(*form);
    buildRange(*form);

    m_keepGoing = new QCheckBox(tr("Leave out events that fail, and go on"), this);
    m_keepGoing->setToolTip(tr("Without this, an event that Csound cannot play stops the export, "
                               "so that nothing is missing unnoticed."));
    form->addRow(QString(), m_keepGoing);

    m_commandLine = new QLineEdit(this);
    m_commandLine->setReadOnly(true);
    m_commandLine->setFont(look::codeFont());
    describe(m_commandLine, tr("The same on the command line"));
    auto* const copy = new QToolButton(this);
    copy->setIcon(look::icon(QStringLiteral("copy")));
    copy->setToolTip(tr("Copy the command"));
    describe(copy, tr("Copy the command"));
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_commandLine->text()); });
    auto* const command = newRow();
    command->addWidget(m_commandLine);
    command->addWidget(copy);
    form->addRow(tr("Command"), command);

    m_problem = new QLabel(this);
    m_problem->setWordWrap(true);
    m_problem->setMinimumWidth(420);
    describe(m_problem, tr("What is to be put right"));
    form->addRow(m_problem);

    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = new QPushButton(tr("Export"), buttons);
    m_export->setProperty("kind", "primary");
    buttons->addButton(m_export, QDialogButtonBox::AcceptRole);
    m_export->setDefault(true);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);

    for (QComboBox* box : findChildren<QComboBox*>())
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    for (NumberField* field : findChildren<NumberField*>())
        connect(field, &NumberField::committed, this, &ExportDialog::refresh);
    connect(m_keepGoing, &QCheckBox::toggled, this, &ExportDialog::refresh);
    connect(m_file, &QLineEdit::textChanged, this, &ExportDialog::followExtension);
    // The name decides first, so that the format does not change it.
    followExtension();
    formatChosen();
}

void ExportDialog::buildFile(QFormLayout& form) {
    m_file = new QLineEdit(m_context.suggestedFile, this);
    describe(m_file, tr("File"));
    auto* const browse = new QPushButton(tr("Choose…"), this);
    connect(browse, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    auto* const row = newRow();
    row->addWidget(m_file);
    row->addWidget(browse);
    form.addRow(tr("File"), row);
}

void ExportDialog::buildFormat(QFormLayout& form) {
    m_format = new QComboBox(this);
    describe(m_format, tr("Format"));
    for (const SoundFormat& format : soundFormats())
        m_format->addItem(QString::fromStdString(format.name).toUpper(),
                          QString::fromStdString(format.name));
    m_encoding = new QComboBox(this);
    describe(m_encoding, tr("Encoding"));
    m_bitrate = new NumberField(this);
    m_bitrate->setUnit(tr("kbit/s"));
    m_bitrate->setWholeNumbers();
    m_bitrate->setRange(8, 512);
    m_bitrate->setSpecialValue(0, tr("automatic"));
    m_bitrate->setValue(0);
    describe(m_bitrate, tr("Bit rate"));
    auto* const row = newRow();
    row->addWidget(m_format);
    row->addWidget(m_encoding);
    row->addWidget(m_bitrate);
    row->addStretch(1);
    form.addRow(tr("Format"), row);

    const Settings& settings = m_project.settings();
    m_sampleRate = new QComboBox(this);
    describe(m_sampleRate, tr("Sample rate"));
    m_sampleRate->addItem(tr("%1 Hz (the project's)").arg(settings.sampleRate), 0.0);
    for (const int rate : {22050, 32000, 44100, 48000, 88200, 96000, 192000})
        if (rate != settings.sampleRate)
            m_sampleRate->addItem(tr("%1 Hz").arg(rate), static_cast<double>(rate));
    m_ksmps = new NumberField(this);
    m_ksmps->setWholeNumbers();
    m_ksmps->setRange(1, 4096);
    m_ksmps->setValue(settings.ksmps);
    describe(m_ksmps, tr("Frames in a control cycle"));
    m_ksmps->setToolTip(tr("Frames in a control cycle (ksmps): fewer are finer and slower"));
    auto* const rates = newRow();
    rates->addWidget(m_sampleRate);
    rates->addWidget(new QLabel(tr("ksmps"), this));
    rates->addWidget(m_ksmps);
    rates->addStretch(1);
    form.addRow(tr("Sample rate"), rates);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::formatChosen);
}

void ExportDialog::buildRange(QFormLayout& form) {
    const Settings& settings = m_project.settings();
    m_range = new QComboBox(this);
    describe(m_range, tr("What to export"));
    m_range->addItem(tr("The whole piece"), static_cast<int>(Range::Whole));
    if (settings.loopEnd > settings.loopStart)
        m_range->addItem(tr("The loop region"), static_cast<int>(Range::Loop));
    if (!m_context.selectedEvents.empty())
        m_range->addItem(tr("%n chosen event(s) only", nullptr,
                            static_cast<int>(m_context.selectedEvents.size())),
                         static_cast<int>(Range::Selection));
    m_range->addItem(tr("From … to …"), static_cast<int>(Range::Times));
    m_from = new TimeField(this);
    m_from->setRange(0, 1e7);
    describe(m_from, tr("From"));
    m_to = new TimeField(this);
    m_to->setRange(0, 1e7);
    m_to->setValue(m_context.scoreEnd);
    describe(m_to, tr("To"));
    auto* const row = newRow();
    row->addWidget(m_range);
    row->addWidget(m_from);
    row->addWidget(m_to);
    row->addStretch(1);
    form.addRow(tr("What"), row);

    m_past = new QComboBox(this);
    m_past->addItem(tr("Sounds as in the whole piece"));
    m_past->addItem(tr("Leaves out what came before"));
    m_past->setToolTip(tr("Exact: the past is computed silently. Otherwise what ended before is "
                          "left out, which is quicker."));
    describe(m_past, tr("How the past is treated"));
    form.addRow(tr("Beginning"), m_past);

    m_tail = new TimeField(this);
    m_tail->setRange(0, 3600);
    m_tail->setValue(0);
    m_tail->setToolTip(tr("Seconds added at the end, for reverberation"));
    describe(m_tail, tr("Tail"));
    auto* const tail = newRow();
    tail->addWidget(m_tail);
    tail->addStretch(1);
    form.addRow(tr("Tail"), tail);
}

ExportDialog::Range ExportDialog::range() const {
    return static_cast<Range>(m_range->currentData().toInt());
}

void ExportDialog::chooseFile() {
    const QString path = m_chooseFile(m_file->text());
    if (!path.isEmpty())
        m_file->setText(path);
}

void ExportDialog::formatChosen() {
    const SoundFormat* const format =
        soundFormatNamed(m_format->currentData().toString().toStdString());
    if (!format)
        return;
    {
        const QSignalBlocker blocker(m_encoding);
        m_encoding->clear();
        for (const std::string& encoding : format->encodings)
            m_encoding->addItem(encodingText(encoding), QString::fromStdString(encoding));
    }
    const QFileInfo file(m_file->text());
    const std::string suffix = file.suffix().toLower().toStdString();
    const auto& extensions = format->extensions;
    if (!m_file->text().isEmpty() &&
        std::find(extensions.begin(), extensions.end(), suffix) == extensions.end())
        m_file->setText(QDir(file.path())
                            .filePath(file.completeBaseName() + QLatin1Char('.') +
                                      QString::fromStdString(extensions.front())));
    refresh();
}

void ExportDialog::followExtension() {
    const std::string suffix = QFileInfo(m_file->text()).suffix().toLower().toStdString();
    for (const SoundFormat& format : soundFormats())
        if (std::find(format.extensions.begin(), format.extensions.end(), suffix) !=
            format.extensions.end()) {
            m_format->setCurrentIndex(m_format->findData(QString::fromStdString(format.name)));
            break;
        }
    refresh();
}

RenderSpec ExportDialog::spec() const {
    RenderSpec spec;
    spec.outputFile = m_file->text().toStdString();
    const std::string format = m_format->currentData().toString().toStdString();
    const SoundFormat* const known = soundFormatNamed(format);
    const std::string suffix = QFileInfo(m_file->text()).suffix().toLower().toStdString();
    if (known && std::find(known->extensions.begin(), known->extensions.end(), suffix) ==
                     known->extensions.end())
        spec.format = format;
    if (m_encoding->currentIndex() > 0)
        spec.encoding = m_encoding->currentData().toString().toStdString();
    if (m_bitrate->isVisibleTo(this))
        spec.compressionBitrate = static_cast<int>(m_bitrate->value());
    if (m_sampleRate->currentData().toDouble() > 0)
        spec.sampleRate = m_sampleRate->currentData().toDouble();
    if (static_cast<int>(m_ksmps->value()) != m_project.settings().ksmps)
        spec.ksmps = static_cast<int>(m_ksmps->value());
    spec.tail = m_tail->value();
    spec.keepGoing = m_keepGoing->isChecked();
    const Settings& settings = m_project.settings();
    switch (range()) {
    case Range::Whole:
        break;
    case Range::Loop:
        spec.startTime = settings.loopStart;
        spec.endTime = settings.loopEnd;
        break;
    case Range::Selection:
        spec.onlyEvents.assign(m_context.selectedEvents.begin(), m_context.selectedEvents.end());
        std::sort(spec.onlyEvents.begin(), spec.onlyEvents.end());
        break;
    case Range::Times:
        spec.startTime = m_from->value();
        spec.endTime = m_to->value();
        break;
    }
    if (spec.startTime > 0 && m_past->currentIndex() == 1)
        spec.past = RenderSpec::PastSound::Crop;
    return spec;
}

void ExportDialog::setSpec(const RenderSpec& spec) {
    if (!spec.outputFile.empty())
        m_file->setText(QString::fromStdString(spec.outputFile));
    if (!spec.encoding.empty())
        m_encoding->setCurrentIndex(
            std::max(0, m_encoding->findData(QString::fromStdString(spec.encoding))));
    m_sampleRate->setCurrentIndex(std::max(0, m_sampleRate->findData(spec.sampleRate.value_or(0))));
    m_ksmps->setValue(spec.ksmps.value_or(m_project.settings().ksmps));
    m_bitrate->setValue(spec.compressionBitrate);
    m_tail->setValue(spec.tail);
    m_keepGoing->setChecked(spec.keepGoing);
    m_past->setCurrentIndex(spec.past == RenderSpec::PastSound::Crop ? 1 : 0);
    refresh();
}

void ExportDialog::refresh() {
    const bool times = range() == Range::Times;
    m_from->setVisible(times);
    m_to->setVisible(times);
    const RenderSpec wanted = spec();
    m_past->setEnabled(wanted.startTime > 0);
    const Settings& settings = m_project.settings();
    const double sampleRate = wanted.sampleRate.value_or(settings.sampleRate);
    const auto chosen = chooseSoundFormat(wanted.outputFile, wanted.format, wanted.encoding,
                                          sampleRate, settings.channels);
    m_bitrate->setVisible(chosen && chosen->isCompressed);
    QString problem;
    if (m_file->text().trimmed().isEmpty())
        problem = tr("Choose a file to write to.");
    else if (!chosen)
        problem = QString::fromStdString(chosen.error().message);
    else if (!QFileInfo(QFileInfo(m_file->text()).absolutePath()).isDir())
        problem = tr("The folder %1 does not exist.").arg(QFileInfo(m_file->text()).absolutePath());
    else if (times && m_to->value() <= m_from->value())
        problem = tr("The end must lie after the beginning.");
    m_problem->setText(problem);
    QPalette red = palette();
    red.setColor(QPalette::WindowText, look::colours().error);
    m_problem->setPalette(red);
    m_export->setEnabled(problem.isEmpty());
    const QString project =
        m_context.projectFile.isEmpty() ? QStringLiteral("PROJECT.stria") : m_context.projectFile;
    m_commandLine->setText(commandLine(wanted, project));
    m_commandLine->setCursorPosition(0);
    // What only the window knows, the events chosen in it, has no line.
    m_commandLine->setEnabled(wanted.onlyEvents.empty());
}

void ExportDialog::accept() {
    if (!m_export->isEnabled())
        return;
    if (QFileInfo::exists(m_file->text()) && !m_mayReplace(m_file->text()))
        return;
    QDialog::accept();
}

} // namespace stria
