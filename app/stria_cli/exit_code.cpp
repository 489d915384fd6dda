// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/exit_code.h"

namespace stria::cli {

ExitCode exitCodeOf(const Diagnostics& problems) {
    for (const Diagnostic& problem : problems) {
        if (problem.severity != Severity::Error)
            continue;
        switch (problem.code) {
        case ErrorCode::Cancelled:
            return WasCancelled;
        case ErrorCode::InvalidArgument:
        case ErrorCode::UnsupportedFormat:
            return WrongUsage;
        case ErrorCode::UnknownName:
        case ErrorCode::WrongType:
        case ErrorCode::Conflict:
        case ErrorCode::SyntaxError:
        case ErrorCode::CompileError:
        case ErrorCode::EndlessScore:
        case ErrorCode::NothingToRender:
            return ProjectHasErrors;
        default:
            return RenderFailed;
        }
    }
    return RenderFailed;
}

} // namespace stria::cli
