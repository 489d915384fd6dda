// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/instrument_editor.h"

#include <QAction>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QUrl>
#include <algorithm>

#include "ui/document/document.h"
#include "ui/document/parameter_mending.h"
#include "ui/document/selection.h"
#include "ui/editor/code_completion.h"
#include "ui/editor/code_page.h"
#include "ui/editor/code_view.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/manual_page.h"
#include "ui/editor/name_field.h"
#include "ui/editor/problem_line.h"
#include "ui/look/palette.h"

namespace stria {

InstrumentEditor::InstrumentEditor(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_tabs(new QTabBar(this)),
      m_stack(new QStackedWidget(this)), m_count(new QLabel(this)),
      m_audition(new QToolButton(this)), m_findBar(new FindBar(this)),
      m_line(new ProblemLine(this)), m_nameField(new NameField(m_tabs)) {
    buildWidgets();
    buildActions();
    connect(&m_document, &Document::changed, this, &InstrumentEditor::follow);
    connect(&m_document, &Document::settled, this, &InstrumentEditor::refreshAfterEdit);
    // A page takes a while to be made: what is old goes at once, the new comes for itself.
    connect(&m_document, &Document::replaced, this, &InstrumentEditor::removeAll);
    connect(&m_document, &Document::replaced, this, &InstrumentEditor::openFirst,
            Qt::QueuedConnection);
    connect(
        &m_document.selection(), &Selection::currentInstrumentChanged, this,
        [this] {
            if (const InstrumentId id = m_document.selection().currentInstrument())
                showInstrument(id);
        },
        Qt::QueuedConnection);
    openFirst();
}

InstrumentEditor::~InstrumentEditor() {
    m_findBar->setView(nullptr);
    for (QWidget* widget : findChildren<QWidget*>())
        widget->disconnect(this); // losing the focus must not commit any more
}

void InstrumentEditor::buildWidgets() {
    m_tabs->setDocumentMode(true);
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tabs->setAccessibleName(tr("Open code"));
    m_tabs->installEventFilter(this);
    m_count->setProperty("kind", "dim");
    m_audition->setIcon(look::icon(QStringLiteral("audition")));
    m_audition->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

    auto* bar = new QWidget(this);
    auto* barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(0, 0, sizes::grid, 0);
    barLayout->setSpacing(sizes::grid);
    barLayout->addWidget(m_tabs, 1);
    barLayout->addWidget(m_count);
    barLayout->addWidget(m_audition);
    auto* line = new QWidget(this);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(line);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_findBar);
    layout->addWidget(m_line);

    connect(m_tabs, &QTabBar::currentChanged, this, &InstrumentEditor::pageChanged);
    connect(m_tabs, &QWidget::customContextMenuRequested, this, &InstrumentEditor::showTabMenu);
    connect(m_line, &ProblemLine::goRequested, this,
            [this](const Diagnostic& problem) { showPlace(problem.place); });
    connect(m_line, &ProblemLine::mendingRequested, this, [this](const ParameterMending& mending) {
        const auto work = mending.work; // the line changes with it
        work(m_document);
    });
    connect(m_line, &ProblemLine::addRequested, this, [this](const Diagnostic& problem) {
        if (CodePage* page = currentPage())
            page->addParameter(problem);
    });
    connect(m_nameField, &NameField::committed, this, &InstrumentEditor::takeName);
}

QAction* InstrumentEditor::addEditorAction(const QString& text, const QKeySequence& key,
                                           const std::function<void()>& work) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, work);
    addAction(action);
    m_actions.push_back(action);
    return action;
}

void InstrumentEditor::buildActions() {
    QAction* audition = addEditorAction(tr("Audition"), Qt::CTRL | Qt::Key_Return, [this] {
        if (const InstrumentId id = currentInstrument())
            emit auditionRequested(id);
    });
    m_audition->setDefaultAction(audition);
    audition->setIcon(look::icon(QStringLiteral("audition")));
    audition->setToolTip(tr("Play one event of this instrument"));
    addEditorAction(tr("Rename…"), Qt::Key_F2, [this] { renameCurrent(); });
    addEditorAction(tr("Find…"), QKeySequence::Find, [this] { m_findBar->open(); });
    addEditorAction(tr("Find next"), Qt::Key_F3, [this] { m_findBar->findNext(); });
    addEditorAction(tr("Find previous"), Qt::SHIFT | Qt::Key_F3,
                    [this] { m_findBar->findPrevious(); });
    addEditorAction(tr("Comment or uncomment"), Qt::CTRL | Qt::Key_Slash, [this] {
        if (CodePage* page = currentPage())
            page->view().toggleComment();
    });
    addEditorAction(tr("Complete the word"), Qt::CTRL | Qt::Key_Space, [this] {
        if (CodePage* page = currentPage())
            page->completion().showWords();
    });
    addEditorAction(tr("Manual page of the opcode"), Qt::Key_F1, [this] { openManual(); });
    addEditorAction(tr("Next problem"), Qt::Key_F8, [this] { goToProblem(1); });
    addEditorAction(tr("Previous problem"), Qt::SHIFT | Qt::Key_F8, [this] { goToProblem(-1); });
    const auto turn = [this](int step) {
        const int count = m_tabs->count();
        if (count > 0)
            m_tabs->setCurrentIndex((m_tabs->currentIndex() + step + count) % count);
        if (CodePage* page = currentPage())
            page->view().setFocus(Qt::OtherFocusReason);
    };
    addEditorAction(tr("Next tab"), Qt::CTRL | Qt::Key_PageDown, [turn] { turn(1); });
    addEditorAction(tr("Previous tab"), Qt::CTRL | Qt::Key_PageUp, [turn] { turn(-1); });
    addEditorAction(tr("Close the tab"), Qt::CTRL | Qt::Key_W,
                    [this] { closePage(m_tabs->currentIndex()); });
}

