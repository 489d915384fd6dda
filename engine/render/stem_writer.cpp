// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/stem_writer.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace stria {

StemWriter::StemWriter(const std::string& path, int channels)
    : m_channels(static_cast<std::uint64_t>(channels)) {
    m_block.reserve(blockSize);
    m_file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (m_file < 0)
        m_error = errno;
}

StemWriter::~StemWriter() {
    flush();
    if (m_file >= 0)
        ::close(m_file);
}

bool StemWriter::append(std::span<const double> samples) {
    m_block.insert(m_block.end(), samples.begin(), samples.end());
    return m_block.size() < blockSize || flush();
}

bool StemWriter::flush() {
    const char* data = reinterpret_cast<const char*>(m_block.data());
    std::size_t left = m_block.size() * sizeof(double);
    while (left > 0 && m_error == 0) {
        const ssize_t written = ::write(m_file, data, left);
        if (written > 0) {
            data += written;
            left -= static_cast<std::size_t>(written);
        } else if (errno != EINTR) {
            m_error = written == 0 ? ENOSPC : errno;
        }
    }
    if (m_error == 0)
        m_samplesWritten += m_block.size();
    m_block.clear();
    return m_error == 0;
}

} // namespace stria
