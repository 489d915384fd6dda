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

; Curves of automated parameters: time, value, time, value...
gi_curves ftgen 1001, 0, -16, -2, 0, 0, 0, 60, 2, 72, 0.5, 0.2, 1, 0.05, 1.5, 0.2, 0.499998, 300, 0.499999, 600

instr 1001 ; tone
 k_time eventtime
 i_x5[] tab2array gi_curves, p7, p7+2*max(p8, 1), 2
 i_y5[] tab2array gi_curves, p7+1, p7+2*max(p8, 1), 2
 i_y5[0] = p8 == 0 ? p5 : i_y5[0]
 kmidi init p5
 kmidi bpf k_time, i_x5, i_y5
 i_x6[] tab2array gi_curves, p9, p9+2*max(p10, 1), 2
 i_y6[] tab2array gi_curves, p9+1, p9+2*max(p10, 1), 2
 i_y6[0] = p10 == 0 ? p6 : i_y6[0]
 kamp init p6
 kamp bpf k_time, i_x6, i_y6

outch 1, oscili:a(kamp, mtof:k(kmidi))
endin

instr 1002 ; plain
 k_time eventtime
 i_x6[] tab2array gi_curves, p7, p7+2*max(p8, 1), 2
 i_y6[] tab2array gi_curves, p7+1, p7+2*max(p8, 1), 2
 i_y6[0] = p8 == 0 ? p6 : i_y6[0]
kamp init p5
kfreq init p6
kfreq bpf k_time, i_x6, i_y6
outch 1, oscili:a(kamp, kfreq)
endin
</CsInstruments>
<CsScore>
i 1001.000001 0 2 0 60 0.2 2 2 6 3 ; tone at 0 s
i 1001.000002 2.5 0.5 0 69 0.1 0 0 0 0 ; tone at 2.5 s
i 1002.000001 3.5 1 0 0.1 300 12 2 ; plain at 3.5 s
f 0 4.5
e
</CsScore>
</CsoundSynthesizer>
