// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/reaching_texts.h"

#include <set>
#include <span>

#include "engine/sound/sound_file.h"

namespace stria {

namespace {

/// Texts one after the other, each with its length, so that none can pass for two.
class TextSum {
  public:
    void add(std::string_view text) {
        m_all += std::to_string(text.size());
        m_all += ':';
        m_all += text;
    }
    std::string hash() const { return hashBytes(std::as_bytes(std::span(m_all))); }

  private:
    std::string m_all;
};

Place placeOfFile(const std::string& name) {
    Place place;
    place.text = TextKind::File;
    place.file = name;
    return place;
}

void addFileText(std::vector<ReachingText>& texts, const std::string& name,
                 const IncludedTexts& includes) {
    if (const auto file = includes.find(name); file != includes.end())
        texts.push_back({placeOfFile(name), file->second});
}

void addTextsOfInstruments(std::vector<ReachingText>& texts, const Project& project,
                           TextKind kind) {
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        const bool isBody = kind == TextKind::InstrumentBody;
        Place place;
        place.text = kind;
        place.instrument = instrument->id;
        place.instrumentName = instrument->name;
        if (const std::string& text = isBody ? instrument->body : instrument->init; !text.empty())
            texts.push_back({place, text});
    }
}

} // namespace

std::vector<ReachingText> codeOf(const Project& project, const IncludedTexts& includes) {
    std::vector<ReachingText> texts = codeAround(project, includes);
    addTextsOfInstruments(texts, project, TextKind::InstrumentBody);
    return texts;
}

std::vector<ReachingText> codeAround(const Project& project, const IncludedTexts& includes) {
    std::vector<ReachingText> texts;
    for (const Instrument* instrument : project.inOrder<Instrument>())
        for (const std::string& name : instrument->includes)
            addFileText(texts, name, includes);
    for (const GlobalCode* code : project.inOrder<GlobalCode>()) {
        addFileText(texts, code->file, includes);
        Place place;
        place.text = TextKind::GlobalCode;
        place.globalCode = code->id;
        if (!code->text.empty())
            texts.push_back({place, code->text});
    }
    addTextsOfInstruments(texts, project, TextKind::InstrumentInit);
    return texts;
}

std::set<std::string> handedTexts(const Project& project) {
    std::set<std::string> handed;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        for (const Argument& argument : event.arguments)
            if (const auto* text = std::get_if<std::string>(&argument.value))
                handed.insert(*text);
    });
    for (const Instrument* instrument : project.inOrder<Instrument>())
        for (const auto& [name, value] : instrument->args)
            if (const auto* text = std::get_if<std::string>(&value))
                handed.insert(*text);
    for (const FixedString* fixed : project.inOrder<FixedString>())
        handed.insert(fixed->text);
    for (const Channel* channel : project.inOrder<Channel>())
        for (const Channel::Change& change : channel->changes)
            if (const auto* text = std::get_if<std::string>(&change.value))
                handed.insert(*text);
    return handed;
}

std::string hashOfReachingText(const Project& project, const IncludedTexts& includes) {
    TextSum sum;
    for (const ReachingText& text : codeOf(project, {}))
        sum.add(text.text);
    for (const auto& [name, text] : includes) {
        sum.add(name);
        sum.add(text);
    }
    for (const std::string& option : project.settings().csoundOptions)
        sum.add(option);
    for (const std::string& text : handedTexts(project))
        sum.add(text);
    return sum.hash();
}

} // namespace stria
