// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "engine/model/render_spec.h"
#include "engine/model/settings.h"
#include "ui/look/number_field.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;

namespace stria {

/// The rows of a form that say what the sound file is: format, encoding, rates, level, dither.
class SoundFields : public QObject {
    Q_OBJECT

  public:
    /// The rows live in the form; this object belongs to `parent`, and so do they.
    SoundFields(const Settings& settings, QFormLayout& form, QWidget* parent);

    /// Without spec.format: the file's ending tells it.
    void read(RenderSpec& spec) const;
    /// spec.format counts where it is set.
    void show(const RenderSpec& spec);

    std::string format() const;
    void setFormat(const std::string& format);
    /// One gain for all is offered then.
    void setSeveralFiles(bool several);

  signals:
    void changed();
    void formatChosen();

  private:
    void buildFormat(QFormLayout& form, QWidget* parent);
    void buildRates(QFormLayout& form, QWidget* parent);
    void buildLevel(QFormLayout& form, QWidget* parent);
    void fillEncodings();
    void proposeLevel();
    void showRate(double rate);
    void refresh();
    std::string encoding() const;
    Normalisation::To level() const;

    const Settings m_settings;
    QComboBox* m_format;
    QComboBox* m_encoding;
    NumberField* m_bitrate;
    QCheckBox* m_dither;
    QComboBox* m_sampleRate;
    NumberField* m_ksmps;
    QComboBox* m_level;
    NumberField* m_target;
    QLabel* m_limitLabel;
    NumberField* m_limit;
    QCheckBox* m_together;
    bool m_severalFiles = false;
};

} // namespace stria
