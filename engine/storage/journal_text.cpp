// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/journal_text.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <xxhash.h>

#include "engine/storage/json_reader.h"
#include "engine/storage/json_writer.h"

namespace stria {

namespace {

constexpr std::string_view oldChangesLine = R"({"changes":"follow"})";
/// What a line is, said after its checksum.
constexpr char headMark = 'h';
constexpr char snapshotMark = 's';
constexpr char changeMark = 'c';
constexpr char saveMark = 'm';

constexpr std::size_t checksumDigits = 8;
constexpr std::size_t lineStart = checksumDigits + 3; // "0123abcd c "

std::uint32_t checksum(std::string_view text) {
    return static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
}

void addLine(std::string& text, char mark, std::string_view content) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::size_t begin = text.size();
    text.append(checksumDigits, '0');
    text += ' ';
    text += mark;
    text += ' ';
    text += content;
    std::uint32_t sum = checksum(std::string_view(text).substr(begin + checksumDigits + 1));
    for (std::size_t i = checksumDigits; i-- > 0; sum >>= 4)
        text[begin + i] = digits[sum & 15];
    text += '\n';
}

/// The line's mark, or nothing when it is not what was written.
std::optional<char> markOf(std::string_view line) {
    if (line.size() < lineStart || line[checksumDigits] != ' ' || line[lineStart - 1] != ' ')
        return std::nullopt;
    std::uint32_t sum = 0;
    const char* const end = line.data() + checksumDigits;
    const auto [stop, error] = std::from_chars(line.data(), end, sum, 16);
    const auto isCapital = [](char c) { return c >= 'A' && c <= 'F'; }; // a flipped bit, too
    if (std::any_of(line.data(), end, isCapital) || error != std::errc() || stop != end ||
        sum != checksum(line.substr(checksumDigits + 1)))
        return std::nullopt;
    return line[checksumDigits + 1];
}

std::string writeHead(const JournalHeader& header) {
    JsonWriter json;
    json.beginObject();
    json.key("format");
    json.text("stria-journal");
    json.key("version");
    json.number(journalVersion);
    json.key("project");
    json.text(header.projectFile);
    json.key("hash");
    json.text(header.hash);
    json.key("snapshot");
    json.truth(header.hasSnapshot);
    if (!header.insteadOf.empty()) {
        json.key("insteadOf");
        json.text(header.insteadOf);
    }
    json.endObject();
    std::string text;
    json.moveTo(text);
    return text;
}

bool readHead(std::string_view line, JournalParts& parts) {
    JsonReader json;
    if (!json.read(line) || json.textOf("format") != "stria-journal")
        return false;
    JournalHeader header;
    header.projectFile = json.textOf("project");
    header.hash = json.textOf("hash");
    header.insteadOf = json.textOf("insteadOf");
    int version = 1;
    json.take();
    while (json.peek().kind == JsonReader::Kind::Key) {
        const auto key = json.take().text;
        if (key == "snapshot")
            json.readTruth(header.hasSnapshot, "a truth value");
        else if (key == "version")
            json.readNumber(version, "a version");
        else
            json.skipValue();
    }
    if (json.failed())
        return false;
    parts.version = version;
    parts.header = std::move(header);
    return true;
}

void nameDamage(JournalParts& parts, int line, std::string message) {
    Place place;
    place.text = TextKind::File;
    place.line = line;
    parts.damagedLines.push_back(
        {ErrorCode::DamagedRecord, std::move(message), place, Severity::Error});
}

/// Calls with each whole line, and says whether the last one was whole.
template <class Take> bool forEachLine(std::string_view text, Take&& take) {
    int number = 0;
    for (std::size_t end; (end = text.find('\n')) != std::string_view::npos;) {
        take(JournalParts::Line{++number, text.substr(0, end)});
        text.remove_prefix(end + 1);
    }
    return text.empty();
}

std::string writeSaveStep(std::string_view step, int number, std::string_view projectFile,
                          std::string_view hash) {
    JsonWriter json;
    json.beginObject();
    json.key("save");
    json.text(step);
    json.key("number");
    json.number(number);
    json.key("project");
    json.text(projectFile);
    if (!hash.empty()) {
        json.key("hash");
        json.text(hash);
    }
    json.endObject();
    std::string content;
    json.moveTo(content);
    std::string text;
    addLine(text, saveMark, content);
    return text;
}

/// Puts the lines of saves together while they are read.
class SaveReader {
  public:
    explicit SaveReader(JournalParts& parts) : m_parts(parts) {}

