// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_target.h"

#include <QCoreApplication>

#include "engine/orchestra/code_effects.h"

namespace stria {

namespace {

std::vector<CodeTarget> allTargets(const Project& project) {
    std::vector<CodeTarget> targets;
    for (const GlobalCode* code : project.inOrder<GlobalCode>())
        targets.push_back(CodeTarget::global(code->id));
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        targets.push_back(CodeTarget::initOf(instrument->id));
        targets.push_back(CodeTarget::bodyOf(instrument->id));
    }
    return targets;
}

/// The text with every literal name of an instrument `before` made `after`.
std::string withNames(std::string text, const std::string& before, const std::string& after) {
    const auto references = readCodeEffects(text).instrumentReferences;
    for (auto reference = references.rbegin(); reference != references.rend(); ++reference) {
        const TextRange& place = reference->place; // with its quotes
        const std::size_t begin = text.find(before, place.begin);
        if (reference->name == before && begin + before.size() < place.end())
            text.replace(begin, before.size(), after);
    }
    return text;
}

} // namespace

std::optional<CodeTarget> CodeTarget::ofPlace(const Place& place) {
    if (place.text == TextKind::GlobalCode && place.globalCode)
        return global(place.globalCode);
    if (place.text == TextKind::InstrumentInit && place.instrument)
        return initOf(place.instrument);
    if (place.instrument && (place.text == TextKind::InstrumentBody || !place.event))
        return bodyOf(place.instrument);
    return std::nullopt;
}

std::optional<std::string> textOf(const Project& project, const CodeTarget& target) {
    if (target.kind == TextKind::GlobalCode) {
        if (const GlobalCode* code = project.find(target.globalCode))
            return code->text;
        return std::nullopt;
    }
    const Instrument* instrument = project.find(target.instrument);
    if (!instrument)
        return std::nullopt;
    return target.isBody() ? instrument->body : instrument->init;
}

void changeText(Project& project, const CodeTarget& target, std::string text) {
    if (target.kind == TextKind::GlobalCode) {
        const GlobalCode* old = project.find(target.globalCode);
        GlobalCode code = old ? *old : GlobalCode{};
        code.id = target.globalCode;
        code.text = std::move(text);
        if (old)
            (void)project.change(std::move(code));
        else
            (void)project.insert(std::move(code));
        return;
    }
    const Instrument* old = project.find(target.instrument);
    if (!old)
        return;
    Instrument instrument = *old;
    (target.isBody() ? instrument.body : instrument.init) = std::move(text);
    (void)project.change(std::move(instrument));
}

void renameInstrument(Project& project, InstrumentId instrument, const std::string& name) {
    const Instrument* old = project.find(instrument);
    if (!old)
        return;
    Instrument renamed = *old;
    renamed.name = name;
    const std::string before = old->name;
    (void)project.change(std::move(renamed));
    if (before.empty() || name.find_first_of("\"\\") != std::string::npos)
        return; // such a name cannot stand between quotes as it is
    for (const CodeTarget& target : allTargets(project)) {
        const std::string text = textOf(project, target).value_or("");
        std::string changed = withNames(text, before, name);
        if (changed != text)
            changeText(project, target, std::move(changed));
    }
}

QString titleOf(const Project& project, const CodeTarget& target) {
    if (target.kind == TextKind::GlobalCode) {
        const GlobalCode* code = project.find(target.globalCode);
        return code && !code->name.empty()
                   ? QString::fromStdString(code->name)
                   : QCoreApplication::translate("InstrumentEditor", "Global code");
    }
    const Instrument* instrument = project.find(target.instrument);
    const QString name = instrument ? QString::fromStdString(instrument->name) : QString();
    return target.isBody() ? name
                           : QCoreApplication::translate("InstrumentEditor", "%1 · init").arg(name);
}

Place placeOf(const Project& project, const CodeTarget& target) {
    Place place;
    place.text = target.kind;
    place.instrument = target.instrument;
    place.globalCode = target.globalCode;
    if (const Instrument* instrument = project.find(target.instrument))
        place.instrumentName = instrument->name;
    return place;
}

std::vector<std::string> otherTexts(const Project& project, const CodeTarget& target) {
    std::vector<std::string> texts;
    for (const GlobalCode* code : project.inOrder<GlobalCode>()) {
        if (!code->file.empty())
            texts.push_back("#include \"" + code->file + "\"");
        else if (target != CodeTarget::global(code->id))
            texts.push_back(code->text);
    }
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        for (const std::string& file : instrument->includes)
            texts.push_back("#include \"" + file + "\"");
        if (!instrument->init.empty() && target != CodeTarget::initOf(instrument->id))
            texts.push_back(instrument->init);
        if (target != CodeTarget::bodyOf(instrument->id))
            texts.push_back(instrument->body);
    }
    return texts;
}

} // namespace stria
