// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_targets.h"

#include "engine/storage/project_file.h"

namespace stria::fuzz {

bool projectFile(std::string_view bytes) {
    const auto first = readProject(bytes);
    if (!first)
        return !first.error().message.empty();
    const std::string text = writeProject(first->project);
    const auto second = readProject(text);
    return second && second->damagedLines.empty() && writeProject(second->project) == text;
}

} // namespace stria::fuzz
