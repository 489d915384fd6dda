// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "ui/export/export_presets.h"

class QComboBox;
class QToolButton;

namespace stria {

/// Chooses, saves and deletes presets.
class PresetBar : public QWidget {
    Q_OBJECT

  public:
    /// `current` is asked for what a preset would keep now.
    PresetBar(const QString& file, std::function<RenderSpec()> current, QWidget* parent);

    /// Shows which preset this is, if it is one; a project's settings count as said.
    void showMatch(const RenderSpec& spec, const Settings& settings);

  signals:
    void chosen(const stria::RenderSpec& preset);
    void failed(const QString& why);

  private:
    void fill(const QString& name);
    void askForName();
    void tell(const Expected<void>& result, const QString& name);
    void refresh();

    ExportPresets m_presets;
    const std::function<RenderSpec()> m_current;
    QComboBox* m_names;
    QToolButton* m_delete;
};

} // namespace stria
