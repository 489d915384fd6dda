// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "tests/reference/expectations.h"

namespace stria::reference {

/// Plays one case: makes its files in a folder of its own, makes its calls, renders, and compares.
class CasePlayer {
  public:
    /// `keep`: the sound is put into `kept` for later cases.
    CasePlayer(const Json& json, KeptSounds& kept, bool keep);

    /// What was expected and what came, a line each; empty when all holds.
    std::vector<std::string> play();

  private:
    void playInFolder();
    void makeCalls();
    void render();
    void judgeCalls();
    void judgeRender();
    void judgeFiles();
    void judgeSound();
    void playCsd(const QString& elsewhere);
    bool rendersAtAll() const;
    bool expectsErrorAtRender() const;
    const Json* errorAt(int call) const;
    void fail(std::string text) { m_failures.push_back(std::move(text)); }
    void fail(const std::vector<std::string>& list) {
        m_failures.insert(m_failures.end(), list.begin(), list.end());
    }

    const Json& m_json;
    const Json& m_expect;
    KeptSounds& m_kept;
    bool m_keep;
    std::vector<std::string> m_failures;

    OfflineSession m_session;
    CaseCalls m_calls{m_session};
    std::map<int, Diagnostic> m_callErrors;
    std::vector<const Json*> m_errors; ///< expected ones
    bool m_anyOf = false;              ///< `at` is a list, and one of its calls failed
    bool m_problemSeen = false;
    Diagnostics m_warnings;
    std::optional<RenderResult> m_result;
    std::map<std::string, std::optional<std::string>> m_before; ///< contents of `unchanged`
};

} // namespace stria::reference
