# SPDX-License-Identifier: GPL-3.0-or-later
# The language, the warnings, the sanitizers and the compiler cache, for every target.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()

# The programs lie side by side, so that each finds stria-worker next to itself.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
    if(STRIA_WARNINGS_ARE_ERRORS)
        add_compile_options(-Werror)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # GCC 12 sees overlapping copies in std::string's operator+ where there are none (bug 105329).
        add_compile_options(-Wno-restrict)
    endif()
endif()

if(STRIA_SANITIZE)
    add_compile_options(-fsanitize=${STRIA_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all)
    # With the checks in the code GCC 12 takes parts of <regex> for uninitialised.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-maybe-uninitialized)
    endif()
    add_link_options(-fsanitize=${STRIA_SANITIZE})
endif()

# Several build folders of one checkout share their cached objects: paths below the source folder
# are hashed relative to the build folder, and the build folder itself is not.
find_program(STRIA_CCACHE ccache)
mark_as_advanced(STRIA_CCACHE)
if(STRIA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1
        CCACHE_ABSSTDERR=1 CCACHE_SLOPPINESS=pch_defines,time_macros ${STRIA_CCACHE})
endif()
