// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "engine/model/project.h"

namespace stria {

/// Names of files of a project, told by where they lead.
class ProjectPaths {
  public:
    /// `folder`: what relative paths refer to; empty: the current one.
    ProjectPaths(const Project& project, const std::string& folder);

    /// Out of the project's folder; by the name, or by a symbolic link on the way. Looks at the
    /// disk.
    bool leadsOut(const std::string& path) const;
    /// The same, and to no sound that the project lists.
    bool leadsToStranger(const std::string& path) const;

  private:
    std::string m_folder;
    std::string m_trueFolder; ///< without symbolic links
    std::set<std::string> m_sounds;
};

} // namespace stria
