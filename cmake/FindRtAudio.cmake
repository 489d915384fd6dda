# SPDX-License-Identifier: GPL-3.0-or-later
# RtAudio, the way to the loudspeakers: target RtAudio::rtaudio.

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(RtAudio_PC QUIET rtaudio)
endif()
set(RtAudio_VERSION "${RtAudio_PC_VERSION}")
find_path(RtAudio_INCLUDE_DIR RtAudio.h HINTS ${RtAudio_PC_INCLUDE_DIRS} PATH_SUFFIXES rtaudio)
find_library(RtAudio_LIBRARY rtaudio HINTS ${RtAudio_PC_LIBRARY_DIRS})
mark_as_advanced(RtAudio_INCLUDE_DIR RtAudio_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RtAudio
    REQUIRED_VARS RtAudio_LIBRARY RtAudio_INCLUDE_DIR
    VERSION_VAR RtAudio_VERSION)

if(RtAudio_FOUND AND NOT TARGET RtAudio::rtaudio)
    add_library(RtAudio::rtaudio UNKNOWN IMPORTED)
    set_target_properties(RtAudio::rtaudio PROPERTIES
        IMPORTED_LOCATION "${RtAudio_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${RtAudio_INCLUDE_DIR}")
endif()
