// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "engine/model/checks.h"
#include "engine/render/opcode_list.h"
#include "engine/render/stem_reader.h"
#include "engine/session/session_state.h"

namespace stria {

namespace {

RenderSpec specOf(const std::string& outputFile, const RenderOptions& options) {
    RenderSpec spec;
    spec.outputFile = outputFile;
    spec.startTime = options.startTime;
    spec.endTime = options.endTime;
    spec.tail = options.tail;
    spec.format = options.format;
    spec.encoding = options.encoding;
    spec.sampleRate = options.sampleRate;
    spec.ksmps = options.ksmps;
    spec.compressionBitrate = options.compressionBitrate;
    spec.csoundOptions = options.csoundOptions;
    spec.past = options.past;
    spec.keepGoing = options.keepGoing;
    spec.home = options.home;
    spec.allowed = options.allowed;
    spec.stallLimit = options.stallLimit;
    return spec;
}

/// The finite end of the score, 0 when there is none.
double lastFiniteEnd(const Project& project) {
    double end = 0;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (event.plays() && std::isfinite(event.end()))
            end = std::max(end, event.end());
    });
    return end;
}

bool isSameFile(const std::string& a, const std::string& b) {
    const QFileInfo first(QString::fromStdString(a));
    const QFileInfo second(QString::fromStdString(b));
    return first.exists() && second.exists() &&
           first.canonicalFilePath() == second.canonicalFilePath();
}

/// A render writes no file that the project reads.
Expected<void> checkOutput(const std::string& output, const Project& project) {
    std::vector<std::string> own;
    project.all<SoundSource>().forEach([&](const SoundSource& s) { own.push_back(s.path); });
    project.all<GlobalCode>().forEach([&](const GlobalCode& c) { own.push_back(c.file); });
    project.all<Instrument>().forEach(
        [&](const Instrument& i) { own.insert(own.end(), i.includes.begin(), i.includes.end()); });
    for (const std::string& file : own)
        if (!output.empty() && !file.empty() && isSameFile(output, file))
            return failure(ErrorCode::InvalidArgument,
                           "The output \"" + output +
                               "\" is a file that this session itself reads. Choose another "
                               "name.");
    return {};
}

} // namespace

std::pair<double, double> SessionState::scoreTimeRange() const {
    double start = std::numeric_limits<double>::infinity();
    double end = 0;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (!event.plays())
            return;
        start = std::min(start, event.start);
        end = std::max(end, event.end());
    });
    return std::isfinite(start) ? std::pair(start, end) : std::pair(0.0, 0.0);
}

double SessionState::renderDuration() const {
    return std::max(lastFiniteEnd(project), project.settings().endMarker);
}

Expected<void> SessionState::setEndMarker(double time) {
    Settings settings = project.settings();
    settings.endMarker = time;
    if (auto checked = checks::settings(settings); !checked)
        return checked;
    project.changeSettings(std::move(settings));
    return {};
}

ExpectedAll<CsdDocument> SessionState::compiled(const RenderSpec& spec) const {
    m_busUse.reset(); // included files may read otherwise now
    return compile(project, spec, gatherAssetFacts(project, {}), csoundOpcodes(), fixedNumbers(),
                   &m_reading);
}

SessionJob SessionState::start(RenderSpec spec, const RenderOptions& options, bool writeFile) {
    if (const auto checked = checkOutput(spec.outputFile, project); !checked)
        return SessionJob::failed(std::move(spec), {checked.error()});
    auto document = compiled(spec);
    if (!document)
        return SessionJob::failed(std::move(spec), std::move(document.error()));
    RenderJob::Callbacks callbacks = options.callbacks;
    if (options.verbose)
        callbacks.message = [other = options.callbacks.message](const std::string& message) {
            std::fprintf(stderr, "%s\n", message.c_str());
            if (other)
                other(message);
        };
    return {spec, RenderJob::start(std::move(*document), spec, std::move(callbacks), writeFile)};
}

SessionJob SessionState::render(const std::string& outputFile, const RenderOptions& options) {
    const SessionJob job = start(specOf(outputFile, options), options, true);
    jobs.push_back(job);
    if (!options.wait && !options.openWhenDone)
        return job;
    const RenderResult result = job.wait();
    if (!options.openWhenDone || !result.ok())
        return job;
    const Expected<void> opened =
        host ? host->openFile(result.outputFile)
             : failure(ErrorCode::InvalidArgument,
                       "\"" + result.outputFile +
                           "\" is rendered but cannot be opened: nobody can be asked here.");
    if (!opened) {
        warnings.push_back(opened.error());
        warnings.back().severity = Severity::Warning;
    }
    return job;
}

Expected<Diagnostics> SessionState::renderBlocks(const BlockCallback& block,
                                                 const RenderOptions& options) {
    const SessionJob job = start(specOf({}, options), options, false);
    if (!job.job())
        return tl::make_unexpected(*job.error());
    const StemFile stem = job.job().stem();
    std::optional<StemReader> reader; // the file is there as soon as it has frames
    std::optional<Diagnostic> unreadable;
    bool goesOn = true;
    for (bool isLast = false; goesOn;) {
        const std::uint64_t valid = job.job().stemFramesValid();
        if (!reader && valid > 0)
            reader.emplace(stem.path, stem.channels);
        const Expected<std::span<double>> samples =
            reader ? reader->next(valid) : std::span<double>();
        if (!samples) {
            unreadable = samples.error();
            break;
        }
        if (!samples->empty())
            goesOn = block(*samples, stem.channels);
        else if (isLast)
            break;
        else
            isLast = job.waitFor(std::chrono::milliseconds(5)).has_value();
    }
    if (!goesOn || unreadable)
        job.cancel();
    if (unreadable)
        return tl::make_unexpected(std::move(*unreadable));
    if (!goesOn)
        return failure(ErrorCode::Cancelled, "The program that takes the sound ended the render.");
    if (auto error = job.error())
        return tl::make_unexpected(std::move(*error));
    return job.wait().problems;
}

} // namespace stria
