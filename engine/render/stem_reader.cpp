// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/stem_reader.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <unistd.h>

namespace stria {
namespace {
constexpr std::uint64_t blockFrames = 16384;
}

StemReader::StemReader(const std::string& path, int channels)
    : m_path(path), m_peaks(static_cast<std::size_t>(channels)),
      m_channels(static_cast<std::size_t>(channels)),
      m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), m_openError(m_file < 0 ? errno : 0) {}

StemReader::~StemReader() {
    if (m_file >= 0)
        ::close(m_file);
}

Expected<std::span<double>> StemReader::next(std::uint64_t framesValid) {
    if (framesValid <= m_framesRead)
        return std::span<double>();
    if (m_file < 0)
        return unreadable(std::strerror(m_openError)); // NOLINT(concurrency-mt-unsafe)
    m_block.resize(std::min(framesValid - m_framesRead, blockFrames) * m_channels);
    const std::size_t frameBytes = m_channels * sizeof(double);
    const std::size_t wanted = m_block.size() * sizeof(double);
    char* to = reinterpret_cast<char*>(m_block.data());
    for (std::size_t done = 0; done < wanted;) {
        const ssize_t some = ::pread(m_file, to + done, wanted - done,
                                     static_cast<off_t>(m_framesRead * frameBytes + done));
        if (some > 0)
            done += static_cast<std::size_t>(some);
        else if (some == 0)
            return unreadable("it ends after " + std::to_string(m_framesRead + done / frameBytes) +
                              " of " + std::to_string(framesValid) + " frames");
        else if (errno != EINTR)
            return unreadable(std::strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    }
    look(m_block);
    m_framesRead += m_block.size() / m_channels;
    return std::span<double>(m_block);
}

tl::unexpected<Diagnostic> StemReader::unreadable(const std::string& why) const {
    Place place;
    place.file = m_path;
    return failure(ErrorCode::FileUnreadable,
                   "The rendered sound cannot be read back from " + m_path + ": " + why +
                       ". Render again, and look whether something cleans or fills that disk; "
                       "XDG_CACHE_HOME chooses another folder.",
                   place);
}

void StemReader::look(std::span<const double> samples) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double size = std::abs(samples[i]);
        double& peak = m_peaks[i % m_channels];
        if (size <= peak)
            continue;
        if (!(size <= std::numeric_limits<float>::max())) {
            note(m_notFinite, i, size);
            continue;
        }
        // NaN compares with nothing and has come here; so has what is louder than all before.
        peak = size;
        if (size > 1)
            note(m_loud, i, size);
    }
}

void StemReader::note(FirstTimes& times, std::size_t sample, double size) const {
    if (times.any)
        return;
    times.any = true;
    times.isInfinite = !std::isnan(size) && size > std::numeric_limits<float>::max();
    times.first = {m_framesRead + sample / m_channels, static_cast<int>(sample % m_channels)};
}

} // namespace stria
