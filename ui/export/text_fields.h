// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <vector>

#include "engine/model/render_spec.h"

class QFormLayout;
class QLineEdit;
class QWidget;

namespace stria {

/// The rows of a form with the texts that the sound file carries.
class TextFields : public QObject {
    Q_OBJECT

  public:
    /// The rows live in the form; this object belongs to `parent`, and so do they.
    TextFields(QFormLayout& form, QWidget* parent);

    SoundMetadata metadata() const;
    /// Empty texts leave what is there.
    void show(const SoundMetadata& metadata);

  signals:
    void changed();

  private:
    struct Field {
        QLineEdit* edit;
        std::string SoundMetadata::*member;
    };
    std::vector<Field> m_fields;
};

} // namespace stria
