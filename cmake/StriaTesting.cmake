# SPDX-License-Identifier: GPL-3.0-or-later

# stria_add_test(<name>_test.cpp [LINK <target>...] [SOURCES <file>...] [DEFINES <definition>...]
#                [DEPENDS <target>...])
#
# A test of Qt Test, run by ctest in a process of its own under the name <name>_test. The tests of a
# folder are one program, tests/bin/<folder>_tests, which is told the test's name: the headers are
# read once for all of them, and there is little to link. "ninja <name>_test" builds it.
#
# It gets no display, a home of its own, and the worker of this build; it may use STRIA_SOURCE_DIR,
# the top of the repository. Its results are also written to tests/results/<name>_test.txt, where
# tests/run counts them.
function(stria_add_test file)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK;SOURCES;DEFINES;DEPENDS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "stria_add_test(${file}): unknown words: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    file(RELATIVE_PATH program "${PROJECT_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
    string(REPLACE "/" "_" program "${program}_tests")
    if(NOT TARGET ${program})
        add_executable(${program})
        stria_moc(${program})
        set_target_properties(${program} PROPERTIES
                              RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests/bin")
        target_include_directories(${program} PRIVATE "${PROJECT_SOURCE_DIR}")
        target_compile_definitions(${program} PRIVATE "STRIA_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")
        # Most of them runs once, and what is measured stands in tests/bench.
        target_compile_options(${program} PRIVATE $<$<CONFIG:Release>:-O1>)
        if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            # In a batch a test's class is not in the file that is compiled.
            target_compile_options(${program} PRIVATE -Wno-subobject-linkage)
        endif()
        target_link_libraries(${program} PRIVATE stria_test_program)
        if(TARGET stria-worker)
            add_dependencies(${program} stria-worker)
        endif()
    endif()
    target_sources(${program} PRIVATE "${file}" ${arg_SOURCES})
    target_compile_definitions(${program} PRIVATE ${arg_DEFINES})
    target_link_libraries(${program} PRIVATE ${arg_LINK})
    if(arg_DEPENDS)
        add_dependencies(${program} ${arg_DEPENDS})
    endif()

    get_filename_component(test "${file}" NAME_WE)
    set(name "${test}")
    if(TARGET ${name})
        # Two folders may each have a test of the same name, as two floors may have a same word.
        get_filename_component(folder "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
        set(name "${folder}_${name}")
    endif()
    add_custom_target(${name} DEPENDS ${program})
    set(results "${PROJECT_BINARY_DIR}/tests/results")
    set(home "${PROJECT_BINARY_DIR}/tests/home/${name}")
    file(MAKE_DIRECTORY "${results}" "${home}")
    add_test(NAME ${name} COMMAND ${program} ${test} -o "${results}/${name}.txt,txt" -o "-,txt")
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;STRIA_WORKER=${PROJECT_BINARY_DIR}/bin/stria-worker;\
XDG_CONFIG_HOME=${home}/config;XDG_DATA_HOME=${home}/data;XDG_CACHE_HOME=${home}/cache;\
XDG_STATE_HOME=${home}/state;\
TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan-suppressions.txt;\
LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/lsan-suppressions.txt")
endfunction()
