// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/temporary_folder.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <unistd.h>
#include <utility>

#include "engine/storage/file_lock.h"

namespace stria {
namespace {

namespace fs = std::filesystem;
constexpr const char* lockName = "lock";

void sweep(const fs::path& base) {
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    for (const fs::directory_entry& entry : fs::directory_iterator(base, error)) {
        // One that is just being made has no lock yet.
        const auto age = now - entry.last_write_time(error);
        if (error || age < std::chrono::minutes(1))
            continue;
        const auto lock = FileLock::tryTake(entry.path() / lockName, FileLock::IfMissing::Create);
        if (lock)
            fs::remove_all(entry.path(), error);
    }
}

} // namespace

std::string TemporaryFolder::base() {
    fs::path cache;
    if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder != nullptr && *folder == '/')
        cache = folder;
    else if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
        cache = fs::path(home) / ".cache";
    std::error_code error;
    if (!cache.empty()) {
        const fs::path folder = cache / "stria" / "renders";
        fs::create_directories(folder, error);
        if (!error && ::access(folder.c_str(), W_OK) == 0)
            return folder.string();
    }
    const fs::path folder =
        fs::temp_directory_path(error) / ("stria-renders-" + std::to_string(::getuid()));
    fs::create_directories(folder, error);
    return folder.string();
}

Expected<TemporaryFolder> TemporaryFolder::create() {
    const std::string base = TemporaryFolder::base();
    static std::once_flag swept;
    std::call_once(swept, [&base] { sweep(base); });
    std::string path = base + "/XXXXXX";
    const bool made = ::mkdtemp(path.data()) != nullptr;
    auto lock =
        made ? FileLock::tryTake(path + "/" + lockName, FileLock::IfMissing::Create) : std::nullopt;
    const int why = errno;
    // Where files cannot be locked, nobody can sweep this folder either; without its lock file
    // another program would.
    if (!lock && (!made || ::access((path + "/" + lockName).c_str(), F_OK) != 0)) {
        if (made)
            ::rmdir(path.c_str());
        return failure(ErrorCode::FileUnwritable,
                       "No temporary files can be made in " + base + " (" +
                           std::strerror(why) + // NOLINT(concurrency-mt-unsafe)
                           "). Make room there, or set XDG_CACHE_HOME to another folder.");
    }
    return TemporaryFolder(path, std::move(lock));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : m_path(std::exchange(other.m_path, {})), m_lock(std::exchange(other.m_lock, std::nullopt)) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_lock, other.m_lock);
    return *this;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code error;
    // Stems are large: what failed for a moment (no more files can be opened) is tried again.
    for (int attempt = 0; attempt < 3 && !m_path.empty() && fs::exists(m_path, error); ++attempt)
        fs::remove_all(m_path, error);
}

} // namespace stria
