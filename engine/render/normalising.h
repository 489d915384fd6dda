// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/render_spec.h"
#include "engine/render/render_job.h"
#include "engine/render/sound_meter.h"

namespace stria {

/// More than this is hardly meant by a sound that is so soft.
constexpr double mostDecibelsOfGain = 60;

/// Errors: InvalidArgument, for a level that cannot be; UnsupportedFormat, for a loudness where
/// there is no libebur128. `file` is for the place.
Expected<void> checkNormalisation(const Normalisation& normalisation, const std::string& file);

struct ChosenGain {
    double gain = 1;
    std::vector<std::string> warnings; ///< what kept it from the level that was asked for
};
/// `peak` is the largest sample of all; the loudness is needed where one is aimed at.
ChosenGain chooseGain(const Normalisation& normalisation, double peak,
                      const std::optional<Loudness>& loudness);

/// Where one gain is to hold for several files of one plan: the spec of all their events together,
/// to be measured without a file before the first of them is rendered.
std::optional<RenderSpec> mixToMeasure(const std::vector<RenderSpec>& files);
/// Gives all files the gain that normalises the mix. Returns warnings.
Diagnostics giveGainOfMix(std::vector<RenderSpec>& files, const RenderResult& mix);

} // namespace stria
