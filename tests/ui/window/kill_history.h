// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace stria::test {

/// What killed_program has written down over several lives: which states its document had and
/// when, and what was saved.
class KillHistory {
  public:
    explicit KillHistory(QString logPath) : m_path(std::move(logPath)) {}

    /// Takes what was logged since the last call: one life of the program.
    void read();

    struct State {
        std::int64_t time = 0; ///< nanoseconds; just before it was
        std::string hash;
    };
    /// Of all lives.
    const std::vector<State>& states() const { return m_states; }
    /// The last time that the document was in it.
    std::optional<std::size_t> find(const std::string& hash) const;
    /// The last time that it was saved in it, whether that has reached the file or not.
    std::optional<std::size_t> findSaved(const std::string& hash) const;
    /// What a kill has cost when this is the newest state that is left.
    struct Loss {
        double seconds = 0; ///< from the first edit that is not there to the kill
        double stalled = 0; ///< of these, how long processor and disk did not serve the program
    };
    Loss lossAt(std::size_t state) const;

    // Of the last life:
    bool wasKilled() const { return m_wasKilled; }
    const std::optional<std::string>& opened() const { return m_opened; }
    int offers() const { return m_offers; }
    const QStringList& told() const { return m_told; }
    QString journalFolder() const { return m_journals; }
    /// Of any life: the newest state that a save has brought to its file for certain.
    std::optional<std::size_t> newestSaved() const { return m_newestSaved; }
    int saves() const { return m_saves; }

  private:
    QString m_path;
    qint64 m_read = 0;
    std::vector<State> m_states;
    std::unordered_map<std::string, std::size_t> m_savings; ///< the state in which each began
    std::vector<std::int64_t> m_beats; ///< of the last life in which anything was edited
    std::int64_t m_lastEditedUntil = 0;
    std::optional<std::size_t> m_newestSaved;
    int m_saves = 0;
    bool m_wasKilled = false;
    std::optional<std::string> m_opened;
    int m_offers = 0;
    QStringList m_told;
    QString m_journals;
};

} // namespace stria::test
