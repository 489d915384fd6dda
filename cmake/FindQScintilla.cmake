# SPDX-License-Identifier: GPL-3.0-or-later
# QScintilla for Qt 6, the code editor: target QScintilla::QScintilla. Qt6 Widgets and PrintSupport
# must have been found before. vcpkg brings a CMake package, the others only a header and a library.

find_package(unofficial-qscintilla QUIET CONFIG)
if(TARGET unofficial::qscintilla::qscintilla)
    set(QScintilla_FOUND TRUE)
    if(NOT TARGET QScintilla::QScintilla)
        add_library(QScintilla::QScintilla ALIAS unofficial::qscintilla::qscintilla)
    endif()
    return()
endif()

find_path(QScintilla_INCLUDE_DIR Qsci/qsciglobal.h
    HINTS ${Qt6Core_INCLUDE_DIRS} ${Qt6Widgets_INCLUDE_DIRS}
    PATHS /opt/homebrew/opt/qscintilla2/include /usr/local/opt/qscintilla2/include
    PATH_SUFFIXES qt6 .. ../..)
find_library(QScintilla_LIBRARY_RELEASE qscintilla2_qt6
    PATHS /opt/homebrew/opt/qscintilla2/lib /usr/local/opt/qscintilla2/lib)
find_library(QScintilla_LIBRARY_DEBUG qscintilla2_qt6d)
mark_as_advanced(QScintilla_INCLUDE_DIR QScintilla_LIBRARY_RELEASE QScintilla_LIBRARY_DEBUG)

if(QScintilla_INCLUDE_DIR)
    file(STRINGS "${QScintilla_INCLUDE_DIR}/Qsci/qsciglobal.h" line
         REGEX "#define QSCINTILLA_VERSION_STR")
    string(REGEX REPLACE ".*\"([^\"]+)\".*" "\\1" QScintilla_VERSION "${line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(QScintilla
    REQUIRED_VARS QScintilla_LIBRARY_RELEASE QScintilla_INCLUDE_DIR
    VERSION_VAR QScintilla_VERSION)

if(QScintilla_FOUND AND NOT TARGET QScintilla::QScintilla)
    add_library(QScintilla::QScintilla UNKNOWN IMPORTED)
    set_target_properties(QScintilla::QScintilla PROPERTIES
        IMPORTED_LOCATION "${QScintilla_LIBRARY_RELEASE}"
        INTERFACE_INCLUDE_DIRECTORIES "${QScintilla_INCLUDE_DIR}"
        INTERFACE_LINK_LIBRARIES "Qt6::Widgets;Qt6::PrintSupport")
    if(QScintilla_LIBRARY_DEBUG)
        set_target_properties(QScintilla::QScintilla PROPERTIES
            IMPORTED_LOCATION_DEBUG "${QScintilla_LIBRARY_DEBUG}")
    endif()
    if(WIN32)
        set_target_properties(QScintilla::QScintilla PROPERTIES
            INTERFACE_COMPILE_DEFINITIONS QSCINTILLA_DLL)
    endif()
endif()
