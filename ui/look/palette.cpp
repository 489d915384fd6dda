// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/palette.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <array>

#include "ui/look/style_sheet.h"

namespace stria {
namespace {

const Colours darkColours{
    .background = QColor(0x1d, 0x20, 0x24),
    .panel = QColor(0x24, 0x28, 0x2d),
    .raised = QColor(0x2c, 0x31, 0x37),
    .line = QColor(0x36, 0x3c, 0x43),
    .selected = QColor(0x3a, 0x3f, 0x47),
    .text = QColor(0xdf, 0xe3, 0xe8),
    .dimText = QColor(0xa3, 0xab, 0xb4),
    .accent = QColor(0xe0, 0xa2, 0x4b),
    .onAccent = QColor(0x1d, 0x20, 0x24),
    .parameter = QColor(0xf2, 0xb3, 0x5e),
    .kRate = QColor(0x7c, 0xc5, 0xd9),
    .aRate = QColor(0xa6, 0xd1, 0x89),
    .iRate = QColor(0xc6, 0xa0, 0xf6),
    .opcode = QColor(0x8c, 0xaa, 0xee),
    .comment = QColor(0xa3, 0xab, 0xb4),
    .string = QColor(0xe5, 0xc8, 0x90),
    .error = QColor(0xee, 0x91, 0x89),
    .good = QColor(0x8f, 0xbf, 0x7f),
    .dark = true,
};

const Colours lightColours{
    .background = QColor(0xf4, 0xf3, 0xf0),
    .panel = QColor(0xfb, 0xfa, 0xf8),
    .raised = QColor(0xff, 0xff, 0xff),
    .line = QColor(0xd9, 0xd6, 0xd0),
    .selected = QColor(0xe7, 0xe4, 0xde),
    .text = QColor(0x25, 0x28, 0x2c),
    .dimText = QColor(0x61, 0x66, 0x6c),
    .accent = QColor(0x93, 0x57, 0x00),
    .onAccent = QColor(0xff, 0xff, 0xff),
    .parameter = QColor(0x96, 0x55, 0x00),
    .kRate = QColor(0x0b, 0x70, 0x83),
    .aRate = QColor(0x3a, 0x73, 0x1d),
    .iRate = QColor(0x7a, 0x3f, 0xb5),
    .opcode = QColor(0x1f, 0x56, 0xb3),
    .comment = QColor(0x60, 0x66, 0x6d),
    .string = QColor(0x86, 0x5e, 0x00),
    .error = QColor(0xb8, 0x37, 0x2e),
    .good = QColor(0x37, 0x72, 0x28),
    .dark = false,
};

/// Neighbours lie far from each other on the colour circle.
const std::array instrumentColours{
    QColor(0xe0, 0xa2, 0x4b), QColor(0x7c, 0xc5, 0xd9), QColor(0xa6, 0xd1, 0x89),
    QColor(0xc6, 0xa0, 0xf6), QColor(0xe8, 0x8f, 0x8f), QColor(0x8c, 0xaa, 0xee),
    QColor(0xd9, 0xc7, 0x5b), QColor(0x6f, 0xcf, 0xb0), QColor(0xe3, 0x93, 0xc4),
    QColor(0x95, 0x9c, 0xa6),
};

Theme chosenTheme = Theme::System;
bool systemIsDark = true;

bool paletteIsDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

QPalette paletteOf(const Colours& c) {
    QPalette palette;
    palette.setColor(QPalette::Window, c.panel);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.background);
    palette.setColor(QPalette::AlternateBase, c.panel);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.dimText);
    palette.setColor(QPalette::Button, c.raised);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.error);
    palette.setColor(QPalette::ToolTipBase, c.raised);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Light, c.raised);
    palette.setColor(QPalette::Midlight, c.selected);
    palette.setColor(QPalette::Mid, c.line);
    palette.setColor(QPalette::Dark, c.line);
    palette.setColor(QPalette::Shadow, c.dark ? QColor(Qt::black) : c.line);
    const QColor faint = c.dark ? c.dimText.darker(150) : c.dimText.lighter(150);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

QString installedFamily(std::initializer_list<const char*> wanted, QFontDatabase::SystemFont last) {
    for (const char* family : wanted)
        if (QFontDatabase::hasFamily(QString::fromLatin1(family)))
            return QString::fromLatin1(family);
    return QFontDatabase::systemFont(last).family();
}

} // namespace

namespace look {

void apply(QApplication& application, Theme theme) {
    static const bool first = [&] {
        systemIsDark = paletteIsDark(application.palette());
        application.setStyle(QStyleFactory::create("Fusion"));
        application.setFont(font());
        return true;
    }();
    Q_UNUSED(first)
    chosenTheme = theme;
    application.setPalette(paletteOf(colours()));
    application.setStyleSheet(styleSheet(colours()));
}

Theme theme() {
    return chosenTheme;
}

const Colours& colours() {
    const bool dark = chosenTheme == Theme::Dark || (chosenTheme == Theme::System && systemIsDark);
    return dark ? darkColours : lightColours;
}

QColor instrumentColour(int index) {
    const auto count = static_cast<int>(instrumentColours.size());
    return instrumentColours[static_cast<std::size_t>(((index % count) + count) % count)];
}

QFont font(int pixels, bool bold) {
    static const QString family =
        installedFamily({"Inter", "Noto Sans", "DejaVu Sans"}, QFontDatabase::GeneralFont);
    QFont font(family);
    font.setPixelSize(pixels);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

QFont codeFont() {
    static const QString family =
        installedFamily({"JetBrains Mono", "DejaVu Sans Mono"}, QFontDatabase::FixedFont);
    QFont font(family);
    font.setPixelSize(sizes::text);
    font.setFixedPitch(true);
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace look
} // namespace stria
