// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_completion.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <algorithm>
#include <set>

#include "engine/orchestra/opcode_calls.h"
#include "ui/editor/code_view.h"
#include "ui/editor/word_text.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr std::size_t lettersBeforeOffer = 3;

bool startsWith(std::string_view word, std::string_view beginning) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return word.size() >= beginning.size() &&
           std::equal(beginning.begin(), beginning.end(), word.begin(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

} // namespace

std::string opcodeAtEnd(std::string_view line) {
    const Statements statements(line);
    if (statements.size() == 0)
        return {};
    const auto statement = statements[statements.size() - 1];
    std::vector<std::string> open; // the name before each bracket that is open
    for (std::size_t i = 0; i < statement.size(); ++i) {
        if (statement[i].kind == TokenKind::Open) {
            std::size_t name = i;
            if (name >= 3 && statement[name - 2].in(line) == ":")
                name -= 2;
            const bool isCall = name > 0 && statement[name - 1].kind == TokenKind::Name &&
                                statement[i].in(line) == "(";
            open.emplace_back(isCall ? statement[name - 1].in(line) : std::string_view());
        } else if (statement[i].kind == TokenKind::Close && !open.empty()) {
            open.pop_back();
        }
    }
    for (auto name = open.rbegin(); name != open.rend(); ++name)
        if (!name->empty() && !isKeyword(*name))
            return *name;
    const StatementParts parts = readParts(statement, line);
    if (parts.form != StatementParts::Form::Opcode)
        return {};
    return std::string(parts.verb.in(line));
}

CodeCompletion::CodeCompletion(CodeView& view)
    : QObject(&view), m_view(view), m_tip(new QLabel(view.viewport())) {
    m_tip->setTextFormat(Qt::PlainText);
    m_tip->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_tip->hide();
    view.installEventFilter(this);
    view.send(QsciScintilla::SCI_AUTOCSETIGNORECASE, 1);
    view.send(QsciScintilla::SCI_AUTOCSETORDER, QsciScintilla::SC_ORDER_PERFORMSORT);
    view.send(QsciScintilla::SCI_AUTOCSETAUTOHIDE, 1);
    view.send(QsciScintilla::SCI_AUTOCSETMAXHEIGHT, 8);
    view.send(QsciScintilla::SCI_AUTOCSETSEPARATOR, '\n');
    connect(&view, &QsciScintillaBase::SCN_CHARADDED, this, &CodeCompletion::typed);
    connect(&view, &CodeView::caretMoved, this, [this] {
        if (m_view.caretLine() != m_tipLine)
            m_tip->hide();
    });
}

void CodeCompletion::setOwnOpcodes(std::vector<OpcodeSignature> opcodes) {
    m_ownOpcodes = std::move(opcodes);
}

void CodeCompletion::typed(int character) {
    if (isInTextOrComment())
        return;
    if (character == ' ' || character == '(' || character == ',')
        showTip();
    else if (character == ')')
        m_tip->hide();
    else if (!m_view.send(QsciScintilla::SCI_AUTOCACTIVE))
        showWords(lettersBeforeOffer);
}

std::string CodeCompletion::beginningAtCaret() const {
    long lineBegin = 0;
    const std::string_view line = m_view.lineAt(m_view.caret(), &lineBegin);
    const auto end = static_cast<std::size_t>(m_view.caret() - lineBegin);
    std::size_t begin = end;
    while (begin > 0 && isNamePart(line[begin - 1]))
        --begin;
    return std::string(line.substr(begin, end - begin));
}

bool CodeCompletion::isInTextOrComment() const {
    const long caret = m_view.caret();
    long lineBegin = 0;
    const std::string_view line = m_view.lineAt(caret, &lineBegin);
    const long number = m_view.caretLine() - 1;
    auto state = number == 0
                     ? LineState::Code
                     : static_cast<LineState>(m_view.send(QsciScintilla::SCI_GETLINESTATE,
                                                          static_cast<std::uintptr_t>(number - 1)));
    const auto tokens =
        tokenizeLine(line.substr(0, static_cast<std::size_t>(caret - lineBegin)), state);
    if (tokens.empty())
        return state != LineState::Code;
    const Token& last = tokens.back();
    return last.kind == TokenKind::LineComment || !last.closed;
}

std::vector<std::string> CodeCompletion::fitting(const std::string& beginning) const {
    std::set<std::string> words;
    const auto add = [&](const std::string& word) {
        const bool isName = !word.empty() && isNamePart(word[0]);
        if (isName && startsWith(word, beginning))
            words.insert(word);
    };
    for (const std::string& name : m_opcodes.names())
        add(name);
    for (const OpcodeSignature& opcode : m_ownOpcodes)
        add(opcode.name);
    for (const std::string& word : m_words)
        if (word != beginning) // what is being typed is a word of the text already
            add(word);
    for (const char* name : {"busin", "busout", "busmix"})
        add(name);
    return {words.begin(), words.end()};
}

void CodeCompletion::showWords() {
    showWords(0);
}

void CodeCompletion::showWords(std::size_t leastLetters) {
    const std::string beginning = beginningAtCaret();
    if (beginning.size() < leastLetters ||
        (!beginning.empty() && beginning[0] >= '0' && beginning[0] <= '9'))
        return;
    const std::vector<std::string> words = fitting(beginning);
    if (words.empty() || (words.size() == 1 && words[0] == beginning))
        return;
    std::string list;
    for (const std::string& word : words)
        list += (list.empty() ? "" : "\n") + word;
    m_hasChosen = false;
    m_view.SendScintilla(QsciScintilla::SCI_AUTOCSHOW,
                         static_cast<std::uintptr_t>(beginning.size()), list.c_str());
    const Colours& colours = look::colours();
    for (QListWidget* popup : m_view.findChildren<QListWidget*>())
        popup->setStyleSheet(QStringLiteral("background: %1; border: 1px solid %2;")
                                 .arg(colours.raised.name(), colours.line.name()));
}

std::string CodeCompletion::opcodeAtCaret() const {
    long lineBegin = 0;
    const std::string_view line = m_view.lineAt(m_view.caret(), &lineBegin);
    return opcodeAtEnd(line.substr(0, static_cast<std::size_t>(m_view.caret() - lineBegin)));
}

QString CodeCompletion::tipAtCaret() const {
    return describeOpcode(opcodeAtCaret(), m_opcodes, m_ownOpcodes);
}

void CodeCompletion::showTip() {
    const QString tip = tipAtCaret();
    if (tip.isEmpty())
        return;
    const Colours& colours = look::colours();
    m_tip->setStyleSheet(
        QStringLiteral(
            "background: %1; border: 1px solid %2; border-radius: 4px; padding: 4px 8px;")
            .arg(colours.raised.name(), colours.line.name()));
    m_tip->setFont(look::codeFont());
    m_tip->setText(tip);
    m_tip->adjustSize();
    const long caret = m_view.caret();
    const auto x = static_cast<int>(m_view.send(QsciScintilla::SCI_POINTXFROMPOSITION, 0, caret));
    const auto y = static_cast<int>(m_view.send(QsciScintilla::SCI_POINTYFROMPOSITION, 0, caret));
    const auto height = static_cast<int>(m_view.send(QsciScintilla::SCI_TEXTHEIGHT, 0));
    constexpr int gap = sizes::grid / 2;
    const int above = y - gap - m_tip->height(); // below would hide what comes next
    const int right = m_view.viewport()->width() - m_tip->width() - gap;
    m_tip->move(std::max(gap, std::min(x, right)), above >= 0 ? above : y + height + gap);
    m_tip->show();
    m_tip->raise();
    m_tipLine = m_view.caretLine();
}

bool CodeCompletion::isTipShown() const {
    return !m_tip->isHidden();
}

bool CodeCompletion::eventFilter(QObject* watched, QEvent* event) {
    if (watched != &m_view)
        return false;
    if (event->type() == QEvent::FocusOut)
        m_tip->hide();
    if (event->type() != QEvent::KeyPress)
        return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (!m_view.send(QsciScintilla::SCI_AUTOCACTIVE)) {
        if (key == Qt::Key_Escape)
            m_tip->hide();
    } else if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp ||
               key == Qt::Key_PageDown) {
        m_hasChosen = true;
    } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && !m_hasChosen) {
        m_view.send(QsciScintilla::SCI_AUTOCCANCEL);
    }
    return false;
}

} // namespace stria
