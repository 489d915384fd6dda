// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/piano_keys.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr int octaves = 3;
constexpr int lowestFirst = 12;
constexpr int highestFirst = 84;
constexpr int usualVelocity = 100;
constexpr std::array whiteSteps = {0, 2, 4, 5, 7, 9, 11};

/// From the first C, as the keys lie on a computer's keyboard.
struct ComputerKey {
    int key;
    int step;
};
constexpr std::array computerKeys = {
    ComputerKey{Qt::Key_Z, 0},      ComputerKey{Qt::Key_S, 1},  ComputerKey{Qt::Key_X, 2},
    ComputerKey{Qt::Key_D, 3},      ComputerKey{Qt::Key_C, 4},  ComputerKey{Qt::Key_V, 5},
    ComputerKey{Qt::Key_G, 6},      ComputerKey{Qt::Key_B, 7},  ComputerKey{Qt::Key_H, 8},
    ComputerKey{Qt::Key_N, 9},      ComputerKey{Qt::Key_J, 10}, ComputerKey{Qt::Key_M, 11},
    ComputerKey{Qt::Key_Comma, 12}, ComputerKey{Qt::Key_L, 13}, ComputerKey{Qt::Key_Period, 14},
    ComputerKey{Qt::Key_Q, 12},     ComputerKey{Qt::Key_2, 13}, ComputerKey{Qt::Key_W, 14},
    ComputerKey{Qt::Key_3, 15},     ComputerKey{Qt::Key_E, 16}, ComputerKey{Qt::Key_R, 17},
    ComputerKey{Qt::Key_5, 18},     ComputerKey{Qt::Key_T, 19}, ComputerKey{Qt::Key_6, 20},
    ComputerKey{Qt::Key_Y, 21},     ComputerKey{Qt::Key_7, 22}, ComputerKey{Qt::Key_U, 23},
    ComputerKey{Qt::Key_I, 24},     ComputerKey{Qt::Key_9, 25}, ComputerKey{Qt::Key_O, 26},
    ComputerKey{Qt::Key_0, 27},     ComputerKey{Qt::Key_P, 28},
};

std::optional<int> stepOf(int key) {
    for (const ComputerKey& known : computerKeys)
        if (known.key == key)
            return known.step;
    return std::nullopt;
}

bool isWhite(int pitch) {
    return std::find(whiteSteps.begin(), whiteSteps.end(), pitch % 12) != whiteSteps.end();
}

/// White keys below a pitch, from C of octave 0 on.
int whitesBelow(int pitch) {
    const auto below = std::count_if(whiteSteps.begin(), whiteSteps.end(),
                                     [pitch](int step) { return step < pitch % 12; });
    return pitch / 12 * 7 + static_cast<int>(below);
}

