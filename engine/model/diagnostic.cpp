// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/diagnostic.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace stria {

std::string_view name(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid argument";
    case ErrorCode::UnknownName:
        return "unknown name";
    case ErrorCode::WrongType:
        return "wrong type";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::SyntaxError:
        return "syntax error";
    case ErrorCode::CompileError:
        return "compile error";
    case ErrorCode::InitError:
        return "init error";
    case ErrorCode::PerformanceError:
        return "performance error";
    case ErrorCode::FileNotFound:
        return "file not found";
    case ErrorCode::FileUnreadable:
        return "file unreadable";
    case ErrorCode::FileUnwritable:
        return "file unwritable";
    case ErrorCode::NotLasting:
        return "not lasting";
    case ErrorCode::NewerFormat:
        return "newer format";
    case ErrorCode::DamagedRecord:
        return "damaged record";
    case ErrorCode::EndlessScore:
        return "endless score";
    case ErrorCode::NothingToRender:
        return "nothing to render";
    case ErrorCode::UnsupportedFormat:
        return "unsupported format";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Stalled:
        return "stalled";
    case ErrorCode::Crashed:
        return "crashed";
    case ErrorCode::OutOfMemory:
        return "out of memory";
    case ErrorCode::OrchestraExited:
        return "orchestra exited";
    case ErrorCode::WorkerMissing:
        return "worker missing";
    case ErrorCode::WorkerProtocol:
        return "worker protocol";
    case ErrorCode::SuspiciousSound:
        return "suspicious sound";
    case ErrorCode::SuspiciousScore:
        return "suspicious score";
    case ErrorCode::NotConfined:
        return "not confined";
    case ErrorCode::Internal:
        return "internal error";
    }
    return "internal error";
}

std::string_view name(Severity severity) {
    switch (severity) {
    case Severity::Note:
        return "note";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        return "error";
    }
    return "error";
}

std::string Place::toText() const {
    std::vector<std::string> parts;
    if (!eventName.empty())
        parts.push_back("event " + eventName);
    if (!instrumentName.empty())
        parts.push_back(
            (text == TextKind::InstrumentInit ? "init code of instrument " : "instrument ") +
            instrumentName);
    if (text == TextKind::GlobalCode)
        parts.push_back("global code");
    if (!file.empty())
        parts.push_back(file);
    if (line > 0)
        parts.push_back("line " + std::to_string(line));
    if (column > 0)
        parts.push_back("column " + std::to_string(column));
    std::string joined;
    for (const std::string& part : parts)
        joined += (joined.empty() ? "" : ", ") + part;
    return joined;
}

std::string Diagnostic::toText() const {
    const std::string where = place.toText();
    return where.empty() ? message : where + ": " + message;
}

bool hasErrors(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// Edit distance with swaps of neighbours (optimal string alignment), letters of either case equal.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> beforeLast(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0u : 1u)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::string nearestName(std::string_view wrong, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t bestDistance = std::max<std::size_t>(2, wrong.size() / 2) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = editDistance(wrong, candidate);
        // Of equally near ones the shorter: a letter too many is a commoner slip than a wrong one.
        const bool isNearer =
            distance < bestDistance || (distance == bestDistance && candidate.size() < best.size());
        if (isNearer && distance < std::max(wrong.size(), candidate.size())) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace stria
