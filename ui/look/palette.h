// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QString>

class QApplication;

namespace stria {

/// The colours of the window, one set for dark and one for light. Text on any background has a
/// contrast of at least 4.5.
struct Colours {
    QColor background, panel, raised;
    QColor line, selected;
    QColor text, dimText;
    QColor accent; ///< fills with onAccent as text, thin lines, the chosen thing
    QColor onAccent;
    QColor parameter;
    QColor kRate, aRate, iRate;
    QColor opcode, comment, string;
    QColor error, good;
    bool dark = true;
};

/// Sizes in device-independent pixels; everything sits on a grid of 8.
namespace sizes {
constexpr int grid = 8;
constexpr int row = 28;
constexpr int bar = 52;
constexpr int button = 32;
constexpr int field = 24;
constexpr int radius = 4;
constexpr int text = 13;
constexpr int smallText = 11;
constexpr int timeText = 22;
} // namespace sizes

enum class Theme { System, Dark, Light };

/// The look of the program: Fusion with our palette. UI thread only.
namespace look {
/// Sets style, palette, fonts and style sheet of the application; may be called again to change it
/// (widgets get a QEvent::PaletteChange and repaint with colours()).
void apply(QApplication& application, Theme theme);
Theme theme();
const Colours& colours();
/// A colour for the n-th instrument or track that has none of its own; differs from neighbours.
QColor instrumentColour(int index);
/// An icon of resources/icons by file name without ending, drawn in the text colour of the palette.
QIcon icon(const QString& name);
/// The interface font in `pixels`, with figures of one width.
QFont font(int pixels = sizes::text, bool bold = false);
QFont codeFont();
} // namespace look

} // namespace stria
