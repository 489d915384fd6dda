; Short grains around a pitch, as spray over the water.
; kamp: loudness, 0..1
; kgrain: length of a grain, 0.01..0.3 s
; kspread: how far grains stray, 0..1
|kamp=0.2, kmidi=84, kgrain=0.06, kspread=0.3, kpan=0.5, ibus=0, ksend=0.6|
kfreq = mtof:k(kmidi)
aenv linsegr 0, 2.5, 1, 2.5, 0
aout grain2 kfreq, kfreq * kspread, kgrain, 12, gisine, giwindow, 0, 7
aout butterhp aout * aenv * kamp * 0.1, 300
aleft, aright pan2 aout, kpan
outs aleft, aright
busmix(ibus, aout * ksend)
