// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSet>
#include <QWidget>
#include <optional>

namespace stria {

/// Piano keys, played with the mouse (lower on a key is louder) and, with the focus, with two rows
/// of the computer's keyboard as on a piano: Z S X... from the first C, Q 2 W... an octave higher.
/// Left and Right change the octave. Pitches are MIDI's (60 is middle C).
class PianoKeys : public QWidget {
    Q_OBJECT

  public:
    explicit PianoKeys(QWidget* parent = nullptr);

    /// The pitch of the first C.
    int firstPitch() const { return m_first; }
    void moveOctaves(int octaves);
    /// Shows a key as pressed that something else plays.
    void setPressed(int pitch, bool pressed);
    void releaseAll();
    QRectF keyRect(int pitch) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void pressed(int pitch, int velocity);
    void released(int pitch);
    void octaveChanged(int firstPitch);
    void leaveRequested(); ///< Escape

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    int lastPitch() const;
    std::optional<int> pitchAt(const QPointF& position) const;
    void press(int pitch, int velocity);
    void release(int pitch);

    int m_first = 48;
    QSet<int> m_pressed;
    std::optional<int> m_mousePitch;
    QHash<int, int> m_computerKeys; ///< key that is down -> pitch
};

} // namespace stria
