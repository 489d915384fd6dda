// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <sys/types.h>

namespace stria::test {

// Which call fails is told by the environment:
//
//   STRIA_FAULT_PAGE     a file, which holds a FaultPage
//   STRIA_FAULT_CALL     open, read, write, sync, rename, mmap, fork, thread, socket, line, close,
//                        truncate, stat, seek, lock or folder; or room, see below
//   STRIA_FAULT_NUMBER   which call fails, from 1 on; 0: none, they are counted only
//   STRIA_FAULT_ERRNO    the error
//   STRIA_FAULT_STICKY   1: all calls after it fail as well
//   STRIA_FAULT_SHORT    1: the call does half of what it is to do, and the next one fails
//   STRIA_FAULT_PATH     calls on paths that contain this word count
//   STRIA_FAULT_PROGRAM  the name of the program in which calls count
//
// `line` is reading from and writing to sockets and pipes, `read` and `write` are for files.
// With `room`, the files on these paths can grow by so many bytes together as the page says, in all
// programs; what is cut or removed gives its room back.

enum class Answer { Goes, Fails, IsShort };

/// Asked once for each call that counts; sets errno for Fails.
Answer answerTo(const char* kind);
bool isCounted(const char* path);
bool isCountedFile(int file);
bool isLine(int file); ///< a socket or a pipe

bool isRoomLimited();
/// Of a write of so many bytes at `offset` (-1: at the file's position): those that find room, and
/// which of them are new.
struct Room {
    std::uint64_t bytes = 0;
    std::uint64_t taken = 0;
};
Room takeRoom(int file, std::uint64_t size, off_t offset);
void giveRoom(std::uint64_t bytes);
/// Before something happens to the last name of a file: its size, else 0.
std::uint64_t sizeOfLast(const char* path);
std::uint64_t sizeOfNameless(int file); ///< one that never had a name, else 0

} // namespace stria::test
