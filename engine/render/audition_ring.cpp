// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/audition_ring.h"

#include <algorithm>
#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stria {

struct AuditionRing::Head {
    std::uint32_t channels = 0;
    std::uint32_t capacity = 0; ///< frames
    std::atomic<std::uint64_t> written{0};
    std::atomic<std::uint64_t> read{0};
    std::atomic<std::uint64_t> sounding{0};
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

namespace {
void* map(int file, std::size_t bytes) {
    void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    return memory == MAP_FAILED ? nullptr : memory;
}
} // namespace

std::unique_ptr<AuditionRing> AuditionRing::create(const std::string& path, int channels,
                                                   std::uint32_t capacity) {
    const std::size_t bytes =
        sizeof(Head) + std::size_t{capacity} * static_cast<std::size_t>(channels) * sizeof(float);
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return nullptr;
    // Allocated now: a full disk found later would be a SIGBUS.
    if (::posix_fallocate(file, 0, static_cast<off_t>(bytes)) != 0) {
        ::close(file);
        return nullptr;
    }
    void* memory = map(file, bytes);
    if (memory == nullptr)
        return nullptr;
    Head* head = new (memory) Head;
    head->channels = static_cast<std::uint32_t>(channels);
    head->capacity = capacity;
    return std::unique_ptr<AuditionRing>(new AuditionRing(head, bytes));
}

std::unique_ptr<AuditionRing> AuditionRing::open(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    struct stat state {};
    if (file < 0 || ::fstat(file, &state) != 0)
        return nullptr;
    const auto bytes = static_cast<std::size_t>(state.st_size);
    if (bytes < sizeof(Head)) {
        ::close(file);
        return nullptr;
    }
    void* memory = map(file, bytes);
    if (memory == nullptr)
        return nullptr;
    return std::unique_ptr<AuditionRing>(new AuditionRing(static_cast<Head*>(memory), bytes));
}

AuditionRing::~AuditionRing() {
    ::munmap(m_head, m_bytes);
}

int AuditionRing::channels() const {
    return static_cast<int>(m_head->channels);
}

float* AuditionRing::samples() const {
    return reinterpret_cast<float*>(m_head + 1);
}

std::uint32_t AuditionRing::available() const {
    return static_cast<std::uint32_t>(m_head->written.load(std::memory_order_acquire) -
                                      m_head->read.load(std::memory_order_acquire));
}

std::uint32_t AuditionRing::space() const {
    return m_head->capacity - std::min(m_head->capacity, available());
}

std::uint32_t AuditionRing::write(std::span<const double> samples) {
    const std::uint32_t channels = m_head->channels;
    const std::uint32_t frames =
        std::min(space(), static_cast<std::uint32_t>(samples.size() / channels));
    std::uint64_t at = m_head->written.load(std::memory_order_relaxed);
    for (std::uint32_t frame = 0; frame < frames; ++frame, ++at)
        for (std::uint32_t channel = 0; channel < channels; ++channel)
            this->samples()[at % m_head->capacity * channels + channel] =
                static_cast<float>(samples[std::size_t{frame} * channels + channel]);
    m_head->written.store(at, std::memory_order_release);
    return frames;
}

std::uint32_t AuditionRing::read(std::span<float> samples) {
    const std::uint32_t channels = m_head->channels;
    const std::uint32_t frames =
        std::min(available(), static_cast<std::uint32_t>(samples.size() / channels));
    std::uint64_t at = m_head->read.load(std::memory_order_relaxed);
    for (std::uint32_t frame = 0; frame < frames; ++frame, ++at)
        for (std::uint32_t channel = 0; channel < channels; ++channel)
            samples[std::size_t{frame} * channels + channel] =
                this->samples()[at % m_head->capacity * channels + channel];
    m_head->read.store(at, std::memory_order_release);
    return frames;
}

std::uint64_t AuditionRing::written() const {
    return m_head->written.load(std::memory_order_acquire);
}

void AuditionRing::setSounding(bool sounding) {
    m_head->sounding.store(sounding ? 1 : 0, std::memory_order_release);
}

bool AuditionRing::isSounding() const {
    return m_head->sounding.load(std::memory_order_acquire) != 0;
}

} // namespace stria
