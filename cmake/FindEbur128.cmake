# SPDX-License-Identifier: GPL-3.0-or-later
# libebur128, loudness after EBU R 128: target Ebur128::ebur128.

find_path(Ebur128_INCLUDE_DIR ebur128.h)
find_library(Ebur128_LIBRARY ebur128)
mark_as_advanced(Ebur128_INCLUDE_DIR Ebur128_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Ebur128 REQUIRED_VARS Ebur128_LIBRARY Ebur128_INCLUDE_DIR)

if(Ebur128_FOUND AND NOT TARGET Ebur128::ebur128)
    add_library(Ebur128::ebur128 UNKNOWN IMPORTED)
    set_target_properties(Ebur128::ebur128 PROPERTIES
        IMPORTED_LOCATION "${Ebur128_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${Ebur128_INCLUDE_DIR}")
endif()
