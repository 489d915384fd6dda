; kcut: cutoff, 20..20000 Hz log
pset 0, 0, 1, 0.5, "x"
kamp init p4
kcut = p5
Sname strget p6
ia, ib passign 7
if kamp > 0.5 then
  kenv linseg 0, p3 / 2, 1
elseif (kcut == 3) then
 kenv = 0
endif
while kenv < 1 do
kenv += $STEP(1'2)
od
asig oscili:a(kamp * kenv, kcut, gisine)
label:
schedule "other", 0, 1
outs asig, asig
