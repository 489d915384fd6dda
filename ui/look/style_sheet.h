// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stria {

struct Colours;

namespace look {
/// What Fusion draws with gradients and we draw flat: buttons, fields, tabs, lists, menus, docks.
/// Widgets ask for a kind by dynamic properties: `kind` = "primary" (a filled button), "heading"
/// (a small capital heading), "dim" (dim text), "bar" (transport bar), "tool" (button in a bar),
/// "narrow" (tabs close together); `wrong` = true (a field whose text cannot be used).
QString styleSheet(const Colours& colours);
} // namespace look

} // namespace stria
