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
gi_curves ftgen 1001, 0, -6, -2, 0, 0, 0, 1, 0.25, 0

; 1 audio bus, 1 control bus
zakinit 2, 2
opcode busin, a, io
 ibus, idefault xin
 asig zar (ibus > 0 && ibus <= 1 ? ibus : 2)
 xout asig
endop
opcode busin, k, io
 ibus, idefault xin
 kvalue zkr (ibus > 0 && ibus <= 1 ? ibus : 2)
 xout kvalue == -1e300 ? idefault : kvalue
endop
opcode busin, i, io
 ibus, idefault xin
 ivalue zir (ibus > 0 && ibus <= 1 ? ibus : 2)
 xout ivalue == -1e300 ? idefault : ivalue
endop
opcode busout, 0, ia
 ibus, asig xin
 zaw asig, (ibus > 0 && ibus <= 1 ? ibus : 0)
endop
opcode busout, 0, ii
 ibus, ivalue xin
 ibus = ibus > 0 && ibus <= 1 ? ibus : 0
 ziw ivalue, ibus
 zkw ivalue, ibus
endop
opcode busout, 0, ik
 ibus, kvalue xin
 zkw kvalue, (ibus > 0 && ibus <= 1 ? ibus : 0)
endop
opcode busmix, 0, ia
 ibus, asig xin
 zawm asig, (ibus > 0 && ibus <= 1 ? ibus : 0)
endop
opcode busmix, 0, ik
 ibus, kvalue xin
 zkw kvalue + busin:k(ibus), (ibus > 0 && ibus <= 1 ? ibus : 0)
endop
ziw 0.5, 1
ziw -1e300, 2

instr 2 ; automates the control bus p4 for p7 seconds: p6 points from p5 on in gi_curves
 ix[] tab2array gi_curves, p5, p5+2*p6, 2
 iy[] tab2array gi_curves, p5+1, p5+2*p6, 2
 inow = busin:i(p4) ; the first p8 points are fractions of the way from here to p9
 indx = 0
 while indx < p8 do
  iy[indx] = inow + (p9 - inow)*iy[indx]
  indx += 1
 od
 ktime eventtime
 if ktime < p7 then
  kvalue bpf ktime, ix, iy
  busout p4, kvalue
 else
  turnoff
 endif
endin

instr 1 ; sets the control bus p4 to p5
 busout p4, p5
endin

instr 1001 ; source
 ibus = p5
 kfreq init p6
 kfreq = p6
 kamp init p7
 kamp = p7

busmix ibus, oscili:a(kamp, kfreq)
endin

instr 2002 ; effect, priority 2
 ibus = p5
 igain = p6

asig = busin:a(ibus)
outch 1, asig * busin:k(igain)
endin

instr 2003 ; clears the audio buses
 zacl 0, 1
endin
</CsInstruments>
<CsScore>
i 2002.000001 0 2 0 1 1 ; effect at 0 s
i 2003 0 -1 ; clears the audio buses
i 1001.000001 0.25 1 0 1 440 0.2 ; source at 0.25 s
i 1001.000002 0.5 0.5 0 1 440 0.2 ; source at 0.5 s
i 1 1 0 1 1 ; sets control bus 1
i 2.000001 1.25 -1 1 2 2 0.25179138321995465 0 0 ; automates control bus 1
f 0 2
e
</CsScore>
</CsoundSynthesizer>
