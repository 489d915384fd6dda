// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded before the C library (LD_PRELOAD): lets the nth call of a kind fail.
//
//   STRIA_FAULT_CALL     open, read, write, sync, rename, mmap, fork or socket
//   STRIA_FAULT_NUMBER   which call fails, from 1 on; 0: none, they are counted only
//   STRIA_FAULT_ERRNO    the error
//   STRIA_FAULT_STICKY   1: all calls after it fail as well
//   STRIA_FAULT_PATH     calls on paths that contain this word count; files only
//   STRIA_FAULT_PROGRAM  the name of the program in which calls count
//   STRIA_FAULT_LOG      a file that gets a byte for each call that failed
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>

namespace {

const char* setting(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

bool isProgram() {
    static const bool is = [] {
        const char* const wanted = setting("STRIA_FAULT_PROGRAM");
        char path[4096] = {};
        const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path - 1);
        const char* const name = length > 0 ? std::strrchr(path, '/') : nullptr;
        return *wanted == '\0' || (name != nullptr && std::strcmp(name + 1, wanted) == 0);
    }();
    return is;
}

bool isPath(const char* path) {
    const char* const wanted = setting("STRIA_FAULT_PATH");
    return *wanted == '\0' || (path != nullptr && std::strstr(path, wanted) != nullptr);
}

bool isFile(int file) {
    if (*setting("STRIA_FAULT_PATH") == '\0')
        return true;
    char link[64] = "/proc/self/fd/";
    char digits[16];
    int count = 0;
    for (int rest = file < 0 ? 0 : file; rest > 0 || count == 0; rest /= 10)
        digits[count++] = static_cast<char>('0' + rest % 10);
    for (char* to = link + std::strlen(link); count > 0;)
        *to++ = digits[--count];
    char path[4096] = {};
    return ::readlink(link, path, sizeof path - 1) > 0 && isPath(path);
}

/// Whether this call, of one of those that count, is to fail.
bool fails(const char* kind) {
    static std::atomic<long> calls{0};
    if (std::strcmp(setting("STRIA_FAULT_CALL"), kind) != 0 || !isProgram())
        return false;
    const long number = std::atol(setting("STRIA_FAULT_NUMBER"));
    const long call = ++calls;
    const bool now =
        number > 0 && (*setting("STRIA_FAULT_STICKY") == '1' ? call >= number : call == number);
    if (!now)
        return false;
    const long log = ::syscall(SYS_openat, AT_FDCWD, setting("STRIA_FAULT_LOG"),
                               O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log >= 0) {
        ::syscall(SYS_write, log, "x", 1);
        ::syscall(SYS_close, log);
    }
    errno = std::atoi(setting("STRIA_FAULT_ERRNO"));
    return true;
}

template <class Function> Function next(Function, const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

mode_t modeOf(int flags, va_list rest) {
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE
               ? static_cast<mode_t>(va_arg(rest, int))
               : 0;
}

} // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,cert-dcl50-cpp)
extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return isPath(path) && fails("open") ? -1 : next(&open, "open")(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return isPath(path) && fails("open") ? -1 : next(&open64, "open64")(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return isPath(path) && fails("open") ? -1 : next(&openat, "openat")(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return isPath(path) && fails("open") ? -1
                                         : next(&openat64, "openat64")(folder, path, flags, mode);
}

int mkstemp(char* name) {
    return isPath(name) && fails("open") ? -1 : next(&mkstemp, "mkstemp")(name);
}

char* mkdtemp(char* name) {
    return isPath(name) && fails("open") ? nullptr : next(&mkdtemp, "mkdtemp")(name);
}

ssize_t read(int file, void* to, size_t size) {
    return isFile(file) && fails("read") ? -1 : next(&read, "read")(file, to, size);
}

ssize_t pread(int file, void* to, size_t size, off_t at) {
    return isFile(file) && fails("read") ? -1 : next(&pread, "pread")(file, to, size, at);
}

ssize_t pread64(int file, void* to, size_t size, off64_t at) {
    return isFile(file) && fails("read") ? -1 : next(&pread64, "pread64")(file, to, size, at);
}

ssize_t readv(int file, const iovec* to, int count) {
    return isFile(file) && fails("read") ? -1 : next(&readv, "readv")(file, to, count);
}

ssize_t write(int file, const void* from, size_t size) {
    return isFile(file) && fails("write") ? -1 : next(&write, "write")(file, from, size);
}

ssize_t pwrite(int file, const void* from, size_t size, off_t at) {
    return isFile(file) && fails("write") ? -1 : next(&pwrite, "pwrite")(file, from, size, at);
}

ssize_t pwrite64(int file, const void* from, size_t size, off64_t at) {
    return isFile(file) && fails("write") ? -1 : next(&pwrite64, "pwrite64")(file, from, size, at);
}

ssize_t writev(int file, const iovec* from, int count) {
    return isFile(file) && fails("write") ? -1 : next(&writev, "writev")(file, from, count);
}

int fsync(int file) {
    return isFile(file) && fails("sync") ? -1 : next(&fsync, "fsync")(file);
}

int fdatasync(int file) {
    return isFile(file) && fails("sync") ? -1 : next(&fdatasync, "fdatasync")(file);
}

int rename(const char* from, const char* to) {
    return isPath(to) && fails("rename") ? -1 : next(&rename, "rename")(from, to);
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to) {
    return isPath(to) && fails("rename")
               ? -1
               : next(&renameat, "renameat")(fromFolder, from, toFolder, to);
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) {
    return isPath(to) && fails("rename")
               ? -1
               : next(&renameat2, "renameat2")(fromFolder, from, toFolder, to, flags);
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) {
    return isPath(to) && fails("rename")
               ? -1
               : next(&linkat, "linkat")(fromFolder, from, toFolder, to, flags);
}

void* mmap(void* at, size_t size, int protection, int flags, int file, off_t offset) {
    return file >= 0 && isFile(file) && fails("mmap")
               ? MAP_FAILED
               : next(&mmap, "mmap")(at, size, protection, flags, file, offset);
}

void* mmap64(void* at, size_t size, int protection, int flags, int file, off64_t offset) {
    return file >= 0 && isFile(file) && fails("mmap")
               ? MAP_FAILED
               : next(&mmap64, "mmap64")(at, size, protection, flags, file, offset);
}

pid_t fork() {
    return fails("fork") ? -1 : next(&fork, "fork")();
}

int posix_spawn(pid_t* child, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const arguments[],
                char* const environment[]) {
    return fails("fork") ? errno
                         : next(&posix_spawn, "posix_spawn")(child, path, actions, attributes,
                                                             arguments, environment);
}

int posix_spawnp(pid_t* child, const char* name, const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const arguments[],
                 char* const environment[]) {
    return fails("fork") ? errno
                         : next(&posix_spawnp, "posix_spawnp")(child, name, actions, attributes,
                                                               arguments, environment);
}

int socketpair(int domain, int type, int protocol, int files[2]) {
    return fails("socket") ? -1 : next(&socketpair, "socketpair")(domain, type, protocol, files);
}

int pipe(int files[2]) {
    return fails("socket") ? -1 : next(&pipe, "pipe")(files);
}

int pipe2(int files[2], int flags) {
    return fails("socket") ? -1 : next(&pipe2, "pipe2")(files, flags);
}

} // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name,cert-dcl50-cpp)
