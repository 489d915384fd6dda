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
 ifreq = p5
 icut = p6
 aosc vco2 0.02, ifreq
 aout moogladder aosc, icut, 0.2
 aenv linen 1, 0.004, p3, 0.008
 outs aout * aenv, aout * aenv
endin
</CsInstruments>
<CsScore>
; i 1 START DURATION 0 FREQUENCY CUTOFF, as the benchmark says
</CsScore>
</CsoundSynthesizer>
