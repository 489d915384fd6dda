// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/id.h"

namespace stria {

class SessionState;

/// How makeTable makes one.
struct TableOptions {
    int number = 0;        ///< Csound's table number (the page's tabnum); 0: the session chooses
    double sampleRate = 0; ///< above 0 the table is a sound
    double delay = 0;      ///< time of the score at which it is made
    bool unique = true;    ///< false: a table with equal data is taken if there is one
    int channels = 1;      ///< of interleaved data
    std::string name = {}; ///< for people
};

/// The size of an empty table.
struct TableSize {
    std::size_t frames = 0;
    int channels = 1;
};

/// How a sound file is read into a table.
struct SoundfileOptions {
    int channel = 0;     ///< 0 all, else the one to read, from 1
    double skipTime = 0; ///< seconds left out at the beginning
    double delay = 0;    ///< time of the score at which it is read
    bool force = false;  ///< a table of its own, also when the file has one already
};

/// A function table of a session, made from numbers or read from a sound file: pass it to an event
/// for a parameter. A cheap value, valid as long as its session. Belongs to its session's thread.
class TableHandle {
  public:
    TableHandle() = default; ///< no table

    bool isValid() const;
    /// Csound's table number, which stays. 0 when the handle is not valid, like all numbers below.
    int number() const;
    std::size_t frames() const;
    int channels() const;
    std::size_t size() const; ///< numbers in it: frames * channels
    double sampleRate() const;
    double duration() const;  ///< seconds; 0 for a table that is no sound
    std::string path() const; ///< of the sound file; empty for one made from numbers
    /// The numbers, channels interleaved. Of a sound file: read now.
    Expected<std::vector<double>> data() const;

    bool operator==(const TableHandle& other) const { return m_id == other.m_id; }

  private:
    friend class SessionState;
    friend class SessionValue;
    using Id = std::variant<TableId, SoundSourceId>;
    TableHandle(std::weak_ptr<SessionState> session, Id id)
        : m_session(std::move(session)), m_id(id) {}

    std::weak_ptr<SessionState> m_session;
    Id m_id;
};

} // namespace stria
