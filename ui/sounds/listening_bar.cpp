// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/listening_bar.h"

#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/look/number_field.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr double leastGain = -60, mostGain = 12;
constexpr int sliderSteps = 10; ///< a dB

QToolButton* makeTool(QWidget* parent, const char* icon, const QString& name) {
    auto* const button = new QToolButton(parent);
    button->setProperty("kind", "tool");
    button->setIcon(look::icon(QLatin1String(icon)));
    button->setFixedSize(sizes::button, sizes::button);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QFrame* makeLine(QWidget* parent) {
    auto* const line = new QFrame(parent);
    line->setFixedSize(1, sizes::button);
    line->setStyleSheet(QStringLiteral("background: %1;").arg(look::colours().line.name()));
    return line;
}

} // namespace

ListeningBar::ListeningBar(const SoundPlaces::Listening& listening, QWidget* parent)
    : QWidget(parent), m_listening(listening), m_play(makeTool(this, "play", tr("Play"))),
      m_loop(makeTool(this, "loop", tr("Loop"))), m_atOnce(new QCheckBox(tr("Play at once"), this)),
      m_slider(new QSlider(Qt::Horizontal, this)), m_gain(new NumberField(this)),
      m_skip(new TimeField(this)), m_duration(new TimeField(this)),
      m_whole(new QPushButton(tr("Whole sound"), this)), m_device(new QLabel(this)) {
    m_play->setToolTip(tr("Play or stop (Space)"));
    m_loop->setToolTip(tr("Begin anew at the end, while it is heard here (L)"));
    m_loop->setCheckable(true);
    m_loop->setChecked(listening.loops);
    m_atOnce->setChecked(listening.playsAtOnce);
    m_atOnce->setToolTip(tr("A sound is heard as soon as it is chosen"));
    m_slider->setRange(static_cast<int>(leastGain) * sliderSteps,
                       static_cast<int>(mostGain) * sliderSteps);
    m_slider->setPageStep(3 * sliderSteps);
    m_slider->setFixedWidth(104);
    m_slider->setAccessibleName(tr("Gain while listening"));
    m_slider->setToolTip(tr("How loud it is heard here; the sound itself stays as it is"));
    m_gain->setAccessibleName(tr("Gain while listening"));
    m_gain->setUnit(tr("dB"));
    m_gain->setDecimals(1);
    m_gain->setRange(leastGain, mostGain);
    m_gain->setFixedWidth(72);
    m_skip->setAccessibleName(tr("Skip"));
    m_duration->setAccessibleName(tr("Duration"));
    for (TimeField* field : {m_skip, m_duration}) {
        field->setUnit(tr("s"));
        field->setStep(0.01);
        field->setFixedWidth(88);
        connect(field, &NumberField::committed, this, &ListeningBar::typeRegion);
    }
    m_whole->setFocusPolicy(Qt::TabFocus);
    m_whole->setAutoDefault(false);
    m_whole->setToolTip(tr("No region (W)"));
    m_device->setProperty("kind", "small");
    m_device->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_device->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    const auto label = [&](const QString& text, QWidget* buddy) {
        auto* const made = new QLabel(text, this);
        made->setBuddy(buddy);
        made->setProperty("kind", "dim");
        row->addWidget(made);
    };
    row->addWidget(m_play);
    row->addWidget(m_loop);
    row->addWidget(makeLine(this));
    row->addWidget(m_atOnce);
    row->addSpacing(8);
    label(tr("Gain"), m_gain);
    row->addWidget(m_slider);
    row->addWidget(m_gain);
    row->addWidget(makeLine(this));
    label(tr("Skip"), m_skip);
    row->addWidget(m_skip);
    label(tr("Duration"), m_duration);
    row->addWidget(m_duration);
    row->addWidget(m_whole);
    row->addWidget(m_device, 1);

    connect(m_play, &QToolButton::clicked, this, &ListeningBar::playToggled);
    connect(m_loop, &QToolButton::toggled, this, [this](bool on) {
        m_listening.loops = on;
        emit listeningChanged();
    });
    connect(m_atOnce, &QCheckBox::toggled, this, [this](bool on) {
        m_listening.playsAtOnce = on;
        emit listeningChanged();
    });
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int value) { setGain(static_cast<double>(value) / sliderSteps); });
    connect(m_gain, &NumberField::committed, this, &ListeningBar::setGain);
    connect(m_whole, &QPushButton::clicked, this, [this] { emit regionTyped(std::nullopt); });
    setGain(listening.gain);
    setUsable(false);
}

void ListeningBar::setGain(double decibels) {
    m_gain->setValue(decibels);
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(decibels * sliderSteps)));
    if (m_listening.gain == decibels)
        return;
    m_listening.gain = decibels;
    emit listeningChanged();
}

void ListeningBar::toggleLoop() {
    m_loop->toggle();
}

void ListeningBar::setPlaying(bool playing) {
    m_play->setIcon(look::icon(playing ? QStringLiteral("stop") : QStringLiteral("play")));
    m_play->setAccessibleName(playing ? tr("Stop") : tr("Play"));
}

void ListeningBar::setUsable(bool usable) {
    for (QWidget* each : {static_cast<QWidget*>(m_play), static_cast<QWidget*>(m_skip),
                          static_cast<QWidget*>(m_duration)})
        each->setEnabled(usable);
}

void ListeningBar::setRegion(const std::optional<SoundWave::Region>& region, double length) {
    m_length = length;
    m_skip->setRange(0, length);
    m_duration->setRange(0, length);
    m_skip->setValue(region ? std::round(region->start * 1e6) / 1e6 : 0);
    m_duration->setValue(region ? std::round((region->end - region->start) * 1e6) / 1e6 : length);
    m_whole->setEnabled(region.has_value());
}

void ListeningBar::typeRegion() {
    SoundWave::Region region{m_skip->value(), m_skip->value() + m_duration->value()};
    region.end = std::min(region.end, m_length);
    const bool isWhole = region.start <= 0 && region.end >= m_length;
    emit regionTyped(isWhole ? std::nullopt : std::optional(region));
}

void ListeningBar::setDevice(const QString& device) {
    m_device->setText(m_device->fontMetrics().elidedText(device, Qt::ElideRight,
                                                         std::max(m_device->width(), 40)));
    m_device->setToolTip(device);
}

} // namespace stria
