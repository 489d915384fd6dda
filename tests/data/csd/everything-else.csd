<CsoundSynthesizer>
<CsOptions>
-d -W -f -o out.wav
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 64
nchnls = 1
0dbfs = 1
A4 = 440

; Texts
strset 7, "the seventh"
strset 1001, "level"

; Tables
i_ ftgen 1001, 0, -3, -2, 0.1, 0.4, 0.25

; Channels
chn_k "level", 3
chnset 0.25, "level"

; Global code
#define GAIN #0.5#
gicount init 0
/* a comment
   over lines */
#line 24
opcode twice, i, i
 ix xin
 xout ix*2
endop

; for read
gicount = gicount + 1

instr 2 ; makes the table p4
 if p4 == 1002 then
  i_ ftgen 1002, 0, -2, -2, 0.5, 0.6
 endif
endin

instr 3 ; frees the table p4
 ftfree p4, 0
endin

instr 4 ; sets the channel named by text p4 to p5
 chnset p5, strget:S(p4)
endin

instr 1 ; stops the event p4, which plays its release
 turnoff2_i p4, 4, 1
endin

instr 1001 ; read
 itab = p5
 ipos = p6

Sseven strget 7
ilen strlen Sseven
outch 1, a(twice(tab_i(ipos, itab)) * $GAIN * ilen / 11)
endin

instr 1002 ; hold
 seed p5
kenv linsegr 1, 0.2, 0
idetune random 0, 0
klevel chnget "level"
outch 1, a(klevel * kenv + idetune)
schedule 1001, 0.5, 0.25, 0, 1001, 1
endin
</CsInstruments>
<CsScore>
i 1001.000001 0 0.25 0 1001 1 ; read at 0 s
i 2 1 0 1002 ; makes table 1002
i 1001.000002 1 0.25 0 1002 1 ; read at 1 s
i 4 1.5 0 1001 0.5 ; sets a channel 1001
i 1002.000001 1.5 -1 0 1751225710 ; hold at 1.5 s
i 1 2 0 1002.000001 ; stops 1002.000001
f 0 2
e
</CsScore>
</CsoundSynthesizer>
