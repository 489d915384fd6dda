// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/model/id.h"
#include "engine/sound/folder_sync.h"

namespace stria {

namespace {

constexpr std::string_view temporaryMark = ".saving-";

/// A new file beside `file`, locked so that nobody sweeps it away while it is written; -1 with the
/// reason in errno.
int openTemporary(const std::string& path, mode_t mode) {
    for (;;) {
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (descriptor < 0)
            return -1;
        static_cast<void>(::flock(descriptor, LOCK_EX)); // some file systems have no locks
        struct stat made {};
        if (::fstat(descriptor, &made) != 0 || made.st_nlink > 0)
            return descriptor;
        ::close(descriptor); // swept between the two calls
    }
}

/// Removes it, unless somebody is writing it.
void sweepIfAbandoned(const std::filesystem::path& temporary) {
    const int descriptor = ::open(temporary.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0)
        return;
    bool abandoned = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    if (!abandoned && errno != EWOULDBLOCK) {
        constexpr std::time_t noSaveTakes = 3600; // seconds; where there are no locks
        struct stat facts {};
        abandoned = ::fstat(descriptor, &facts) == 0 &&
                    facts.st_mtim.tv_sec + noSaveTakes < std::time(nullptr);
    }
    if (abandoned)
        ::unlink(temporary.c_str()); // while it is locked
    ::close(descriptor);
}

/// The file that a link leads to, also where it is not there yet. Nothing, with the reason, where
/// that cannot be found out: the link itself is never replaced.
std::filesystem::path target(const std::string& path, std::error_code& error) {
    const std::filesystem::path whole = std::filesystem::absolute(path, error);
    return error ? whole : std::filesystem::weakly_canonical(whole, error);
}

} // namespace

tl::unexpected<Diagnostic> unwritable(const std::string& path, int error) {
    Place place;
    place.file = path;
    const char* advice = error == ENOSPC || error == EDQUOT || error == EFBIG
                             ? " Make room, or choose another disk."
                         : error == EACCES || error == EROFS || error == EPERM
                             ? " Choose a folder in which you may write."
                         : error == ENOENT ? " The folder is not there."
                                           : "";
    return failure(ErrorCode::FileUnwritable,
                   "The file " + path + " cannot be written: " + std::strerror(error) + "." +
                       advice + " What was there before is untouched.",
                   place);
}

Expected<void> writeAll(int file, std::string_view text, const std::string& path) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return unwritable(path, written < 0 ? errno : ENOSPC);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Expected<void> replaceFile(const std::string& path, std::string_view text,
                           const std::function<Expected<bool>()>& mayReplace,
                           std::optional<mode_t> mode) {
    std::error_code unknown;
    const std::filesystem::path file = target(path, unknown);
    if (unknown)
        return unwritable(path, unknown.value());
    struct stat present {};
    const bool exists = ::stat(file.c_str(), &present) == 0;
    if (!exists && errno != ENOENT)
        return unwritable(path, errno);
    if (exists && !S_ISREG(present.st_mode))
        return unwritable(path, S_ISDIR(present.st_mode) ? EISDIR : EINVAL);
    if (exists && ::access(file.c_str(), W_OK) != 0)
        return unwritable(path, errno);
    const std::string temporary =
        file.string() + std::string(temporaryMark) + id_bits::toText(id_bits::random());
    FolderSync folder(file.parent_path().string());
    if (folder.error() != 0)
        return unwritable(path, folder.error());
    // Nobody sees more of it meanwhile than of the old one.
    const mode_t readers = exists ? present.st_mode & 0777 : 0666;
    const int descriptor = openTemporary(temporary, mode.value_or(readers));
    if (descriptor < 0)
        return unwritable(path, errno);
    Expected<void> written = writeAll(descriptor, text, path);
    if (exists && written) {
        // A group may be given where an owner may not.
        if (::fchown(descriptor, present.st_uid, present.st_gid) != 0)
            static_cast<void>(::fchown(descriptor, static_cast<uid_t>(-1), present.st_gid) == 0);
        static_cast<void>(::fchmod(descriptor, mode.value_or(present.st_mode & 07777)));
    }
    if (written && ::fsync(descriptor) != 0)
        written = unwritable(path, errno);
    if (::close(descriptor) != 0 && written)
        written = unwritable(path, errno);
    if (written && mayReplace) {
        const Expected<bool> may = mayReplace();
        if (!may)
            written = tl::make_unexpected(may.error());
        if (!may || !*may) {
            ::unlink(temporary.c_str());
            return written;
        }
    }
    if (written && ::rename(temporary.c_str(), file.c_str()) != 0)
        written = unwritable(path, errno);
    if (!written) {
        ::unlink(temporary.c_str());
        return written;
    }
    return folder.sync(path);
}

void sweepTemporaryFiles(const std::string& path) {
    std::error_code unknown;
    const std::filesystem::path file = target(path, unknown);
    if (unknown)
        return;
    const std::string beginning = file.filename().string() + std::string(temporaryMark);
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), error))
        if (entry.path().filename().string().starts_with(beginning))
            sweepIfAbandoned(entry.path());
}

Expected<std::string> readWholeFile(const std::string& path) {
    Place place;
    place.file = path;
    // Looked at first: opening a pipe would wait for its other end.
    struct stat present {};
    if (::stat(path.c_str(), &present) != 0)
        return failure(errno == ENOENT || errno == ENOTDIR ? ErrorCode::FileNotFound
                                                           : ErrorCode::FileUnreadable,
                       "The file " + path + " cannot be read: " + std::strerror(errno) + ".",
                       place);
    if (!S_ISREG(present.st_mode))
        return failure(ErrorCode::FileUnreadable,
                       path + (S_ISDIR(present.st_mode) ? " is a folder. Choose a file in it."
                                                        : " is a device or a pipe, not a file."),
                       place);
    const auto unreadable = [&](const std::string& why) {
        return failure(ErrorCode::FileUnreadable, "The file " + path + " cannot be read: " + why,
                       place);
    };
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return unreadable(std::string(std::strerror(errno)) + ".");
    constexpr int mostAttempts = 3; // while others write into it
    std::string text;
    int error = 0;
    bool whole = false;
    for (int attempt = 0; attempt < mostAttempts && !whole && error == 0; ++attempt) {
        if (::fstat(descriptor, &present) != 0 || ::lseek(descriptor, 0, SEEK_SET) != 0) {
            error = errno;
            break;
        }
        text.resize(static_cast<std::size_t>(present.st_size) + 1); // one more shows its growing
        std::size_t length = 0;
        while (length < text.size()) {
            const ssize_t got = ::read(descriptor, text.data() + length, text.size() - length);
            if (got < 0 && errno == EINTR)
                continue;
            error = got < 0 ? errno : 0;
            if (got <= 0)
                break;
            length += static_cast<std::size_t>(got);
        }
        whole = error == 0 && length + 1 == text.size();
        text.resize(length);
    }
    ::close(descriptor);
    if (error != 0)
        return unreadable(std::string(std::strerror(error)) + ".");
    if (!whole)
        return unreadable("it ends before its end, or changes while it is read. Try again.");
    return text;
}

} // namespace stria
