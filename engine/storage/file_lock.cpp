// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/file_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stria {

namespace {

/// A descriptor, or -1 with the reason in errno.
int lockFile(const std::string& path, FileLock::IfMissing ifMissing) {
    for (;;) {
        const int create = ifMissing == FileLock::IfMissing::Create ? O_CREAT : 0;
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | create, 0600);
        if (file < 0)
            return -1;
        int locked = 0;
        do
            locked = ::flock(file, LOCK_EX | LOCK_NB);
        while (locked != 0 && errno == EINTR);
        const std::optional<bool> stands = locked == 0 ? standsAt(file, path) : std::nullopt;
        if (stands && *stands)
            return file;
        const int reason = errno;
        ::close(file);
        errno = reason;
        if (!stands)
            return -1;
    }
}

} // namespace

std::optional<bool> standsAt(int file, const std::string& path) {
    struct stat opened {};
    struct stat named {};
    if (::fstat(file, &opened) != 0)
        return std::nullopt;
    if (::stat(path.c_str(), &named) != 0)
        return errno == ENOENT ? std::optional(false) : std::nullopt;
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

std::optional<FileLock> FileLock::tryTake(const std::string& path, IfMissing ifMissing) {
    const int file = lockFile(path, ifMissing);
    return file < 0 ? std::nullopt : std::optional(FileLock(file));
}

bool FileLock::isHeld(const std::string& path) {
    const int file = lockFile(path, IfMissing::Leave);
    if (file < 0)
        return errno != ENOENT;
    ::close(file);
    return false;
}

FileLock::~FileLock() {
    if (m_file >= 0)
        ::close(m_file);
}

} // namespace stria
