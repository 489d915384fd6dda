instr 901
ires system_i 1, "touch OUTSIDE/marker"
endin
