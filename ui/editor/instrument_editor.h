// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QWidget>
#include <functional>
#include <memory>
#include <vector>

#include "engine/model/project.h"
#include "engine/orchestra/opcode_catalogue.h"
#include "ui/editor/code_target.h"

class QAction;
class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace stria {

class CodePage;
class Document;
class FindBar;
class NameField;
class ProblemLine;

/// The code of the project: a tab for each instrument that is open, and one for the global code.
/// Typing changes the document as it happens (one step of its undo stack for a run of typing);
/// what undo or others change is shown at once. Follows the current instrument of the selection.
/// UI thread only.
class InstrumentEditor : public QWidget {
    Q_OBJECT

  public:
    explicit InstrumentEditor(Document& document, QWidget* parent = nullptr);
    ~InstrumentEditor() override;

    /// For colours, completion and call tips.
    void setOpcodes(const OpcodeCatalogue& opcodes);
    /// What a compile check or a render found; shown beside what the editor finds itself, until
    /// the next call. Those that are not in a text of the project are ignored.
    void setProblems(const Diagnostics& problems);

    /// Opens the tab; the focus stays where it is.
    void showInstrument(InstrumentId instrument);
    /// Opens the text of the place, sets the caret and takes the focus. False when the place is in
    /// none of the project's texts.
    bool showPlace(const Place& place);
    /// The instrument whose tab is in front; null for global code.
    InstrumentId currentInstrument() const;

    /// Actions with their keys, for a menu: audition, rename, find, comment, completion, manual,
    /// problems, tabs.
    const std::vector<QAction*>& menuActions() const { return m_actions; }

  signals:
    void auditionRequested(stria::InstrumentId instrument);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void buildWidgets();
    void buildActions();
    QAction* addEditorAction(const QString& text, const QKeySequence& key,
                             const std::function<void()>& work);

    CodePage& open(const CodeTarget& target);
    CodePage* pageOf(const CodeTarget& target);
    CodePage* currentPage();
    CodePage& makePage(const CodeTarget& target, int index);
    void closePage(int index);
    void removePage(int index);
    void removeAll();
    void openFirst();
    void refreshGlobalPages();
    void pageChanged();
    void showCurrentPage();

    void follow(const Change& change);
    void refreshAfterEdit();
    void refreshTitles();
    void refreshCount();
    void refreshLine();
    const Diagnostic* leftOver() const;
    void goToProblem(int step);
    void openManual();

    void showTabMenu(const QPoint& position);
    void showCodeMenu(const QPoint& globalPosition);
    void renameCurrent();
    void takeName(const QString& name);

    Document& m_document;
    OpcodeCatalogue m_opcodes;
    Diagnostics m_outsideProblems;
    bool m_codeIsOld = false; ///< since the last settled edit
    bool m_countIsOld = false;

    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    QLabel* m_count;
    QToolButton* m_audition;
    FindBar* m_findBar;
    ProblemLine* m_line;
    NameField* m_nameField;
    std::vector<QAction*> m_actions;
    std::vector<std::unique_ptr<CodePage>> m_pages; ///< in the order of the tabs
};

} // namespace stria
