// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/project_paths.h"

#include <filesystem>
#include <system_error>

namespace stria {

namespace {

namespace fs = std::filesystem;

std::string normalPath(const std::string& path, const std::string& folder) {
    return (fs::path(folder) / path).lexically_normal().string();
}

/// What is not there is as it is called.
std::string truePath(const std::string& path) {
    std::error_code error;
    const fs::path found = fs::weakly_canonical(path, error);
    return error ? path : found.string();
}

bool isWithin(const std::string& path, const std::string& folder) {
    return path == folder || folder == "/" || path.starts_with(folder + '/');
}

std::string currentFolder() {
    std::error_code error;
    return fs::current_path(error).string();
}

} // namespace

ProjectPaths::ProjectPaths(const Project& project, const std::string& folder)
    : m_folder(normalPath(folder, currentFolder())) {
    while (m_folder.size() > 1 && m_folder.ends_with('/'))
        m_folder.pop_back();
    m_trueFolder = truePath(m_folder);
    for (const SoundSource* source : project.inOrder<SoundSource>())
        m_sounds.insert(normalPath(source->path, m_folder));
}

bool ProjectPaths::leadsOut(const std::string& path) const {
    if (path.empty())
        return false;
    const std::string whole = normalPath(path, m_folder);
    return !isWithin(whole, m_folder) || !isWithin(truePath(whole), m_trueFolder);
}

bool ProjectPaths::leadsToStranger(const std::string& path) const {
    return leadsOut(path) && !m_sounds.contains(normalPath(path, m_folder));
}

} // namespace stria
