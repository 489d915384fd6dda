// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/sound_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sndfile.h>
#include <unistd.h>
#include <utility>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "engine/sound/regular_file.h"
#include "engine/sound/sound_format.h"

namespace stria {

namespace {

tl::unexpected<Diagnostic> unreadable(const std::string& path, const std::string& why) {
    Place place;
    place.text = TextKind::File;
    place.file = path;
    return failure(ErrorCode::FileUnreadable, path + " " + why, place);
}

/// Csound opens these by libsndfile as they are, in GEN01 and diskin2 alike; the compressed ones
/// depend on how its libsndfile was built.
bool csoundReads(const SoundFileInfo& info) {
    const auto isOneOf = [](const std::string& name, std::initializer_list<const char*> list) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    return isOneOf(info.format, {"wav", "aiff", "au", "caf", "w64", "rf64"}) &&
           isOneOf(info.encoding, {"pcm16", "pcm24", "pcm32", "float32", "float64"});
}

std::string hexadecimal(XXH128_hash_t hash) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : canonical.digest) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace

/// libsndfile reads through these functions: of what its files refuse it takes little notice, and
/// calls it the end of a compressed sound.
struct SoundFileReader::Handle {
    Handle(std::string name, RegularFile opened)
        : path(std::move(name)), regular(std::move(opened)) {}
    ~Handle() {
        if (file)
            sf_close(file);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    sf_count_t noted(sf_count_t answer) {
        if (answer < 0 && error == 0)
            error = errno;
        return answer;
    }
    static Handle& of(void* data) { return *static_cast<Handle*>(data); }
    static sf_count_t length(void* data) {
        return static_cast<sf_count_t>(of(data).regular.size());
    }
    static sf_count_t seek(sf_count_t offset, int whence, void* data) {
        return of(data).noted(::lseek(of(data).regular.descriptor(), offset, whence));
    }
    static sf_count_t tell(void* data) {
        return of(data).noted(::lseek(of(data).regular.descriptor(), 0, SEEK_CUR));
    }
    static sf_count_t read(void* to, sf_count_t size, void* data) {
        Handle& self = of(data);
        char* const bytes = static_cast<char*>(to);
        sf_count_t done = 0;
        while (done < size && self.error == 0) {
            const ssize_t some = ::read(self.regular.descriptor(), bytes + done,
                                        static_cast<std::size_t>(size - done));
            if (some == 0)
                break;
            if (some > 0)
                done += some;
            else if (errno != EINTR)
                self.noted(some);
        }
        return done;
    }
    static sf_count_t write(const void*, sf_count_t, void*) { return 0; }

    Expected<void> checkRead() const {
        if (error != 0)
            return unreadable(path, std::string("cannot be read: ") + std::strerror(error) +
                                        "."); // NOLINT(concurrency-mt-unsafe)
        return {};
    }

    std::string path;
    RegularFile regular;
    int error = 0; ///< errno of the first call that failed
    SNDFILE* file = nullptr;
    SoundFileInfo info;
};

SoundFileReader::SoundFileReader(std::unique_ptr<Handle> handle) : m_handle(std::move(handle)) {}
SoundFileReader::SoundFileReader(SoundFileReader&&) noexcept = default;
SoundFileReader& SoundFileReader::operator=(SoundFileReader&&) noexcept = default;
SoundFileReader::~SoundFileReader() = default;

Expected<SoundFileReader> SoundFileReader::open(const std::string& path) {
    auto regular = RegularFile::open(path);
    if (!regular)
        return tl::make_unexpected(regular.error());
    if (regular->size() == 0)
        return unreadable(path, "is empty, not a sound file.");
    auto handle = std::make_unique<Handle>(path, std::move(*regular));
    SF_INFO info{};
    SF_VIRTUAL_IO access{&Handle::length, &Handle::seek, &Handle::read, &Handle::write,
                         &Handle::tell};
    handle->file = sf_open_virtual(&access, SFM_READ, &info, handle.get());
    const std::string why = handle->file ? std::string() : sf_strerror(nullptr);
    if (const Expected<void> read = handle->checkRead(); !read)
        return tl::make_unexpected(read.error());
    if (!handle->file)
        return unreadable(path, "is no sound file that can be read: " + why);
    if (info.channels < 1 || info.samplerate < 1 || info.frames < 0)
        return unreadable(path, "is no sound file that can be read: its header is damaged.");
    constexpr int lowestRate = 100;
    constexpr int highestRate = 10'000'000;
    if (info.samplerate < lowestRate || info.samplerate > highestRate)
        return unreadable(path, "is no sound file that can be played: its header tells a rate of " +
                                    std::to_string(info.samplerate) + " Hz.");
    SoundFileInfo& facts = handle->info;
    const SoundFormatNames names = namesOfSoundFormat(info.format);
    facts.frames = static_cast<std::uint64_t>(info.frames);
    facts.channels = info.channels;
    facts.sampleRate = info.samplerate;
    facts.format = names.format;
    facts.encoding = names.encoding;
    facts.bytes = handle->regular.size();
    facts.csoundReadsIt = csoundReads(facts);
    return SoundFileReader(std::move(handle));
}

const SoundFileInfo& SoundFileReader::info() const {
    return m_handle->info;
}

std::uint64_t SoundFileReader::read(std::span<double> samples) {
    const auto channels = static_cast<std::size_t>(m_handle->info.channels);
    std::size_t done = 0;
    const std::size_t wanted = samples.size() / channels;
    while (done < wanted) {
        const sf_count_t got =
            sf_readf_double(m_handle->file, samples.data() + done * channels,
                            static_cast<sf_count_t>(std::min<std::size_t>(wanted - done, 65536)));
        if (got <= 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Expected<void> SoundFileReader::checkRead() const {
    return m_handle->checkRead();
}

Expected<void> SoundFileReader::seek(std::uint64_t frame) {
    const sf_count_t found = sf_seek(m_handle->file, static_cast<sf_count_t>(frame), SEEK_SET);
    if (const Expected<void> read = checkRead(); !read)
        return read;
    if (found < 0)
        return unreadable(m_handle->path, "has no frame " + std::to_string(frame) + ".");
    return {};
}

Expected<SoundFileInfo> readSoundFileInfo(const std::string& path) {
    const auto reader = SoundFileReader::open(path);
    if (!reader)
        return tl::make_unexpected(reader.error());
    return reader->info();
}

Expected<SoundFileData> readSoundFile(const std::string& path) {
    auto reader = SoundFileReader::open(path);
    if (!reader)
        return tl::make_unexpected(reader.error());
    SoundFileData data;
    data.info = reader->info();
    // A damaged header may promise more than the disk holds: grow with what comes.
    const auto channels = static_cast<std::size_t>(data.info.channels);
    constexpr std::size_t blockFrames = 65536;
    std::uint64_t frames = 0;
    for (;;) {
        data.samples.resize((frames + blockFrames) * channels);
        const std::uint64_t got = reader->read(std::span(data.samples).subspan(frames * channels));
        frames += got;
        if (got < blockFrames)
            break;
    }
    if (const Expected<void> read = reader->checkRead(); !read)
        return tl::make_unexpected(read.error());
    data.samples.resize(frames * channels);
    data.samples.shrink_to_fit();
    data.info.frames = frames;
    return data;
}

Expected<ContentHash> hashFile(const std::string& path) {
    auto file = RegularFile::open(path);
    if (!file)
        return tl::make_unexpected(file.error());
    XXH3_state_t state; // 576 bytes
    XXH3_128bits_reset(&state);
    std::vector<std::byte> block(1 << 20);
    ContentHash result;
    for (;;) {
        const auto got = file->read(block);
        if (!got)
            return tl::make_unexpected(got.error());
        XXH3_128bits_update(&state, block.data(), *got);
        result.bytes += *got;
        if (*got < block.size())
            break;
    }
    result.hash = hexadecimal(XXH3_128bits_digest(&state));
    return result;
}

std::string hashBytes(std::span<const std::byte> bytes) {
    return hexadecimal(XXH3_128bits(bytes.data(), bytes.size()));
}

} // namespace stria
