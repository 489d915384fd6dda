// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/seen_file.h"

#include <filesystem>
#include <span>
#include <string>
#include <utility>

#include "engine/sound/sound_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/path_lock.h"

namespace stria {

namespace {

constexpr std::chrono::seconds lockPatience(5);

std::string hashOfText(const std::string& text) {
    return hashBytes(std::as_bytes(std::span(text)));
}

} // namespace

Expected<SharedSave> saveShared(const Project& project, const std::string& path,
                                const std::optional<std::string>& seenHash,
                                const std::string& lockFolder,
                                const std::function<void(const std::string&)>& beforeReplacing) {
    const std::string text = writeProject(project);
    // Without the lock (its folder is full, another program hangs) the look below must do.
    const auto lock = PathLock::own(lockFolder, path, lockPatience);
    SharedSave save;
    save.hash = hashOfText(text);
    const auto mayReplace = [&]() -> Expected<bool> {
        const auto present = seenHash ? readWholeFile(path) : std::string();
        if (!present && present.error().code != ErrorCode::FileNotFound)
            return tl::make_unexpected(present.error());
        save.isRefused = seenHash && present && hashOfText(*present) != *seenHash;
        if (!save.isRefused && beforeReplacing)
            beforeReplacing(save.hash);
        return !save.isRefused;
    };
    sweepTemporaryFiles(path);
    if (const auto replaced = replaceFile(path, text, mayReplace); !replaced) {
        if (replaced.error().code != ErrorCode::NotLasting)
            return tl::make_unexpected(replaced.error());
        save.doubt = replaced.error();
    }
    return save;
}

Expected<std::string> keepAside(const std::string& path, const std::string& hash) {
    const auto text = readWholeFile(path);
    if (!text)
        return tl::make_unexpected(text.error());
    if (hashOfText(*text) != hash)
        return failure(ErrorCode::FileUnreadable,
                       path + " has changed once more while it was saved. Save again.");
    std::string copy;
    for (int number = 1; copy.empty() || std::filesystem::exists(copy); ++number)
        copy = path + ".kept-" + std::to_string(number);
    if (const auto written = replaceFile(copy, *text); !written)
        return tl::make_unexpected(written.error());
    return copy;
}

FileLook lookAtFile(const std::string& path, const SeenFile& seen, const Project& mine) {
    FileLook look;
    const auto text = readWholeFile(path);
    if (!text) {
        look.found = text.error().code == ErrorCode::FileNotFound ? FileLook::Found::Nothing
                                                                  : FileLook::Found::Unreadable;
        look.problem = text.error();
        return look;
    }
    look.hash = hashOfText(*text);
    if (look.hash == seen.hash) {
        look.found = FileLook::Found::SameBytes;
        return look;
    }
    auto read = readProject(*text, path);
    if (!read || !read->damagedLines.empty()) {
        look.found = FileLook::Found::Unreadable;
        look.problem = read ? read->damagedLines.front() : read.error();
        return look;
    }
    look.found = FileLook::Found::Changed;
    look.theirs = std::move(read->project);
    look.merge = mergeProjects(seen.project, mine, look.theirs);
    return look;
}

} // namespace stria
