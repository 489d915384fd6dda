<CsoundSynthesizer>
<CsOptions>
-n --logfile=OUTSIDE/marker
</CsOptions>
<CsInstruments>
instr 902
ires system_i 1, "touch OUTSIDE/marker"
endin
</CsInstruments>
<CsScore>
i 902 0 0.05
</CsScore>
</CsoundSynthesizer>
