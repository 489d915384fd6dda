// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "engine/compile/asset_facts.h"
#include "engine/render/sound_file_writer.h"
#include "engine/sound/sound_format.h"
#include "ui/export/command_line.h"
#include "ui/export/file_fields.h"
#include "ui/export/preset_bar.h"
#include "ui/export/score_fields.h"
#include "ui/export/sound_fields.h"
#include "ui/export/text_fields.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

/// Their ids fit into one word of a command, which on Linux takes 128 KB.
constexpr std::size_t mostEventsInCommand = 7000;
/// So that the forms above and inside the pages stand in line.
constexpr int labelWidth = 92;

void line(QFormLayout& form) {
    form.setContentsMargins(0, 0, 0, 0);
    form.setVerticalSpacing(sizes::grid);
    form.setHorizontalSpacing(16);
    form.setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void alignLabels(QFormLayout& form) {
    for (int row = 0; row < form.rowCount(); ++row) {
        QLayoutItem* item = form.itemAt(row, QFormLayout::LabelRole);
        if (item && item->widget())
            item->widget()->setMinimumWidth(labelWidth);
    }
}

std::string endingOf(const QString& file) {
    return QFileInfo(file).suffix().toLower().toStdString();
}

bool hasEnding(const SoundFormat& format, const std::string& ending) {
    return std::find(format.extensions.begin(), format.extensions.end(), ending) !=
           format.extensions.end();
}

QString joined(const std::vector<std::string>& words) {
    QStringList list;
    for (const std::string& word : words)
        list << QString::fromStdString(word);
    return list.join(QLatin1String(", "));
}

} // namespace

ExportDialog::ExportDialog(const Project& project, Context context, FileChooser chooseFile,
                           ReplaceQuestion mayReplace, QWidget* parent)
    : QDialog(parent), m_project(project), m_context(std::move(context)),
      m_mayReplace(std::move(mayReplace)),
      m_names(exportNamesNow(m_context.projectName.toStdString())),
      m_includes(gatherIncludedTexts(
          m_project, m_context.projectFile.isEmpty()
                         ? std::string()
                         : QFileInfo(m_context.projectFile).absolutePath().toStdString())) {
    setWindowTitle(tr("Export audio"));
    setMinimumWidth(680);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(sizes::grid);
    buildPages(*layout, chooseFile);
    buildCommand(*layout);
    buildEnd(*layout);

    connect(m_presets, &PresetBar::chosen, this, &ExportDialog::applyPreset);
    connect(m_presets, &PresetBar::failed, this, [this](const QString& why) { tell(why, {}); });
    connect(m_score, &ScoreFields::changed, this, &ExportDialog::refresh);
    connect(m_score, &ScoreFields::stemsChosen, this, [this](RenderSpec::Stems stems) {
        m_file->nameStems(stems);
        m_sound->setSeveralFiles(stems != RenderSpec::Stems::None);
    });
    connect(m_sound, &SoundFields::changed, this, &ExportDialog::refresh);
    connect(m_sound, &SoundFields::formatChosen, this, [this] {
        if (const SoundFormat* format = soundFormatNamed(m_sound->format()))
            m_file->setEnding(format->extensions);
    });
    connect(m_texts, &TextFields::changed, this, &ExportDialog::refresh);
    connect(m_file, &FileFields::changed, this, [this] {
        if (!m_isRefreshing)
            m_patternBefore.reset();
        followEnding();
        refresh();
    });
    // The name decides first, so that the format does not change it.
    followEnding();
    refresh();
}

