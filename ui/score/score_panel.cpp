// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_panel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStyle>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include "engine/orchestra/score_events.h"
#include "engine/orchestra/score_text.h"
#include "ui/document/document.h"
#include "ui/document/event_clipboard.h"
#include "ui/document/event_edits.h"
#include "ui/document/event_times.h"
#include "ui/document/selection.h"
#include "ui/look/palette.h"
#include "ui/score/batch_dialog.h"
#include "ui/score/score_cells.h"
#include "ui/score/score_clipboard.h"
#include "ui/score/score_table.h"

namespace stria {
namespace {

constexpr int pauseOfFilter = 150; // milliseconds

} // namespace

ScorePanel::ScorePanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_model(document), m_table(new ScoreTable(m_model)) {
    setAccessibleName(tr("Score table"));
    buildActions();
    buildBar();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_said);
    m_filterSoon.setSingleShot(true);
    m_filterSoon.setInterval(pauseOfFilter);
    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(0);
    connect(&m_filterSoon, &QTimer::timeout, this, &ScorePanel::applyFilter);
    connect(&m_countSoon, &QTimer::timeout, this, &ScorePanel::showCounts);
    connect(&m_model, &ScoreModel::arranged, &m_countSoon, qOverload<>(&QTimer::start));
    connect(&document.selection(), &Selection::eventsChanged, this, [this] {
        enable();
        m_countSoon.start();
    });
    // Later: the cell is still being left.
    connect(&m_model, &ScoreModel::soundWanted, this, &ScorePanel::soundWanted,
            Qt::QueuedConnection);
    connect(&m_model, &ScoreModel::refused, this,
            [this](const QModelIndex& index, const QString& why) {
                say(why, true);
                QToolTip::showText(
                    m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()), why,
                    this);
            });
    connect(&document, &Document::settled, this, [this] { say({}); });
    connect(&m_model, &ScoreModel::filterLost, this, [this](const QString& why) {
        m_filter->clear();
        say(why, true);
    });
    connect(m_table, &ScoreTable::contextMenuWanted, this, [this](const QPoint& position) {
        QMenu menu;
        fillMenu(menu);
        menu.exec(position);
    });
    enable();
    showCounts();
}

ScorePanel::~ScorePanel() {
    delete m_dialog;
}

QAction* ScorePanel::make(const QString& text, const QKeySequence& key,
                          void (ScorePanel::*work)()) {
    auto* const action = new QAction(text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, work);
    addAction(action);
    return action;
}

void ScorePanel::buildActions() {
    m_copyCells = make(tr("Copy cells"), QKeySequence::Copy, &ScorePanel::copyCells);
    m_copyStatements = make(tr("Copy as Csound statements"), QKeySequence(tr("Ctrl+Shift+C")),
                            &ScorePanel::copyStatements);
    m_paste = make(tr("Paste cells or statements"), QKeySequence::Paste, &ScorePanel::paste);
    m_remove = make(tr("Delete rows"), QKeySequence::Delete, &ScorePanel::removeChosen);
    m_add = make(tr("Add row"), QKeySequence(Qt::Key_Insert), &ScorePanel::addRow);
    m_wholeRows =
        make(tr("Mark whole rows"), QKeySequence(tr("Shift+Space")), &ScorePanel::markWholeRows);
    m_toggle = make(tr("Choose the row as well, or not"), QKeySequence(tr("Ctrl+Space")),
                    &ScorePanel::toggleRow);
    m_sort = make(tr("Sort by this column"), QKeySequence(tr("Ctrl+Shift+O")),
                  &ScorePanel::sortByColumn);
    m_hear = make(tr("Hear this event"), QKeySequence(tr("Ctrl+Return")), &ScorePanel::hear);
    m_selectAll =
        make(tr("Choose all rows shown"), QKeySequence::SelectAll, &ScorePanel::chooseAll);
    m_change = make(tr("Change a column…"), QKeySequence(tr("Ctrl+B")), &ScorePanel::changeChosen);
    m_find = make(tr("Filter rows"), QKeySequence::Find, &ScorePanel::findInstead);
}

