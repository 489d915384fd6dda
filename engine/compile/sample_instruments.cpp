// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/sample_instruments.h"

#include <string>

namespace stria {

namespace {

std::string layoutName(int channels) {
    if (channels == 1)
        return "mono";
    return channels == 2 ? "stereo" : std::to_string(channels) + " channels";
}

/// "a1, a2, a3"
std::string signals(int channels) {
    std::string list;
    for (int c = 1; c <= channels; ++c)
        list += (c > 1 ? ", a" : "a") + std::to_string(c);
    return list;
}

std::string header(bool isLoop) {
    return std::string("|itable, ichan=1, kgain=1, kspeed=1, kpan=0.5, iskip=0, ifadein=0.02, "
                       "ifadeout=0.02") +
           (isLoop ? ", icrossfade=0.02|\n" : "|\n");
}

/// Fades lie inside the length, and each takes at most half of it. A linseg with a first segment of
/// no length is silent, so a fade of none is a step of one sample from 1 to 1.
std::string envelope(bool isLoop) {
    const std::string length = isLoop ? "iend = p3 > 0 ? p3 : 1e9 ; endless: no fade-out\n"
                                      : "iend = (ilength - iskip)/i(kspeed)\n"
                                        "iend = p3 > 0 ? min(iend, p3) : iend\n";
    const std::string fadeOut = isLoop ? "ifadeout = p3 > 0 ? ifadeout : 0\n" : "";
    return length + fadeOut +
           "ifadein = min(max(ifadein, 0), iend/2)\n"
           "ifadeout = min(max(ifadeout, 0), iend/2)\n"
           "ifirst = ifadein > 0 ? 0 : 1\n"
           "ilast = ifadeout > 0 ? 0 : 1\n"
           "irise = max(ifadein, 1/sr)\n"
           "ifall = max(ifadeout, 1/sr)\n"
           "aenv linseg ifirst, irise, 1, max(iend - irise - ifall, 1/sr), 1, ifall, ilast\n";
}

/// Two heads read a table of any number of channels: one where the loop is, one where the last
/// round ends while the next has begun.
std::string loopOfMany(int channels) {
    const std::string count = std::to_string(channels);
    std::string code = "iperiod = ilength - icrossfade\n"
                       "ilastframe = ftlen(itable)/" +
                       count +
                       " - 1\n"
                       "aspeed upsamp kspeed ; a(kspeed) would begin at 0\n"
                       "atime integ aspeed/sr\n"
                       "atime = atime + iskip - i(kspeed)/sr\n"
                       "anew = atime - floor(atime/iperiod)*iperiod\n"
                       "alater limit (atime - iperiod)*1e9, 0, 1\n"
                       "afade limit 1 - anew/max(icrossfade, 1e-9), 0, 1\n"
                       "afade = afade*alater\n"
                       "aold limit (anew + iperiod)*isr, 0, ilastframe\n"
                       "anew limit anew*isr, 0, ilastframe\n"
                       "aoldframe = floor(aold)\n"
                       "anewframe = floor(anew)\n"
                       "aoldnext limit aoldframe + 1, 0, ilastframe\n"
                       "anewnext limit anewframe + 1, 0, ilastframe\n"
                       "aoldpart = aold - aoldframe\n"
                       "anewpart = anew - anewframe\n";
    for (int c = 0; c < channels; ++c) {
        const std::string offset = "*" + count + " + " + std::to_string(c) + ", itable\n";
        code +=
            "ax table aoldframe" + offset + "ay table aoldnext" + offset + "au table anewframe" +
            offset + "av table anewnext" + offset + "a" + std::to_string(c + 1) +
            " = ((ax + (ay - ax)*aoldpart)*afade + (au + (av - au)*anewpart)*(1 - afade))*kgain\n";
    }
    return code;
}

/// One head that reads a table of more channels than loscilx takes.
std::string onceOfMany(int channels) {
    const std::string count = std::to_string(channels);
    std::string code = "ilastframe = ftlen(itable)/" + count +
                       " - 1\n"
                       "aspeed upsamp kspeed ; a(kspeed) would begin at 0\n"
                       "atime integ aspeed/sr\n"
                       "atime = (atime + iskip - i(kspeed)/sr)*isr\n"
                       "ahere limit atime, 0, ilastframe\n"
                       "aframe = floor(ahere)\n"
                       "anext limit aframe + 1, 0, ilastframe\n"
                       "apart = ahere - aframe\n"
                       "aleft limit (ilastframe + 1 - atime)*1e9, 0, 1\n";
    for (int c = 0; c < channels; ++c) {
        const std::string offset = "*" + count + " + " + std::to_string(c) + ", itable\n";
        code += "ax table aframe" + offset + "ay table anext" + offset + "a" +
                std::to_string(c + 1) + " = (ax + (ay - ax)*apart)*aleft*kgain\n";
    }
    return code;
}

std::string source(int channels, bool isLoop) {
    constexpr int mostOfLoscilx = 16;
    if (!isLoop && channels > mostOfLoscilx)
        return onceOfMany(channels);
    if (!isLoop)
        return signals(channels) + " loscilx kgain, kspeed, itable, 4, 1, iskip*isr\n";
    const std::string crossfade = "icrossfade = min(max(icrossfade, 0), ilength/2)\n";
    if (channels > 2)
        return crossfade + loopOfMany(channels);
    return crossfade + signals(channels) +
           " flooper2 kgain, kspeed, 0, ilength, icrossfade, itable, iskip\n";
}

std::string output(const std::string& channel, const std::string& condition,
                   const std::string& signal) {
    std::string code = "if " + channel + " <= nchnls then\n";
    if (!condition.empty())
        code += "  if " + condition + " then\n";
    code += "    outch " + channel + ", " + signal + "\n";
    if (!condition.empty())
        code += "  endif\n";
    return code + "endif\n";
}

/// What has no weight on a channel leaves it untouched: NaN times 0 is NaN.
std::string outputs(int channels) {
    if (channels == 1)
        return "kside = kpan < 0 ? 0 : kpan\n"
               "a1 = a1*aenv\n" +
               output("ichan", "kside < 1", "a1*cos(kside*1.5707963267948966)") +
               output("ichan + 1", "kside > 0", "a1*sin(kside*1.5707963267948966)");
    if (channels == 2)
        return "if ichan < nchnls && (kpan == 0.5 || kpan < 0) then\n"
               "  outch ichan, a1*aenv, ichan + 1, a2*aenv\n"
               "else\n"
               "  kside = kpan < 0 ? 0.5 : kpan\n" +
               output("ichan", "kside < 1", "a1*aenv*min:k(1, 2*(1 - kside))") +
               output("ichan + 1", "kside > 0", "a2*aenv*min:k(1, 2*kside)") + "endif\n";
    std::string code;
    for (int c = 0; c < channels; ++c)
        code += output(c == 0 ? std::string("ichan") : "ichan + " + std::to_string(c), "",
                       "a" + std::to_string(c + 1) + "*aenv");
    return code;
}

} // namespace

Instrument sampleInstrument(int channels, bool isLoop) {
    Instrument instrument;
    instrument.name = std::string(isLoop ? "sample loop, " : "sample, ") + layoutName(channels);
    instrument.stopShortens = true;
    instrument.doc = "Plays a sample, " + layoutName(channels) + (isLoop ? ", in a loop." : ".");
    instrument.body = "; " + instrument.doc + "\n" + header(isLoop) +
                      "isr = ftsr(itable)\n"
                      "ilength = ftlen(itable)/(" +
                      std::to_string(channels) + "*isr)\n" + envelope(isLoop) +
                      source(channels, isLoop) + outputs(channels);
    return instrument;
}

std::optional<SamplePlayer> readSamplePlayer(const Instrument& instrument) {
    constexpr int mostChannels = 64;
    if (!instrument.body.starts_with("; Plays a sample, "))
        return std::nullopt;
    for (int channels = 1; channels <= mostChannels; ++channels)
        for (const bool isLoop : {false, true})
            if (sampleInstrument(channels, isLoop).body == instrument.body)
                return SamplePlayer{channels, isLoop};
    return std::nullopt;
}

std::string nameForOurs(const Project& project, const Instrument& ours) {
    std::string name = ours.name;
    for (int n = 2;; ++n) {
        const Instrument* known = project.instrumentNamed(name);
        if (!known || known->body == ours.body)
            return name;
        name = ours.name + " " + std::to_string(n);
    }
}

} // namespace stria
