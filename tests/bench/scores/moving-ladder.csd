<CsoundSynthesizer>
<CsOptions>
-d -m0
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 1
instr 1
 kfreq = p5
 kcut = p6
 aosc vco2 0.02, kfreq
 aout moogladder aosc, kcut, 0.2
 aenv linen 1, 0.01, p3, 0.01
 outs aout * aenv, aout * aenv
endin
</CsInstruments>
<CsScore>
; i 1 START DURATION 0 FREQUENCY CUTOFF, as the benchmark says
</CsScore>
</CsoundSynthesizer>
