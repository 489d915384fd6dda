// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/opcode_catalogue.h"

#include <algorithm>
#include <map>

namespace stria {

namespace {

/// `oscili.kk` and `oscili` are forms of one opcode.
std::string_view plainName(std::string_view name) {
    return name.substr(0, name.find('.'));
}

} // namespace

struct OpcodeCatalogue::Contents {
    std::map<std::string, std::vector<OpcodeSignature>, std::less<>> byName;
    std::vector<std::string> names;
};

OpcodeCatalogue::OpcodeCatalogue(std::vector<OpcodeSignature> signatures) {
    auto contents = std::make_shared<Contents>();
    for (OpcodeSignature& signature : signatures)
        contents->byName[std::string(plainName(signature.name))].push_back(std::move(signature));
    for (const auto& [name, forms] : contents->byName)
        contents->names.push_back(name);
    m_contents = std::move(contents);
}

bool OpcodeCatalogue::empty() const {
    return !m_contents || m_contents->names.empty();
}

bool OpcodeCatalogue::contains(std::string_view name) const {
    return m_contents && m_contents->byName.contains(plainName(name));
}

bool OpcodeCatalogue::needsPlugins(std::string_view name) const {
    if (!contains(name))
        return false;
    const auto& forms = m_contents->byName.find(plainName(name))->second;
    return std::none_of(forms.begin(), forms.end(),
                        [](const OpcodeSignature& form) { return form.inCore; });
}

std::vector<OpcodeSignature> OpcodeCatalogue::signaturesOf(std::string_view name) const {
    if (!contains(name))
        return {};
    return m_contents->byName.find(plainName(name))->second;
}

const std::vector<std::string>& OpcodeCatalogue::names() const {
    static const std::vector<std::string> none;
    return m_contents ? m_contents->names : none;
}

} // namespace stria
