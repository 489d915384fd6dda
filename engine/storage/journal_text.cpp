// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/journal_text.h"

#include "engine/storage/json_reader.h"
#include "engine/storage/json_writer.h"

namespace stria {

namespace {
constexpr std::string_view changesLine = R"({"changes":"follow"})";
}

std::string journalLockPath(const std::string& journalPath) {
    return journalPath + ".lock";
}

std::string writeJournalStart(const JournalHeader& header, std::string_view projectText) {
    JsonWriter json;
    json.beginObject();
    json.key("format");
    json.text("stria-journal");
    json.key("version");
    json.number(1);
    json.key("project");
    json.text(header.projectFile);
    json.key("hash");
    json.text(header.hash);
    json.key("snapshot");
    json.truth(header.hasSnapshot);
    json.endObject();
    std::string text;
    json.moveTo(text);
    text += '\n';
    if (header.hasSnapshot)
        text += projectText;
    text += changesLine;
    text += '\n';
    return text;
}

std::optional<JournalParts> readJournal(std::string_view text) {
    const std::size_t headerEnd = text.find('\n');
    JsonReader json;
    if (headerEnd == std::string_view::npos || !json.read(text.substr(0, headerEnd)) ||
        json.textOf("format") != "stria-journal")
        return std::nullopt;
    JournalParts parts;
    parts.header.projectFile = json.textOf("project");
    parts.header.hash = json.textOf("hash");
    json.take();
    while (json.peek().kind == JsonReader::Kind::Key) {
        if (json.take().text == "snapshot")
            json.readTruth(parts.header.hasSnapshot, "a truth value");
        else
            json.skipValue();
    }
    const std::string mark = "\n" + std::string(changesLine) + "\n";
    const std::size_t end = text.find(mark, headerEnd);
    if (json.failed() || end == std::string_view::npos)
        return std::nullopt;
    parts.snapshot = text.substr(headerEnd + 1, end == headerEnd ? 0 : end - headerEnd);
    parts.changes = text.substr(end + mark.size());
    return parts;
}

} // namespace stria
