<CsoundSynthesizer>
<CsInstruments>
instr 1
endin
</CsInstruments>
<CsScore>
i1 0 1
</CsScore>
</CsoundSynthesizer>
