// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_main.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <poll.h>
#include <string_view>
#include <thread>
#include <unistd.h>

#include "engine/render/audition_player.h"
#include "engine/render/worker_confinement.h"
#include "engine/render/worker_guard.h"
#include "engine/render/worker_protocol.h"
#include "engine/render/worker_warden.h"

namespace stria {
namespace {

using worker_protocol::Frame;
using worker_protocol::FrameReader;
using worker_protocol::Kind;
using worker_protocol::Packer;
using worker_protocol::Unpacker;

/// The line to the client. Requests are read by a thread of its own, so that a client that is gone
/// or cancels is noticed whatever Csound does.
class ClientLine {
  public:
    ClientLine() {
        m_in = ::fcntl(0, F_DUPFD_CLOEXEC, 3);
        m_out = ::fcntl(1, F_DUPFD_CLOEXEC, 3);
        // Opcodes may read and print: not on this line.
        const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::dup2(nothing, 0);
        ::dup2(2, 1);
        std::thread([this] { readRequests(); }).detach();
    }

    void send(Kind kind, const std::string& body = {}) const {
        const std::string frame = worker_protocol::encode(kind, body);
        for (std::size_t sent = 0; sent < frame.size();) {
            const ssize_t some = ::write(m_out, frame.data() + sent, frame.size() - sent);
            if (some > 0)
                sent += static_cast<std::size_t>(some);
            else if (errno != EINTR)
                ::_exit(0);
        }
    }

    Frame waitForRequest() {
        std::unique_lock lock(m_mutex);
        m_arrived.wait(lock, [this] { return !m_requests.empty(); });
        return take();
    }
    std::optional<Frame> nextRequest() {
        const std::lock_guard lock(m_mutex);
        return m_requests.empty() ? std::nullopt : std::optional<Frame>(take());
    }
    bool cancelRequested() const { return m_cancel.load(std::memory_order_relaxed); }
    void forgetCancel() { m_cancel.store(false); }

  private:
    Frame take() {
        Frame frame = std::move(m_requests.front());
        m_requests.pop_front();
        return frame;
    }

    void readRequests() {
        worker_guard::blockSignals();
        FrameReader reader;
        std::array<char, 65536> bytes{};
        while (true) {
            pollfd line{m_in, POLLIN, 0};
            const int ready = ::poll(&line, 1, 50);
            worker_guard::checkMemory();
            if (ready <= 0)
                continue;
            const ssize_t size = ::read(m_in, bytes.data(), bytes.size());
            if (size < 0 && errno == EINTR)
                continue;
            if (size <= 0)
                ::_exit(0);
            reader.add(bytes.data(), static_cast<std::size_t>(size));
            while (auto frame = reader.next()) {
                if (frame->kind == Kind::Tell) {
                    worker_guard::askForRecord();
                    continue;
                }
                if (frame->kind == Kind::Cancel)
                    m_cancel.store(true);
                const std::lock_guard lock(m_mutex);
                m_requests.push_back(std::move(*frame));
                m_arrived.notify_one();
            }
            if (reader.isGarbage())
                ::_exit(2);
        }
    }

    int m_in = -1;
    int m_out = -1;
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::deque<Frame> m_requests;
    std::atomic<bool> m_cancel{false};
};

class ClientListener : public RenderListener {
  public:
    ClientListener(ClientLine& line, const Allowance& allowed) : m_line(line), m_allowed(allowed) {}

    bool stopRequested() override { return m_line.cancelRequested(); }
    void onCompiled() override { worker_confinement::admitNoMoreCode(m_allowed); }
    void onStarted() override { m_line.send(Kind::Started); }
    void onMessage(const std::string& line) override {
        m_line.send(Kind::Message, (Packer() << line).take());
    }
    void onUnconfined(const std::string& gap) override {
        m_line.send(Kind::Unconfined, (Packer() << gap).take());
    }
    void onProblem(const CsoundProblem& problem) override {
        Packer packer;
        packer << problem;
        m_line.send(Kind::Problem, packer.take());
    }
    void onProgress(std::uint64_t framesValid, double time) override {
        m_line.send(Kind::Progress, (Packer() << framesValid << time).take());
    }

