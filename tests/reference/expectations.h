// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/reference/case_calls.h"
#include "tests/reference/measure.h"

namespace stria::reference {

/// Sounds of cases that later ones compare with, by name.
using KeptSounds = std::map<std::string, Sound>;

/// What is wrong with the sound, a line each. `isCsd`: played by plain csound, where sr, format,
/// encoding and sameAs do not count.
std::vector<std::string> checkSound(const Sound& sound, const Json& expect, const KeptSounds& kept,
                                    bool isCsd);
/// Whether the expectations look at a sound at all.
bool hearsSound(const Json& expect);

/// What is wrong with the answers to `query`.
std::vector<std::string> checkQueries(const OfflineSession& session, const CaseCalls& calls,
                                      const Json& queries);

/// What a message must be like.
class MessageExpectation {
  public:
    MessageExpectation(const Json& json, const CaseCalls& calls) : m_json(json), m_calls(calls) {}

    bool matches(const Diagnostic& problem) const;
    bool matchesAny(const Diagnostics& problems) const;
    std::string describe() const;

  private:
    bool placeMatches(const Diagnostic& problem, const std::string& words) const;

    const Json& m_json;
    const CaseCalls& m_calls;
};

/// Message and all places in one text.
std::string wordsOf(const Diagnostic& problem);

} // namespace stria::reference
