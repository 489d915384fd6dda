// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/preset_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/look/palette.h"

namespace stria {

PresetBar::PresetBar(const QString& file, std::function<RenderSpec()> current, QWidget* parent)
    : QWidget(parent), m_presets(file), m_current(std::move(current)), m_names(new QComboBox(this)),
      m_delete(new QToolButton(this)) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(sizes::grid);
    m_names->setAccessibleName(tr("Preset"));
    m_names->setMinimumWidth(240);
    row->addWidget(m_names);
    auto* const save = new QToolButton(this);
    save->setIcon(look::icon(QStringLiteral("save")));
    save->setToolTip(tr("Save these settings as a preset"));
    save->setAccessibleName(save->toolTip());
    row->addWidget(save);
    m_delete->setIcon(look::icon(QStringLiteral("delete")));
    m_delete->setToolTip(tr("Delete this preset"));
    m_delete->setAccessibleName(m_delete->toolTip());
    row->addWidget(m_delete);
    row->addStretch(1);
    fill({});
    connect(m_names, &QComboBox::activated, this, [this] {
        if (const ExportPreset* preset = m_presets.find(m_names->currentData().toString()))
            emit chosen(preset->spec);
        refresh();
    });
    connect(save, &QToolButton::clicked, this, &PresetBar::askForName);
    connect(m_delete, &QToolButton::clicked, this, [this] {
        const QString name = m_names->currentData().toString();
        tell(m_presets.remove(name), {});
    });
}

void PresetBar::fill(const QString& name) {
    const QSignalBlocker blocker(m_names);
    m_names->clear();
    m_names->addItem(tr("none of these"));
    bool ours = true;
    for (const ExportPreset& preset : m_presets.all()) {
        if (ours && !preset.isOurs)
            m_names->insertSeparator(m_names->count());
        ours = preset.isOurs;
        m_names->addItem(preset.name, preset.name);
    }
    m_names->setCurrentIndex(std::max(0, m_names->findData(name)));
    refresh();
}

void PresetBar::askForName() {
    auto* const dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save preset"));
    dialog->setLabelText(tr("Name of the preset"));
    const ExportPreset* const chosen = m_presets.find(m_names->currentData().toString());
    dialog->setTextValue(chosen && !chosen->isOurs ? chosen->name : QString());
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        tell(m_presets.save(text.trimmed(), m_current()), text.trimmed());
    });
    dialog->open();
}

void PresetBar::tell(const Expected<void>& result, const QString& name) {
    if (result)
        fill(name);
    else
        emit failed(QString::fromStdString(result.error().message));
}

void PresetBar::showMatch(const RenderSpec& spec, const Settings& settings) {
    const ExportPreset* shown = m_presets.find(m_names->currentData().toString());
    if (!shown || !shown->matches(spec, settings)) {
        shown = nullptr;
        for (const ExportPreset& preset : m_presets.all())
            if (!shown && preset.matches(spec, settings))
                shown = &preset;
    }
    m_names->setCurrentIndex(shown ? std::max(0, m_names->findData(shown->name)) : 0);
    refresh();
}

void PresetBar::refresh() {
    const ExportPreset* const chosen = m_presets.find(m_names->currentData().toString());
    m_delete->setEnabled(chosen && !chosen->isOurs);
}

} // namespace stria