  private:
    ClientLine& m_line;
    const Allowance& m_allowed;
};

void sendOutcome(ClientLine& line, const RenderOutcome& outcome) {
    Packer packer;
    packer << outcome;
    line.send(Kind::Done, packer.take());
}

/// False when the request is none for an open instance.
bool takeAuditionRequest(AuditionPlayer& player, const Frame& request) {
    Unpacker body(request.body);
    std::string text;
    std::vector<double> fields;
    double p1 = 0;
    double value = 0;
    int field = 0;
    switch (request.kind) {
    case Kind::Compile:
        body >> text;
        player.compile(text);
        return true;
    case Kind::Event:
        body >> fields;
        player.startEvent(fields);
        return true;
    case Kind::Set:
        body >> p1 >> field >> value;
        player.setField(p1, field, value);
        return true;
    case Kind::Stop:
        body >> p1;
        player.stop(p1);
        return true;
    default:
        return false;
    }
}

/// Keeps a sounding instance until the client wants something else, which is returned.
std::optional<Frame> audition(ClientLine& line, ClientListener& listener,
                              const RenderInput& input) {
    AuditionPlayer player(input, listener);
    worker_guard::watch(&player, worker_protocol::recordPath(input.stemPath));
    std::optional<Frame> next;
    bool plays = player.open();
    sendOutcome(line, {.end = plays ? RenderOutcome::End::Complete : RenderOutcome::End::Refused});
    while (plays && !next) {
        std::optional<Frame> request =
            player.isSounding() ? line.nextRequest() : line.waitForRequest();
        if (!request)
            plays = player.playCycle();
        else if (!takeAuditionRequest(player, *request))
            next = std::move(request);
    }
    if (!plays && player.isSounding())
        sendOutcome(line, {.end = RenderOutcome::End::EndedEarly, .culprit = player.busyNote()});
    worker_guard::watch(nullptr, {});
    return next;
}

/// Returns a request that came meanwhile and is still to be answered.
std::optional<Frame> answer(ClientLine& line, const Frame& request) {
    RenderInput input;
    ClientListener listener(line, input.allowed);
    Unpacker body(request.body);
    body >> input;
    if (!body.ok())
        ::_exit(2);
    worker_guard::limitMemory(input.memoryLimit);
    for (const std::string& missing : worker_confinement::confine(input))
        listener.onUnconfined(missing);
    if (request.kind == Kind::Open)
        return audition(line, listener, input);
    Renderer renderer(input, listener);
    worker_guard::watch(&renderer, worker_protocol::recordPath(input.stemPath));
    Packer packer;
    if (request.kind == Kind::Trace) {
        RenderInput::Suspect suspect;
        body >> suspect.frame >> suspect.channel;
        packer << renderer.findCulprit(suspect);
    } else {
        packer << (request.kind == Kind::Render ? renderer.run() : renderer.check());
    }
    worker_guard::watch(nullptr, {});
    line.send(request.kind == Kind::Trace ? Kind::Culprit : Kind::Done, packer.take());
    return std::nullopt;
}

int printOpcodes() {
    for (const OpcodeSignature& opcode : listOpcodes(true))
        std::printf("%s\t%s\t%s\t%d\n", opcode.name.c_str(), opcode.outputs.c_str(),
                    opcode.inputs.c_str(), opcode.inCore ? 1 : 0);
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? 0 : 1;
}

} // namespace

int workerMain(int argumentCount, const char* const* arguments) {
    const std::string_view argument = argumentCount > 1 ? arguments[1] : "";
    if (argumentCount == 2 && argument == "--opcodes")
        return printOpcodes();
    const bool isKnown = argument.empty() || argument == worker_protocol::guarded ||
                         argument == worker_protocol::wrapped;
    if (argumentCount > 2 || !isKnown || ::isatty(0) != 0) {
        std::fputs("stria-worker computes sound for Stria; it is not to be started by hand.\n",
                   stderr);
        return 2;
    }
    if (argument == worker_protocol::guarded)
        startWarden();
    if (argument == worker_protocol::wrapped)
        worker_confinement::setWrapped();
    worker_guard::install();
    static ClientLine line;
    line.send(Kind::Hello,
              worker_protocol::packHello({worker_protocol::version, csoundVersion(), ::getpid()}));
    std::optional<Frame> request;
    while (true) {
        if (!request)
            request = line.waitForRequest();
        line.forgetCancel();
        request = request->kind == Kind::Cancel ? std::nullopt : answer(line, *request);
    }
}

} // namespace stria
