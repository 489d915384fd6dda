// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/folder_sync.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace stria {

FolderSync::FolderSync(const std::string& folder)
    : m_folder(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (m_folder < 0 && errno != EACCES && errno != EPERM)
        m_error = errno;
}

FolderSync::~FolderSync() {
    if (m_folder >= 0)
        ::close(m_folder);
}

Expected<void> FolderSync::sync(const std::string& file) {
    if (m_folder < 0 || ::fsync(m_folder) == 0)
        return {};
    const bool isUnknownHere = errno == EINVAL || errno == ENOTSUP || errno == ENOSYS;
    if (isUnknownHere)
        return {};
    Place place;
    place.file = file;
    return failure(ErrorCode::NotLasting,
                   "The file " + file +
                       " was written, but the disk does not say that it will last: " +
                       std::strerror(errno) + // NOLINT(concurrency-mt-unsafe)
                       ". Write it again, or to another disk.",
                   place);
}

} // namespace stria
