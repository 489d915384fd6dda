# SPDX-License-Identifier: GPL-3.0-or-later
# Csound with double precision samples: target Csound64::Csound64, variable Csound64_VERSION.

find_path(Csound64_INCLUDE_DIR csound.h PATH_SUFFIXES csound)
find_library(Csound64_LIBRARY NAMES csound64 CsoundLib64)
mark_as_advanced(Csound64_INCLUDE_DIR Csound64_LIBRARY)

if(Csound64_INCLUDE_DIR AND EXISTS "${Csound64_INCLUDE_DIR}/version.h")
    file(STRINGS "${Csound64_INCLUDE_DIR}/version.h" lines REGEX "#define CS_(VERSION|SUBVER) ")
    string(REGEX REPLACE ".*CS_VERSION +\\(?([0-9]+).*CS_SUBVER +\\(?([0-9]+).*" "\\1.\\2"
           Csound64_VERSION "${lines}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Csound64
    REQUIRED_VARS Csound64_LIBRARY Csound64_INCLUDE_DIR
    VERSION_VAR Csound64_VERSION)

if(Csound64_FOUND AND NOT TARGET Csound64::Csound64)
    add_library(Csound64::Csound64 UNKNOWN IMPORTED)
    set_target_properties(Csound64::Csound64 PROPERTIES
        IMPORTED_LOCATION "${Csound64_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${Csound64_INCLUDE_DIR}"
        INTERFACE_COMPILE_DEFINITIONS USE_DOUBLE)
endif()
