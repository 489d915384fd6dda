// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>
#include <string>

#include "ui/editor/code_checks.h"
#include "ui/editor/code_target.h"

namespace stria {

class CodeCompletion;
class CodeView;
class Document;

/// One text of the document in a view: typing becomes edits of the document, the document's changes
/// are shown, and the text is checked in the background while it is typed.
class CodePage : public QObject {
    Q_OBJECT

  public:
    CodePage(Document& document, const CodeTarget& target, const OpcodeCatalogue& opcodes,
             QWidget* parentOfView);
    /// Ends the view as well.
    ~CodePage() override;

    const CodeTarget& target() const { return m_target; }
    CodeView& view() { return *m_view; }
    CodeCompletion& completion() { return *m_completion; }

    void setOpcodes(const OpcodeCatalogue& opcodes);
    /// What Csound says of the whole project; what is in this text is shown until it is edited.
    void setOutsideProblems(const Diagnostics& problems);
    /// Shows the document's text.
    void refresh();
    void checkSoon() { m_checkTimer.start(); }

    /// The problem at the caret, or in its line; null if there is none.
    const Diagnostic* problemAtCaret() const;
    const Diagnostic* firstProblem() const;
    /// What the caret stands on, if it is a parameter.
    QString caretText() const;
    /// The problem is a variable without a value that may become a parameter.
    bool canAddParameter(const Diagnostic& problem) const;
    void addParameter(const Diagnostic& problem);
    /// The next (1) or previous (-1) line with a problem, in a circle.
    void goToProblem(int step);

  signals:
    /// Problems or parameters are known anew.
    void checked();

  private:
    void takeEdit();
    void startCheck();
    void finishCheck();
    void take(CodeChecks checks);
    void refreshProblems();
    QString describeWord(const std::string& word) const;

    Document& m_document;
    const CodeTarget m_target;
    OpcodeCatalogue m_opcodes;
    CodeView* m_view;
    CodeCompletion* m_completion;
    CodeChecks m_checks;
    Diagnostics m_outsideProblems;
    QTimer m_checkTimer;
    QFutureWatcher<CodeChecks> m_checkWatcher;
    std::string m_checkedCode; ///< what the running check reads
};

} // namespace stria
