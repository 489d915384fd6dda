// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_protocol.h"

#include <cstring>
#include <fstream>

namespace stria::worker_protocol {
namespace {

constexpr const char* greeting = "stria-worker";
constexpr std::size_t headSize = sizeof(std::uint32_t) + sizeof(Kind);
constexpr std::uint32_t fewestFields = 3; // p1, p2 and p3

bool canBeRendered(const RenderInput& input) {
    std::uint64_t values = 0;
    for (const std::uint32_t length : input.noteLengths) {
        if (length < fewestFields)
            return false;
        values += length;
    }
    return values == input.noteValues.size() && input.sampleRate > 0 && input.ksmps > 0 &&
           input.channels > 0;
}

} // namespace

Packer& Packer::operator<<(const std::string& text) {
    *this << static_cast<std::uint64_t>(text.size());
    m_body += text;
    return *this;
}

bool Unpacker::read(void* to, std::size_t size) {
    if (!m_ok || size > m_body.size()) {
        refuse();
        if (size > 0)
            std::memset(to, 0, size);
        return false;
    }
    if (size > 0)
        std::memcpy(to, m_body.data(), size);
    m_body.remove_prefix(size);
    return true;
}

std::size_t Unpacker::readCount(std::size_t elementSize) {
    std::uint64_t count = 0;
    *this >> count;
    if (count > m_body.size() / elementSize) {
        m_ok = false;
        return 0;
    }
    return static_cast<std::size_t>(count);
}

Unpacker& Unpacker::operator>>(bool& value) {
    std::uint8_t byte = 0;
    read(&byte, sizeof byte);
    value = byte == 1;
    if (byte > 1)
        refuse();
    return *this;
}

Unpacker& Unpacker::operator>>(std::string& text) {
    text.resize(readCount(1));
    read(text.data(), text.size());
    return *this;
}

Packer& operator<<(Packer& packer, const PlayingNote& note) {
    return packer << note.instrument << note.p1 << note.starting;
}

Unpacker& operator>>(Unpacker& unpacker, PlayingNote& note) {
    return unpacker >> note.instrument >> note.p1 >> note.starting;
}

Packer& operator<<(Packer& packer, const CsoundProblem& problem) {
    return packer << problem.kind << problem.text << problem.word << problem.file << problem.line
                  << problem.lineOffset << problem.note;
}

Unpacker& operator>>(Unpacker& unpacker, CsoundProblem& problem) {
    return unpacker >> problem.kind >> problem.text >> problem.word >> problem.file >>
           problem.line >> problem.lineOffset >> problem.note;
}

Packer& operator<<(Packer& packer, const RenderOutcome& outcome) {
    return packer << outcome.end << outcome.code << outcome.frames << outcome.releasesCut
                  << outcome.culprit << outcome.detail;
}

Unpacker& operator>>(Unpacker& unpacker, RenderOutcome& outcome) {
    return unpacker >> outcome.end >> outcome.code >> outcome.frames >> outcome.releasesCut >>
           outcome.culprit >> outcome.detail;
}

Packer& operator<<(Packer& packer, const RenderInput& input) {
    packer << input.orchestra << static_cast<std::uint64_t>(input.options.size());
    for (const std::string& option : input.options)
        packer << option;
    packer << input.sampleRate << input.ksmps << input.channels << input.needsPlugins
           << input.keepGoing << input.startTime << input.cutTime << input.scoreEnd
           << input.releaseLimit << input.tail;
    packer << static_cast<std::uint64_t>(input.instruments.size());
    for (const RenderInput::InstrumentNumber& instrument : input.instruments)
        packer << instrument.number << instrument.generated;
    packer << input.noteValues << input.noteLengths << input.stemPath << input.memoryLimit
           << input.allowed.write << input.allowed.run << input.allowed.network
           << input.allowed.read << static_cast<std::uint64_t>(input.readable.size());
    for (const std::string& path : input.readable)
        packer << path;
    return packer;
}

Unpacker& operator>>(Unpacker& unpacker, RenderInput& input) {
    std::uint64_t count = 0;
    unpacker >> input.orchestra >> count;
    for (; unpacker.ok() && count > 0; --count)
        unpacker >> input.options.emplace_back();
    unpacker >> input.sampleRate >> input.ksmps >> input.channels >> input.needsPlugins >>
        input.keepGoing >> input.startTime >> input.cutTime >> input.scoreEnd >>
        input.releaseLimit >> input.tail >> count;
    for (; unpacker.ok() && count > 0; --count) {
        RenderInput::InstrumentNumber& instrument = input.instruments.emplace_back();
        unpacker >> instrument.number >> instrument.generated;
    }
    unpacker >> input.noteValues >> input.noteLengths >> input.stemPath >> input.memoryLimit >>
        input.allowed.write >> input.allowed.run >> input.allowed.network >> input.allowed.read >>
        count;
    for (; unpacker.ok() && count > 0; --count)
        unpacker >> input.readable.emplace_back();
    if (!canBeRendered(input))
        unpacker.refuse();
    return unpacker;
}

std::string encode(Kind kind, std::string_view body) {
    std::string frame;
    frame.reserve(headSize + body.size());
    const auto length = static_cast<std::uint32_t>(sizeof(Kind) + body.size());
    frame.append(reinterpret_cast<const char*>(&length), sizeof length);
    frame += static_cast<char>(kind);
    frame += body;
    return frame;
}

std::string packHello(const Hello& hello) {
    Packer packer;
    packer << std::string(greeting) << hello.protocol << hello.csoundVersion << hello.processId;
    return packer.take();
}

std::optional<Hello> decodeHello(const Frame& frame) {
    Unpacker unpacker(frame.body);
    std::string text;
    Hello hello;
    unpacker >> text >> hello.protocol;
    // Whatever another version says behind its number is not ours to read.
    if (frame.kind != Kind::Hello || !unpacker.ok() || text != greeting)
        return std::nullopt;
    unpacker >> hello.csoundVersion >> hello.processId;
    return hello;
}

std::optional<Frame> FrameReader::next() {
    if (m_garbage || m_bytes.size() - m_begin < headSize)
        return std::nullopt;
    std::uint32_t length = 0;
    std::memcpy(&length, m_bytes.data() + m_begin, sizeof length);
    const auto kind = static_cast<std::uint8_t>(m_bytes[m_begin + sizeof length]);
    if (length < sizeof(Kind) || length > longestFrame ||
        kind < static_cast<std::uint8_t>(Kind::Hello) ||
        kind > static_cast<std::uint8_t>(Kind::Unconfined)) {
        m_garbage = true;
        return std::nullopt;
    }
    if (m_bytes.size() - m_begin < sizeof length + length)
        return std::nullopt;
    Frame frame{static_cast<Kind>(kind), m_bytes.substr(m_begin + headSize, length - sizeof(Kind))};
    m_begin += sizeof length + length;
    if (m_begin == m_bytes.size() || m_begin > 1'000'000) {
        m_bytes.erase(0, m_begin);
        m_begin = 0;
    }
    return frame;
}

std::string recordPath(const std::string& stemPath) {
    return stemPath + ".record";
}

std::optional<CrashRecord> readRecord(const std::string& stemPath) {
    std::ifstream file(recordPath(stemPath), std::ios::binary);
    CrashRecord record;
    if (!file.read(reinterpret_cast<char*>(&record), sizeof record))
        return std::nullopt;
    return record;
}

} // namespace stria::worker_protocol