// Pages

CodePage* InstrumentEditor::pageOf(const CodeTarget& target) {
    const auto found = std::find_if(m_pages.begin(), m_pages.end(),
                                    [&](const auto& page) { return page->target() == target; });
    return found == m_pages.end() ? nullptr : found->get();
}

CodePage* InstrumentEditor::currentPage() {
    const int index = m_tabs->currentIndex();
    return index < 0 ? nullptr : m_pages[static_cast<std::size_t>(index)].get();
}

InstrumentId InstrumentEditor::currentInstrument() const {
    const int index = m_tabs->currentIndex();
    return index < 0 ? InstrumentId{}
                     : m_pages[static_cast<std::size_t>(index)]->target().instrument;
}

/// Instruments stand before the global code.
CodePage& InstrumentEditor::open(const CodeTarget& target) {
    CodePage* page = pageOf(target);
    if (!page) {
        const auto isGlobal = [](const auto& other) {
            return other->target().kind == TextKind::GlobalCode;
        };
        const auto place = target.kind == TextKind::GlobalCode
                               ? m_pages.end()
                               : std::find_if(m_pages.begin(), m_pages.end(), isGlobal);
        page = &makePage(target, static_cast<int>(place - m_pages.begin()));
    }
    const auto index = std::find_if(m_pages.begin(), m_pages.end(),
                                    [&](const auto& other) { return other.get() == page; }) -
                       m_pages.begin();
    if (m_tabs->currentIndex() == index)
        showCurrentPage(); // the first tab is the current one as soon as it is made
    else
        m_tabs->setCurrentIndex(static_cast<int>(index));
    return *page;
}

CodePage& InstrumentEditor::makePage(const CodeTarget& target, int index) {
    auto made = std::make_unique<CodePage>(m_document, target, m_opcodes, m_stack);
    CodePage& page = *made;
    page.setOutsideProblems(m_outsideProblems);
    connect(&page, &CodePage::checked, this, &InstrumentEditor::refreshLine);
    connect(&page.view(), &CodeView::caretMoved, this, &InstrumentEditor::refreshLine);
    connect(&page.view(), &CodeView::contextMenuRequested, this, &InstrumentEditor::showCodeMenu);
    m_stack->insertWidget(index, &page.view());
    {
        const QSignalBlocker blocker(m_tabs); // pages and tabs must agree when it tells
        m_tabs->insertTab(index, QString());
        m_pages.insert(m_pages.begin() + index, std::move(made));
    }
    refreshTitles();
    return page;
}

void InstrumentEditor::closePage(int index) {
    if (index < 0 ||
        m_pages[static_cast<std::size_t>(index)]->target().kind == TextKind::GlobalCode)
        return;
    removePage(index);
}

void InstrumentEditor::removePage(int index) {
    m_findBar->setView(nullptr);
    {
        const QSignalBlocker blocker(m_tabs);
        m_tabs->removeTab(index);
        m_stack->removeWidget(&m_pages[static_cast<std::size_t>(index)]->view());
        m_pages.erase(m_pages.begin() + index);
    }
    showCurrentPage();
}

void InstrumentEditor::removeAll() {
    while (!m_pages.empty())
        removePage(static_cast<int>(m_pages.size()) - 1);
    refreshCount();
}

void InstrumentEditor::openFirst() {
    refreshGlobalPages();
    InstrumentId first = m_document.selection().currentInstrument();
    if (!first) {
        const auto instruments = m_document.project().inOrder<Instrument>();
        first = instruments.empty() ? InstrumentId{} : instruments.front()->id;
    }
    if (first)
        showInstrument(first);
    refreshCount();
}

