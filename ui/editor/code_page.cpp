// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_page.h"

#include <QtConcurrentRun>
#include <algorithm>

#include "ui/document/document.h"
#include "ui/editor/code_completion.h"
#include "ui/editor/code_view.h"
#include "ui/editor/word_text.h"

namespace stria {

namespace {

constexpr int checkAfter = 150; // milliseconds without a key
/// Bytes; a text of that size is checked on another thread from the beginning.
constexpr std::size_t longCode = 20'000;

} // namespace

CodePage::CodePage(Document& document, const CodeTarget& target, const OpcodeCatalogue& opcodes,
                   QWidget* parentOfView)
    : m_document(document), m_target(target), m_opcodes(opcodes),
      m_view(new CodeView(parentOfView)), m_completion(new CodeCompletion(*m_view)) {
    m_completion->setOpcodes(opcodes);
    m_view->showCode(textOf(document.project(), target).value_or(""), false);
    m_view->setDescriber([this](const std::string& word) { return describeWord(word); });
    connect(m_view, &CodeView::edited, this, &CodePage::takeEdit);
    connect(m_view, &CodeView::undoRequested, &document, &Document::undo);
    connect(m_view, &CodeView::redoRequested, &document, &Document::redo);
    m_checkTimer.setSingleShot(true);
    m_checkTimer.setInterval(checkAfter);
    connect(&m_checkTimer, &QTimer::timeout, this, &CodePage::startCheck);
    connect(&m_checkWatcher, &QFutureWatcherBase::finished, this, &CodePage::finishCheck);
    if (m_view->code().size() < longCode)
        take(checkCode(document.project(), target));
    else
        startCheck();
}

CodePage::~CodePage() {
    m_checkWatcher.disconnect(this);
    m_view->disconnect(this);
    m_view->hide();
    m_view->deleteLater(); // it may be at work in this moment
}

void CodePage::setOpcodes(const OpcodeCatalogue& opcodes) {
    m_opcodes = opcodes;
    m_completion->setOpcodes(opcodes);
    KnownNames names = m_view->names();
    names.opcodes = opcodes;
    m_view->setNames(std::move(names));
}

void CodePage::setOutsideProblems(const Diagnostics& problems) {
    m_outsideProblems.clear();
    for (const Diagnostic& problem : problems)
        if (CodeTarget::ofPlace(problem.place) == m_target)
            m_outsideProblems.push_back(problem);
    refreshProblems();
}

void CodePage::takeEdit() {
    m_outsideProblems.clear();
    const std::uint64_t id =
        m_target.instrument ? m_target.instrument.bits : m_target.globalCode.bits;
    m_document.edit(
        tr("Edit %1").arg(titleOf(m_document.project(), m_target)),
        [this](Project& project) { changeText(project, m_target, m_view->code()); },
        QStringLiteral("code %1 %2 %3")
            .arg(id)
            .arg(static_cast<int>(m_target.kind))
            .arg(m_view->run()));
}

void CodePage::refresh() {
    m_view->showCode(textOf(m_document.project(), m_target).value_or(""), true);
}

void CodePage::startCheck() {
    if (m_checkWatcher.isRunning())
        return; // finishCheck starts the next
    m_checkedCode = m_view->code();
    m_checkWatcher.setFuture(QtConcurrent::run([project = m_document.project(), target = m_target] {
        return checkCode(project, target);
    }));
}

void CodePage::finishCheck() {
    if (m_view->code() == m_checkedCode)
        take(m_checkWatcher.result());
    else if (!m_checkTimer.isActive())
        m_checkTimer.start();
}

void CodePage::take(CodeChecks checks) {
    if (!checks.parameters) // while the list of parameters is being typed
        checks.parameters = std::move(m_checks.parameters);
    m_checks = std::move(checks);

    KnownNames names;
    names.opcodes = m_opcodes;
    if (m_checks.parameters)
        for (const Parameter& parameter : m_checks.parameters->parameters)
            names.parameters.insert(parameter.name);
    for (const OpcodeSignature& opcode : m_checks.ownOpcodes)
        names.ownOpcodes.insert(opcode.name);
    std::vector<std::string> words(m_checks.variables.begin(), m_checks.variables.end());
    words.insert(words.end(), names.parameters.begin(), names.parameters.end());
    m_completion->setWords(std::move(words));
    m_completion->setOwnOpcodes(m_checks.ownOpcodes);
    if (names.parameters != m_view->names().parameters ||
        names.ownOpcodes != m_view->names().ownOpcodes ||
        names.opcodes.empty() != m_view->names().opcodes.empty())
        m_view->setNames(std::move(names));
    refreshProblems();
}

/// Where something was found here in a line, Csound's words on that line are left out.
void CodePage::refreshProblems() {
    Diagnostics problems = m_checks.problems;
    for (const Diagnostic& problem : m_outsideProblems) {
        const bool isSaid = std::any_of(
            m_checks.problems.begin(), m_checks.problems.end(), [&](const Diagnostic& own) {
                return own.place.line == problem.place.line || own.message == problem.message;
            });
        if (!isSaid)
            problems.push_back(problem);
    }
    std::stable_sort(problems.begin(), problems.end(),
                     [](const auto& a, const auto& b) { return a.place.line < b.place.line; });
    m_view->setProblems(std::move(problems));
    emit checked();
}

const Diagnostic* CodePage::problemAtCaret() const {
    return m_view->problemAt(m_view->caret());
}

const Diagnostic* CodePage::firstProblem() const {
    return m_view->problems().empty() ? nullptr : &m_view->problems().front();
}

QString CodePage::describeWord(const std::string& word) const {
    const Parameter* parameter = m_checks.parameters ? m_checks.parameters->find(word) : nullptr;
    if (parameter)
        return describeParameter(m_document.project(), m_target.instrument, *m_checks.parameters,
                                 *parameter);
    return describeOpcode(word, m_opcodes, m_checks.ownOpcodes);
}

QString CodePage::caretText() const {
    const std::string word = m_view->wordAt(m_view->caret());
    return m_checks.parameters && m_checks.parameters->find(word) ? describeWord(word) : QString();
}

bool CodePage::canAddParameter(const Diagnostic& problem) const {
    const std::string name = m_view->textAt(problem.place);
    return m_target.isBody() && problem.code == ErrorCode::UnknownName && name.size() > 1 &&
           (name[0] == 'i' || name[0] == 'k' || name[0] == 'S') &&
           name.find_first_of(" \t(\"") == std::string::npos;
}

void CodePage::addParameter(const Diagnostic& problem) {
    const Instrument* instrument = m_document.project().find(m_target.instrument);
    if (!instrument || !canAddParameter(problem))
        return;
    const std::string name = m_view->textAt(problem.place);
    m_document.edit(tr("Add parameter %1").arg(QString::fromStdString(name)),
                    [this, body = withParameter(*instrument, name)](Project& project) {
                        changeText(project, m_target, body);
                    });
}

void CodePage::goToProblem(int step) {
    const Diagnostics& problems = m_view->problems();
    if (problems.empty())
        return;
    const int line = m_view->caretLine();
    const Diagnostic* next = step > 0 ? &problems.front() : &problems.back();
    if (step > 0) {
        const auto found =
            std::find_if(problems.begin(), problems.end(),
                         [line](const Diagnostic& problem) { return problem.place.line > line; });
        next = found == problems.end() ? next : &*found;
    } else {
        const auto found =
            std::find_if(problems.rbegin(), problems.rend(),
                         [line](const Diagnostic& problem) { return problem.place.line < line; });
        next = found == problems.rend() ? next : &*found;
    }
    m_view->goTo(next->place.line, next->place.column);
}

} // namespace stria
