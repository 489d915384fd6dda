// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/partials_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "engine/sound/regular_file.h"
#include "engine/sound/sound_file.h"

namespace stria {

namespace {

/// Reads an SDIF file from its bytes. All numbers are big-endian.
class SdifReader {
  public:
    SdifReader(std::string_view bytes, const std::string& name) : m_bytes(bytes), m_name(name) {}

    Expected<PartialSet> read() {
        if (m_bytes.substr(0, 4) != "SDIF")
            return damaged(0, "it does not begin with SDIF");
        if (m_bytes.size() < 8)
            return damaged(4, "the file ends inside its header");
        const std::size_t header = number32(4);
        if (header < 8 || header > m_bytes.size() - 8)
            return damaged(4, "the length of its header cannot be right");
        std::size_t at = 8 + header;
        while (at < m_bytes.size()) {
            if (m_bytes.size() - at < 8)
                return damaged(at, "the file ends inside the head of a frame");
            const std::size_t size = number32(at + 4);
            if (size > m_bytes.size() - at - 8)
                return damaged(at, "the file ends inside a frame");
            const std::string_view signature = m_bytes.substr(at, 4);
            if (signature == "1TRC" || signature == "RBEP")
                if (auto frame = readFrame(signature, at, at + 8 + size); !frame)
                    return tl::make_unexpected(frame.error());
            at += 8 + size;
        }
        return finish();
    }

  private:
    /// Where a partial of a stream is at present.
    struct Open {
        Partial points;
        std::size_t frame = 0; ///< the last one that held it
    };

    std::uint32_t number32(std::size_t at) const {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value = value << 8 | static_cast<unsigned char>(m_bytes[at + i]);
        return value;
    }
    double real(std::size_t at, std::size_t width) const {
        if (width == 4)
            return std::bit_cast<float>(number32(at));
        return std::bit_cast<double>(std::uint64_t{number32(at)} << 32 | number32(at + 4));
    }
    tl::unexpected<Diagnostic> damaged(std::size_t at, const std::string& what) const {
        return failure(ErrorCode::FileUnreadable, "\"" + m_name + "\" is damaged at byte " +
                                                      std::to_string(at) + ": " + what + ".");
    }

    Expected<void> readFrame(std::string_view signature, std::size_t start, std::size_t end) {
        if (end - start < 24)
            return damaged(start, "a frame is too short for its time");
        const double time = real(start + 8, 8);
        if (!std::isfinite(time))
            return damaged(start + 8, "the time of a frame is no number");
        const std::uint32_t stream = number32(start + 16);
        const std::uint32_t matrices = number32(start + 20);
        std::size_t at = start + 24;
        for (std::uint32_t m = 0; m < matrices; ++m) {
            const auto next = readMatrix(signature, at, end, time, stream);
            if (!next)
                return tl::make_unexpected(next.error());
            at = *next;
        }
        ++m_frame;
        return {};
    }

    /// Where the next matrix begins.
    Expected<std::size_t> readMatrix(std::string_view frame, std::size_t at, std::size_t end,
                                     double time, std::uint32_t stream) {
        if (end - at < 16)
            return damaged(at, "a frame ends inside the head of a matrix");
        const std::uint32_t type = number32(at + 4);
        const std::size_t width = type & 0xff; // of one number, in bytes
        const std::size_t rows = number32(at + 8);
        const std::size_t columns = number32(at + 12);
        const std::size_t data = at + 16;
        if (width > 0 && columns > 0 && rows > (end - data) / width / columns)
            return damaged(at, "a matrix is longer than its frame");
        if (m_bytes.substr(at, 4) == frame) {
            if (type != 4 && type != 8)
                return damaged(at + 4, "the numbers of a matrix are neither float32 nor float64");
            if (columns < 3)
                return damaged(at + 12, "a matrix has no columns for frequency and amplitude");
            for (std::size_t row = 0; row < rows; ++row) {
                auto read = readRow(frame == "RBEP", data + row * columns * width, width, columns,
                                    time, stream);
                if (!read)
                    return tl::make_unexpected(read.error());
            }
        }
        const std::size_t length = rows * columns * width;
        return std::min(end, data + (length + 7) / 8 * 8);
    }

    Expected<void> readRow(bool hasNoise, std::size_t at, std::size_t width, std::size_t columns,
                           double time, std::uint32_t stream) {
        const auto column = [&](std::size_t c) {
            return c < columns ? real(at + c * width, width) : 0.0;
        };
        const double index = column(0);
        PartialPoint point{time, column(1), column(2), 0};
        if (hasNoise) {
            point.bandwidth = std::clamp(column(4), 0.0, 1.0);
            point.time += column(5);
        }
        for (const double value :
             {index, point.time, point.frequency, point.amplitude, point.bandwidth})
            if (!std::isfinite(value))
                return damaged(at, "a partial has a value that is no number");
        Open& open = m_open[{stream, index}];
        // A 1TRC partial is in each frame that it sounds in; its index may be given anew later.
        if (!hasNoise && !open.points.empty() && m_frame > open.frame + 1)
            m_set.partials.push_back(std::exchange(open.points, {}));
        open.points.push_back(point);
        open.frame = m_frame;
        return {};
    }