/// One tab for each global code that is text, or an empty one to begin with.
void InstrumentEditor::refreshGlobalPages() {
    std::vector<GlobalCodeId> wanted;
    for (const GlobalCode* code : m_document.project().inOrder<GlobalCode>())
        if (code->file.empty())
            wanted.push_back(code->id);
    if (wanted.empty()) {
        const auto old = std::find_if(m_pages.begin(), m_pages.end(), [](const auto& page) {
            return page->target().kind == TextKind::GlobalCode;
        });
        wanted.push_back(old == m_pages.end() ? GlobalCodeId::random()
                                              : (*old)->target().globalCode);
    }
    for (std::size_t i = m_pages.size(); i-- > 0;) {
        const CodeTarget& target = m_pages[i]->target();
        if (target.kind == TextKind::GlobalCode &&
            std::find(wanted.begin(), wanted.end(), target.globalCode) == wanted.end())
            removePage(static_cast<int>(i));
    }
    for (const GlobalCodeId id : wanted)
        if (!pageOf(CodeTarget::global(id)))
            makePage(CodeTarget::global(id), static_cast<int>(m_pages.size()));
}

void InstrumentEditor::showInstrument(InstrumentId instrument) {
    if (m_document.project().find(instrument))
        open(CodeTarget::bodyOf(instrument));
}

bool InstrumentEditor::showPlace(const Place& place) {
    const auto target = CodeTarget::ofPlace(place);
    if (!target || !textOf(m_document.project(), *target))
        return false;
    CodePage& page = open(*target);
    page.view().goTo(std::max(1, place.line), place.column, place.length);
    return true;
}

void InstrumentEditor::pageChanged() {
    showCurrentPage();
    if (const InstrumentId instrument = currentInstrument())
        m_document.selection().setCurrentInstrument(instrument);
}

void InstrumentEditor::showCurrentPage() {
    CodePage* page = currentPage();
    m_findBar->setView(page ? &page->view() : nullptr);
    if (page)
        m_stack->setCurrentWidget(&page->view());
    m_audition->defaultAction()->setEnabled(static_cast<bool>(currentInstrument()));
    refreshCount();
    refreshLine();
    if (page)
        page->checkSoon();
}

// The document

void InstrumentEditor::follow(const Change& change) {
    if (std::holds_alternative<EntityChange<ScoreEvent>>(change)) {
        m_countIsOld = true;
        return;
    }
    const bool isInstrument = std::holds_alternative<EntityChange<Instrument>>(change);
    const bool isGlobal = std::holds_alternative<EntityChange<GlobalCode>>(change);
    if (isInstrument || isGlobal)
        m_codeIsOld = true;
}

/// Once for all changes of an edit or an undo.
void InstrumentEditor::refreshAfterEdit() {
    if (std::exchange(m_countIsOld, false))
        refreshCount();
    if (!std::exchange(m_codeIsOld, false))
        return;
    const Project& project = m_document.project();
    for (std::size_t i = m_pages.size(); i-- > 0;)
        if (m_pages[i]->target().instrument && !textOf(project, m_pages[i]->target()))
            removePage(static_cast<int>(i));
    refreshGlobalPages();
    for (const auto& page : m_pages)
        page->refresh();
    refreshTitles();
    if (CodePage* page = currentPage())
        page->checkSoon();
}

void InstrumentEditor::refreshTitles() {
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        const QString title = titleOf(m_document.project(), m_pages[i]->target());
        m_tabs->setTabText(static_cast<int>(i), QString(title).replace('&', QLatin1String("&&")));
        m_pages[i]->view().setAccessibleName(tr("Code of %1").arg(title));
    }
}

void InstrumentEditor::refreshCount() {
    const InstrumentId instrument = currentInstrument();
    const int count = m_document.eventCounts().of(instrument);
    m_count->setText(!instrument  ? QString()
                     : count == 1 ? tr("1 event")
                                  : tr("%1 events").arg(count));
}

// Problems

void InstrumentEditor::setOpcodes(const OpcodeCatalogue& opcodes) {
    m_opcodes = opcodes;
    for (const auto& page : m_pages)
        page->setOpcodes(opcodes);
}

void InstrumentEditor::setProblems(const Diagnostics& problems) {
    m_outsideProblems = problems;
    for (const auto& page : m_pages)
        page->setOutsideProblems(problems);
    refreshLine();
}

/// Of the events of the instrument in front that give something to a parameter that is gone.
const Diagnostic* InstrumentEditor::leftOver() const {
    const InstrumentId shown = currentInstrument();
    const auto found = std::find_if(
        m_outsideProblems.begin(), m_outsideProblems.end(), [&](const Diagnostic& problem) {
            return shown && problem.place.instrument == shown && !problem.place.parameter.empty();
        });
    return found != m_outsideProblems.end() ? &*found : nullptr;
}

