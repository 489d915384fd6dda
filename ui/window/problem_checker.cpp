// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/problem_checker.h"

#include <QtConcurrentRun>
#include <algorithm>

#include "engine/compile/compiler.h"
#include "engine/model/checks.h"
#include "engine/render/orchestra_check.h"
#include "ui/document/document.h"

namespace stria {
namespace {

constexpr int restFor = 200; // milliseconds without an edit

Diagnostics findProblems(const Project& project, const std::string& folder,
                         const OpcodeCatalogue& opcodes, const Allowance& allowed,
                         const std::atomic<bool>& stop) {
    Diagnostics found = checkProject(project);
    const auto add = [&found](const Diagnostics& more) {
        for (const Diagnostic& problem : more)
            if (std::find(found.begin(), found.end(), problem) == found.end())
                found.push_back(problem);
    };
    const AssetFacts facts = gatherAssetFacts(project, folder, includesFor(allowed));
    if (!stop) {
        const auto document = compileToCheck(project, facts, opcodes);
        add(document ? document->warnings : document.error());
        if (document && !stop && !project.all<Instrument>().empty())
            add(checkOrchestra(
                *document, [&stop] { return stop.load(); }, allowed));
    }
    std::stable_sort(found.begin(), found.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return a.severity > b.severity;
    });
    return found;
}

} // namespace

ProblemChecker::ProblemChecker(Document& document, QObject* parent)
    : QObject(parent), m_document(document) {
    m_pool.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(restFor);
    connect(&m_timer, &QTimer::timeout, this, &ProblemChecker::checkNow);
    connect(&m_document, &Document::changed, &m_timer, qOverload<>(&QTimer::start));
    connect(&m_document, &Document::replaced, this, &ProblemChecker::checkNow);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &ProblemChecker::finish);
}

ProblemChecker::~ProblemChecker() {
    m_watcher.disconnect(this);
    if (m_stop)
        *m_stop = true;
    m_watcher.waitForFinished();
}

void ProblemChecker::setOpcodes(const OpcodeCatalogue& opcodes) {
    m_opcodes = opcodes;
    checkNow();
}

void ProblemChecker::allowanceChanged() {
    if (m_allowance && m_allowance() != m_allowed)
        checkNow();
}

void ProblemChecker::checkNow() {
    m_timer.stop();
    if (m_watcher.isRunning()) {
        *m_stop = true;
        m_again = true;
        return;
    }
    m_stop = std::make_shared<std::atomic<bool>>(false);
    m_allowed = m_allowance ? m_allowance() : Allowance{};
    m_watcher.setFuture(QtConcurrent::run(
        &m_pool, [project = m_document.project(), folder = m_document.folder().toStdString(),
                  opcodes = m_opcodes, allowed = m_allowed, stop = m_stop] {
            return std::make_shared<Diagnostics>(
                findProblems(project, folder, opcodes, allowed, *stop));
        }));
}

void ProblemChecker::finish() {
    if (std::exchange(m_again, false)) {
        checkNow();
        return;
    }
    m_problems = *m_watcher.result();
    emit checked(m_problems);
}

} // namespace stria
