// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "engine/reading/reaching_texts.h"

namespace stria {

/// What the words of a file name stand for that the project itself does not tell.
struct ExportNames {
    std::string project; ///< {project}
    std::string date;    ///< {date}, such as 2026-11-24
    std::string time;    ///< {time}, such as 11-36
};

/// Of this moment, by the computer's clock.
ExportNames exportNamesNow(const std::string& project);

/// The files that a spec asks for: a spec for each, with its name and its events, in the order of
/// the tracks, instruments or events; just one without stems. The words in braces in the last part
/// of outputFile stand for what each file is about; names are safe and no two are the same.
/// What stems pass through has no file of its own: an event that reads an audio bus (a reverb) or
/// writes a control bus plays in each stem that it belongs to, so that linear effects add up.
/// So do effects of events that are chosen one by one, and without an end time the sound then ends
/// tailOfEffects after them. `includes`: texts of included files, which may use buses too.
/// A track or instrument with nothing to be heard in the stretch has no file. Events that lie on no
/// track are kept together by instrument.
/// Errors: InvalidArgument (the pattern, more than mostFilesOfAnExport), NothingToRender.
Expected<std::vector<RenderSpec>> planExport(const Project& project, const RenderSpec& spec,
                                             const ExportNames& names,
                                             const IncludedTexts& includes = {});

constexpr std::size_t mostFilesOfAnExport = 2000;

} // namespace stria
