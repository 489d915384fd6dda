// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/parameter_knob.h"

#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/look/palette.h"

namespace stria {

namespace {
constexpr int steps = 1000;
constexpr int pixelsForAll = 200;
constexpr int fineFactor = 8;
constexpr int side = 40;
constexpr int fieldWidth = 88; // 20000.00 Hz
/// Of the open part below, in degrees.
constexpr double gap = 80;
constexpr int holdTime = 400; // ms
} // namespace

KnobDial::KnobDial(const ValueScale& scale, QWidget* parent) : QDial(parent), m_scale(scale) {
    setRange(0, steps);
    setSingleStep(steps / 100);
    setPageStep(steps / 10);
    setFixedSize(side, side);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QDial::valueChanged, this, [this] { emit turned(scaledValue()); });
}

double KnobDial::scaledValue() const {
    return m_scale.valueAt(static_cast<double>(value()) / steps);
}

void KnobDial::setScaledValue(double scaled) {
    const QSignalBlocker blocker(this);
    setValue(static_cast<int>(std::lround(m_scale.fractionOf(scaled) * steps)));
    update();
}

void KnobDial::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressedAt = event->position().y();
    m_pressedValue = value();
    setSliderDown(true);
}

void KnobDial::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const double up = m_pressedAt - event->position().y();
    const bool fine = event->modifiers() & Qt::ShiftModifier;
    setValue(m_pressedValue +
             static_cast<int>(std::lround(up * steps / pixelsForAll / (fine ? fineFactor : 1))));
}

void KnobDial::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

void KnobDial::mouseDoubleClickEvent(QMouseEvent*) {
    setValue(static_cast<int>(std::lround(m_scale.fractionOf(m_rest) * steps)));
}

void KnobDial::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& colours = look::colours();
    const QRectF arc = QRectF(rect()).adjusted(4, 4, -4, -4);
    constexpr double start = 270 - gap / 2, span = 360 - gap;
    const double fraction = static_cast<double>(value()) / steps;
    const auto draw = [&](const QColor& colour, double part) {
        painter.setPen(QPen(colour, 3, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(arc, static_cast<int>(start * 16), static_cast<int>(-part * span * 16));
    };
    draw(colours.line, 1);
    draw(isEnabled() ? colours.parameter : colours.dimText, fraction);
    const double angle = (start - fraction * span) * M_PI / 180;
    const QPointF middle = arc.center();
    const QPointF direction(std::cos(angle), -std::sin(angle));
    painter.setPen(QPen(colours.text, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(middle + direction * 5, middle + direction * 11);
    if (hasFocus()) {
        painter.setPen(QPen(colours.accent, 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

ParameterKnob::ParameterKnob(const std::string& parameter, const ValueScale& scale, double rest,
                             QWidget* parent)
    : QWidget(parent), m_parameter(parameter), m_name(new QLabel(this)),
      m_dial(new KnobDial(scale, this)), m_field(new NumberField(this)) {
    const QString name = QString::fromStdString(parameter);
    m_name->setProperty("kind", "parameter");
    m_name->setText(name);
    m_name->setToolTip(name);
    m_dial->setRest(rest);
    m_dial->setAccessibleName(name);
    m_dial->setToolTip(tr("Drag up and down, with Shift in small steps; a double click gives the "
                          "default"));
    m_field->setAccessibleName(tr("Value of %1").arg(name));
    m_field->setUnit(QString::fromStdString(scale.unit()));
    m_field->setDecimals(2);
    m_field->setStep((scale.most() - scale.least()) / 100);
    m_field->setFixedWidth(fieldWidth);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_name, 0, Qt::AlignHCenter);
    layout->addWidget(m_dial, 0, Qt::AlignHCenter);
    layout->addWidget(m_field, 0, Qt::AlignHCenter);
    setValue(rest);
    m_hold.setSingleShot(true);
    m_hold.setInterval(holdTime);
    connect(&m_hold, &QTimer::timeout, this, [this] { emit letGo(m_parameter); });
    connect(m_dial, &KnobDial::turned, this, [this](double value) {
        m_field->setValue(value);
        turn(value);
    });
    connect(m_field, &NumberField::committed, this, [this](double value) {
        m_dial->setScaledValue(value);
        turn(value);
    });
    connect(m_dial, &KnobDial::sliderReleased, this, [this] { emit letGo(m_parameter); });
}

void ParameterKnob::turn(double value) {
    emit turned(m_parameter, value);
    if (m_dial->isSliderDown())
        m_hold.stop();
    else
        m_hold.start();
}

void ParameterKnob::setValue(double value) {
    m_dial->setScaledValue(value);
    m_field->setValue(value);
}

} // namespace stria
