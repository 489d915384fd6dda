# SPDX-License-Identifier: GPL-3.0-or-later
function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
    if(NOT status EQUAL 0)
        string(REPLACE ";" " " command "${ARGN}")
        file(WRITE "${RESULTS}/install_test.txt"
            "FAIL!  : InstallTest::aProgramIsBuiltAgainstTheInstalledTree() ${command}\n${out}\n"
            "Totals: 0 passed, 1 failed, 0 skipped, 0 blacklisted\n")
        message(FATAL_ERROR "${command}\n${out}")
    endif()
endfunction()

file(REMOVE_RECURSE "${WORK}")
run(${CMAKE_COMMAND} --install "${BUILD}" --prefix "${WORK}/prefix")
run(${CMAKE_COMMAND} -S "${SOURCE}" -B "${WORK}/program" -G Ninja
    "-DCMAKE_PREFIX_PATH=${WORK}/prefix")
run(${CMAKE_COMMAND} --build "${WORK}/program")
run(${CMAKE_COMMAND} -E chdir "${WORK}" "${WORK}/program/one_note" "${WORK}/note.wav")
if(NOT EXISTS "${WORK}/note.wav")
    message(FATAL_ERROR "The program wrote no file.")
endif()
file(WRITE "${RESULTS}/install_test.txt"
    "PASS   : InstallTest::aProgramIsBuiltAgainstTheInstalledTree()\n"
    "Totals: 1 passed, 0 failed, 0 skipped, 0 blacklisted\n")
