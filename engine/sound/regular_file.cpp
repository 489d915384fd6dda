// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/regular_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace stria {

namespace {

Place placeOfFile(const std::string& path) {
    Place place;
    place.text = TextKind::File;
    place.file = path;
    return place;
}

tl::unexpected<Diagnostic> cannotRead(const std::string& path, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return failure(ErrorCode::FileNotFound, "There is no file " + path + ".",
                       placeOfFile(path));
    return failure(ErrorCode::FileUnreadable,
                   "The file " + path + " cannot be read: " + std::strerror(error) + ".",
                   placeOfFile(path));
}

const char* kindOf(mode_t mode) {
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISFIFO(mode))
        return "a pipe";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

} // namespace

Expected<RegularFile> RegularFile::open(const std::string& path) {
    if (path.find('\0') != std::string::npos)
        return failure(ErrorCode::FileNotFound,
                       "A path cannot hold a NUL byte: " + std::string(path.c_str()) + ".");
    // Asked before it is opened, since opening some devices does something; and again after.
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0)
        return cannotRead(path, errno);
    RegularFile file;
    if (S_ISREG(facts.st_mode)) {
        file.m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        if (file.m_descriptor < 0 || ::fstat(file.m_descriptor, &facts) != 0)
            return cannotRead(path, errno);
    }
    if (!S_ISREG(facts.st_mode))
        return failure(ErrorCode::FileUnreadable,
                       path + " is " + kindOf(facts.st_mode) + ", not a file.", placeOfFile(path));
    file.m_path = path;
    file.m_size = static_cast<std::uint64_t>(facts.st_size);
    file.m_modified = std::int64_t{facts.st_mtim.tv_sec} * 1'000'000'000 + facts.st_mtim.tv_nsec;
    return file;
}

RegularFile::RegularFile(RegularFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(other.m_size), m_modified(other.m_modified) {}

RegularFile& RegularFile::operator=(RegularFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    m_size = other.m_size;
    m_modified = other.m_modified;
    return *this;
}

RegularFile::~RegularFile() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Expected<std::size_t> RegularFile::read(std::span<std::byte> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(m_descriptor, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cannotRead(m_path, errno);
        if (got == 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Expected<std::string> RegularFile::readAll() {
    std::string text(m_size + 1, '\0');
    std::size_t done = 0;
    for (;;) {
        const auto got = read(std::as_writable_bytes(std::span(text).subspan(done)));
        if (!got)
            return tl::make_unexpected(got.error());
        done += *got;
        if (done < text.size())
            break;
        text.resize(text.size() * 2); // it grew meanwhile
    }
    text.resize(done);
    return text;
}

} // namespace stria