void ScorePanel::buildBar() {
    m_bar = new QWidget;
    m_bar->setProperty("kind", "bar");
    m_bar->setAttribute(Qt::WA_StyledBackground);
    m_filter = new QLineEdit;
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter: glass  kamp > 0.5  start < 1:30"));
    m_filter->setToolTip(
        tr("<p>Words that stand in the instrument, track, name or a text; comparisons of a column "
           "with &lt; &lt;= &gt; &gt;= = != or ~ (contains). All must hold.</p>"
           "<p><code>glass amp &gt; 0.5</code><br><code>start &gt;= 1:02 start &lt; 2:00</code><br>"
           "<code>duration = endless</code><br><code>name ~ solo -pad</code></p>"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedHeight(sizes::field);
    m_filter->setMaximumWidth(480);
    m_counts = new QLabel;
    m_counts->setProperty("kind", "dim");
    m_said = new QLabel;
    m_said->setTextFormat(Qt::PlainText);
    m_said->setAccessibleName(tr("Message"));
    m_said->setWordWrap(true);
    m_said->setMargin(sizes::grid / 2);
    m_said->setIndent(sizes::grid);
    m_said->hide();
    auto* const change = new QToolButton;
    change->setDefaultAction(m_change);
    change->setProperty("kind", "tool");
    change->setToolButtonStyle(Qt::ToolButtonTextOnly);
    change->setAccessibleName(tr("Change a column"));
    auto* const layout = new QHBoxLayout(m_bar);
    layout->setContentsMargins(sizes::grid, sizes::grid / 2, sizes::grid, sizes::grid / 2);
    layout->setSpacing(2 * sizes::grid);
    layout->addWidget(m_filter, 2);
    layout->addWidget(change);
    layout->addStretch(1);
    layout->addWidget(m_counts);
    connect(m_filter, &QLineEdit::textEdited, &m_filterSoon, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            applyFilter();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        applyFilter();
        m_table->setFocus();
    });
}

void ScorePanel::fillMenu(QMenu& menu) const {
    menu.addActions({m_copyCells, m_copyStatements, m_paste, m_add, m_remove});
    menu.addSeparator();
    menu.addActions({m_selectAll, m_toggle, m_wholeRows});
    menu.addSeparator();
    menu.addActions({m_change, m_sort, m_find, m_hear});
}

void ScorePanel::setInView(bool inView) {
    m_inView = inView;
    m_model.setActive(inView);
}

void ScorePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    setInView(true);
}

void ScorePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    setInView(false);
}

void ScorePanel::applyFilter() {
    m_filterSoon.stop();
    const auto filtered = m_model.setFilter(m_filter->text());
    m_filter->setProperty("wrong", !filtered);
    m_filter->style()->unpolish(m_filter);
    m_filter->style()->polish(m_filter);
    say(filtered ? QString() : QString::fromStdString(filtered.error().message), !filtered);
}

void ScorePanel::showCounts() {
    const auto all = static_cast<int>(m_document.project().all<ScoreEvent>().size());
    const int shown = m_model.rowCount();
    const auto chosen = static_cast<int>(m_document.selection().events().size());
    const auto hidden = chosen - static_cast<int>(m_model.chosen().size());
    QString text = shown == all ? tr("%n events", nullptr, all)
                                : tr("%1 of %n events", nullptr, all).arg(shown);
    if (chosen > 0)
        text += tr(" · %n chosen", nullptr, chosen);
    if (hidden > 0)
        text += tr(", %n of them hidden", nullptr, hidden);
    m_counts->setText(text);
}

void ScorePanel::enable() {
    const bool any = !m_document.selection().events().empty();
    for (QAction* action : {m_copyCells, m_copyStatements, m_remove, m_change, m_hear})
        action->setEnabled(any);
}

void ScorePanel::say(const QString& sentence, bool isProblem) {
    m_said->setText(sentence);
    m_said->setVisible(!sentence.isEmpty());
    m_said->setProperty("kind", isProblem ? "error" : "dim");
    m_said->style()->unpolish(m_said);
    m_said->style()->polish(m_said);
}

void ScorePanel::findInstead() {
    m_filter->setFocus();
    m_filter->selectAll();
}

void ScorePanel::chooseAll() {
    m_table->chooseAll();
}

void ScorePanel::markWholeRows() {
    m_table->markWholeRows();
}

void ScorePanel::toggleRow() {
    m_table->toggleCurrent();
}

void ScorePanel::sortByColumn() {
    m_table->sortBy(std::max(0, m_table->currentIndex().column()));
}

void ScorePanel::hear() {
    emit auditionRequested(m_document.selection().currentEvent());
}

template <class Work> auto ScorePanel::editOrRefuse(const QString& name, Work&& work) {
    OpenEdit edit = m_document.begin(name);
    decltype(work(std::declval<Project&>())) result;
    edit.update([&](Project& project) { result = work(project); });
    if (result)
        edit.commit();
    else
        say(QString::fromStdString(result.error().toText()), true);
    return result;
}

void ScorePanel::copyCells() {
    const auto columns = m_table->markedColumns();
    const auto events = m_model.chosen();
    if (events.empty())
        return;
    const bool whole = columns == m_table->seenColumns();
    const QString cells =
        score_clipboard::cellsOf(m_document.project(), m_model.columns(), events, columns, whole);
    if (whole) // the timeline takes them as events
        copyEvents(m_document.project(), events, cells);
    else
        QGuiApplication::clipboard()->setText(cells);
    say(whole || columns.size() > 1
            ? tr("Copied %n rows", nullptr, static_cast<int>(events.size()))
            : tr("Copied %n cells", nullptr, static_cast<int>(events.size())));
}

