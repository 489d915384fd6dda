// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/model/id.h"

namespace stria {

/// Orchestra code outside instruments, or a file that stands there by `#include`.
struct GlobalCode {
    GlobalCodeId id;
    std::string name;
    std::string text; ///< empty when `file` is given
    std::string file; ///< path of an included file; empty for code
    double order = 0;
    std::string extra;

    bool operator==(const GlobalCode&) const = default;
};

/// A named software channel (chnget, chnset) with what it holds and when that changes.
struct Channel {
    enum class Kind { Control, Text, Audio };
    using Value = std::variant<double, std::string>;
    struct Change {
        double time = 0; ///< 0 acts before the first cycle
        Value value;
        bool operator==(const Change&) const = default;
    };

    ChannelId id;
    std::string name;
    Kind kind = Kind::Control;
    std::vector<Change> changes; ///< in the order of the calls; none for audio
    double order = 0;
    std::string extra;

    bool operator==(const Channel&) const = default;
};

/// A text that instruments get by `strget` at a number that stays.
struct FixedString {
    FixedStringId id;
    int index = 1;
    std::string text;
    std::string extra;

    bool operator==(const FixedString&) const = default;
};

} // namespace stria
