#define STEP(A'B) #$A + $B#
#ifdef X
#include "more.inc"
#end
sr = 48000
0dbfs = 1
gisine ftgen 1, 0, 1024, 10, 1
opcode double, k, k
kin xin
xout kin * 2
endop
instr 1, 5, name
prints {{ raw
 "text" }}
turnoff2 nstrnum(S"x"), 0, 1
kx[] fillarray 1, 2
fout "a.wav", 4, aout \
  ; on
endin