void ScorePanel::copyStatements() {
    const Project& project = m_document.project();
    std::vector<const ScoreEvent*> events;
    for (const EventId id : m_model.chosen())
        if (const ScoreEvent* event = project.find(id))
            events.push_back(event);
    if (events.empty())
        return;
    QGuiApplication::clipboard()->setText(QString::fromStdString(scoreTextOf(project, events)));
    say(tr("Copied %n statements", nullptr, static_cast<int>(events.size())));
}

void ScorePanel::paste() {
    const QString text = QGuiApplication::clipboard()->text();
    if (text.trimmed().isEmpty())
        say(tr("The clipboard is empty."), true);
    else if (text.startsWith('{'))
        emit eventsPasteRequested();
    else
        pasteText(text);
}

void ScorePanel::pasteText(const QString& text) {
    using namespace score_clipboard;
    Expected<Pasted> pasted;
    Diagnostics warnings;
    if (looksLikeScore(text.toStdString())) {
        m_document.edit(tr("Paste statements"),
                        [&](Project& project) { pasted = pasteScore(project, text, warnings); });
        if (!pasted)
            say(QString::fromStdString(pasted.error().toText()), true);
    } else {
        const auto lines = readCells(text);
        if (!lines) {
            say(QString::fromStdString(lines.error().message), true);
            return;
        }
        Target target;
        const auto chosen = m_model.chosen();
        const auto& rows = m_model.rows().events();
        if (!chosen.empty() && (lines->size() == 1 || lines->size() == chosen.size())) {
            target.events = chosen;
        } else if (!rows.empty()) {
            const int first = chosen.empty() ? m_table->currentIndex().row()
                                             : m_model.rows().placeOf(chosen.front());
            target.events.assign(rows.begin() + std::max(0, first), rows.end());
        }
        target.chosenRows = chosen.size();
        target.columns = m_table->seenColumns();
        const int firstColumn =
            m_table->markedColumns().empty() ? 0 : m_table->markedColumns().front();
        target.columns.erase(std::remove_if(target.columns.begin(), target.columns.end(),
                                            [&](int column) { return column < firstColumn; }),
                             target.columns.end());
        if (lines->size() == 1 && lines->front().size() == 1)
            target.columns.resize(1);
        target.instrument = m_document.selection().currentInstrument();
        const auto columns = m_model.columns();
        pasted = editOrRefuse(tr("Paste cells"), [&](Project& project) {
            return pasteCells(project, columns, *lines, target);
        });
    }
    if (!pasted)
        return;
    if (pasted->added > 0)
        m_document.selection().setEvents({pasted->events.begin(), pasted->events.end()});
    else
        m_table->chooseInPlace({pasted->events.begin(), pasted->events.end()});
    QString sentence = pasted->added > 0 ? tr("Pasted %n events", nullptr, pasted->added)
                                         : tr("Pasted into %n rows", nullptr,
                                              static_cast<int>(pasted->events.size()));
    for (const Diagnostic& warning : warnings)
        sentence += QStringLiteral(". ") + QString::fromStdString(warning.toText());
    say(sentence);
}

void ScorePanel::addRow() {
    const int row = m_table->currentIndex().row();
    const ScoreEvent* const like =
        row < 0 ? nullptr : m_document.project().find(m_model.rows().at(row));
    ScoreEvent added;
    if (like) {
        added = *like;
        added.seed = 0;
        added.stop.reset();
        placeEvent(added, like->isEndless() ? like->start : like->start + like->duration,
                   like->duration, m_document.project().settings().tempo);
    } else {
        added.instrument = m_document.selection().currentInstrument();
    }
    if (!m_document.project().find(added.instrument)) {
        say(tr("A row needs an instrument. Choose one in the browser."), true);
        return;
    }
    added.id = EventId::random();
    added.order = nextEventOrder(m_document.project());
    m_document.edit(tr("Add event"), [&](Project& project) { (void)project.insert(added); });
    m_document.selection().setEvents({added.id});
}

void ScorePanel::removeChosen() {
    const auto events = m_model.chosen();
    m_document.edit(events.size() == 1
                        ? tr("Delete event")
                        : tr("Delete %n events", nullptr, static_cast<int>(events.size())),
                    [&](Project& project) { removeEvents(project, events); });
}

void ScorePanel::changeChosen() {
    const auto events = m_model.chosen();
    if (events.empty())
        return;
    const int current = m_table->currentIndex().column();
    delete m_dialog;
    m_dialog = new BatchDialog(m_model, events, m_table->seenColumns(), std::max(0, current), this);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->open();
}

} // namespace stria
