// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sound_files.h"

#include <sndfile.h>

#include <vector>

namespace stria::test {

void writeToneAndSilence(const QString& path, double level) {
    constexpr int rate = 8000;
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = 2;
    info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    SNDFILE* file = sf_open(path.toUtf8().constData(), SFM_WRITE, &info);
    std::vector<double> samples(2 * 2 * rate);
    for (std::size_t i = 0; i < samples.size() / 2; ++i)
        samples[i] = i % 4 < 2 ? level : -level;
    sf_writef_double(file, samples.data(), 2 * rate);
    sf_close(file);
}

} // namespace stria::test
