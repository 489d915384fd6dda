// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/render/csound_messages.h"
#include "engine/render/render_input.h"
#include "engine/render/renderer.h"

namespace stria {

/// What client and worker say to each other: frames of a length (32 bits, without itself), a kind
/// (8 bits) and a body, numbers in native byte order. The worker greets first. Sound does not come
/// this way: it is appended to the stem file.
namespace worker_protocol {

constexpr std::uint32_t version = 3;

/// Arguments of the worker.
constexpr const char* guarded = "--guarded";
constexpr const char* wrapped = "--wrapped";
constexpr std::uint32_t longestFrame = 1U << 30U;

enum class Kind : std::uint8_t {
    Hello = 1, ///< worker: "stria-worker", version, Csound's version, process id
    // Requests.
    Check,   ///< RenderInput; answered by problems and Done
    Render,  ///< RenderInput; answered by Started, Progress, Message, Problem and Done
    Trace,   ///< RenderInput, Suspect; answered by Culprit
    Open,    ///< RenderInput without notes: start it and play into the ring that stemPath names
    Compile, ///< text: added to the open orchestra
    Event,   ///< pfields, p2 counted from now
    Set,     ///< p1, field, value
    Stop,    ///< p1, or 0 for all
    Cancel,
    Tell, ///< note down what Csound is doing (CrashRecord), at once
    // Answers.
    Started,
    Message,   ///< text
    Problem,   ///< CsoundProblem
    Progress,  ///< frames valid, score time
    Culprit,   ///< PlayingNote
    Done,      ///< RenderOutcome
    Unconfined ///< text: what the system cannot keep the code of a piece from
};

struct Frame {
    Kind kind = Kind::Hello;
    std::string body;
};

struct Hello {
    std::uint32_t protocol = version;
    std::string csoundVersion;
    std::int64_t processId = 0;
};

/// Appends values to a body.
class Packer {
  public:
    template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T> Packer& operator<<(T value) {
        m_body.append(reinterpret_cast<const char*>(&value), sizeof value);
        return *this;
    }
    Packer& operator<<(const std::string& text);
    template <class T>
    requires std::is_arithmetic_v<T> Packer& operator<<(const std::vector<T>& values) {
        *this << static_cast<std::uint64_t>(values.size());
        m_body.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
        return *this;
    }
    std::string take() { return std::move(m_body); }

  private:
    std::string m_body;
};

/// The last value of an enumeration that goes over the wire.
constexpr CsoundProblem::Kind lastOf(CsoundProblem::Kind) {
    return CsoundProblem::Kind::Performance;
}
constexpr RenderOutcome::End lastOf(RenderOutcome::End) {
    return RenderOutcome::End::WorkerProtocol;
}

/// Reads them back. A body that is too short, or holds a value that there is not, makes ok() false
/// and all that follows empty.
class Unpacker {
  public:
    explicit Unpacker(std::string_view body) : m_body(body) {}

    template <class T>
    requires std::is_arithmetic_v<T> Unpacker& operator>>(T& value) {
        read(&value, sizeof value);
        return *this;
    }
    template <class T>
    requires std::is_enum_v<T> Unpacker& operator>>(T& value) {
        std::underlying_type_t<T> number = 0;
        read(&number, sizeof number);
        const bool isKnown = number >= 0 && number <= static_cast<decltype(number)>(lastOf(T{}));
        value = isKnown ? static_cast<T>(number) : T{};
        if (!isKnown)
            refuse();
        return *this;
    }
    Unpacker& operator>>(bool& value);
    Unpacker& operator>>(std::string& text);
    template <class T>
    requires std::is_arithmetic_v<T> Unpacker& operator>>(std::vector<T>& values) {
        values.resize(readCount(sizeof(T)));
        read(values.data(), values.size() * sizeof(T));
        return *this;
    }
    bool ok() const { return m_ok; }
    /// What was read makes no sense.
    void refuse() {
        m_ok = false;
        m_body = {};
    }

  private:
    bool read(void* to, std::size_t size);
    std::size_t readCount(std::size_t elementSize);

    std::string_view m_body;
    bool m_ok = true;
};

Packer& operator<<(Packer& packer, const PlayingNote& note);
Unpacker& operator>>(Unpacker& unpacker, PlayingNote& note);
Packer& operator<<(Packer& packer, const CsoundProblem& problem);
Unpacker& operator>>(Unpacker& unpacker, CsoundProblem& problem);
Packer& operator<<(Packer& packer, const RenderOutcome& outcome);
Unpacker& operator>>(Unpacker& unpacker, RenderOutcome& outcome);
Packer& operator<<(Packer& packer, const RenderInput& input);
Unpacker& operator>>(Unpacker& unpacker, RenderInput& input);

/// A frame as it goes over the wire.
std::string encode(Kind kind, std::string_view body = {});
std::string packHello(const Hello& hello); ///< the body of its frame
/// Nothing when the frame is no greeting of a worker.
std::optional<Hello> decodeHello(const Frame& frame);

/// Cuts a stream of bytes into frames.
class FrameReader {
  public:
    void add(const char* bytes, std::size_t size) { m_bytes.append(bytes, size); }
    std::optional<Frame> next();
    /// The stream cannot be the protocol's.
    bool isGarbage() const { return m_garbage; }

  private:
    std::string m_bytes;
    std::size_t m_begin = 0;
    bool m_garbage = false;
};

/// What a worker writes beside the stem (recordPath) from a signal handler: when Csound crashes,
/// when it has taken too much memory, and when the client asks because it seems to hang.
struct CrashRecord {
    std::int32_t signal = 0;
    std::int32_t starting = 0;
    std::int32_t instrument = 0;
    std::int32_t outOfMemory = 0;
    std::int32_t notesStarted = 0; ///< as BusyNoteSource tells
    std::int32_t reserved = 0;
    double p1 = 0;
};
std::string recordPath(const std::string& stemPath);
/// Nothing when none has been written.
std::optional<CrashRecord> readRecord(const std::string& stemPath);

} // namespace worker_protocol
} // namespace stria
