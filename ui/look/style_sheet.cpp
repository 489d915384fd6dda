// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/style_sheet.h"

#include <QMap>

#include "ui/look/palette.h"

namespace stria {
namespace {

/// @names stand for colours of the palette.
constexpr auto sheet = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 8px; }

QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QMenuBar { background: @panel; border-bottom: 1px solid @line; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: @selected; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 24px; border-radius: 4px; color: @text; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::icon { padding-left: 4px; }

QStatusBar { background: @panel; border-top: 1px solid @line; }
QStatusBar::item { border: none; }

QDockWidget { border: 1px solid @line; }

QPushButton { background: @raised; border: 1px solid @line; border-radius: 4px;
    padding: 4px 12px; min-height: 14px; color: @text; }
QPushButton:hover { background: @selected; }
QPushButton:pressed { background: @line; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; background: @panel; }
QPushButton:checked { border-color: @accent; color: @accent; }
QPushButton:default { border-color: @accent; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent;
    font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; }
QPushButton[kind="primary"]:focus { border-color: @text; }
QPushButton[kind="primary"]:disabled { background: @raised; color: @faint; border-color: @line; }

QPushButton[kind="link"] { background: transparent; border-color: transparent; padding: 2px 8px; }
QPushButton[kind="link"]:hover { background: @selected; }
QPushButton[kind="link"]:focus { border-color: @accent; }

QToolBar { background: @panel; border: none; border-bottom: 1px solid @line; padding: 0; spacing: 0; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 3px; color: @text; }
QToolButton:hover { background: @selected; }
QToolButton:pressed { background: @line; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @faint; }
QToolButton:checked { color: @accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="tool"] { background: @raised; border: 1px solid @line; border-radius: 6px; }
QToolButton[kind="tool"]:hover { background: @selected; }
QToolButton[kind="tool"]:focus { border-color: @accent; }
QToolButton[kind="tool"]:checked { border-color: @accent; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: @field; border: 1px solid @line; border-radius: 4px; color: @text;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit, QAbstractSpinBox { padding: 2px 6px; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border-color: @accent; }
QLineEdit:disabled, QComboBox:disabled { color: @faint; background: @panel; }
QLineEdit[readOnly="true"] { background: @panel; }
QLineEdit[wrong="true"] { border-color: @error; }
QComboBox { padding: 2px 6px; min-height: 16px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/@chevron.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; outline: none;
    selection-background-color: @selected; selection-color: @text; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 6px 10px 5px 10px; color: @dimText; }
QTabBar[kind="narrow"]::tab { padding: 6px 6px 5px 6px; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }

QAbstractItemView { background: @panel; border: none; outline: none; color: @text;
    selection-background-color: @selected; selection-color: @text; }
QTreeView::item, QListView::item, QTableView::item { padding: 3px 4px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: @hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {
    background: @selected; color: @text; }
QTreeView::item:selected:focus, QListView::item:selected:focus { color: @accent; }
QHeaderView::section { background: @panel; color: @dimText; border: none;
    border-bottom: 1px solid @line; padding: 4px 8px; }

QTableCornerButton::section { background: @panel; border: none; border-bottom: 1px solid @line; }

QScrollBar { background: transparent; }
QScrollBar:vertical { width: 12px; margin: 0; }
QScrollBar:horizontal { height: 12px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: @dimText; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QCheckBox { spacing: 6px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @scroll; border-radius: 3px;
    background: @field; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent;
    image: url(:/icons/@check.svg); }
QCheckBox::indicator:disabled { border-color: @line; }

QProgressBar { background: @field; border: 1px solid @line; border-radius: 4px; height: 14px;
    text-align: center; color: @text; }
QProgressBar::chunk { background: @accentFaint; border-radius: 3px; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QGroupBox { border: none; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: @dimText; }

QLabel { background: transparent; }
QLabel[kind="heading"] { color: @dimText; font-size: 11px; font-weight: 600; }
QLabel[kind="dim"] { color: @dimText; }
QLabel[kind="small"] { color: @dimText; font-size: 11px; }
QLabel[kind="error"] { color: @error; }
QLabel[kind="parameter"] { color: @parameter; }
QWidget[kind="bar"] { background: @panel; }
)";

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

} // namespace

QString look::styleSheet(const Colours& c) {
    const QMap<QString, QString> names{
        {"accent", c.accent.name()},
        {"accentFaint", mixed(c.background, c.accent, 0.5).name()},
        {"accentHover", (c.dark ? c.accent.lighter(112) : c.accent.darker(112)).name()},
        {"check", c.dark ? "check-on-dark" : "check-on-light"},
        {"chevron", c.dark ? "chevron-on-dark" : "chevron-on-light"},
        {"dimText", c.dimText.name()},
        {"error", c.error.name()},
        {"faint", mixed(c.panel, c.dimText, 0.6).name()},
        {"field", c.background.name()},
        {"hover", mixed(c.panel, c.selected, 0.5).name()},
        {"line", c.line.name()},
        {"onAccent", c.onAccent.name()},
        {"panel", c.panel.name()},
        {"parameter", c.parameter.name()},
        {"raised", c.raised.name()},
        {"scroll", mixed(c.line, c.dimText, 0.35).name()},
        {"selected", c.selected.name()},
        {"text", c.text.name()},
    };
    QString result = QString::fromLatin1(sheet);
    // Longer names first: @accent is the beginning of @accentFaint.
    for (auto it = names.constEnd(); it != names.constBegin();) {
        --it;
        result.replace('@' + it.key(), it.value());
    }
    return result;
}

} // namespace stria