bool isPlain(const QKeyEvent& event) {
    return (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

} // namespace

PianoKeys::PianoKeys(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Piano keys"));
    setAccessibleDescription(
        tr("With the focus here the keys Z S X and Q 2 W and so on play notes; "
           "left and right change the octave"));
    setToolTip(
        tr("Press keys with the mouse, or Z S X D C… and Q 2 W 3 E… on the keyboard; Left and "
           "Right change the octave, Escape leaves"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PianoKeys::sizeHint() const {
    return {22 * (octaves * 7 + 1), 96};
}

QSize PianoKeys::minimumSizeHint() const {
    return {12 * (octaves * 7 + 1), 72};
}

int PianoKeys::lastPitch() const {
    return m_first + octaves * 12;
}

void PianoKeys::moveOctaves(int steps) {
    const int first = std::clamp(m_first + 12 * steps, lowestFirst, highestFirst);
    if (first == m_first)
        return;
    releaseAll();
    m_first = first;
    emit octaveChanged(first);
    update();
}

void PianoKeys::setPressed(int pitch, bool pressed) {
    if (pressed)
        m_pressed.insert(pitch);
    else
        m_pressed.remove(pitch);
    update();
}

void PianoKeys::press(int pitch, int velocity) {
    if (m_pressed.contains(pitch))
        return;
    setPressed(pitch, true);
    emit pressed(pitch, velocity);
}

void PianoKeys::release(int pitch) {
    if (!m_pressed.contains(pitch))
        return;
    setPressed(pitch, false);
    emit released(pitch);
}

void PianoKeys::releaseAll() {
    if (m_mousePitch)
        release(*m_mousePitch);
    m_mousePitch.reset();
    for (const int pitch : std::as_const(m_computerKeys))
        release(pitch);
    m_computerKeys.clear();
}

QRectF PianoKeys::keyRect(int pitch) const {
    const double white = static_cast<double>(width()) / (octaves * 7 + 1);
    const double left = (whitesBelow(pitch) - whitesBelow(m_first)) * white;
    if (isWhite(pitch))
        return {left, 0, white, static_cast<double>(height())};
    return {left - white * 0.3, 0, white * 0.6, height() * 0.6};
}

std::optional<int> PianoKeys::pitchAt(const QPointF& position) const {
    if (!QRectF(rect()).contains(position))
        return std::nullopt;
    std::optional<int> found;
    for (int pitch = m_first; pitch <= lastPitch(); ++pitch)
        if (keyRect(pitch).contains(position) && (!found || !isWhite(pitch)))
            found = pitch;
    return found;
}

void PianoKeys::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        mouseMoveEvent(event);
}

void PianoKeys::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const std::optional<int> pitch = pitchAt(event->position());
    if (pitch == m_mousePitch)
        return;
    if (m_mousePitch)
        release(*m_mousePitch);
    m_mousePitch = pitch;
    if (!pitch)
        return;
    const double depth = event->position().y() / keyRect(*pitch).height();
    press(*pitch, static_cast<int>(std::lround(40 + 87 * std::clamp(depth, 0.0, 1.0))));
}

void PianoKeys::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_mousePitch)
        return;
    release(*m_mousePitch);
    m_mousePitch.reset();
}

bool PianoKeys::event(QEvent* event) {
    // Letters are notes here, whatever menu entry they belong to.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* const key = static_cast<QKeyEvent*>(event);
        const bool isOurs = stepOf(key->key()) || key->key() == Qt::Key_Left ||
                            key->key() == Qt::Key_Right || key->key() == Qt::Key_Escape;
        if (isPlain(*key) && isOurs) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void PianoKeys::keyPressEvent(QKeyEvent* event) {
    if (!isPlain(*event)) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (const auto step = stepOf(event->key())) {
        const int pitch = m_first + *step;
        if (!event->isAutoRepeat() && pitch <= lastPitch() && !m_pressed.contains(pitch)) {
            m_computerKeys.insert(event->key(), pitch);
            press(pitch, usualVelocity);
        }
    } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        moveOctaves(event->key() == Qt::Key_Left ? -1 : 1);
    } else if (event->key() == Qt::Key_Escape) {
        releaseAll();
        emit leaveRequested();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void PianoKeys::keyReleaseEvent(QKeyEvent* event) {
    if (event->isAutoRepeat() || !m_computerKeys.contains(event->key())) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    release(m_computerKeys.take(event->key()));
}

void PianoKeys::focusOutEvent(QFocusEvent* event) {
    releaseAll();
    QWidget::focusOutEvent(event);
    update();
}

void PianoKeys::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& colours = look::colours();
    // A piano is black and white in either theme.
    const QColor white(0xe8, 0xe6, 0xe0), black(0x20, 0x22, 0x26), dim(0x70, 0x70, 0x70);
    painter.setFont(look::font(sizes::smallText));
    for (const bool whites : {true, false})
        for (int pitch = m_first; pitch <= lastPitch(); ++pitch) {
            if (isWhite(pitch) != whites)
                continue;
            const QRectF key = keyRect(pitch);
            painter.setPen(QPen(colours.line, 1));
            painter.setBrush(m_pressed.contains(pitch) ? colours.accent : whites ? white : black);
            painter.drawRoundedRect(key.adjusted(0.5, -4, -0.5, -0.5), 3, 3);
            if (pitch % 12 == 0) {
                painter.setPen(m_pressed.contains(pitch) ? colours.onAccent : dim);
                painter.drawText(key.adjusted(0, 0, 0, -4), Qt::AlignHCenter | Qt::AlignBottom,
                                 QStringLiteral("C%1").arg(pitch / 12 - 1));
            }
        }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }
}

} // namespace stria
