// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qsci/qsciscintilla.h>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "ui/editor/code_styles.h"
#include "ui/editor/text_difference.h"

namespace stria {

/// A text of code with its colours, line numbers and marked problems. It has no undo of its own:
/// what a person types is told by edited(), one signal for each key, and goes onto the undo stack
/// of the document. The text is bytes: line ends and what is no UTF-8 stay what they are.
class CodeView : public QsciScintilla {
    Q_OBJECT

  public:
    explicit CodeView(QWidget* parent = nullptr);

    /// The text as last typed or shown.
    const std::string& code() const { return m_code; }
    /// Replaces the text by the least change; tells nobody. `moveCaret`: to where it changed.
    void showCode(std::string_view code, bool moveCaret);
    /// Grows with each edit that does not go on from the one before (a run of typing).
    int run() const { return m_run; }

    void setNames(KnownNames names);
    const KnownNames& names() const { return m_names; }
    /// Marked until the next call; places count in this text.
    void setProblems(Diagnostics problems);
    const Diagnostics& problems() const { return m_problems; }
    /// The problem at a byte, else the first one of its line; null if none.
    const Diagnostic* problemAt(long position) const;

    long caret() const;
    int caretLine() const; ///< from 1
    /// Sets the caret, shows it and takes the focus. Both from 1; a column in characters.
    void goTo(int line, int column, int length = 0);
    void select(std::size_t begin, std::size_t length);
    std::string_view lineAt(long position, long* begin = nullptr) const;
    std::string textAt(const Place& place) const;
    /// The name or pfield that stands at a byte.
    std::string wordAt(long position) const;
    CodeStyle styleAt(long position);

    void toggleComment();
    /// Marks all matches of a search.
    void setMatches(const std::vector<std::size_t>& begins, std::size_t length);

    /// What to say of a word that the mouse rests on.
    void setDescriber(std::function<QString(const std::string&)> describe);
    long send(unsigned int message, std::uintptr_t first = 0, long second = 0) const {
        return SendScintilla(message, static_cast<unsigned long>(first), second);
    }

  signals:
    /// The text was changed by a person.
    void edited();
    void undoRequested();
    void redoRequested();
    /// The caret moved or the text changed.
    void caretMoved();
    void contextMenuRequested(const QPoint& globalPosition);

  protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void setUpScintilla();
    void removeKeys();
    void applyColours();
    void replaceTarget(long begin, long length, std::string_view text);
    void styleTo(long end);
    void restyle();
    void noteChange();
    void flush();
    bool continuesRun(const TextDifference& difference) const;
    void markProblems();
    void updateMargin();
    std::string readCode() const;
    long positionBehind(long position, int characters) const;
    QString hoverTextAt(const QPoint& position);

    std::string m_code;
    KnownNames m_names;
    Diagnostics m_problems;
    std::function<QString(const std::string&)> m_describe;
    bool m_isShowing = false;      ///< showCode is at work
    bool m_isInUserAction = false; ///< one key, which may change the text several times
    int m_run = 0;
    TextDifference m_lastEdit;
};

/// A letter, a digit or `_`: what names of opcodes and variables are made of.
bool isNamePart(char c);

} // namespace stria
