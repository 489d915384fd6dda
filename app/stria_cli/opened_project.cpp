// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/opened_project.h"

#include <QFileInfo>
#include <utility>

#include "app/stria_cli/interrupt.h"
#include "engine/compile/compiler.h"
#include "engine/render/opcode_list.h"
#include "engine/storage/project_file.h"

namespace stria::cli {

namespace {

void refuse(const Diagnostics& problems, const Console& console) {
    console.tell(problems);
    console.answer({{QLatin1String("ok"), false}, {QLatin1String("problems"), toJson(problems)}});
}

} // namespace

std::optional<OpenedProject> open(const QString& path, bool skipDamaged, const Console& console,
                                  ExitCode& exit) {
    auto loaded = loadProject(path.toStdString(), [](double) { return !isInterrupted(); });
    if (!loaded) {
        exit = loaded.error().code == ErrorCode::Cancelled ? WasCancelled : ProjectHasErrors;
        refuse({loaded.error()}, console);
        return std::nullopt;
    }
    if (!loaded->damagedLines.empty()) {
        if (!skipDamaged) {
            exit = ProjectHasErrors;
            Diagnostics problems = std::move(loaded->damagedLines);
            problems.push_back({ErrorCode::DamagedRecord,
                                "Nothing was done, since lines of the project cannot be read. "
                                "Mend them, or go on without them by --skip-damaged.",
                                {},
                                Severity::Note});
            refuse(problems, console);
            return std::nullopt;
        }
        for (Diagnostic& damaged : loaded->damagedLines)
            damaged.severity = Severity::Warning;
        console.tell(loaded->damagedLines);
    }
    return OpenedProject{std::move(loaded->project), path.toStdString(),
                         QFileInfo(path).absolutePath().toStdString()};
}

ExpectedAll<CsdDocument> compileFor(const OpenedProject& opened, const RenderSpec& spec) {
    const OpcodeCatalogue opcodes = keptOpcodes();
    return compilePiece(opened.project, spec, gatherAssetFacts(opened.project, opened.folder),
                        opcodes);
}

OpcodeCatalogue keptOpcodes() {
    const InterruptsWait wait;
    return csoundOpcodes();
}

} // namespace stria::cli
