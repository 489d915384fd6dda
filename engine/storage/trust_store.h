// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/model/allowance.h"
#include "engine/model/diagnostic.h"

namespace stria {

/// What a person has allowed the code of pieces to do, by the hash of the code
/// (hashOfReachingText): never by a name or a place. A file that window and command line share, of
/// which only its owner can read a thing; the newest 1,000 answers are kept.
class TrustStore {
  public:
    static constexpr int mostAnswers = 1000;

    explicit TrustStore(std::string file = defaultFile());
    /// `stria/allowed` in the folder of the user's data.
    static std::string defaultFile();

    /// None where nobody was asked; what cannot be read was not allowed.
    std::optional<Allowance> find(const std::string& hash) const;
    /// What is there of the same hash gives way.
    Expected<void> keep(const std::string& hash, const Allowance& allowed);

  private:
    std::string m_file;
};

} // namespace stria
