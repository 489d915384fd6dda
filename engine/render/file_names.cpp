// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/file_names.h"

#include <QString>
#include <QStringList>
#include <algorithm>
#include <unordered_set>

namespace stria {
namespace {

constexpr std::size_t mostBytes = 200;

std::string folded(const std::string& name) {
    return QString::fromStdString(name).toCaseFolded().toStdString();
}

bool isWindowsDevice(std::string_view name) {
    const QString stem =
        QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).section('.', 0, 0);
    static const QStringList plain{"CON", "PRN", "AUX", "NUL"};
    if (plain.contains(stem, Qt::CaseInsensitive))
        return true;
    return stem.size() == 4 && stem[3] >= '1' && stem[3] <= '9' &&
           (stem.startsWith("COM", Qt::CaseInsensitive) ||
            stem.startsWith("LPT", Qt::CaseInsensitive));
}

/// Shortened between characters, never within one.
std::string shortened(std::string text) {
    if (text.size() <= mostBytes)
        return text;
    std::size_t end = mostBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
        --end;
    text.resize(end);
    return text;
}

std::string trimmed(std::string text, std::string_view characters) {
    const std::size_t first = text.find_first_not_of(characters);
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(characters) - first + 1);
}

tl::unexpected<Diagnostic> wrongPattern(const std::string& what) {
    std::string list;
    for (const std::string& word : NamePattern::words())
        list += (list.empty() ? "{" : ", {") + word + "}";
    return failure(ErrorCode::InvalidArgument,
                   what + " The words of a file name are " + list +
                       "; a brace of the name itself is written twice.");
}

} // namespace

const std::vector<std::string>& NamePattern::words() {
    static const std::vector<std::string> list{"project",    "title",  "track", "event",
                                               "instrument", "number", "date",  "time"};
    return list;
}

Expected<NamePattern> NamePattern::read(std::string_view pattern) {
    NamePattern read;
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        const bool twice = i + 1 < pattern.size() && pattern[i + 1] == c;
        if ((c == '{' || c == '}') && twice) {
            text += c;
            ++i;
        } else if (c == '{') {
            const std::size_t end = pattern.find('}', i);
            if (end == std::string_view::npos)
                return wrongPattern("The brace in \"" + std::string(pattern) + "\" is not closed.");
            const std::string word(pattern.substr(i + 1, end - i - 1));
            if (std::find(words().begin(), words().end(), word) == words().end())
                return wrongPattern("\"{" + word + "}\" stands for nothing.");
            read.m_parts.push_back({std::move(text), false});
            read.m_parts.push_back({word, true});
            text.clear();
            i = end;
        } else if (c == '}') {
            return wrongPattern("The closing brace in \"" + std::string(pattern) +
                                "\" has none that opens.");
        } else {
            text += c;
        }
    }
    read.m_parts.push_back({std::move(text), false});
    return read;
}

bool NamePattern::has(std::string_view word) const {
    return std::any_of(m_parts.begin(), m_parts.end(),
                       [&](const Part& part) { return part.isWord && part.text == word; });
}

std::string
NamePattern::name(const std::function<std::string(const std::string& word)>& valueOf) const {
    constexpr std::string_view separators = " -_";
    if (m_parts.size() == 1) // a person's own name stays as it is
        return m_parts.front().text;
    std::string name;
    for (const Part& part : m_parts) {
        const std::string text = part.isWord ? valueOf(part.text) : part.text;
        if (text.empty() && part.isWord)
            name.resize(name.find_last_not_of(separators) + 1);
        name += text;
    }
    return safeFileName(trimmed(std::move(name), separators));
}

std::string safeFileName(std::string_view text) {
    std::string name;
    for (const char c : text) {
        const bool isControl = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        if (isControl)
            name += ' ';
        else
            name += std::string_view("<>:\"/\\|?*").find(c) == std::string_view::npos ? c : '-';
    }
    name = trimmed(shortened(trimmed(std::move(name), " .")), " .");
    if (name.empty())
        return "untitled";
    return isWindowsDevice(name) ? name + "_" : name;
}

void makeUnique(std::vector<std::string>& names) {
    // Names that are taken as they are go first: no number may meet one of them.
    std::unordered_set<std::string> taken;
    std::vector<std::size_t> again;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!taken.insert(folded(names[i])).second)
            again.push_back(i);
    for (const std::size_t i : again)
        for (int number = 2;; ++number)
            if (std::string name = names[i] + ' ' + std::to_string(number);
                taken.insert(folded(name)).second) {
                names[i] = std::move(name);
                break;
            }
}

} // namespace stria
