// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stria::fuzz {

/// A reader of bytes that may be anything.
struct Target {
    /// Of its folder in tests/fuzz/corpus.
    std::string_view name;
    /// False when what came out is not what the reader promises, such as a refusal without a
    /// reason, or something that does not survive being written and read again.
    bool (*reads)(std::string_view bytes);
    /// Valid inputs of formats that are of this version alone; null where the corpus has them.
    std::vector<std::string> (*examples)() = nullptr;
};

std::span<const Target> targets();

// Documents: the folder `corpus` names what each takes.
bool projectFile(std::string_view bytes);
bool journal(std::string_view bytes);
bool clipboard(std::string_view bytes);
bool presets(std::string_view bytes);

// Partials come out with rising times, finite values and no more tracks than were asked for.
bool sdifFile(std::string_view bytes);
/// The numbers of an .mtx file, 32 bits each.
bool partialsStore(std::string_view bytes);

// Code.
bool orchestra(std::string_view bytes);
bool score(std::string_view bytes);
bool csoundMessages(std::string_view bytes);

// What worker and client send each other, as each end reads it.
bool requests(std::string_view bytes);
bool answers(std::string_view bytes);
std::vector<std::string> requestExamples();
std::vector<std::string> answerExamples();

} // namespace stria::fuzz
