# SPDX-License-Identifier: GPL-3.0-or-later
# The public headers give a documentation without a warning.
file(MAKE_DIRECTORY "${WORK}")
file(WRITE "${WORK}/Doxyfile" "
PROJECT_NAME = Stria
INPUT = engine/session engine/model engine/render/render_job.h engine/render/host.h engine/storage/project_file.h
FILE_PATTERNS = *.h *.md
EXCLUDE_PATTERNS = */session_state.h
EXTRACT_ALL = YES
QUIET = YES
WARN_IF_UNDOCUMENTED = NO
GENERATE_LATEX = NO
BUILTIN_STL_SUPPORT = YES
HAVE_DOT = NO
USE_MDFILE_AS_MAINPAGE = engine/session/examples.md
OUTPUT_DIRECTORY = ${WORK}
WARN_AS_ERROR = FAIL_ON_WARNINGS
")
execute_process(COMMAND "${DOXYGEN}" "${WORK}/Doxyfile" WORKING_DIRECTORY "${SOURCE}"
    RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
if(NOT status EQUAL 0)
    file(WRITE "${RESULTS}/documentation_test.txt"
        "FAIL!  : DocumentationTest::thePublicHeadersGiveNoWarning() ${out}\n"
        "Totals: 0 passed, 1 failed, 0 skipped, 0 blacklisted\n")
    message(FATAL_ERROR "${out}")
endif()
file(WRITE "${RESULTS}/documentation_test.txt"
    "PASS   : DocumentationTest::thePublicHeadersGiveNoWarning()\n"
    "Totals: 1 passed, 0 failed, 0 skipped, 0 blacklisted\n")
