// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string>
#include <sys/prctl.h>

#include "engine/model/diagnostic.h"

namespace stria::test {

constexpr std::uint32_t createLandlockRules = 444;

/// As on a kernel that lacks the call, for this process and all that it starts; for ever.
inline bool loseCall(std::uint32_t call) {
    sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{4, steps};
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

inline const std::string steadySound = "\naout init 0.25\nouts aout, aout";

inline bool saysUnconfined(const Diagnostics& problems) {
    return std::any_of(problems.begin(), problems.end(), [](const Diagnostic& problem) {
        return problem.code == ErrorCode::NotConfined && problem.severity == Severity::Warning;
    });
}

} // namespace stria::test
