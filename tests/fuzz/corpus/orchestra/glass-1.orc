; The room: everything that was sent to the bus, with an echo before it.
; kgain: loudness, 0..1
; ksize: how long it rings, 0..0.99
; kdamp: where the highs are lost, 500..16000 Hz log
|ibus=0, kgain=0.8, ksize=0.88, kdamp=7000|
asend = busin(ibus)
aecho delay asend, 0.469
awet = asend + aecho * 0.35
aleft, aright reverbsc awet, awet, ksize, kdamp
aleft dcblock2 aleft
aright dcblock2 aright
outs aleft * kgain, aright * kgain
