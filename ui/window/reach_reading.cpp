// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/reach_reading.h"

#include <algorithm>
#include <set>
#include <span>

#include "engine/compile/asset_facts.h"
#include "engine/sound/sound_file.h"

namespace stria {

namespace {

bool isSameText(Place a, Place b) {
    a.line = b.line = a.column = b.column = a.length = b.length = 0;
    return a == b;
}

/// Its macros may turn another text into something else.
bool changesOthers(const std::string& text) {
    return text.find("#define") != std::string::npos || text.find("#undef") != std::string::npos;
}

/// Whether what it does depends on texts that code is handed.
bool takesTexts(const Reach& reach) {
    return reach.kind == ReachKind::Run || reach.kind == ReachKind::Unknown || reach.target.empty();
}

} // namespace

std::string hashOfText(const std::string& text) {
    return hashBytes(std::as_bytes(std::span(text)));
}

std::string optionsAsText(const Settings& settings) {
    std::string text;
    for (const std::string& option : settings.csoundOptions)
        text += option + '\n';
    return text;
}

bool ReachReading::isOfNow() const {
    return std::all_of(files.begin(), files.end(),
                       [](const File& file) { return timeOfChange(file.path) == file.changed; });
}

ReachReading readReach(const Project& project, const std::string& folder) {
    ReachReading reading;
    IncludedTexts includes;
    for (auto& [name, file] : gatherIncludedFiles(project, folder)) {
        reading.files.push_back({file.absolutePath, file.changed});
        includes.emplace(name, file.text);
    }
    reading.reaches = outsideReach(project, includes, folder);
    reading.needed = allowanceFor(reading.reaches);
    reading.hash = hashOfReachingText(project, includes);
    const auto add = [&](const Place& place, const std::string& text) {
        if (text.empty())
            return;
        const bool isHarmless =
            !changesOthers(text) &&
            std::none_of(reading.reaches.begin(), reading.reaches.end(),
                         [&](const Reach& reach) { return isSameText(reach.place, place); });
        reading.texts.push_back({hashOfText(text), isHarmless});
    };
    for (const ReachingText& code : codeOf(project, {}))
        add(code.place, code.text);
    for (const auto& [name, text] : includes) {
        Place place;
        place.text = TextKind::File;
        place.file = name;
        add(place, text);
    }
    add({}, optionsAsText(project.settings()));
    const bool takes = std::any_of(reading.reaches.begin(), reading.reaches.end(), takesTexts);
    for (const std::string& text : handedTexts(project))
        if (!text.empty())
            reading.texts.push_back({hashOfText(text), !takes});
    return reading;
}

} // namespace stria
