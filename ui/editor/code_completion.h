// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <string>
#include <string_view>
#include <vector>

#include "engine/orchestra/opcode_catalogue.h"

class QLabel;

namespace stria {

class CodeView;

/// Offers words while a person types in a view, and shows the forms of the opcode that is being
/// given its arguments. Tab takes the chosen word; Return does so only after the arrow keys, so
/// that a line can be ended as ever.
class CodeCompletion : public QObject {
    Q_OBJECT

  public:
    explicit CodeCompletion(CodeView& view);

    void setOpcodes(const OpcodeCatalogue& opcodes) { m_opcodes = opcodes; }
    void setOwnOpcodes(std::vector<OpcodeSignature> opcodes);
    /// Parameters and variables of this text.
    void setWords(std::vector<std::string> words) { m_words = std::move(words); }
    /// Shows the words that fit what stands before the caret, also when nothing was typed.
    void showWords();
    /// The opcode whose arguments the caret is among; empty if none.
    std::string opcodeAtCaret() const;
    /// Forms of the opcode whose arguments the caret is among; empty if none.
    QString tipAtCaret() const;

    bool isTipShown() const;

    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void typed(int character);
    void showWords(std::size_t leastLetters);
    void showTip();
    std::string beginningAtCaret() const;
    bool isInTextOrComment() const;
    std::vector<std::string> fitting(const std::string& beginning) const;

    CodeView& m_view;
    OpcodeCatalogue m_opcodes;
    std::vector<OpcodeSignature> m_ownOpcodes;
    std::vector<std::string> m_words;
    bool m_hasChosen = false; ///< the arrow keys were used in the list
    QLabel* m_tip;            ///< lies over the code
    int m_tipLine = 0;
};

/// The opcode whose arguments the end of `line` is among: the function whose bracket is open, else
/// the opcode of the statement; empty if none.
std::string opcodeAtEnd(std::string_view line);

} // namespace stria