    bool read(std::string_view line) {
        JsonReader json;
        if (!json.read(line))
            return false;
        const std::string step(json.textOf("save"));
        JournalParts::Save save;
        save.projectFile = json.textOf("project");
        save.hash = json.textOf("hash");
        int number = 0;
        json.take();
        while (json.peek().kind == JsonReader::Kind::Key) {
            if (json.take().text == "number")
                json.readNumber(number, "a number");
            else
                json.skipValue();
        }
        if (json.failed())
            return false;
        if (step == "begins") {
            m_begun[number] = m_parts.changes.size();
            m_parts.targets.push_back(std::move(save.projectFile));
        } else if (step == "writes") {
            // Without its beginning (a damaged line), the changes up to here count as saved.
            const auto begun = m_begun.find(number);
            save.firstChangeAfter = begun == m_begun.end() ? m_parts.changes.size() : begun->second;
            m_parts.saves.push_back(std::move(save));
        }
        return true;
    }

  private:
    JournalParts& m_parts;
    std::map<int, std::size_t> m_begun;
};

JournalParts readChecked(std::string_view text) {
    JournalParts parts;
    parts.version = journalVersion;
    SaveReader saves(parts);
    int heads = 0;
    int number = 0;
    parts.endsInALine = forEachLine(text, [&](JournalParts::Line line) {
        const std::optional<char> mark = markOf(line.text);
        number = line.number;
        bool read = mark.has_value();
        if (read)
            line.text.remove_prefix(lineStart);
        if (mark == headMark) {
            read = readHead(line.text, parts);
            ++heads;
            parts.startIsWhole = heads == 2 && parts.damagedLines.empty();
        } else if (mark == snapshotMark) {
            parts.snapshot.push_back(line);
        } else if (mark == changeMark) {
            parts.changes.push_back(line);
        } else if (mark == saveMark) {
            read = saves.read(line.text);
        }
        if (!read)
            nameDamage(parts, line.number, "This line is not what was written; it is left out.");
    });
    // A write that was cut leaves the beginning of a line; no line has a zero in it.
    if (text.substr(text.rfind('\n') + 1).find('\0') != std::string_view::npos)
        nameDamage(parts, number + 1, "The end of the journal is not what was written.");
    if (heads == 0)
        nameDamage(parts, 1, "The journal's head is lost: it is not known which file it is of.");
    else if (heads == 1 && parts.header && parts.header->hasSnapshot && parts.changes.empty())
        nameDamage(parts, 1, "The journal ends before the project in it is whole.");
    return parts;
}

/// Version 1 had no checksums and one head.
std::optional<JournalParts> readUnchecked(std::string_view text) {
    JournalParts parts;
    parts.version = 1;
    const bool hasChangesLine =
        text.find("\n" + std::string(oldChangesLine) + "\n") != std::string_view::npos;
    bool inSnapshot = hasChangesLine;
    bool plausible = false;
    parts.endsInALine = forEachLine(text, [&](const JournalParts::Line& line) {
        if (line.number == 1) {
            plausible = readHead(line.text, parts);
            if (!plausible)
                nameDamage(parts, 1,
                           "The journal's head is lost: it is not known which file it is of.");
        } else if (inSnapshot && line.text == oldChangesLine) {
            inSnapshot = false;
            plausible = true;
        } else {
            (inSnapshot ? parts.snapshot : parts.changes).push_back(line);
            plausible = plausible || line.text.starts_with("{\"kind\":");
        }
    });
    if (!plausible)
        return std::nullopt;
    if (!hasChangesLine && parts.version <= journalVersion)
        nameDamage(parts, 1, "The line after which the changes follow is lost.");
    return parts;
}

} // namespace

std::string journalLockPath(const std::string& journalPath) {
    return journalPath + ".lock";
}

std::string writeJournalStart(const JournalHeader& header, std::string_view projectText) {
    const std::string head = writeHead(header);
    std::string text;
    text.reserve(header.hasSnapshot ? projectText.size() + projectText.size() / 8 : 0);
    addLine(text, headMark, head);
    if (header.hasSnapshot)
        forEachLine(projectText, [&](const JournalParts::Line& line) {
            addLine(text, snapshotMark, line.text);
        });
    addLine(text, headMark, head);
    return text;
}

std::string writeJournalChange(std::string_view record) {
    // A long curve or table takes several lines.
    std::string text;
    for (std::size_t begin = 0; begin <= record.size();) {
        const std::size_t end = std::min(record.find('\n', begin), record.size());
        addLine(text, changeMark, record.substr(begin, end - begin));
        begin = end + 1;
    }
    return text;
}

std::string writeSaveBegins(int number, const std::string& projectFile) {
    return writeSaveStep("begins", number, projectFile, {});
}

std::string writeSaveWrites(int number, const std::string& projectFile, const std::string& hash) {
    return writeSaveStep("writes", number, projectFile, hash);
}

std::optional<JournalParts> readJournal(std::string_view text) {
    bool isChecked = false;
    forEachLine(text, [&](const JournalParts::Line& line) {
        isChecked = isChecked || markOf(line.text).has_value();
    });
    if (isChecked)
        return readChecked(text);
    return readUnchecked(text);
}

} // namespace stria
