// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/reach_report.h"

#include <QJsonObject>
#include <QStringList>
#include <algorithm>

#include "engine/compile/asset_facts.h"
#include "engine/storage/trust_store.h"

namespace stria::cli {

namespace {

struct AllowanceWord {
    const char* word;
    bool Allowance::*member;
};
constexpr AllowanceWord allowanceWords[] = {{"write", &Allowance::write},
                                            {"run", &Allowance::run},
                                            {"network", &Allowance::network},
                                            {"read", &Allowance::read}};

const char* wordOf(ReachKind kind) {
    switch (kind) {
    case ReachKind::Write:
        return "write";
    case ReachKind::Run:
        return "run";
    case ReachKind::Network:
        return "network";
    case ReachKind::Read:
        return "read";
    case ReachKind::Unknown:
        break;
    }
    return "unknown";
}

} // namespace

ReachReport reportReach(const OpenedProject& opened) {
    const IncludedTexts includes = gatherIncludedTexts(opened.project, opened.folder);
    ReachReport report;
    report.reaches = outsideReach(opened.project, includes, opened.folder);
    std::stable_sort(report.reaches.begin(), report.reaches.end(),
                     [](const Reach& a, const Reach& b) { return a.kind < b.kind; });
    report.needed = allowanceFor(report.reaches);
    if (!report.reaches.empty())
        report.kept =
            TrustStore().find(hashOfReachingText(opened.project, includes)).value_or(Allowance{});
    return report;
}

QJsonArray toJson(const std::vector<Reach>& reaches) {
    QJsonArray list;
    for (const Reach& reach : reaches)
        list.append(
            QJsonObject{{QLatin1String("kind"), QLatin1String(wordOf(reach.kind))},
                        {QLatin1String("opcode"), QString::fromStdString(reach.opcode)},
                        {QLatin1String("target"), QString::fromStdString(reach.target)},
                        {QLatin1String("place"), QString::fromStdString(reach.place.toText())}});
    return list;
}

Diagnostics heldBack(const ReachReport& report, const Allowance& allowed) {
    Diagnostics warnings;
    for (const Reach& reach : report.reaches)
        if (!covers(allowed, allowanceFor({reach}))) {
            Reach alone = reach;
            alone.place = {};
            warnings.push_back({ErrorCode::InvalidArgument,
                                "Not allowed, and so not done: " + toText(alone) + ".", reach.place,
                                Severity::Warning});
        }
    return warnings;
}

void addAllowOption(QCommandLineParser& parser) {
    parser.addOption(QCommandLineOption(
        QStringLiteral("allow"),
        QStringLiteral("What the code of the project may do beside its sound: write, run, network, "
                       "read. Without it, what the window has been allowed for the same code."),
        QStringLiteral("KIND,KIND...")));
}

std::optional<Allowance> readAllowOption(const QCommandLineParser& parser, QString& wrong) {
    if (!parser.isSet(QStringLiteral("allow")))
        return std::nullopt;
    const QString words = parser.value(QStringLiteral("allow"));
    Allowance allowed;
    for (const QString& word : words.split(QLatin1Char(','))) {
        const auto* const known = std::find_if(
            std::begin(allowanceWords), std::end(allowanceWords),
            [&](const AllowanceWord& one) { return word.trimmed() == QLatin1String(one.word); });
        if (known == std::end(allowanceWords)) {
            if (wrong.isEmpty())
                wrong = QStringLiteral("--allow takes write, run, network and read, parted by "
                                       "commas, not \"%1\".")
                            .arg(words);
            return std::nullopt;
        }
        allowed.*known->member = true;
    }
    return allowed;
}

QString wordsOf(const Allowance& allowed) {
    QStringList words;
    for (const AllowanceWord& one : allowanceWords)
        if (allowed.*one.member)
            words << QLatin1String(one.word);
    return words.join(QLatin1Char(','));
}

} // namespace stria::cli
