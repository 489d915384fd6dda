// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>
#include <functional>
#include <unordered_set>

#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "ui/look/number_field.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace stria {

/// Asks what to export, where to and how, and gives a RenderSpec. What a format cannot hold is said
/// at once, and Export stays off until it is right; an existing file is replaced only after asking.
class ExportDialog : public QDialog {
    Q_OBJECT

  public:
    /// Asks for a file name, beginning with the one given; empty when the person declines.
    using FileChooser = std::function<QString(const QString& suggestion)>;
    /// Whether an existing file may be replaced.
    using ReplaceQuestion = std::function<bool(const QString& path)>;

    struct Context {
        QString projectFile;   ///< empty: never saved
        QString suggestedFile; ///< absolute, with extension
        double scoreEnd = 0;   ///< seconds; for the words that tell the length
        std::unordered_set<EventId> selectedEvents;
    };

    ExportDialog(const Project& project, Context context, FileChooser chooseFile,
                 ReplaceQuestion mayReplace, QWidget* parent = nullptr);

    /// What the fields say.
    RenderSpec spec() const;
    /// Puts a spec into the fields (the one of last time).
    void setSpec(const RenderSpec& spec);

  public slots:
    void accept() override;

  private:
    enum class Range { Whole, Loop, Selection, Times };
    void buildRange(QFormLayout& form);
    void buildFile(QFormLayout& form);
    void buildFormat(QFormLayout& form);
    void chooseFile();
    void formatChosen();
    void followExtension();
    void refresh();
    Range range() const;

    const Project m_project;
    const Context m_context;
    const FileChooser m_chooseFile;
    const ReplaceQuestion m_mayReplace;

    QComboBox* m_range;
    TimeField* m_from;
    TimeField* m_to;
    TimeField* m_tail;
    QComboBox* m_past;
    QLineEdit* m_file;
    QComboBox* m_format;
    QComboBox* m_encoding;
    NumberField* m_bitrate;
    QComboBox* m_sampleRate;
    NumberField* m_ksmps;
    QCheckBox* m_keepGoing;
    QLabel* m_problem;
    QLineEdit* m_commandLine;
    QPushButton* m_export;
};

} // namespace stria
