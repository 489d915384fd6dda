// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <vector>

#include "engine/model/render_spec.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QWidget;

namespace stria {

/// The rows of a form with the file's name, which may have words in braces, and a preview of the
/// names that come of it.
class FileFields : public QObject {
    Q_OBJECT

  public:
    /// Asks for a file name, beginning with the one given; empty when the person declines.
    using Chooser = std::function<QString(const QString& suggestion)>;

    /// The rows live in the form; this object belongs to `parent`, and so do they.
    FileFields(const QString& file, Chooser choose, QFormLayout& form, QWidget* parent);

    QString file() const;
    void setFile(const QString& file);
    /// Gives the name another ending, unless it has one of these.
    void setEnding(const std::vector<std::string>& endings);
    /// The last part of the name without its ending.
    QString pattern() const;
    void setPattern(const QString& pattern);
    /// Puts a word for what the files are of into the name, where none tells them apart.
    void nameStems(RenderSpec::Stems stems);

    /// What becomes of the name; empty: nothing to preview.
    void preview(const std::vector<RenderSpec>& plan);

  signals:
    void changed();

  private:
    void fillWords(QMenu& menu);

    const Chooser m_choose;
    QLineEdit* m_file;
    QLabel* m_preview;
};

} // namespace stria
