// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/normalising.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace stria {
namespace {

using To = Normalisation::To;

double decibels(double size) {
    return 20 * std::log10(size);
}

double fromDecibels(double level) {
    return std::pow(10, level / 20);
}

std::string levelText(double level, const char* unit) {
    std::array<char, 64> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), level, std::chars_format::fixed, 1)
            .ptr;
    return std::string(text.data(), end) + " " + unit;
}

} // namespace

Expected<void> checkNormalisation(const Normalisation& normalisation, const std::string& file) {
    Place place;
    place.file = file;
    if (normalisation.to == To::AsRendered)
        return {};
    const bool isLoudness = normalisation.to == To::Loudness;
    const double least = isLoudness ? -60 : -90;
    if (!(normalisation.target >= least && normalisation.target <= 0))
        return failure(
            ErrorCode::InvalidArgument,
            std::string("A sound is normalised to ") +
                (isLoudness ? "a loudness from -60 to 0 LUFS" : "a peak from -90 to 0 dBFS") +
                ", not to " + levelText(normalisation.target, "dB") + ".",
            place);
    if (isLoudness && !(normalisation.truePeakLimit >= -40 && normalisation.truePeakLimit <= 0))
        return failure(ErrorCode::InvalidArgument,
                       "The limit of the true peak lies from -40 to 0 dBTP, not at " +
                           levelText(normalisation.truePeakLimit, "dBTP") + ".",
                       place);
    if (isLoudness && !SoundMeter::isAvailable())
        return failure(ErrorCode::UnsupportedFormat,
                       "This Stria was built without libebur128 and cannot measure loudness. "
                       "Normalise to a peak.",
                       place);
    return {};
}

ChosenGain chooseGain(const Normalisation& normalisation, double peak,
                      const std::optional<Loudness>& measured) {
    ChosenGain chosen;
    if (normalisation.to == To::AsRendered)
        return chosen;
    if (peak <= 0) {
        chosen.warnings.emplace_back("The sound is silent, so it was not normalised.");
        return chosen;
    }
    const bool toLoudness = normalisation.to == To::Loudness;
    const Loudness loudness =
        toLoudness ? measured.value_or(Loudness{}) : Loudness{decibels(peak), 0, peak};
    if (!std::isfinite(loudness.integrated)) {
        chosen.warnings.emplace_back(
            "No 0.4 s of this sound are louder than -70 LUFS, so there is no loudness to "
            "normalise: it was written as it is.");
        return chosen;
    }
    chosen.gain = fromDecibels(normalisation.target - loudness.integrated);
    const char* const unit = toLoudness ? "LUFS" : "dBFS";
    const auto reached = [&] {
        return levelText(loudness.integrated + decibels(chosen.gain), unit);
    };
    if (chosen.gain > fromDecibels(mostDecibelsOfGain)) {
        chosen.gain = fromDecibels(mostDecibelsOfGain);
        chosen.warnings.push_back("The sound is so soft that it was raised by " +
                                  levelText(mostDecibelsOfGain, "dB") + " only, to " + reached() +
                                  ".");
    }
    const double limit = fromDecibels(normalisation.truePeakLimit);
    if (toLoudness && loudness.truePeak * chosen.gain > limit * (1 + 1e-9)) {
        chosen.gain = limit / loudness.truePeak;
        chosen.warnings.push_back("The loudness is " + reached() + ", not " +
                                  levelText(normalisation.target, "LUFS") +
                                  ": louder, the peaks would pass the limit of " +
                                  levelText(normalisation.truePeakLimit, "dBTP") + ".");
    }
    return chosen;
}

std::optional<RenderSpec> mixToMeasure(const std::vector<RenderSpec>& files) {
    if (files.size() < 2 || files.front().normalisation.to == To::AsRendered ||
        !files.front().normalisation.together)
        return std::nullopt;
    RenderSpec mix = files.front();
    mix.outputFile.clear();
    mix.normalisation = {};
    mix.measure = true;
    for (std::size_t i = 1; i < files.size(); ++i)
        mix.onlyEvents.insert(mix.onlyEvents.end(), files[i].onlyEvents.begin(),
                              files[i].onlyEvents.end());
    return mix;
}

Diagnostics giveGainOfMix(std::vector<RenderSpec>& files, const RenderResult& mix) {
    const double peak =
        mix.peaks.empty() ? 0 : *std::max_element(mix.peaks.begin(), mix.peaks.end());
    const ChosenGain chosen = chooseGain(files.front().normalisation, peak, mix.loudness);
    for (RenderSpec& file : files) {
        file.normalisation = {};
        file.gain = chosen.gain;
    }
    Diagnostics warnings;
    for (const std::string& warning : chosen.warnings)
        warnings.push_back(
            {ErrorCode::SuspiciousSound, "All files together: " + warning, {}, Severity::Warning});
    return warnings;
}

} // namespace stria
