// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/file_needs.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "engine/render/csound.h"

namespace stria {
namespace {

namespace fs = std::filesystem;

void addFoldersOf(std::vector<std::string>& read, const char* variable) {
    const char* value = std::getenv(variable); // NOLINT(concurrency-mt-unsafe)
    const std::string folders = value == nullptr ? "" : value;
    for (std::size_t begin = 0; begin < folders.size();) {
        const std::size_t end = std::min(folders.find_first_of(":;", begin), folders.size());
        if (end > begin)
            read.push_back(folders.substr(begin, end - begin));
        begin = end + 1;
    }
}

void addCsound(std::vector<std::string>& read) {
    for (const char* variable :
         {"OPCODE6DIR64", "OPCODE6DIR", "CS_USER_PLUGINDIR", "LD_LIBRARY_PATH", "CSTRNGS", "INCDIR",
          "SSDIR", "SADIR", "SFDIR", "MFDIR", "RAWWAVE_PATH"})
        addFoldersOf(read, variable);
    if (const char* home = std::getenv("HOME")) // NOLINT(concurrency-mt-unsafe)
        read.push_back(std::string(home) + "/.local/lib/csound");
    read.push_back(csoundPluginFolder());
}

} // namespace

FileNeeds fileNeeds(const RenderInput& input) {
    FileNeeds needs;
    needs.read = {"/usr",
                  "/lib",
                  "/lib64",
                  "/lib32",
                  "/app",
                  "/nix/store",
                  "/gnu/store",
                  "/etc/ld.so.cache",
                  "/etc/ld.so.conf",
                  "/etc/ld.so.conf.d",
                  "/etc/localtime",
                  "/sys/devices/system/cpu"};
    addCsound(needs.read);
    needs.read.insert(needs.read.end(), input.readable.begin(), input.readable.end());
    if (input.allowed.network)
        // Where names of hosts are looked up.
        for (const char* path :
             {"/etc/hosts", "/etc/host.conf", "/etc/resolv.conf", "/etc/gai.conf",
              "/etc/nsswitch.conf", "/etc/services", "/etc/protocols"})
            needs.read.emplace_back(path);
    if (input.allowed.read)
        needs.read.emplace_back("/");
    needs.write.push_back(fs::path(input.stemPath).parent_path().string());
    needs.writesAnywhere = input.allowed.write;
    return needs;
}

} // namespace stria
