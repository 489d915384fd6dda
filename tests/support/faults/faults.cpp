// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded before the C library (LD_PRELOAD): lets the nth call of a kind fail, or the disk be full.
// fault_state.h tells how.
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/support/faults/fault_state.h"

namespace {

using namespace stria::test;

template <class Function> Function next(Function, const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}
#define NEXT(name) next(&name, #name)

bool fails(const char* kind) {
    return answerTo(kind) != Answer::Goes;
}
bool fails(const char* kind, const char* path) {
    return isCounted(path) && fails(kind);
}
bool fails(const char* kind, int file) {
    return isCountedFile(file) && fails(kind);
}

/// Of reading or writing: how a call on so many bytes goes.
Answer answerToMoving(const char* kind, int file) {
    return isLine(file) ? answerTo("line") : isCountedFile(file) ? answerTo(kind) : Answer::Goes;
}

template <class Read> ssize_t reading(int file, std::size_t size, const Read& read) {
    const Answer answer = answerToMoving("read", file);
    return answer == Answer::Fails ? -1 : read(answer == Answer::IsShort ? (size + 1) / 2 : size);
}

template <class Write>
ssize_t writing(int file, std::size_t size, off_t offset, const Write& write) {
    if (isRoomLimited() && !isLine(file) && isCountedFile(file)) {
        const Room room = takeRoom(file, size, offset);
        if (room.bytes == 0 && size > 0) {
            errno = ENOSPC;
            return -1;
        }
        const ssize_t written = write(room.bytes);
        if (written < 0)
            giveRoom(room.taken);
        return written;
    }
    const Answer answer = answerToMoving("write", file);
    return answer == Answer::Fails ? -1 : write(answer == Answer::IsShort ? (size + 1) / 2 : size);
}

std::size_t sizeOf(const iovec* parts, int count) {
    std::size_t size = 0;
    for (int i = 0; i < count; ++i)
        size += parts[i].iov_len;
    return size;
}

/// The beginning of a list of parts, by the calls that take but one.
template <class Move> ssize_t eachPart(const iovec* parts, int count, std::size_t size, Move move) {
    ssize_t done = 0;
    for (int i = 0; i < count && size > 0; ++i) {
        const std::size_t part = parts[i].iov_len < size ? parts[i].iov_len : size;
        const ssize_t some = move(parts[i].iov_base, part, done);
        if (some < 0)
            return done > 0 ? done : some;
        done += some;
        size -= part;
        if (static_cast<std::size_t>(some) < part)
            break;
    }
    return done;
}

mode_t modeOf(int flags, va_list rest) {
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE
               ? static_cast<mode_t>(va_arg(rest, int))
               : 0;
}

/// Opens, with the room that a file gives back which is cut to nothing.
template <class Open> int opening(const char* path, int flags, const Open& open) {
    const std::uint64_t given = (flags & O_TRUNC) != 0 ? sizeOfLast(path) : 0;
    const int file = fails("open", path) ? -1 : open();
    if (file >= 0 && given > 0)
        giveRoom(given);
    return file;
}

template <class Remove> int removing(const char* path, const Remove& remove) {
    const std::uint64_t given = sizeOfLast(path);
    const int failed = remove();
    if (failed == 0 && given > 0)
        giveRoom(given);
    return failed;
}

template <class Rename> int renaming(const char* to, const Rename& rename) {
    return fails("rename", to) ? -1 : removing(to, rename);
}

int cutting(int file, off_t length, int (*cut)(int, off_t)) {
    struct stat facts {};
    const bool isLimited = isRoomLimited() && isCountedFile(file) &&
                           NEXT(fstat)(file, &facts) == 0 && length < facts.st_size;
    const int failed = fails("truncate", file) ? -1 : cut(file, length);
    if (failed == 0 && isLimited)
        giveRoom(static_cast<std::uint64_t>(facts.st_size - length));
    return failed;
}

} // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,cert-dcl50-cpp)
extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return opening(path, flags, [&] { return NEXT(open)(path, flags, mode); });
}
int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return opening(path, flags, [&] { return NEXT(open64)(path, flags, mode); });
}
int openat(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return opening(path, flags, [&] { return NEXT(openat)(folder, path, flags, mode); });
}
int openat64(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return opening(path, flags, [&] { return NEXT(openat64)(folder, path, flags, mode); });
}
int creat(const char* path, mode_t mode) {
    return opening(path, O_TRUNC, [&] { return NEXT(creat)(path, mode); });
}
int creat64(const char* path, mode_t mode) {
    return opening(path, O_TRUNC, [&] { return NEXT(creat64)(path, mode); });
}
std::FILE* fopen(const char* path, const char* mode) {
    return fails("open", path) ? nullptr : NEXT(fopen)(path, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
    return fails("open", path) ? nullptr : NEXT(fopen64)(path, mode);
}
DIR* opendir(const char* path) {
    return fails("open", path) ? nullptr : NEXT(opendir)(path);
}
int mkstemp(char* name) {
    return fails("open", name) ? -1 : NEXT(mkstemp)(name);
}
int mkstemp64(char* name) {
    return fails("open", name) ? -1 : NEXT(mkstemp64)(name);
}
int mkostemp(char* name, int flags) {
    return fails("open", name) ? -1 : NEXT(mkostemp)(name, flags);
}

char* mkdtemp(char* name) {
    return fails("folder", name) ? nullptr : NEXT(mkdtemp)(name);
}
int mkdir(const char* path, mode_t mode) {
    return fails("folder", path) ? -1 : NEXT(mkdir)(path, mode);
}
int mkdirat(int folder, const char* path, mode_t mode) {
    return fails("folder", path) ? -1 : NEXT(mkdirat)(folder, path, mode);
}

ssize_t read(int file, void* to, size_t size) {
    return reading(file, size, [&](size_t most) { return NEXT(read)(file, to, most); });
}
ssize_t pread(int file, void* to, size_t size, off_t at) {
    return reading(file, size, [&](size_t most) { return NEXT(pread)(file, to, most, at); });
}
ssize_t pread64(int file, void* to, size_t size, off64_t at) {
    return reading(file, size, [&](size_t most) { return NEXT(pread64)(file, to, most, at); });
}
ssize_t readv(int file, const iovec* to, int count) {
    return reading(file, sizeOf(to, count), [&](size_t most) {
        return eachPart(to, count, most, [&](void* part, size_t size, ssize_t) {
            return NEXT(read)(file, part, size);
        });
    });
}
ssize_t recv(int file, void* to, size_t size, int flags) {
    return reading(file, size, [&](size_t most) { return NEXT(recv)(file, to, most, flags); });
}

ssize_t write(int file, const void* from, size_t size) {
    return writing(file, size, -1, [&](size_t most) { return NEXT(write)(file, from, most); });
}
ssize_t pwrite(int file, const void* from, size_t size, off_t at) {
    return writing(file, size, at, [&](size_t most) { return NEXT(pwrite)(file, from, most, at); });
}
ssize_t pwrite64(int file, const void* from, size_t size, off64_t at) {
    return writing(file, size, at,
                   [&](size_t most) { return NEXT(pwrite64)(file, from, most, at); });
}
ssize_t writev(int file, const iovec* from, int count) {
    return writing(file, sizeOf(from, count), -1, [&](size_t most) {
        return eachPart(from, count, most, [&](const void* part, size_t size, ssize_t) {
            return NEXT(write)(file, part, size);
        });
    });
}
ssize_t send(int file, const void* from, size_t size, int flags) {
    return writing(file, size, -1,
                   [&](size_t most) { return NEXT(send)(file, from, most, flags); });
}

int close(int file) {
    const bool isToFail = !isLine(file) && fails("close", file);
    const int error = errno;
    const std::uint64_t given = sizeOfNameless(file);
    const int failed = NEXT(close)(file);
    if (given > 0)
        giveRoom(given);
    if (isToFail)
        errno = error;
    return isToFail ? -1 : failed;
}
int fsync(int file) {
    return fails("sync", file) ? -1 : NEXT(fsync)(file);
}
int fdatasync(int file) {
    return fails("sync", file) ? -1 : NEXT(fdatasync)(file);
}
int ftruncate(int file, off_t length) {
    return cutting(file, length, NEXT(ftruncate));
}
int ftruncate64(int file, off64_t length) {
    return cutting(file, length, NEXT(ftruncate64));
}
off_t lseek(int file, off_t offset, int whence) {
    return fails("seek", file) ? -1 : NEXT(lseek)(file, offset, whence);
}
off64_t lseek64(int file, off64_t offset, int whence) {
    return fails("seek", file) ? -1 : NEXT(lseek64)(file, offset, whence);
}
int flock(int file, int operation) {
    return fails("lock", file) ? -1 : NEXT(flock)(file, operation);
}

int stat(const char* path, struct stat* facts) {
    return fails("stat", path) ? -1 : NEXT(stat)(path, facts);
}
int stat64(const char* path, struct stat64* facts) {
    return fails("stat", path)
               ? -1
               : next<int (*)(const char*, struct stat64*)>(&stat64, "stat64")(path, facts);
}
int lstat(const char* path, struct stat* facts) {
    return fails("stat", path) ? -1 : NEXT(lstat)(path, facts);
}
int lstat64(const char* path, struct stat64* facts) {
    return fails("stat", path) ? -1 : NEXT(lstat64)(path, facts);
}
int fstat(int file, struct stat* facts) {
    return fails("stat", file) ? -1 : NEXT(fstat)(file, facts);
}
int fstat64(int file, struct stat64* facts) {
    return fails("stat", file) ? -1 : NEXT(fstat64)(file, facts);
}
int fstatat(int folder, const char* path, struct stat* facts, int flags) {
    return fails("stat", path) ? -1 : NEXT(fstatat)(folder, path, facts, flags);
}
int fstatat64(int folder, const char* path, struct stat64* facts, int flags) {
    return fails("stat", path) ? -1 : NEXT(fstatat64)(folder, path, facts, flags);
}
int statx(int folder, const char* path, int flags, unsigned mask, struct statx* facts) {
    return fails("stat", path) ? -1
                               : next<int (*)(int, const char*, int, unsigned, struct statx*)>(
                                     &statx, "statx")(folder, path, flags, mask, facts);
}

int rename(const char* from, const char* to) {
    return renaming(to, [&] { return NEXT(rename)(from, to); });
}
int renameat(int fromFolder, const char* from, int toFolder, const char* to) {
    return renaming(to, [&] { return NEXT(renameat)(fromFolder, from, toFolder, to); });
}
int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) {
    return renaming(to, [&] { return NEXT(renameat2)(fromFolder, from, toFolder, to, flags); });
}
int link(const char* from, const char* to) {
    return fails("rename", to) ? -1 : NEXT(link)(from, to);
}
int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) {
    return fails("rename", to) ? -1 : NEXT(linkat)(fromFolder, from, toFolder, to, flags);
}
int unlink(const char* path) {
    return removing(path, [&] { return NEXT(unlink)(path); });
}
int unlinkat(int folder, const char* path, int flags) {
    char whole[4096];
    const char* named = path;
    // Folders are removed by descriptor.
    if (isRoomLimited() && path[0] != '/' && folder >= 0) {
        char link[64];
        std::snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        const ssize_t length = ::readlink(link, whole, sizeof whole - 1);
        if (length > 0)
            std::snprintf(whole + length, sizeof whole - static_cast<size_t>(length), "/%s", path);
        named = length > 0 ? whole : path;
    }
    return removing(named, [&] { return NEXT(unlinkat)(folder, path, flags); });
}

