// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/partials_instrument.h"

#include <algorithm>

namespace stria {

namespace {

/// The bank halves itself down to single tracks, so that it is never deeper than the logarithm of
/// their number. The noise is low-passed by a filter of second order, whose noise bandwidth is
/// 1.11 times its corner: that gives the variance 1/2.
constexpr const char* bank = R"(; The sum of the tracks from ifirst to ilast of a table of partials.
opcode StriaPartials, a, kkkiiiiiiii
  ktime, kfreqscale, kbwscale, itable, ifirst, ilast, iminfreq, imaxfreq, igaussian, iinterpfreq, iinterposcil xin
  aout init 0
  if ilast > ifirst then
    imiddle = int((ifirst + ilast)/2)
    aleft StriaPartials ktime, kfreqscale, kbwscale, itable, ifirst, imiddle, iminfreq, imaxfreq, igaussian, iinterpfreq, iinterposcil
    aright StriaPartials ktime, kfreqscale, kbwscale, itable, imiddle + 1, ilast, iminfreq, imaxfreq, igaussian, iinterpfreq, iinterposcil
    aout = aleft + aright
  else
    ibegin tab_i 2*ifirst, itable
    inoisy tab_i 2*ifirst + 1, itable
    iend tab_i 2*ifirst + 2, itable
    ilastpoint = iend - 4
    iseed random 0.01, 0.99
    kpoint init ibegin
    knext init ibegin
    kstart init 1e9
    knexttime init 0
    kfreqslope init 0
    kampslope init 0
    kbandslope init 0
    if ktime < kstart || ktime >= knexttime then
      ; the last point that is not after this time
      if ktime < kstart then
        kpoint = ibegin
      endif
      knext = min(kpoint + 4, ilastpoint)
      knexttime tab knext, itable
      while knext > kpoint && knexttime <= ktime do
        kpoint = knext
        knext = min(kpoint + 4, ilastpoint)
        knexttime tab knext, itable
      od
      kstart tab kpoint, itable
      kfreq0 tab kpoint + 1, itable
      kamp0 tab kpoint + 2, itable
      kband0 tab kpoint + 3, itable
      kfreq1 tab knext + 1, itable
      kamp1 tab knext + 2, itable
      kband1 tab knext + 3, itable
      klength = max(knexttime - kstart, 1e-9)
      kfreqslope = (kfreq1 - kfreq0)/klength
      kampslope = (kamp1 - kamp0)/klength
      kbandslope = (kband1 - kband0)/klength
    endif
    kpast = max(ktime - kstart, 0)
    kfreq = kfreq0 + kfreqslope*kpast
    kamp = kamp0 + kampslope*kpast
    if kfreq < iminfreq || (imaxfreq > 0 && kfreq > imaxfreq) || kfreq*kfreqscale >= sr/2 then
      kamp = 0
    endif
    if knext == kpoint && ktime > knexttime then
      kamp = 0
    endif
    klast init 0
    if kamp == 0 && klast == 0 then
      aout = 0
    else
      kpitch = kfreq*kfreqscale
      apitch interp kpitch
      if iinterpfreq == 0 then
        apitch = kpitch
      endif
      if iinterposcil == 0 then
        aout oscil 1, apitch
      else
        aout oscili 1, apitch
      endif
      if inoisy == 0 then
        alevel interp kamp
      else
        kband limit (kband0 + kbandslope*kpast)*kbwscale, 0, 1
        alevel interp kamp*sqrt(1 - kband)
        if igaussian == 1 then
          anoise gauss 3.83
          anoise = anoise*sqrt(sr/4/555.36)
        else
          anoise rand sqrt(3*sr/4/555.36), iseed, 1
        endif
        anoise butterlp anoise, 500
        anoiselevel interp kamp*sqrt(2*kband)
        alevel = alevel + anoise*anoiselevel
      endif
      aout = aout*alevel
    endif
    klast = kamp
  endif
  xout aout
endop
)";

constexpr const char* body = R"(; Plays a table of partials.
|itable, itracks=1, ilength=1, ichan=1, kspeed=1, kfreqscale=1, kgain=1, kbwscale=1, kposition=0, iloop=0, iminfreq=0, imaxfreq=0, igaussian=0, iinterpfreq=1, iinterposcil=1|
; where the cycle ends, in seconds of the partials
ktime init 0
ktime = ktime + kspeed*ksmps/sr
if iloop == 1 then
  ktime = ktime - floor(ktime/ilength)*ilength
endif
aout StriaPartials ktime, kfreqscale, kbwscale, itable, 0, itracks - 1, iminfreq, imaxfreq, igaussian, iinterpfreq, iinterposcil
; no fade-out of an endless event
ifade = p3 > 0 ? min(0.005, p3/2) : 0.005
if p3 > 0 then
  aenv linseg 0, ifade, 1, max(p3 - 2*ifade, 1/sr), 1, ifade, 0
else
  aenv linseg 0, ifade, 1
endif
aout = aout*aenv*kgain
if ichan <= nchnls then
  if kposition < 1 then
    outch ichan, aout*cos(kposition*1.5707963267948966)
  endif
endif
if ichan + 1 <= nchnls then
  if kposition > 0 then
    outch ichan + 1, aout*sin(kposition*1.5707963267948966)
  endif
endif
)";

} // namespace

std::vector<double> partialsTable(const std::vector<Partial>& tracks) {
    std::size_t at = 2 * tracks.size() + 1;
    std::size_t size = at;
    for (const Partial& track : tracks)
        size += 4 * track.size();
    std::vector<double> numbers;
    numbers.reserve(size);
    for (const Partial& track : tracks) {
        numbers.push_back(static_cast<double>(at));
        const bool isNoisy = std::any_of(track.begin(), track.end(), [](const PartialPoint& point) {
            return point.bandwidth > 0;
        });
        numbers.push_back(isNoisy ? 1 : 0);
        at += 4 * track.size();
    }
    numbers.push_back(static_cast<double>(at));
    for (const Partial& track : tracks)
        for (const PartialPoint& point : track)
            numbers.insert(numbers.end(),
                           {point.time, point.frequency, point.amplitude, point.bandwidth});
    return numbers;
}

Instrument partialsPlayer() {
    Instrument instrument;
    instrument.name = "partials";
    instrument.doc = "Plays a table of partials.";
    instrument.init = bank;
    instrument.stopShortens = true;
    instrument.body = body;
    return instrument;
}

} // namespace stria
