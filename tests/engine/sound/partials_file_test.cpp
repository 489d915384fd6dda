// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/partials_file.h"
#include "tests/support/test_program.h"

#include <QTemporaryDir>
#include <QtTest>
#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <sndfile.h>

using namespace stria;

namespace {

template <class Word> std::string bigEndian(Word word) {
    std::string bytes;
    for (int shift = 8 * (static_cast<int>(sizeof word) - 1); shift >= 0; shift -= 8)
        bytes += static_cast<char>(word >> shift & 0xff);
    return bytes;
}

std::string word(std::uint32_t value) {
    return bigEndian(value);
}

std::string real(double value, int width) {
    return width == 8 ? bigEndian(std::bit_cast<std::uint64_t>(value))
                      : word(std::bit_cast<std::uint32_t>(static_cast<float>(value)));
}

using Rows = std::vector<std::vector<double>>;

std::string matrix(const std::string& signature, int width, const Rows& rows) {
    const std::size_t columns = rows.empty() ? 0 : rows.front().size();
    std::string data;
    for (const auto& row : rows)
        for (const double value : row)
            data += real(value, width);
    data.resize((data.size() + 7) / 8 * 8);
    return signature + word(static_cast<std::uint32_t>(width)) +
           word(static_cast<std::uint32_t>(rows.size())) +
           word(static_cast<std::uint32_t>(columns)) + data;
}

std::string frame(const std::string& signature, double time, const std::string& matrices,
                  std::uint32_t count = 1) {
    const std::string content = real(time, 8) + word(0) + word(count) + matrices;
    return signature + word(static_cast<std::uint32_t>(content.size())) + content;
}

const std::string head = "SDIF" + word(8) + word(3) + word(1);

/// Two partials in three frames, among frames and matrices of other kinds.
std::string bandwidths(int width) {
    std::string bytes = head + "1NVT" + word(8) + "12345678";
    for (int i = 0; i < 3; ++i) {
        const std::string other = matrix("1ABC", 4, {{1}, {2}, {3}});
        const Rows rows = {{1, 500.0 + i, 0.25, 0, 0.5, 0}, {2, 900, 0.5, 0, 0.75, 0.125}};
        bytes += frame("RBEP", i * 0.5, other + matrix("RBEP", width, rows), 2);
    }
    return bytes;
}

bool isRefusedAt(const std::string& bytes, const std::string& at) {
    const auto set = readSdif(bytes, "x.sdif");
    return !set && set.error().code == ErrorCode::FileUnreadable &&
           set.error().message.find("byte " + at + ":") != std::string::npos;
}

} // namespace

class PartialsFileTest : public QObject {
    Q_OBJECT