    Expected<PartialSet> finish() {
        for (auto& [key, open] : m_open)
            m_set.partials.push_back(std::move(open.points));
        for (Partial& partial : m_set.partials) {
            std::stable_sort(
                partial.begin(), partial.end(),
                [](const PartialPoint& a, const PartialPoint& b) { return a.time < b.time; });
            m_set.end = std::max(m_set.end, partial.back().time);
        }
        std::erase_if(m_set.partials, [](const Partial& partial) { return partial.size() < 2; });
        if (m_set.partials.empty())
            return failure(ErrorCode::FileUnreadable,
                           "\"" + m_name + "\" has no partials (1TRC or RBEP) in it.");
        return std::move(m_set);
    }

    std::string_view m_bytes;
    const std::string& m_name;
    PartialSet m_set;
    std::map<std::pair<std::uint32_t, double>, Open> m_open;
    std::size_t m_frame = 0;
};

/// Adds the partials of one column of three.
void addColumn(std::span<const double> values, std::size_t columns, std::size_t first,
               std::vector<Partial>& partials) {
    const std::size_t rows = values.size() / columns;
    const auto point = [&](std::size_t row) {
        const double* at = &values[row * columns];
        return PartialPoint{at[0], at[first], at[first + 1], std::clamp(at[first + 2], 0.0, 1.0)};
    };
    for (std::size_t row = 0; row < rows; ++row) {
        if (point(row).amplitude == 0)
            continue;
        Partial partial;
        if (row > 0)
            partial.push_back(point(row - 1));
        for (; row < rows && point(row).amplitude != 0; ++row)
            partial.push_back(point(row));
        if (row < rows)
            partial.push_back(point(row));
        if (partial.size() < 2)
            continue;
        // Where there is no sound there may be no frequency either.
        if (partial.front().frequency <= 0)
            partial.front().frequency = partial[1].frequency;
        if (partial.back().frequency <= 0)
            partial.back().frequency = partial[partial.size() - 2].frequency;
        partials.push_back(std::move(partial));
    }
}

} // namespace

Expected<PartialSet> readSdif(std::string_view bytes, const std::string& name) {
    return SdifReader(bytes, name).read();
}

Expected<PartialSet> partialsOfMatrix(std::span<const double> values, std::size_t columns) {
    if (columns < 4 || columns % 3 != 1 || values.empty() || values.size() % columns != 0)
        return failure(ErrorCode::InvalidArgument,
                       "A matrix of partials needs rows of a time and, for each partial, a "
                       "frequency, an amplitude and a bandwidth.");
    const auto isNumber = [](double value) { return std::isfinite(value); };
    if (!std::all_of(values.begin(), values.end(), isNumber))
        return failure(ErrorCode::InvalidArgument,
                       "A matrix of partials holds a value that is no number.");
    for (std::size_t at = columns; at < values.size(); at += columns)
        if (values[at] < values[at - columns])
            return failure(ErrorCode::InvalidArgument,
                           "The times of a matrix of partials must rise, and row " +
                               std::to_string(at / columns + 1) + " is before the row above it.");
    PartialSet set;
    set.end = values[values.size() - columns];
    for (std::size_t first = 1; first < columns; first += 3)
        addColumn(values, columns, first, set.partials);
    return set;
}

Expected<PartialSet> partialsOfStore(std::span<const double> values) {
    const auto isCount = [&](double value) {
        return value >= 1 && value <= static_cast<double>(values.size()) &&
               value == std::floor(value);
    };
    if (values.size() < 3 || !isCount(values[0]) || values[0] < 3 || !isCount(values[1]) ||
        !isCount(values[2]))
        return failure(ErrorCode::InvalidArgument,
                       "There is no matrix of partials: the header with its length, the rows and "
                       "the columns is missing.");
    const auto header = static_cast<std::size_t>(values[0]);
    const auto rows = static_cast<std::size_t>(values[1]);
    const auto columns = static_cast<std::size_t>(values[2]);
    if (rows > (values.size() - header) / columns)
        return failure(ErrorCode::InvalidArgument,
                       "The matrix of partials should have " + std::to_string(rows) + " rows of " +
                           std::to_string(columns) + " values, and ends early.");
    return partialsOfMatrix(values.subspan(header, rows * columns), columns);
}

bool holdsPartials(const std::string& path) {
    std::string suffix = path.substr(std::min(path.size(), path.rfind('.')));
    std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    if (suffix == ".mtx" || suffix == ".sdif")
        return true;
    auto file = RegularFile::open(path);
    std::string start(4, '\0');
    return file && file->read(std::as_writable_bytes(std::span(start))) && start == "SDIF";
}

Expected<PartialSet> readPartials(const std::string& path) {
    auto file = RegularFile::open(path);
    if (!file)
        return tl::make_unexpected(file.error());
    std::string start(4, '\0');
    const auto got = file->read(std::as_writable_bytes(std::span(start)));
    if (!got)
        return tl::make_unexpected(got.error());
    if (start == "SDIF" || path.ends_with(".sdif")) {
        const auto rest = file->readAll();
        if (!rest)
            return tl::make_unexpected(rest.error());
        return readSdif(start.substr(0, *got) + *rest, path);
    }
    const auto sound = readSoundFile(path);
    if (!sound)
        return tl::make_unexpected(sound.error());
    auto set = partialsOfStore(sound->samples);
    if (!set)
        return failure(ErrorCode::FileUnreadable, "\"" + path + "\": " + set.error().message);
    return set;
}

} // namespace stria
