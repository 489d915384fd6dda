// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>
#include <QStringList>
#include <functional>
#include <optional>
#include <unordered_set>
#include <vector>

#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "engine/render/export_plan.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;
class QToolButton;
class QVBoxLayout;

namespace stria {

class FileFields;
class PresetBar;
class ScoreFields;
class SoundFields;
class TextFields;

/// Asks what to export, where to and how, and gives a RenderSpec for each file. What a format
/// cannot hold is said at once, and Export stays off until it is right; existing files are replaced
/// only after asking.
class ExportDialog : public QDialog {
    Q_OBJECT

  public:
    /// Asks for a file name, beginning with the one given; empty when the person declines.
    using FileChooser = std::function<QString(const QString& suggestion)>;
    /// Whether files that are there already may be replaced.
    using ReplaceQuestion = std::function<bool(const QStringList& paths)>;

    struct Context {
        QString projectFile;   ///< empty: never saved
        QString projectName;   ///< what {project} stands for
        QString suggestedFile; ///< absolute, with extension
        QString presetFile;    ///< of the person's own presets
        double scoreEnd = 0;   ///< seconds; for the words that tell the length
        std::unordered_set<EventId> selectedEvents;
        QStringList filesUnderWay; ///< that other exports are writing
    };

    ExportDialog(const Project& project, Context context, FileChooser chooseFile,
                 ReplaceQuestion mayReplace, QWidget* parent = nullptr);

    /// What the fields say; outputFile with its words in braces.
    RenderSpec spec() const;
    /// Puts a spec into the fields (the one of last time), but for the stretch.
    void setSpec(const RenderSpec& spec);
    /// The files that the fields ask for; none while something is wrong.
    const std::vector<RenderSpec>& plan() const { return m_plan; }

  public slots:
    void accept() override;

  private:
    void buildPages(QVBoxLayout& layout, const FileChooser& chooseFile);
    void buildCommand(QVBoxLayout& layout);
    void buildEnd(QVBoxLayout& layout);
    void applyPreset(const RenderSpec& preset);
    void followEnding();
    void refresh();
    QString problemOf(const RenderSpec& spec);
    QString problemOfFiles() const;
    QString noteOn(const RenderSpec& spec) const;
    void showCommand(const RenderSpec& spec);
    void tell(const QString& problem, const QString& note);

    const Project m_project;
    const Context m_context;
    const ReplaceQuestion m_mayReplace;
    const ExportNames m_names;
    const IncludedTexts m_includes;

    PresetBar* m_presets;
    FileFields* m_file;
    ScoreFields* m_score;
    SoundFields* m_sound;
    TextFields* m_texts;
    QTabWidget* m_pages;
    QLineEdit* m_commandLine;
    QToolButton* m_copy;
    QLabel* m_problem;
    QPushButton* m_export;
    std::vector<RenderSpec> m_plan;
    /// The person's own name, while a preset's stands in its place.
    std::optional<QString> m_patternBefore;
    bool m_isRefreshing = false;
};

} // namespace stria