  private slots:
    void bothSizesOfFloatsAreReadPaddingAndOtherKindsLeftOut() {
        for (const int width : {4, 8}) {
            const auto set = readSdif(bandwidths(width), "x.sdif");
            QVERIFY(set);
            QCOMPARE(set->partials.size(), std::size_t{2});
            QCOMPARE(set->end, 1.125);
            QVERIFY((set->partials[0][2] == PartialPoint{1, 502, 0.25, 0.5}));
            QVERIFY((set->partials[1][1] == PartialPoint{0.625, 900, 0.5, 0.75}));
        }
    }
    void anIndexThatComesBackInATrackFileIsAnotherPartial() {
        std::string bytes = head;
        for (int i = 0; i < 5; ++i)
            bytes +=
                frame("1TRC", i,
                      matrix("1TRC", 4,
                             i == 2 ? Rows{{7, 300, 1, 0}} : Rows{{7, 300, 1, 0}, {1, 100, 1, 0}}));
        const auto set = readSdif(bytes, "x.sdif");
        QVERIFY(set);
        QCOMPARE(set->partials.size(), std::size_t{3});
    }
    void aFileCutAnywhereIsRefusedOrReadUpToAWholeFrame() {
        const std::string whole = bandwidths(8);
        int read = 0;
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const auto set = readSdif(whole.substr(0, length), "x.sdif");
            if (set)
                ++read;
            else
                QVERIFY(set.error().message.find("x.sdif") != std::string::npos);
        }
        QCOMPARE(read, 1); // the cut after the second of three frames
    }
    void anyByteMayBeWrongWithoutHarm() {
        const std::string whole = bandwidths(4);
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (const char wrong : {'\x00', '\x7f', '\xff'}) {
                std::string bytes = whole;
                bytes[at] = wrong;
                const auto set = readSdif(bytes, "x.sdif");
                if (!set)
                    QVERIFY(!set.error().message.empty());
            }
    }
    void damageIsNamedWithItsByte() {
        QVERIFY(isRefusedAt("RIFF....", "0"));
        QVERIFY(isRefusedAt("SDIF" + word(2000) + word(3) + word(1), "4"));
        QVERIFY(isRefusedAt(head + "RBEP" + word(500), "16"));
        QVERIFY(isRefusedAt(head + frame("RBEP", std::nan(""), ""), "24"));
        const std::string tooLong =
            "RBEP" + word(8) + word(0xffffffff) + word(0xffffffff) + std::string(64, '\0');
        QVERIFY(isRefusedAt(head + frame("RBEP", 0, tooLong), "40"));
        const double infinite = std::numeric_limits<double>::infinity();
        QVERIFY(
            isRefusedAt(head + frame("1TRC", 0, matrix("1TRC", 8, {{1, infinite, 1, 0}})), "56"));
    }
    void aColumnOfAMatrixIsAPartialWhereverItSounds() {
        const std::vector<double> values = {0, 0,   0, 0, 900, 1, 0, //
                                            1, 300, 1, 0, 900, 1, 0, //
                                            2, 310, 1, 0, 900, 0, 0, //
                                            3, 320, 0, 0, 800, 1, 1};
        const auto set = partialsOfMatrix(values, 7);
        QVERIFY(set);
        QCOMPARE(set->end, 3.0);
        QCOMPARE(set->partials.size(), std::size_t{3});
        QCOMPARE(set->partials[0].size(), std::size_t{4});
        QVERIFY((set->partials[0][0] == PartialPoint{0, 300, 0, 0}));
        QVERIFY((set->partials[1].back() == PartialPoint{2, 900, 0, 0}));
        QVERIFY((set->partials[2].back() == PartialPoint{3, 800, 1, 1}));
    }
    void whatIsNoMatrixIsRefused() {
        const std::vector<double> values = {0, 300, 1, 0, -1, 300, 1, 0};
        QVERIFY(!partialsOfMatrix(values, 4)); // times fall
        QVERIFY(!partialsOfMatrix(values, 8));
        QVERIFY(!partialsOfMatrix({}, 4));
        QVERIFY(!partialsOfMatrix(std::vector<double>{0, std::nan(""), 1, 0}, 4));
        QVERIFY(!partialsOfStore(std::vector<double>{3, 2, 4, 0, 300, 1, 0})); // a row is missing
        QVERIFY(!partialsOfStore(std::vector<double>{3, 1}));
        QVERIFY(!partialsOfStore(std::vector<double>{1e300, 1, 4, 0, 300, 1, 0}));
        QVERIFY(partialsOfStore(std::vector<double>{4, 1, 4, 99, 0, 300, 1, 0}));
    }
    void filesAreToldApartByTheirContent() {
        QTemporaryDir folder;
        const std::string sdif = folder.filePath("a.sdif").toStdString();
        std::ofstream(sdif, std::ios::binary) << bandwidths(4);
        QCOMPARE(readPartials(sdif)->partials.size(), std::size_t{2});
        const std::string mtx = folder.filePath("a.mtx").toStdString();
        SF_INFO info{};
        info.samplerate = 44100;
        info.channels = 1;
        info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
        SNDFILE* const file = sf_open(mtx.c_str(), SFM_WRITE, &info);
        const std::vector<double> values = {3, 2, 4, 0, 300, 0.5, 0, 1, 400, 0.5, 0};
        sf_write_double(file, values.data(), static_cast<sf_count_t>(values.size()));
        sf_close(file);
        const auto set = readPartials(mtx);
        QVERIFY(set);
        QCOMPARE(set->partials.front().back().frequency, 400.0);
        const std::string empty = folder.filePath("empty.sdif").toStdString();
        std::ofstream(empty, std::ios::binary) << "";
        QVERIFY(!readPartials(empty));
        QVERIFY(!readPartials(folder.filePath("none.sdif").toStdString()));
    }
};

STRIA_TEST(PartialsFileTest)
#include "partials_file_test.moc"
