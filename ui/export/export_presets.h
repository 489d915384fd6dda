// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QJsonObject>
#include <QString>
#include <optional>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/render_spec.h"
#include "engine/model/settings.h"

namespace stria {

/// How to export, under a name: everything of a RenderSpec but the stretch, the events, the folder
/// and the piece's title. outputFile is the pattern of the name without its ending, and empty where
/// the preset says nothing of it; format is always set.
struct ExportPreset {
    QString name;
    RenderSpec spec;
    bool isOurs = false; ///< comes with Stria, and stays

    /// Whether choosing it would change nothing of what is chosen in a project of these settings;
    /// texts that a preset leaves empty are left as they are.
    bool matches(RenderSpec other, const Settings& settings) const;
};

/// What a preset keeps of a spec.
RenderSpec presetOf(const RenderSpec& spec, const std::string& format, const QString& pattern);

/// The presets that come with Stria, and the person's own in a JSON file. Keys that this version
/// does not know are kept; a file that cannot be read is put aside, not overwritten.
class ExportPresets {
    Q_DECLARE_TR_FUNCTIONS(ExportPresets)

  public:
    explicit ExportPresets(QString file);

    const std::vector<ExportPreset>& all() const { return m_all; }
    const ExportPreset* find(const QString& name) const;
    /// Replaces an own one of that name. Errors: InvalidArgument (no name, or one of ours),
    /// FileUnwritable.
    Expected<void> save(const QString& name, const RenderSpec& spec);
    Expected<void> remove(const QString& name);

  private:
    void load();
    Expected<void> write(const std::vector<QJsonObject>& own);

    const QString m_file;
    QJsonObject m_document;
    std::vector<QJsonObject> m_own;
    std::vector<ExportPreset> m_all;
    bool m_isDamaged = false;
    std::optional<Diagnostic> m_unreadable; ///< why the file, which is there, could not be read
};

} // namespace stria
