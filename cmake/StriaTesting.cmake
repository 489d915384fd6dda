# SPDX-License-Identifier: GPL-3.0-or-later

# stria_add_test(<name>_test.cpp [LINK <target>...] [SOURCES <file>...] [LABELS <label>...])
#
# One test program of Qt Test, run by ctest under the name <name>_test. It gets no display, a home
# of its own, and the worker of this build; it may use STRIA_SOURCE_DIR, the top of the repository.
# Its results are also written to tests/results/<name>_test.txt, where tests/run counts them.
function(stria_add_test file)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK;SOURCES;LABELS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "stria_add_test(${file}): unknown words: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    get_filename_component(name "${file}" NAME_WE)
    if(TARGET ${name})
        # Two folders may each have a test of the same name, as two floors may have a same word.
        get_filename_component(folder "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
        set(name "${folder}_${name}")
    endif()
    add_executable(${name} "${file}" ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON UNITY_BUILD OFF RUNTIME_OUTPUT_DIRECTORY
                          "${PROJECT_BINARY_DIR}/tests/bin")
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${name} PRIVATE "STRIA_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")
    # Most of them runs once, and what is measured stands in tests/bench.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    target_link_libraries(${name} PRIVATE ${arg_LINK} Qt6::Test)
    if(TARGET stria-worker)
        add_dependencies(${name} stria-worker)
    endif()

    set(results "${PROJECT_BINARY_DIR}/tests/results")
    set(home "${PROJECT_BINARY_DIR}/tests/home/${name}")
    file(MAKE_DIRECTORY "${results}" "${home}")
    add_test(NAME ${name} COMMAND ${name} -o "${results}/${name}.txt,txt" -o "-,txt")
    set_tests_properties(${name} PROPERTIES
        LABELS "${arg_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;STRIA_WORKER=${PROJECT_BINARY_DIR}/bin/stria-worker;\
XDG_CONFIG_HOME=${home}/config;XDG_DATA_HOME=${home}/data;XDG_CACHE_HOME=${home}/cache;\
XDG_STATE_HOME=${home}/state;\
TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan-suppressions.txt;\
LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/lsan-suppressions.txt")
endfunction()
