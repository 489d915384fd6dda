# SPDX-License-Identifier: GPL-3.0-or-later
# RtMidi, the way in for MIDI keyboards: target RtMidi::rtmidi.

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(RtMidi_PC QUIET rtmidi)
endif()
set(RtMidi_VERSION "${RtMidi_PC_VERSION}")
find_path(RtMidi_INCLUDE_DIR RtMidi.h HINTS ${RtMidi_PC_INCLUDE_DIRS} PATH_SUFFIXES rtmidi)
find_library(RtMidi_LIBRARY rtmidi HINTS ${RtMidi_PC_LIBRARY_DIRS})
mark_as_advanced(RtMidi_INCLUDE_DIR RtMidi_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RtMidi
    REQUIRED_VARS RtMidi_LIBRARY RtMidi_INCLUDE_DIR
    VERSION_VAR RtMidi_VERSION)

if(RtMidi_FOUND AND NOT TARGET RtMidi::rtmidi)
    add_library(RtMidi::rtmidi UNKNOWN IMPORTED)
    set_target_properties(RtMidi::rtmidi PROPERTIES
        IMPORTED_LOCATION "${RtMidi_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${RtMidi_INCLUDE_DIR}")
endif()
