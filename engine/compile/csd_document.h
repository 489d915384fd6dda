// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/compile/source_map.h"
#include "engine/model/diagnostic.h"
#include "engine/model/id.h"

namespace stria {

/// A data file that the orchestra reads: numbers to be stored as a float64 wav, or a file of the
/// user's. The text names it by a mark that orchestraText replaces by a path.
struct CsdAsset {
    std::string fileName; ///< proposed name without folder, unique within the document
    std::shared_ptr<const std::vector<double>> data; ///< interleaved; null for a file
    int channels = 1;                                ///< of the data
    double sampleRate = 44100;                       ///< of the data
    std::string sourcePath; ///< absolute path of the user's file; empty for data
    /// Data: the table it becomes, and the orchestra line (from 1) whose one statement reads it,
    /// so that a text with everything inside can replace that line.
    int table = 0;
    int line = 0;
};

/// One `i` statement. All its values are numbers: texts stand in the orchestra as strset and are
/// fetched there by strget.
struct CsdNote {
    std::vector<double> pfields; ///< p1, p2 (score time), p3, p4...; p3 -1 holds until stopped
    EventId event;               ///< null for a generated event (bus automation, stops, clean-up)
};

/// What the compiler knows of an instrument number, so that messages can be mapped back.
struct CsdInstrument {
    int number = 0;
    InstrumentId instrument; ///< null for a generated one
    std::string name;        ///< the user's name
    int priority = 1;
    int firstLine = 0; ///< orchestra lines of `instr` and `endin`
    int lastLine = 0;
    /// Auditions only, of each parameter with a curve: while this pfield is below 0 the parameter
    /// has the value of its own pfield.
    std::map<std::string, int> touchFields;
};

/// A compiled score, ready for libcsound or for a .csd file. Plain data; the same project and spec
/// give the same document.
struct CsdDocument {
    double sampleRate = 44100;
    int ksmps = 64;
    int channels = 2;
    std::vector<std::string> options; ///< checked Csound flags (macros, tuning, messages)
    /// Text of the orchestra; `assets[n]` is named in it by assetMark(n).
    std::string orchestra;
    std::vector<CsdAsset> assets;
    SourceMap sourceMap;
    std::vector<CsdInstrument> instruments; ///< by number
    /// Sorted as Csound plays them: by (start, p1, p3).
    std::vector<CsdNote> notes;
    /// A word on what a note is, for people who read the CSD; made on demand.
    std::function<std::string(const CsdNote&)> noteComment;

    double startTime = 0; ///< score time of the file's first frame
    /// Score time at which the file is cut, tail included; 0: the last release decides.
    double cutTime = 0;
    /// Score time of the last finite end or end marker: progress is measured against it.
    double scoreEnd = 0;
    /// Seconds that are allowed after scoreEnd for releases when cutTime is 0 (60), and the silence
    /// or reverberation that is computed after the last event has ended.
    double releaseLimit = 60;
    double tail = 0;
    std::string folder;        ///< the project's, absolute; empty: the current one
    bool needsPlugins = false; ///< an opcode is named that the core of Csound lacks
    Diagnostics warnings;

    /// Stands in the orchestra only around the number of an asset.
    static constexpr char markByte = '\x1a';
    static std::string assetMark(std::size_t index);
    /// The orchestra with each asset's mark replaced by the path that pathOf gives, escaped for a
    /// Csound string. Lines stay where they are.
    std::string orchestraText(const std::function<std::string(const CsdAsset&)>& pathOf) const;
};

} // namespace stria
