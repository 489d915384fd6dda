// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/bubblewrap.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "engine/render/file_confinement.h"
#include "engine/render/file_needs.h"

extern char** environ; // NOLINT(readability-redundant-declaration)

namespace stria {
namespace {

constexpr const char* bubblewrap = "/usr/bin/bwrap";

/// The system may keep it from making namespaces.
bool canWrap() {
    std::string program = bubblewrap;
    std::array<std::string, 8> words = {"--unshare-pid", "--ro-bind", "/",     "/",
                                        "--proc",        "/proc",     "--dev", "/dev"};
    std::string last = "/bin/true";
    std::array<char*, 11> arguments{program.data()};
    for (std::size_t i = 0; i < words.size(); ++i)
        arguments[i + 1] = words[i].data();
    arguments[words.size() + 1] = last.data();
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
    pid_t process = -1;
    const bool started =
        posix_spawn(&process, bubblewrap, &quiet, nullptr, arguments.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&quiet);
    int status = -1;
    while (started && ::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return started && status == 0;
}

bool isBelow(const std::string& path, const std::string& folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

/// Where a symbolic link stands below another folder that is shown, what it leads to: the link
/// itself is there then.
std::string placeOf(const std::string& path, const std::vector<std::string>& shown) {
    std::error_code error;
    const std::string place = std::filesystem::canonical(path, error).string();
    const bool isShown = std::any_of(shown.begin(), shown.end(), [&](const std::string& folder) {
        return isBelow(path, folder);
    });
    return !error && isShown ? place : path;
}

} // namespace

std::vector<std::string> bubblewrapCommand(const RenderInput& input, const std::string& worker) {
    if (input.allowed.run || canConfineFiles() || ::access(bubblewrap, X_OK) != 0)
        return {};
    static const bool works = canWrap();
    if (!works)
        return {};
    FileNeeds needs = fileNeeds(input);
    needs.read.push_back(std::filesystem::path(worker).parent_path().string());
    std::vector<std::string> command = {bubblewrap, "--die-with-parent", "--unshare-pid"};
    const auto add = [&](const char* how, const std::string& path) {
        if (!path.empty() && path.front() == '/')
            command.insert(command.end(), {how, path, path});
    };
    // Later ones lie above: the whole before its parts, what is written last.
    const bool readsAnywhere =
        std::find(needs.read.begin(), needs.read.end(), "/") != needs.read.end();
    if (needs.writesAnywhere)
        add("--bind", "/");
    else if (readsAnywhere)
        add("--ro-bind", "/");
    else
        for (const std::string& path : needs.read)
            add("--ro-bind-try", placeOf(path, needs.read));
    command.insert(command.end(), {"--dev", "/dev", "--proc", "/proc"});
    for (const std::string& path : needs.write)
        add("--bind", path);
    return command;
}

} // namespace stria
