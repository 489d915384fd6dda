// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faults/fault_state.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/support/faults/fault_page.h"

namespace stria::test {
namespace {

const char* setting(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// Where a link under /proc leads to.
template <std::size_t Size> bool readLink(const char* link, char (&path)[Size]) {
    const long length = ::syscall(SYS_readlinkat, AT_FDCWD, link, path, Size - 1);
    path[length > 0 ? length : 0] = '\0';
    return length > 0;
}

bool isProgram(const char* wanted) {
    char path[4096];
    if (*wanted == '\0' || !readLink("/proc/self/exe", path))
        return *wanted == '\0';
    const char* const name = std::strrchr(path, '/');
    return name != nullptr && std::strcmp(name + 1, wanted) == 0;
}

struct Settings {
    FaultPage* page = nullptr;
    const char* call = setting("STRIA_FAULT_CALL");
    const char* path = setting("STRIA_FAULT_PATH");
    long number = std::atol(setting("STRIA_FAULT_NUMBER"));
    int error = std::atoi(setting("STRIA_FAULT_ERRNO"));
    bool isSticky = *setting("STRIA_FAULT_STICKY") == '1';
    bool isShort = *setting("STRIA_FAULT_SHORT") == '1';
    bool isHere = isProgram(setting("STRIA_FAULT_PROGRAM"));
    std::atomic<long> calls{0};

    Settings() {
        const long file =
            ::syscall(SYS_openat, AT_FDCWD, setting("STRIA_FAULT_PAGE"), O_RDWR | O_CLOEXEC, 0);
        if (file < 0)
            return;
        const long at = ::syscall(SYS_mmap, nullptr, sizeof(FaultPage), PROT_READ | PROT_WRITE,
                                  MAP_SHARED, file, 0);
        if (at != -1)
            page = reinterpret_cast<FaultPage*>(at); // NOLINT(performance-no-int-to-ptr)
        ::syscall(SYS_close, file);
    }
};

Settings& settings() {
    static Settings all;
    return all;
}

/// Before the program can confine itself.
[[gnu::constructor]] void readSettings() {
    settings();
}

bool pathOf(int file, char (&path)[4096]) {
    char link[64] = "/proc/self/fd/";
    char digits[16];
    int count = 0;
    for (int rest = std::max(file, 0); rest > 0 || count == 0; rest /= 10)
        digits[count++] = static_cast<char>('0' + rest % 10);
    for (char* to = link + std::strlen(link); count > 0;)
        *to++ = digits[--count];
    return readLink(link, path);
}

} // namespace

Answer answerTo(const char* kind) {
    Settings& all = settings();
    if (all.page == nullptr || !all.isHere || std::strcmp(all.call, kind) != 0)
        return Answer::Goes;
    ++all.page->calls;
    const long call = ++all.calls;
    const bool goesOn =
        all.isSticky ? call > all.number : call == all.number + (all.isShort ? 1 : 0);
    if (all.number == 0 || (call != all.number && !goesOn))
        return Answer::Goes;
    ++all.page->fired;
    if (all.isShort && call == all.number)
        return Answer::IsShort;
    errno = all.error;
    return Answer::Fails;
}

bool isCounted(const char* path) {
    const char* const wanted = settings().path;
    return *wanted == '\0' || (path != nullptr && std::strstr(path, wanted) != nullptr);
}

bool isCountedFile(int file) {
    char path[4096];
    return *settings().path == '\0' || (pathOf(file, path) && isCounted(path));
}

bool isLine(int file) {
    struct stat facts {};
    return ::syscall(SYS_fstat, file, &facts) == 0 &&
           (S_ISSOCK(facts.st_mode) || S_ISFIFO(facts.st_mode));
}

bool isRoomLimited() {
    static const bool is = settings().page != nullptr && std::strcmp(settings().call, "room") == 0;
    return is;
}

Room takeRoom(int file, std::uint64_t size, off_t offset) {
    struct stat facts {};
    ::syscall(SYS_fstat, file, &facts);
    const bool appends = (::syscall(SYS_fcntl, file, F_GETFL) & O_APPEND) != 0;
    const auto length = static_cast<std::uint64_t>(facts.st_size);
    const auto begin = appends ? length
                       : offset >= 0
                           ? static_cast<std::uint64_t>(offset)
                           : static_cast<std::uint64_t>(::syscall(SYS_lseek, file, 0, SEEK_CUR));
    const std::uint64_t grows = begin + size > length ? begin + size - length : 0;
    std::atomic<std::int64_t>& room = settings().page->room;
    std::int64_t left = room;
    std::int64_t taken = 0;
    do
        taken = std::clamp(left, std::int64_t{0}, static_cast<std::int64_t>(grows));
    while (!room.compare_exchange_weak(left, left - taken));
    const auto found = static_cast<std::uint64_t>(taken);
    if (found < grows)
        ++settings().page->fired;
    return {size - std::min(size, grows - found), found};
}

void giveRoom(std::uint64_t bytes) {
    settings().page->room += static_cast<std::int64_t>(bytes);
}

std::uint64_t sizeOfLast(const char* path) {
    struct stat facts {};
    return isRoomLimited() && isCounted(path) &&
                   ::syscall(SYS_newfstatat, AT_FDCWD, path, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
                   S_ISREG(facts.st_mode) && facts.st_nlink == 1
               ? static_cast<std::uint64_t>(facts.st_size)
               : 0;
}

std::uint64_t sizeOfNameless(int file) {
    struct stat facts {};
    char path[4096];
    if (!isRoomLimited() || ::syscall(SYS_fstat, file, &facts) != 0 || facts.st_nlink > 0 ||
        !pathOf(file, path) || !isCounted(path))
        return 0;
    const char* const name = std::strrchr(path, '/');
    return name != nullptr && name[1] == '#' ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

} // namespace stria::test
