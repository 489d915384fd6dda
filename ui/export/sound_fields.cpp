// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/sound_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "engine/render/sound_meter.h"
#include "engine/sound/sound_format.h"
#include "ui/export/form_row.h"

namespace stria {

namespace {

struct EncodingWord {
    const char* name;
    const char* words;
};
constexpr EncodingWord encodingWords[] = {
    {"float32", QT_TRANSLATE_NOOP("SoundFields", "32-bit float")},
    {"float64", QT_TRANSLATE_NOOP("SoundFields", "64-bit float")},
    {"pcm16", QT_TRANSLATE_NOOP("SoundFields", "16 bits")},
    {"pcm24", QT_TRANSLATE_NOOP("SoundFields", "24 bits")},
    {"pcm32", QT_TRANSLATE_NOOP("SoundFields", "32 bits")},
    {"vorbis", QT_TRANSLATE_NOOP("SoundFields", "Vorbis")},
    {"opus", QT_TRANSLATE_NOOP("SoundFields", "Opus")},
    {"mp3", QT_TRANSLATE_NOOP("SoundFields", "MP3")},
};

QString encodingText(const std::string& name) {
    for (const EncodingWord& word : encodingWords)
        if (name == word.name)
            return QCoreApplication::translate("SoundFields", word.words);
    return QString::fromStdString(name);
}

constexpr double usualPeak = -1;
constexpr double usualLoudness = -16;

} // namespace

SoundFields::SoundFields(const Settings& settings, QFormLayout& form, QWidget* parent)
    : QObject(parent), m_settings(settings) {
    buildFormat(form, parent);
    buildRates(form, parent);
    buildLevel(form, parent);
    fillEncodings();
    connect(m_format, &QComboBox::currentIndexChanged, this, [this] {
        fillEncodings();
        emit formatChosen();
        refresh();
    });
    connect(m_level, &QComboBox::currentIndexChanged, this, [this] {
        proposeLevel();
        refresh();
    });
    for (QComboBox* box : {m_encoding, m_sampleRate})
        connect(box, &QComboBox::currentIndexChanged, this, &SoundFields::refresh);
    for (NumberField* field : {m_bitrate, m_ksmps, m_target, m_limit})
        connect(field, &NumberField::committed, this, &SoundFields::refresh);
    for (QCheckBox* box : {m_dither, m_together})
        connect(box, &QCheckBox::toggled, this, &SoundFields::refresh);
    refresh();
}

void SoundFields::buildFormat(QFormLayout& form, QWidget* parent) {
    m_format = new QComboBox(parent);
    m_format->setAccessibleName(tr("Format"));
    for (const SoundFormat& format : soundFormats())
        m_format->addItem(QString::fromStdString(format.name).toUpper(),
                          QString::fromStdString(format.name));
    m_encoding = new QComboBox(parent);
    m_encoding->setAccessibleName(tr("Encoding"));
    m_encoding->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_bitrate = new NumberField(parent);
    m_bitrate->setUnit(tr("kbit/s"));
    m_bitrate->setWholeNumbers();
    m_bitrate->setRange(8, 512);
    m_bitrate->setSpecialValue(0, tr("automatic"));
    m_bitrate->setValue(0);
    m_bitrate->setAccessibleName(tr("Bit rate"));
    m_dither = new QCheckBox(tr("Dither"), parent);
    m_dither->setToolTip(tr("Adds a faint even hiss before rounding to 16 bits, so that soft "
                            "sounds stay clean instead of becoming rough"));
    form.addRow(tr("Format"), formRow({m_format, m_encoding, m_bitrate, m_dither}));
}

void SoundFields::buildRates(QFormLayout& form, QWidget* parent) {
    m_sampleRate = new QComboBox(parent);
    m_sampleRate->setAccessibleName(tr("Sample rate"));
    m_sampleRate->addItem(tr("%1 Hz (the project's)").arg(m_settings.sampleRate), 0.0);
    for (const int rate : {22050, 32000, 44100, 48000, 88200, 96000, 192000})
        if (rate != m_settings.sampleRate)
            m_sampleRate->addItem(tr("%1 Hz").arg(rate), static_cast<double>(rate));
    m_ksmps = new NumberField(parent);
    m_ksmps->setWholeNumbers();
    m_ksmps->setRange(1, 4096);
    m_ksmps->setValue(m_settings.ksmps);
    m_ksmps->setAccessibleName(tr("Frames in a control cycle"));
    m_ksmps->setToolTip(tr("Frames in a control cycle (ksmps): fewer are finer and slower"));
    form.addRow(tr("Sample rate"),
                formRow({m_sampleRate, formLabel(tr("ksmps"), m_ksmps), m_ksmps}));
}

void SoundFields::buildLevel(QFormLayout& form, QWidget* parent) {
    using To = Normalisation::To;
    m_level = new QComboBox(parent);
    m_level->setAccessibleName(tr("Level"));
    m_level->addItem(tr("As rendered"), static_cast<int>(To::AsRendered));
    m_level->addItem(tr("Normalised to a peak"), static_cast<int>(To::Peak));
    m_level->addItem(tr("Normalised to a loudness"), static_cast<int>(To::Loudness));
    if (!SoundMeter::isAvailable()) {
        m_level->setItemText(2, tr("Normalised to a loudness (needs libebur128)"));
        if (auto* const model = qobject_cast<QStandardItemModel*>(m_level->model()))
            model->item(2)->setEnabled(false);
    }
    m_level->setToolTip(tr("Makes the whole file louder or softer by one gain. Loudness is "
                           "measured as EBU R 128 says."));
    m_target = new NumberField(parent);
    m_target->setDecimals(1);
    m_target->setAccessibleName(tr("Level to reach"));
    m_limit = new NumberField(parent);
    m_limit->setDecimals(1);
    m_limit->setRange(-20, 0);
    m_limit->setUnit(tr("dBTP"));
    m_limit->setValue(Normalisation().truePeakLimit);
    m_limit->setAccessibleName(tr("Limit of the true peak"));
    m_limit->setToolTip(tr("The loudness stays below its aim where peaks would pass this, those "
                           "between samples included"));
    m_limitLabel = formLabel(tr("peaks up to"), m_limit);
    form.addRow(tr("Level"), formRow({m_level, m_target, m_limitLabel, m_limit}));
    m_together = new QCheckBox(tr("One gain for all files, from their mix"), parent);
    m_together->setToolTip(tr("The files add up to the normalised mix. Otherwise each is "
                              "normalised by itself."));
    m_together->setChecked(true);
    form.addRow(QString(), m_together);
    proposeLevel();
}

void SoundFields::setSeveralFiles(bool several) {
    m_severalFiles = several;
    refresh();
}

std::string SoundFields::format() const {
    return m_format->currentData().toString().toStdString();
}

void SoundFields::setFormat(const std::string& format) {
    if (const int index = m_format->findData(QString::fromStdString(format)); index >= 0)
        m_format->setCurrentIndex(index);
}

std::string SoundFields::encoding() const {
    return m_encoding->currentData().toString().toStdString();
}

Normalisation::To SoundFields::level() const {
    return static_cast<Normalisation::To>(m_level->currentData().toInt());
}

void SoundFields::fillEncodings() {
    const QSignalBlocker blocker(m_encoding);
    m_encoding->clear();
    if (const SoundFormat* const known = soundFormatNamed(format()))
        for (const std::string& name : known->encodings)
            m_encoding->addItem(encodingText(name), QString::fromStdString(name));
}

/// Peaks and loudnesses have ranges and usual values of their own.
void SoundFields::proposeLevel() {
    const bool loudness = level() == Normalisation::To::Loudness;
    m_target->setUnit(loudness ? tr("LUFS") : tr("dBFS"));
    m_target->setRange(-60, 0);
    m_target->setValue(loudness ? usualLoudness : usualPeak);
}

void SoundFields::read(RenderSpec& spec) const {
    if (m_encoding->currentIndex() > 0)
        spec.encoding = encoding();
    if (m_bitrate->isEnabled())
        spec.compressionBitrate = static_cast<int>(m_bitrate->value());
    if (m_sampleRate->currentData().toDouble() > 0)
        spec.sampleRate = m_sampleRate->currentData().toDouble();
    if (static_cast<int>(m_ksmps->value()) != m_settings.ksmps)
        spec.ksmps = static_cast<int>(m_ksmps->value());
    spec.dither = m_dither->isEnabled() && m_dither->isChecked();
    spec.normalisation = {};
    spec.normalisation.to = level();
    if (level() != Normalisation::To::AsRendered) {
        spec.normalisation.target = m_target->value();
        spec.normalisation.together = m_severalFiles && m_together->isChecked();
    }
    if (level() == Normalisation::To::Loudness)
        spec.normalisation.truePeakLimit = m_limit->value();
    spec.measure = true;
}

void SoundFields::show(const RenderSpec& spec) {
    setFormat(spec.format);
    m_encoding->setCurrentIndex(
        std::max(0, m_encoding->findData(QString::fromStdString(spec.encoding))));
    showRate(spec.sampleRate.value_or(m_settings.sampleRate));
    m_ksmps->setValue(spec.ksmps.value_or(m_settings.ksmps));
    m_bitrate->setValue(spec.compressionBitrate);
    m_dither->setChecked(spec.dither);
    m_level->setCurrentIndex(m_level->findData(static_cast<int>(spec.normalisation.to)));
    if (spec.normalisation.to != Normalisation::To::AsRendered)
        m_target->setValue(spec.normalisation.target);
    if (spec.stems != RenderSpec::Stems::None)
        m_together->setChecked(spec.normalisation.together);
    m_limit->setValue(spec.normalisation.truePeakLimit);
    refresh();
}

void SoundFields::showRate(double rate) {
    const double wanted = rate == m_settings.sampleRate ? 0 : rate;
    if (m_sampleRate->findData(wanted) < 0)
        m_sampleRate->addItem(tr("%1 Hz").arg(wanted), wanted);
    m_sampleRate->setCurrentIndex(m_sampleRate->findData(wanted));
}

void SoundFields::refresh() {
    const std::string chosen = encoding();
    const bool compressed = chosen == "vorbis" || chosen == "opus" || chosen == "mp3";
    m_bitrate->setEnabled(compressed);
    m_bitrate->setVisible(compressed);
    m_dither->setEnabled(chosen == "pcm16");
    m_dither->setVisible(!compressed);
    m_together->setVisible(m_severalFiles && level() != Normalisation::To::AsRendered);
    m_target->setVisible(level() != Normalisation::To::AsRendered);
    m_limit->setVisible(level() == Normalisation::To::Loudness);
    m_limitLabel->setVisible(level() == Normalisation::To::Loudness);
    emit changed();
}

} // namespace stria
