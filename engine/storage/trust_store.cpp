// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/trust_store.h"

#include <QLockFile>
#include <QStandardPaths>
#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "engine/storage/atomic_file.h"
#include "engine/storage/json_reader.h"
#include "engine/storage/json_writer.h"

namespace stria {

namespace {

struct KindName {
    const char* name;
    bool Allowance::*member;
};
constexpr KindName kindNames[] = {{"write", &Allowance::write},
                                  {"run", &Allowance::run},
                                  {"network", &Allowance::network},
                                  {"read", &Allowance::read}};

struct Answer {
    std::string hash;
    Allowance allowed;
};

bool readAnswer(JsonReader& reader, Answer& answer) {
    if (!reader.expect(JsonReader::Kind::ObjectStart, "an object"))
        return false;
    while (reader.peek().kind == JsonReader::Kind::Key) {
        const std::string key(reader.take().text);
        const auto* const known =
            std::find_if(std::begin(kindNames), std::end(kindNames),
                         [&](const KindName& kind) { return key == kind.name; });
        if (key == "code")
            reader.readText(answer.hash, "a hash");
        else if (known != std::end(kindNames))
            reader.readTruth(answer.allowed.*known->member, "true or false");
        else
            reader.skipValue();
        if (reader.failed())
            return false;
    }
    return !answer.hash.empty();
}

/// Oldest first; none where there is no file. Lines that cannot be read are left out.
Expected<std::vector<Answer>> readAnswers(const std::string& file) {
    std::vector<Answer> answers;
    const Expected<std::string> text = readWholeFile(file);
    if (!text && text.error().code == ErrorCode::FileNotFound)
        return answers;
    if (!text)
        return tl::make_unexpected(text.error());
    JsonReader reader;
    for (std::size_t begin = 0; begin < text->size();) {
        const std::size_t end = std::min(text->find('\n', begin), text->size());
        Answer answer;
        if (reader.read(std::string_view(*text).substr(begin, end - begin)) &&
            readAnswer(reader, answer))
            answers.push_back(std::move(answer));
        begin = end + 1;
    }
    return answers;
}

} // namespace

TrustStore::TrustStore(std::string file) : m_file(std::move(file)) {}

std::string TrustStore::defaultFile() {
    return (QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
            QStringLiteral("/stria/allowed"))
        .toStdString();
}

std::optional<Allowance> TrustStore::find(const std::string& hash) const {
    const Expected<std::vector<Answer>> answers = readAnswers(m_file);
    if (!answers)
        return std::nullopt;
    const auto answer = std::find_if(answers->rbegin(), answers->rend(),
                                     [&](const Answer& a) { return a.hash == hash; });
    if (answer == answers->rend())
        return std::nullopt;
    return answer->allowed;
}

Expected<void> TrustStore::keep(const std::string& hash, const Allowance& allowed) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(m_file).parent_path(), ignored);
    // Two windows may answer at once.
    QLockFile lock(QString::fromStdString(m_file + ".lock"));
    if (!lock.tryLock(2000))
        return failure(ErrorCode::FileUnwritable,
                       "What was allowed cannot be kept: " + m_file + " is locked.");
    // What may be read again later is not written over.
    Expected<std::vector<Answer>> present = readAnswers(m_file);
    if (!present)
        return tl::make_unexpected(present.error());
    std::vector<Answer>& answers = *present;
    std::erase_if(answers, [&](const Answer& answer) { return answer.hash == hash; });
    answers.push_back({hash, allowed});
    if (answers.size() > mostAnswers)
        answers.erase(answers.begin(), answers.end() - mostAnswers);
    JsonWriter writer;
    std::string text;
    for (const Answer& answer : answers) {
        writer.beginObject();
        writer.key("code");
        writer.text(answer.hash);
        for (const KindName& kind : kindNames)
            if (answer.allowed.*kind.member) {
                writer.key(kind.name);
                writer.truth(true);
            }
        writer.endObject();
        writer.moveTo(text);
        if (!text.ends_with('\n'))
            text += '\n';
    }
    return replaceFile(m_file, text, {}, 0600);
}

} // namespace stria
