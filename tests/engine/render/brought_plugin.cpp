// SPDX-License-Identifier: GPL-3.0-or-later
// Native code that a piece brings along: whoever loads it ends.

#include <unistd.h>

namespace {

struct Harm {
    Harm() { ::_exit(42); }
} const harm;

} // namespace
