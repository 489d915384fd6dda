// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "engine/session/offline_session.h"
#include "tests/reference/json_value.h"

namespace stria::reference {

/// What a call returned and a later one may name.
using Answer = std::variant<std::monostate, EventHandle, BusHandle, TableHandle, double, bool>;

/// Makes the calls of a case on a session.
class CaseCalls {
  public:
    explicit CaseCalls(OfflineSession& session) : m_session(session) {}

    /// One entry of `calls`, as often as it says. The error of the first that failed.
    Expected<void> make(const Json& call, int index);

    const Answer* answer(const std::string& name) const;
    const std::map<std::string, Answer>& answers() const { return m_answers; }
    /// The code that an addGlobalCode call added, by the call's index.
    const std::map<int, GlobalCodeId>& globalCode() const { return m_globalCode; }
    const std::vector<std::string>& writtenCsds() const { return m_writtenCsds; }

  private:
    Expected<Answer> makeOnce(const Json& call);
    Expected<Answer> defInstr(const Json& call);
    Expected<Answer> sched(const Json& call);
    Expected<Answer> moveParameter(const Json& call);
    Expected<Answer> makeTable(const Json& call);
    Expected<Answer> playSample(const Json& call);
    Expected<Answer> playPartials(const Json& call);
    Expected<Answer> stop(const Json& call);
    Expected<Answer> bus(const Json& call);
    Expected<Answer> code(const Json& call);

    Expected<SessionValue> value(const Json& json) const;
    template <class Handle> Expected<Handle> named(const std::string& name) const;

    OfflineSession& m_session;
    std::map<std::string, Answer> m_answers;
    std::map<int, GlobalCodeId> m_globalCode;
    std::vector<std::string> m_writtenCsds;
};

RenderOptions renderOptions(const Json* render);

} // namespace stria::reference