void ExportDialog::buildPages(QVBoxLayout& layout, const FileChooser& chooseFile) {
    auto* const top = new QFormLayout;
    line(*top);
    m_presets = new PresetBar(
        m_context.presetFile,
        [this] { return presetOf(spec(), m_sound->format(), m_file->pattern()); }, this);
    top->addRow(tr("Preset"), m_presets);
    m_file = new FileFields(m_context.suggestedFile, chooseFile, *top, this);
    alignLabels(*top);
    layout.addLayout(top);

    m_pages = new QTabWidget(this);
    m_pages->setAccessibleName(tr("Settings of the export"));
    m_pages->tabBar()->setAccessibleName(tr("Pages of settings"));
    const auto page = [this](const QString& title) {
        auto* const widget = new QWidget(m_pages);
        auto* const form = new QFormLayout(widget);
        line(*form);
        form->setContentsMargins(0, 12, 0, 4);
        m_pages->addTab(widget, title);
        return std::pair(widget, form);
    };
    const auto [sound, soundForm] = page(tr("Sound"));
    m_score =
        new ScoreFields(m_project, m_context.selectedEvents, m_context.scoreEnd, *soundForm, sound);
    m_sound = new SoundFields(m_project.settings(), *soundForm, sound);
    alignLabels(*soundForm);
    const auto [texts, textForm] = page(tr("Texts in the file"));
    m_texts = new TextFields(*textForm, texts);
    alignLabels(*textForm);
    SoundMetadata metadata;
    metadata.title = m_project.settings().title;
    m_texts->show(metadata);
    // The focus of a page that goes passes through the command and leaves it at its end.
    connect(
        m_pages, &QTabWidget::currentChanged, this, [this] { m_commandLine->setCursorPosition(0); },
        Qt::QueuedConnection);
    layout.addWidget(m_pages, 1);
}

void ExportDialog::buildCommand(QVBoxLayout& layout) {
    m_commandLine = new QLineEdit(this);
    m_commandLine->setReadOnly(true);
    m_commandLine->setFont(look::codeFont());
    m_commandLine->setAccessibleName(tr("The same on the command line"));
    m_copy = new QToolButton(this);
    m_copy->setIcon(look::icon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("Copy the command"));
    m_copy->setAccessibleName(tr("Copy the command"));
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_commandLine->text()); });
    auto* const row = new QHBoxLayout;
    row->setSpacing(sizes::grid);
    row->addWidget(m_commandLine);
    row->addWidget(m_copy);
    auto* const form = new QFormLayout;
    line(*form);
    form->addRow(tr("Command"), row);
    alignLabels(*form);
    layout.addLayout(form);
}

void ExportDialog::buildEnd(QVBoxLayout& layout) {
    m_problem = new QLabel(this);
    m_problem->setWordWrap(true);
    m_problem->setMinimumHeight(36);
    m_problem->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_problem->setAccessibleName(tr("What is to be put right"));
    layout.addWidget(m_problem);

    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = new QPushButton(tr("Export"), buttons);
    m_export->setProperty("kind", "primary");
    buttons->addButton(m_export, QDialogButtonBox::AcceptRole);
    m_export->setDefault(true);
    layout.addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
}

void ExportDialog::followEnding() {
    const std::string ending = endingOf(m_file->file());
    for (const SoundFormat& format : soundFormats())
        if (hasEnding(format, ending)) {
            m_sound->setFormat(format.name);
            return;
        }
}

RenderSpec ExportDialog::spec() const {
    RenderSpec spec;
    spec.outputFile = m_file->file().toStdString();
    const SoundFormat* const format = soundFormatNamed(m_sound->format());
    if (format && !hasEnding(*format, endingOf(m_file->file())))
        spec.format = format->name;
    m_score->read(spec);
    m_sound->read(spec);
    spec.metadata = m_texts->metadata();
    return spec;
}

/// A preset's choices; what it says nothing of stays.
void ExportDialog::applyPreset(const RenderSpec& preset) {
    {
        const QScopedValueRollback once(m_isRefreshing, true);
        if (m_patternBefore)
            m_file->setPattern(*std::exchange(m_patternBefore, std::nullopt));
        m_sound->show(preset);
        m_score->show(preset);
        m_texts->show(preset.metadata);
        if (!preset.outputFile.empty()) {
            m_patternBefore = m_file->pattern();
            m_file->setPattern(QString::fromStdString(preset.outputFile));
        }
    }
    refresh();
}

void ExportDialog::setSpec(const RenderSpec& spec) {
    const QString file = QString::fromStdString(spec.outputFile);
    if (!file.isEmpty())
        m_file->setFile(file);
    RenderSpec preset = spec;
    preset.outputFile.clear();
    if (preset.format.empty())
        preset.format = m_sound->format();
    applyPreset(preset);
}

