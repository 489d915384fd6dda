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
 iamp = p6
 aout oscili iamp, ifreq
 outs aout, aout
endin
</CsInstruments>
<CsScore>
; i 1 START DURATION 0 FREQUENCY AMPLITUDE, as the benchmark says
</CsScore>
</CsoundSynthesizer>
