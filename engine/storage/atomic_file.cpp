// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/model/id.h"

namespace stria {

namespace {

constexpr std::string_view temporaryMark = ".saving-";

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

void syncFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return; // some file systems do not let folders be opened; the file itself is synced
    ::fsync(descriptor);
    ::close(descriptor);
}

/// The file that a link leads to, also where it is not there yet.
std::filesystem::path target(const std::string& path) {
    std::error_code error;
    const std::filesystem::path resolved = std::filesystem::weakly_canonical(path, error);
    return error ? std::filesystem::absolute(path) : resolved;
}

} // namespace

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
                           const std::function<Expected<bool>()>& mayReplace) {
    const std::filesystem::path file = target(path);
    struct stat present {};
    const bool exists = ::stat(file.c_str(), &present) == 0;
    if (exists && !S_ISREG(present.st_mode))
        return unwritable(path, S_ISDIR(present.st_mode) ? EISDIR : EINVAL);
    if (exists && ::access(file.c_str(), W_OK) != 0)
        return unwritable(path, errno);
    const std::string temporary =
        file.string() + std::string(temporaryMark) + id_bits::toText(id_bits::random());
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return unwritable(path, errno);
    Expected<void> written = writeAll(descriptor, text, path);
    if (exists && written)
        static_cast<void>(::fchmod(descriptor, present.st_mode & 07777));
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
    syncFolder(file.parent_path());
    return {};
}

void sweepTemporaryFiles(const std::string& path) {
    const std::filesystem::path file = target(path);
    const std::string beginning = file.filename().string() + std::string(temporaryMark);
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), error))
        if (entry.path().filename().string().starts_with(beginning))
            std::filesystem::remove(entry.path(), error);
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
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return failure(ErrorCode::FileUnreadable,
                       "The file " + path + " cannot be read: " + std::strerror(errno) + ".",
                       place);
    std::string text(static_cast<std::size_t>(present.st_size), '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t got = ::read(descriptor, text.data() + length, text.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += static_cast<std::size_t>(got);
    }
    ::close(descriptor);
    text.resize(length);
    return text;
}

} // namespace stria
