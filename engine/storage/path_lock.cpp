// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/path_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <span>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "engine/sound/sound_file.h"
#include "engine/storage/file_lock.h"

namespace stria {

namespace {

std::string lockFileFor(const std::string& folder, const std::string& path, const char* ending) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto canonical = std::filesystem::weakly_canonical(path, error);
    const std::string name = error ? path : canonical.string();
    return folder + '/' + hashBytes(std::as_bytes(std::span(name))) + ending;
}

int openLockFile(const std::string& file) {
    return ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

constexpr const char* openEnding = ".open";
constexpr const char* savingEnding = ".saving";

} // namespace

std::optional<PathLock> PathLock::share(const std::string& folder, const std::string& path,
                                        bool& others) {
    others = false;
    const std::string file = lockFileFor(folder, path, openEnding);
    for (int tries = 0; tries < 100; ++tries) {
        const int descriptor = openLockFile(file);
        if (descriptor < 0)
            return std::nullopt;
        others = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0;
        // Another who looks in just this moment may hold it alone: a short wait.
        const bool isLocked = ::flock(descriptor, LOCK_SH) == 0;
        if (isLocked && standsAt(descriptor, file).value_or(false))
            return PathLock(file, descriptor);
        ::close(descriptor);
    }
    return std::nullopt;
}

std::optional<PathLock> PathLock::own(const std::string& folder, const std::string& path,
                                      std::chrono::milliseconds patience) {
    const std::string file = lockFileFor(folder, path, savingEnding);
    const auto end = std::chrono::steady_clock::now() + patience;
    constexpr std::chrono::milliseconds pause(20);
    do {
        const int descriptor = openLockFile(file);
        if (descriptor < 0)
            return std::nullopt;
        const bool isLocked = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
        const bool isHeldByOther = !isLocked && (errno == EWOULDBLOCK || errno == EINTR);
        const auto stands = isLocked ? standsAt(descriptor, file) : std::nullopt;
        if (stands && *stands)
            return PathLock(file, descriptor);
        ::close(descriptor);
        if (!stands && !isHeldByOther)
            return std::nullopt;
        std::this_thread::sleep_for(pause);
    } while (std::chrono::steady_clock::now() < end);
    return std::nullopt;
}

void PathLock::sweep(const std::string& folder) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const auto ending = entry.path().extension();
        if (ending != openEnding && ending != savingEnding)
            continue;
        const std::string file = entry.path().string();
        const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor >= 0)
            PathLock(file, descriptor).release();
    }
}

PathLock::PathLock(std::string file, int descriptor)
    : m_file(std::move(file)), m_descriptor(descriptor) {}

PathLock::PathLock(PathLock&& other) noexcept
    : m_file(std::move(other.m_file)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

PathLock& PathLock::operator=(PathLock&& other) noexcept {
    if (this != &other) {
        release();
        m_file = std::move(other.m_file);
        m_descriptor = std::exchange(other.m_descriptor, -1);
    }
    return *this;
}

PathLock::~PathLock() {
    release();
}

void PathLock::release() {
    if (m_descriptor < 0)
        return;
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0 &&
        standsAt(m_descriptor, m_file).value_or(false))
        ::unlink(m_file.c_str());
    ::close(std::exchange(m_descriptor, -1));
}

} // namespace stria
