<CsoundSynthesizer>
<CsOptions>
-d -W -f -o out.wav
</CsOptions>
<CsInstruments>
; Three notes
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 1
A4 = 443

; Texts
strset 1001, "none"
strset 1002, "\$X \"quoted\""

instr 1001 ; pluck
 kamp init p5
 kamp = p5
 kmidi init p6
 kmidi = p6
 ipan = p7
 Smark strget p8
; A plucked string.
; kamp: loudness, 0..1


kfreq = mtof:k(kmidi)
asig oscili kamp, kfreq
aleft, aright pan2 asig, ipan
outch 1, aleft, 2, aright
endin

instr 2002 ; old one, priority 2
  iamp = p4 ; from the days of p4
  kfreq = p5
  asig oscili iamp, kfreq
  outch 2, asig
endin
</CsInstruments>
<CsScore>
i 1001.000001 0 0.5 0 0.2 69 0.5 1002 ; pluck 'first' at 0 s
i 1001.000002 0.75 0.5 0 0.2 57 0 1001 ; pluck at 0.75 s
i 2002.000001 0.75 0.25 0.1 1000 ; old one at 0.75 s
f 0 1.25
e
</CsScore>
</CsoundSynthesizer>
