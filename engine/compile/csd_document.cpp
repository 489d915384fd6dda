// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/csd_document.h"

#include "engine/compile/csound_text.h"

namespace stria {

std::string CsdDocument::assetMark(std::size_t index) {
    return markByte + std::to_string(index) + markByte;
}

std::string
CsdDocument::orchestraText(const std::function<std::string(const CsdAsset&)>& pathOf) const {
    std::string text;
    text.reserve(orchestra.size() + 100 * assets.size());
    std::size_t at = 0;
    while (true) {
        const std::size_t begin = orchestra.find(markByte, at);
        if (begin == std::string::npos)
            break;
        const std::size_t end = orchestra.find(markByte, begin + 1);
        const std::size_t index = std::stoul(orchestra.substr(begin + 1, end - begin - 1));
        text.append(orchestra, at, begin - at);
        const std::string quoted = csound_text::quoted(pathOf(assets[index]));
        text.append(quoted, 1, quoted.size() - 2);
        at = end + 1;
    }
    return text.append(orchestra, at, std::string::npos);
}

} // namespace stria
