// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_confinement.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <unistd.h>
#include <utility>

#ifdef __linux__
#include "engine/render/file_confinement.h"
#include "engine/render/system_call_filter.h"
#include <sys/prctl.h>
#endif

namespace stria::worker_confinement {
namespace {

/// What a process was confined to.
struct Rights {
    Allowance allowed;
    std::vector<std::string> readable;
    std::string stemFolder;

    bool operator==(const Rights&) const = default;
};

bool wrapped = false;

std::string reason(int error) {
    return std::string(" (") + std::strerror(error) + ")."; // NOLINT(concurrency-mt-unsafe)
}

} // namespace

void setWrapped() {
    wrapped = true;
}

std::vector<std::string> confine(const RenderInput& input) {
    static std::optional<Rights> confinedTo;
    const Rights rights{input.allowed, input.readable,
                        std::filesystem::path(input.stemPath).parent_path().string()};
    if (confinedTo && *confinedTo != rights)
        ::_exit(2);
    if (confinedTo)
        return {};
    confinedTo = rights;
    std::vector<std::string> missing;
#ifdef __linux__
    // Neither of the two is for unprivileged processes without it.
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (const int error = wrapped ? 0 : confineFiles(input))
        missing.push_back("This system cannot confine files (Linux's Landlock is missing, and "
                          "bubblewrap does not do it either): the code of a piece can read and "
                          "write what you can" +
                          reason(error));
    if (const int error = filterSystemCalls(rights.allowed))
        missing.push_back("This system cannot keep a piece from starting programs and opening "
                          "connections (seccomp is missing)" +
                          reason(error));
#else
    missing.emplace_back("This system cannot confine the code of a piece: it can do what you can.");
#endif
    return missing;
}

void admitNoMoreCode(const Allowance& allowed) {
#ifdef __linux__
    static bool admitsNone = false;
    if (!allowed.run && !std::exchange(admitsNone, true))
        (void)filterNewCode();
#endif
}

} // namespace stria::worker_confinement
