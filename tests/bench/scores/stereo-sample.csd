<CsoundSynthesizer>
<CsOptions>
-d -m0
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 1
giSample ftgen 1, 0, 0, -1, "sample.wav", 0, 0, 0
instr 1
 aleft, aright loscilx p5, p6, giSample, 4, 1
 aenv linseg 0, 0.02, 1, p3 - 0.04, 1, 0.02, 0
 outs aleft*aenv, aright*aenv
endin
</CsInstruments>
<CsScore>
; i 1 START DURATION 0 GAIN SPEED, as the benchmark says
</CsScore>
</CsoundSynthesizer>
