#define N #0.5#
i "tone" [1+2*3] [$N * 2 ^ 2] [~ * 4] [@10]
a 0 1 2
b 3
v 2
i1 0 !2 3
{ 3 LOOP
i1 [$LOOP * 2] 1 2
}
m part
i1 0 1
n part
r 2 TIMES
i1 1 1 np3 pp4