void InstrumentEditor::goToProblem(int step) {
    if (CodePage* page = currentPage())
        page->goToProblem(step);
}

/// Of the word at the caret, else of the opcode whose arguments it is among.
void InstrumentEditor::openManual() {
    CodePage* page = currentPage();
    if (!page)
        return;
    const QString word = QString::fromStdString(page->view().wordAt(page->view().caret()));
    QString path = manualPage(word);
    if (path.isEmpty())
        path = manualPage(QString::fromStdString(page->completion().opcodeAtCaret()));
    if (!path.isEmpty())
        QDesktopServices::openUrl(QUrl::fromLocalFile(path));
    else
        m_line->showText(tr("No page of Csound's manual on %1 is installed (package csound-doc)")
                             .arg(word.isEmpty() ? tr("this") : word));
}

void InstrumentEditor::refreshLine() {
    CodePage* page = currentPage();
    const Diagnostic* problem = page ? page->problemAtCaret() : nullptr;
    const QString text = page && !problem ? page->caretText() : QString();
    if (page && text.isEmpty() && !problem)
        problem = page->firstProblem();
    if (problem)
        m_line->showProblem(*problem, static_cast<int>(page->view().problems().size()),
                            page->canAddParameter(*problem));
    else if (const Diagnostic* left = leftOver()) {
        const auto mendings =
            parameterMendings(m_document.project(), left->place.instrument, left->place.parameter);
        if (!mendings.empty())
            m_line->showMending(*left, mendings.front());
        else
            m_line->showText(text);
    } else
        m_line->showText(text);
}

// Tabs: menus and names

void InstrumentEditor::showCodeMenu(const QPoint& globalPosition) {
    CodePage* page = currentPage();
    if (!page)
        return;
    QMenu menu(this);
    const auto add = [&](const QString& text, const QKeySequence& key, auto work) {
        QAction* action = menu.addAction(text);
        action->setShortcut(key);
        connect(action, &QAction::triggered, this, work);
    };
    CodeView* view = &page->view();
    add(tr("Cut"), QKeySequence::Cut, [view] { view->cut(); });
    add(tr("Copy"), QKeySequence::Copy, [view] { view->copy(); });
    add(tr("Paste"), QKeySequence::Paste, [view] { view->paste(); });
    add(tr("Select all"), QKeySequence::SelectAll, [view] { view->selectAll(); });
    menu.addSeparator();
    for (QAction* action : m_actions)
        menu.addAction(action);
    menu.exec(globalPosition);
}

void InstrumentEditor::showTabMenu(const QPoint& position) {
    const int index = m_tabs->tabAt(position);
    if (index < 0)
        return;
    m_tabs->setCurrentIndex(index);
    const InstrumentId instrument = currentInstrument();
    if (!instrument)
        return;
    QMenu menu(this);
    connect(menu.addAction(tr("Rename…")), &QAction::triggered, this,
            &InstrumentEditor::renameCurrent);
    connect(menu.addAction(tr("Init code")), &QAction::triggered, this,
            [this, instrument] { open(CodeTarget::initOf(instrument)); });
    connect(menu.addAction(tr("Close")), &QAction::triggered, this,
            [this] { closePage(m_tabs->currentIndex()); });
    menu.exec(m_tabs->mapToGlobal(position));
}

void InstrumentEditor::renameCurrent() {
    const Instrument* instrument = m_document.project().find(currentInstrument());
    if (instrument)
        m_nameField->edit(QString::fromStdString(instrument->name),
                          m_tabs->tabRect(m_tabs->currentIndex()));
}

void InstrumentEditor::takeName(const QString& name) {
    const Instrument* old = m_document.project().find(currentInstrument());
    if (!old)
        return;
    const Instrument* other = m_document.project().instrumentNamed(name.toStdString());
    if (name.isEmpty() || (other && other->id != old->id)) {
        m_nameField->refuse(name.isEmpty() ? tr("An instrument needs a name")
                                           : tr("Another instrument has the name %1").arg(name));
        return;
    }
    m_nameField->hide();
    m_document.edit(tr("Rename %1 to %2").arg(QString::fromStdString(old->name), name),
                    [id = old->id, &name](Project& project) {
                        renameInstrument(project, id, name.toStdString());
                    });
    if (CodePage* page = currentPage())
        page->view().setFocus(Qt::OtherFocusReason);
}

bool InstrumentEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tabs && (event->type() == QEvent::MouseButtonDblClick ||
                              event->type() == QEvent::MouseButtonRelease)) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const int index = m_tabs->tabAt(mouse->position().toPoint());
        if (event->type() == QEvent::MouseButtonDblClick && index >= 0)
            renameCurrent();
        else if (mouse->button() == Qt::MiddleButton)
            closePage(index);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stria
