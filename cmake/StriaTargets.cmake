# SPDX-License-Identifier: GPL-3.0-or-later

# stria_library(<name> [SOURCES <file>...] [LINK <target>...])
#
# One folder, one library: static, or an interface while the folder has no source file. What it
# links is passed on to whoever links it, and includes are written from the top of the repository.
function(stria_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "stria_library(${name}): unknown words: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    list(FILTER arg_SOURCES INCLUDE REGEX "\\.cpp$")
    if(arg_SOURCES)
        add_library(${name} STATIC ${arg_SOURCES})
        set(scope PUBLIC)
        if(name MATCHES "^stria_ui_")
            stria_moc(${name})
        endif()
        # Batches of a unity build read the headers once as it is.
        if(NOT CMAKE_UNITY_BUILD AND "${arg_LINK}" MATCHES "Qt6::Widgets|stria_ui_")
            target_precompile_headers(${name} PRIVATE <QtWidgets> <memory> <string> <variant> <vector>)
        endif()
    else()
        add_library(${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${name} ${scope} "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
    target_link_libraries(${name} ${scope} ${arg_LINK})
endfunction()

# stria_program(<name> SOURCES <file>... LINK <target>...)
#
# A program that is installed.
function(stria_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LINK})
    install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endfunction()