void* mmap(void* at, size_t size, int protection, int flags, int file, off_t offset) {
    return file >= 0 && fails("mmap", file) ? MAP_FAILED
                                            : NEXT(mmap)(at, size, protection, flags, file, offset);
}
void* mmap64(void* at, size_t size, int protection, int flags, int file, off64_t offset) {
    return file >= 0 && fails("mmap", file)
               ? MAP_FAILED
               : NEXT(mmap64)(at, size, protection, flags, file, offset);
}

pid_t fork() {
    return fails("fork") ? -1 : NEXT(fork)();
}
pid_t vfork() {
    return fails("fork") ? -1 : NEXT(fork)(); // its caller's frame would be gone
}
int posix_spawn(pid_t* child, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const arguments[],
                char* const environment[]) {
    return fails("fork")
               ? errno
               : NEXT(posix_spawn)(child, path, actions, attributes, arguments, environment);
}
int posix_spawnp(pid_t* child, const char* name, const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const arguments[],
                 char* const environment[]) {
    return fails("fork")
               ? errno
               : NEXT(posix_spawnp)(child, name, actions, attributes, arguments, environment);
}
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* argument) {
    return fails("thread") ? EAGAIN : NEXT(pthread_create)(thread, attributes, run, argument);
}

int socket(int domain, int type, int protocol) {
    return fails("socket") ? -1 : NEXT(socket)(domain, type, protocol);
}
int socketpair(int domain, int type, int protocol, int files[2]) {
    return fails("socket") ? -1 : NEXT(socketpair)(domain, type, protocol, files);
}
int pipe(int files[2]) {
    return fails("socket") ? -1 : NEXT(pipe)(files);
}
int pipe2(int files[2], int flags) {
    return fails("socket") ? -1 : NEXT(pipe2)(files, flags);
}

} // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name,cert-dcl50-cpp)
