// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace stria {

/// What the inside of a score's `[ ]` comes to: numbers, + - * / % ^ and ( ), as Csound reads them
/// (a sign binds tighter than ^, which goes from the right). Never a value that is not finite.
/// The error is the end of a sentence that begins with the expression: "needs a number at …".
tl::expected<double, std::string> scoreArithmetic(std::string_view expression);

} // namespace stria
