; Slow strings: two saws a little apart over a sine an octave below.
; kamp: loudness, 0..1
; kcut: filter cutoff, 80..6000 Hz log
|kamp=0.08, kmidi=48, kcut=900, kpan=0.5, ibus=0, ksend=0.5, itide=0|
kfreq = mtof:k(kmidi)
ktide = busin:k(itide, 0.5)
aenv linsegr 0, 2.2, 1, 3.5, 0
a1 vco2 kamp, kfreq * 0.9965
a2 vco2 kamp, kfreq * 1.0035
a3 oscili kamp * 0.8, kfreq * 0.5
aout moogladder a1 + a2 + a3, kcut * (0.6 + ktide), 0.2
aout *= aenv
aleft, aright pan2 aout, kpan
outs aleft, aright
busmix(ibus, aout * ksend)