QString ExportDialog::problemOf(const RenderSpec& spec) {
    m_plan.clear();
    if (m_file->file().isEmpty())
        return tr("Choose a file to write to.");
    const Settings& settings = m_project.settings();
    const auto chosen =
        chooseSoundFormat(spec.outputFile, spec.format, spec.encoding,
                          spec.sampleRate.value_or(settings.sampleRate), settings.channels);
    if (!chosen)
        return QString::fromStdString(chosen.error().message);
    if (const QString problem = m_score->problem(); !problem.isEmpty())
        return problem;
    auto plan = planExport(m_project, spec, m_names, m_includes);
    if (!plan)
        return QString::fromStdString(plan.error().message);
    m_plan = std::move(*plan);
    const QString problem = problemOfFiles();
    if (!problem.isEmpty())
        m_plan.clear();
    return problem;
}

QString ExportDialog::problemOfFiles() const {
    const QFileInfo folder(QFileInfo(m_file->file()).absolutePath());
    if (!folder.isDir())
        return tr("The folder %1 does not exist.").arg(folder.filePath());
    if (!folder.isWritable())
        return tr("You may not write into the folder %1.").arg(folder.filePath());
    for (const RenderSpec& spec : m_plan) {
        const QFileInfo file(QString::fromStdString(spec.outputFile));
        if (file.isDir())
            return tr("%1 is a folder: choose another name.").arg(file.fileName());
        if (file.exists() && file == QFileInfo(m_context.projectFile))
            return tr("%1 is this project itself: choose another name.").arg(file.fileName());
        if (file.exists() && !file.isWritable())
            return tr("The file %1 is protected: choose another name.").arg(file.fileName());
        if (m_context.filesUnderWay.contains(file.absoluteFilePath()))
            return tr("%1 is being written by another export: choose another name, or wait for it.")
                .arg(file.fileName());
    }
    return {};
}

QString ExportDialog::noteOn(const RenderSpec& spec) const {
    const std::vector<std::string> out = textsLeftOut(m_sound->format(), spec.metadata);
    if (!out.empty())
        return tr("A file of the format %1 has no place for these texts: %2.")
            .arg(QString::fromStdString(m_sound->format()).toUpper(), joined(out));
    return {};
}

void ExportDialog::refresh() {
    if (m_isRefreshing)
        return;
    const QScopedValueRollback once(m_isRefreshing, true);
    const RenderSpec wanted = spec();
    const QString problem = problemOf(wanted);
    m_file->preview(m_plan);
    m_export->setEnabled(problem.isEmpty());
    m_export->setText(m_plan.size() > 1
                          ? tr("Export %n file(s)", nullptr, static_cast<int>(m_plan.size()))
                          : tr("Export"));
    tell(problem, problem.isEmpty() ? noteOn(wanted) : QString());
    showCommand(wanted);
    m_presets->showMatch(presetOf(wanted, m_sound->format(), m_file->pattern()),
                         m_project.settings());
}

void ExportDialog::showCommand(const RenderSpec& spec) {
    const bool fits = spec.onlyEvents.size() < mostEventsInCommand;
    const QString command =
        fits ? commandLine(spec, m_context.projectFile.isEmpty() ? QStringLiteral("PROJECT.stria")
                                                                 : m_context.projectFile)
             : QString();
    m_commandLine->setText(fits ? command
                                : tr("So many events do not fit into a command: export them as a "
                                     "track, or from … to …"));
    m_commandLine->setCursorPosition(0);
    m_copy->setEnabled(fits);
}

void ExportDialog::tell(const QString& problem, const QString& note) {
    m_problem->setText(problem.isEmpty() ? note : problem);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText,
                     problem.isEmpty() ? look::colours().dimText : look::colours().error);
    m_problem->setPalette(colours);
}

void ExportDialog::accept() {
    refresh(); // a folder may have gone meanwhile
    if (!m_export->isEnabled())
        return;
    QStringList there;
    for (const RenderSpec& spec : m_plan)
        if (const QString file = QString::fromStdString(spec.outputFile); QFileInfo::exists(file))
            there << file;
    if (!there.isEmpty() && !m_mayReplace(there))
        return;
    QDialog::accept();
}

} // namespace stria
