# SPDX-License-Identifier: GPL-3.0-or-later
# libsndfile: target SndFile::sndfile (the name that its own CMake package uses as well).

find_package(SndFile ${SndFile_FIND_VERSION} QUIET CONFIG)
if(NOT SndFile_FOUND)
    find_package(PkgConfig QUIET)
    if(PkgConfig_FOUND)
        pkg_check_modules(SndFile_PC QUIET sndfile)
    endif()
    set(SndFile_VERSION "${SndFile_PC_VERSION}")
    find_path(SndFile_INCLUDE_DIR sndfile.h HINTS ${SndFile_PC_INCLUDE_DIRS})
    find_library(SndFile_LIBRARY sndfile HINTS ${SndFile_PC_LIBRARY_DIRS})
    mark_as_advanced(SndFile_INCLUDE_DIR SndFile_LIBRARY)

    include(FindPackageHandleStandardArgs)
    find_package_handle_standard_args(SndFile
        REQUIRED_VARS SndFile_LIBRARY SndFile_INCLUDE_DIR
        VERSION_VAR SndFile_VERSION)
    if(SndFile_FOUND AND NOT TARGET SndFile::sndfile)
        add_library(SndFile::sndfile UNKNOWN IMPORTED)
        set_target_properties(SndFile::sndfile PROPERTIES
            IMPORTED_LOCATION "${SndFile_LIBRARY}"
            INTERFACE_INCLUDE_DIRECTORIES "${SndFile_INCLUDE_DIR}")
    endif()
endif()
