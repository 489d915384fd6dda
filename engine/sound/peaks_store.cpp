// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/peaks_store.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <span>
#include <string_view>
#include <system_error>
#include <tuple>
#include <unistd.h>
#include <utility>

#include "engine/sound/byte_numbers.h"
#include "engine/sound/regular_file.h"
#include "engine/sound/sound_file.h"

namespace stria {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark = "StriaPeaks1\n";
constexpr std::string_view ending = ".peaks";
constexpr std::uint64_t mostKeptChannels = 1024;

std::string hashOf(std::string_view text) {
    return hashBytes(std::as_bytes(std::span(text)));
}

bool writeFile(const std::string& path, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    bool whole = true;
    while (whole && !bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        whole = written > 0;
        bytes.remove_prefix(whole ? static_cast<std::size_t>(written) : 0);
    }
    return ::close(file) == 0 && whole;
}

/// The whole text but the hash at its end, where that is right.
std::optional<std::string_view> whatIsWhole(std::string_view bytes) {
    constexpr std::size_t hashSize = 32;
    if (bytes.size() < mark.size() + hashSize || !bytes.starts_with(mark))
        return std::nullopt;
    const std::string_view content = bytes.substr(0, bytes.size() - hashSize);
    if (hashOf(content) != bytes.substr(content.size()))
        return std::nullopt;
    return content.substr(mark.size());
}

} // namespace

std::optional<std::string> PeaksStore::keyOf(const std::string& path) {
    const auto file = RegularFile::open(path);
    std::error_code error;
    const fs::path whole = fs::absolute(path, error).lexically_normal();
    if (!file || error)
        return std::nullopt;
    return std::to_string(file->size()) + ' ' + std::to_string(file->modified()) + ' ' +
           whole.string();
}

std::string PeaksStore::placeOf(const std::string& key) const {
    return m_folder + '/' + hashOf(key) + std::string(ending);
}

std::optional<std::vector<WaveformPeaks>> PeaksStore::findKey(const std::string& key) const {
    const std::string place = placeOf(key);
    if (m_folder.empty())
        return std::nullopt;
    auto file = RegularFile::open(place);
    if (!file || file->size() > m_mostBytes)
        return std::nullopt;
    const auto bytes = file->readAll();
    auto content = bytes ? whatIsWhole(*bytes) : std::nullopt;
    if (!content)
        return std::nullopt;
    const auto keySize = takeNumber(*content);
    if (!keySize || content->substr(0, static_cast<std::size_t>(*keySize)) != key)
        return std::nullopt;
    content->remove_prefix(key.size());
    const auto channels = takeNumber(*content);
    if (!channels || *channels > mostKeptChannels)
        return std::nullopt;
    std::vector<WaveformPeaks> peaks;
    for (std::uint64_t i = 0; i < *channels; ++i) {
        auto channel = WaveformPeaks::takeFrom(*content);
        if (!channel)
            return std::nullopt;
        peaks.push_back(std::move(*channel));
    }
    // So that what is asked for is kept the longest.
    std::error_code ignored;
    fs::last_write_time(place, fs::file_time_type::clock::now(), ignored);
    return peaks;
}

std::optional<std::vector<WaveformPeaks>> PeaksStore::find(const std::string& path) {
    const auto key = keyOf(path);
    return key ? findKey(*key) : std::nullopt;
}

Expected<std::vector<WaveformPeaks>> PeaksStore::read(const std::string& path,
                                                      const WaveformPeaks::GoOn& goOn) {
    const auto key = keyOf(path);
    if (key)
        if (auto kept = findKey(*key))
            return std::move(*kept);
    auto peaks = WaveformPeaks::readEach(path, goOn);
    // One that was changed meanwhile may be half this and half that.
    if (peaks && key && keyOf(path) == key)
        keep(*key, *peaks);
    return peaks;
}

Expected<WaveformPeaks> PeaksStore::read(const std::string& path, int channel,
                                         const WaveformPeaks::GoOn& goOn) {
    auto each = read(path, goOn);
    if (!each)
        return tl::make_unexpected(each.error());
    if (auto there = WaveformPeaks::checkChannel(path, static_cast<int>(each->size()), channel);
        !there)
        return tl::make_unexpected(there.error());
    return channel > 0 ? std::move((*each)[static_cast<std::size_t>(channel) - 1])
                       : WaveformPeaks::together(*each);
}

void PeaksStore::keep(const std::string& key, const std::vector<WaveformPeaks>& peaks) {
    std::error_code error;
    if (m_folder.empty() || peaks.size() > mostKeptChannels)
        return;
    fs::create_directories(m_folder, error);
    std::string bytes(mark);
    appendNumber(bytes, key.size());
    bytes += key;
    appendNumber(bytes, peaks.size());
    for (const WaveformPeaks& channel : peaks)
        channel.appendTo(bytes);
    bytes += hashOf(bytes);
    if (bytes.size() > m_mostBytes)
        return;
    const std::string place = placeOf(key);
    const std::string half = place + '.' + std::to_string(std::random_device()()) + ".half";
    if (!writeFile(half, bytes) || ::rename(half.c_str(), place.c_str()) != 0) {
        fs::remove(half, error);
        return;
    }
    const std::scoped_lock lock(m_mutex);
    if (m_bytes)
        *m_bytes += bytes.size();
    if (!m_bytes || *m_bytes > m_mostBytes)
        makeRoom();
}

/// Counts what is there, and removes the oldest until a quarter is free where it is too much.
void PeaksStore::makeRoom() {
    std::vector<std::tuple<fs::file_time_type, fs::path, std::uint64_t>> files;
    std::uint64_t bytes = 0;
    std::error_code error;
    for (fs::directory_iterator it(m_folder, error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.find(ending) == std::string::npos)
            continue;
        std::error_code gone;
        const std::uint64_t size = it->file_size(gone);
        const auto time = it->last_write_time(gone);
        if (gone)
            continue;
        bytes += size;
        files.emplace_back(time, it->path(), size);
    }
    if (bytes > m_mostBytes) {
        std::sort(files.begin(), files.end());
        for (const auto& [time, path, size] : files) {
            if (bytes <= m_mostBytes / 4 * 3)
                break;
            std::error_code gone;
            if (fs::remove(path, gone))
                bytes -= size;
        }
    }
    m_bytes = bytes;
}

} // namespace stria
