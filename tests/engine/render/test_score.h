// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/compile/csd_document.h"
#include "engine/render/render_job.h"
#include "engine/sound/sound_file.h"

namespace stria::test {

/// A CsdDocument made by hand, as the compiler makes one: instruments from number 1 on.
class TestScore {
  public:
    explicit TestScore(int channels = 2, int ksmps = 64, double sampleRate = 44100) {
        m_document.channels = channels;
        m_document.ksmps = ksmps;
        m_document.sampleRate = sampleRate;
        generated("sr = " + std::to_string(static_cast<int>(sampleRate)));
        generated("ksmps = " + std::to_string(ksmps));
        generated("nchnls = " + std::to_string(channels));
        generated("0dbfs = 1");
    }

    /// Lines of `body` count from 1 in what messages say.
    int instrument(const std::string& name, const std::string& body) {
        CsdInstrument instrument;
        instrument.number = static_cast<int>(m_document.instruments.size()) + 1;
        instrument.instrument = InstrumentId::random();
        instrument.name = name;
        instrument.firstLine = m_document.sourceMap.lineCount() + 1;
        Place place;
        place.instrument = instrument.instrument;
        place.instrumentName = name;
        line("instr " + std::to_string(instrument.number), place);
        place.text = TextKind::InstrumentBody;
        place.line = 0;
        for (std::size_t begin = 0; begin <= body.size();) {
            const std::size_t end = std::min(body.find('\n', begin), body.size());
            ++place.line;
            line(body.substr(begin, end - begin), place);
            begin = end + 1;
        }
        place.text = TextKind::None;
        place.line = 0;
        line("endin", place);
        instrument.lastLine = m_document.sourceMap.lineCount();
        m_document.instruments.push_back(instrument);
        return instrument.number;
    }
    void global(const std::string& code) {
        Place place;
        place.text = TextKind::GlobalCode;
        place.line = 1;
        line(code, place);
    }
    EventId note(int instrument, double start, double duration, std::vector<double> more = {}) {
        CsdNote note;
        const double p1 = instrument + ++m_notes / 100000.0;
        note.pfields = {p1, start, duration, 0};
        note.pfields.insert(note.pfields.end(), more.begin(), more.end());
        note.event = EventId::random();
        m_document.notes.push_back(note);
        if (duration >= 0)
            m_document.scoreEnd = std::max(m_document.scoreEnd, start + duration);
        return note.event;
    }
    CsdDocument document() const {
        CsdDocument document = m_document;
        std::ranges::stable_sort(document.notes, [](const CsdNote& a, const CsdNote& b) {
            return a.pfields[1] < b.pfields[1];
        });
        return document;
    }
    CsdDocument& edit() { return m_document; }

  private:
    void line(const std::string& text, const Place& place) {
        m_document.orchestra += text + "\n";
        m_document.sourceMap.addLine(place);
    }
    void generated(const std::string& text) { line(text, {}); }

    CsdDocument m_document;
    int m_notes = 0;
};

/// A folder of the test's own, and renders into it.
struct TestFolder {
    QTemporaryDir folder;

    std::string file(const std::string& name) const {
        return folder.filePath(QString::fromStdString(name)).toStdString();
    }
    RenderSpec spec(const std::string& name) const {
        RenderSpec spec;
        spec.outputFile = file(name);
        return spec;
    }
};

inline std::vector<double> channel(const SoundFileData& sound, int number) {
    std::vector<double> samples;
    for (std::size_t i = static_cast<std::size_t>(number) - 1; i < sound.samples.size();
         i += static_cast<std::size_t>(sound.info.channels))
        samples.push_back(sound.samples[i]);
    return samples;
}

inline double rms(const std::vector<double>& samples, double rate, double from, double to) {
    double sum = 0;
    const auto begin = static_cast<std::size_t>(std::lround(from * rate));
    const auto end = static_cast<std::size_t>(std::lround(to * rate));
    for (std::size_t i = begin; i < end && i < samples.size(); ++i)
        sum += samples[i] * samples[i];
    return std::sqrt(sum / static_cast<double>(end - begin));
}

inline std::string allText(const RenderResult& result) {
    std::string text;
    for (const Diagnostic& problem : result.problems)
        text += problem.toText() + "\n";
    return text;
}

} // namespace stria::test
