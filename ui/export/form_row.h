// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <initializer_list>

class QHBoxLayout;
class QLabel;
class QWidget;

namespace stria {

/// Widgets beside each other in one row of a form, from the left.
QHBoxLayout* formRow(std::initializer_list<QWidget*> widgets);
/// A word before a widget in the middle of a row.
QLabel* formLabel(const QString& text, QWidget* buddy);

} // namespace stria
