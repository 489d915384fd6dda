# SPDX-License-Identifier: GPL-3.0-or-later

# stria_moc(<target>): the classes of Qt in the target's sources get what moc writes for them.
get_target_property(STRIA_MOC Qt6::moc LOCATION)
if(UNIX AND STRIA_MOC)
    configure_file("${CMAKE_CURRENT_LIST_DIR}/moc.in" "${PROJECT_BINARY_DIR}/moc" @ONLY
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endif()
function(stria_moc target)
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    if(UNIX AND STRIA_MOC)
        set_target_properties(${target} PROPERTIES AUTOMOC_EXECUTABLE "${PROJECT_BINARY_DIR}/moc")
    endif()
endfunction()
