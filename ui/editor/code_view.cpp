// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_view.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>
#include <Qsci/qscicommand.h>
#include <Qsci/qscicommandset.h>
#include <algorithm>
#include <utility>

#include "engine/orchestra/text_range.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr int errorMark = 8; // indicators below 8 belong to lexers
constexpr int warningMark = 9;
constexpr int matchMark = 10;
constexpr int problemSymbol = 1;

} // namespace

CodeView::CodeView(QWidget* parent) : QsciScintilla(parent) {
    setUpScintilla();
    removeKeys();
    applyColours();
    connect(this, &QsciScintillaBase::SCN_STYLENEEDED, this,
            [this](int position) { styleTo(position); });
    connect(this, &QsciScintilla::textChanged, this, &CodeView::noteChange);
    connect(this, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int updated) {
        if (updated & (SC_UPDATE_CONTENT | SC_UPDATE_SELECTION))
            emit caretMoved();
    });
}

void CodeView::setUpScintilla() {
    setUtf8(true);
    send(SCI_SETLEXER, SCLEX_CONTAINER);
    send(SCI_SETUNDOCOLLECTION, 0);
    send(SCI_EMPTYUNDOBUFFER);
    setTabWidth(4);
    setIndentationsUseTabs(false);
    setAutoIndent(true);
    setBraceMatching(SloppyBraceMatch);
    setFrameShape(QFrame::NoFrame);
    setMarginType(0, NumberMargin);
    setMarginLineNumbers(0, true);
    setMarginType(1, SymbolMargin);
    setMarginWidth(1, 8);
    setMarginSensitivity(1, false);
    send(SCI_SETMARGINMASKN, 1, 1 << problemSymbol);
    setMarginWidth(2, 0);
    send(SCI_SETMARGINLEFT, 0, 8);
    send(SCI_SETEXTRAASCENT, 2);
    send(SCI_SETEXTRADESCENT, 2);
    send(SCI_SETSCROLLWIDTHTRACKING, 1);
    send(SCI_SETSCROLLWIDTH, 1);
    send(SCI_MARKERDEFINE, problemSymbol, SC_MARK_SMALLRECT);
    send(SCI_INDICSETSTYLE, errorMark, INDIC_SQUIGGLE);
    send(SCI_INDICSETSTYLE, warningMark, INDIC_SQUIGGLE);
    send(SCI_INDICSETSTYLE, matchMark, INDIC_STRAIGHTBOX);
    updateMargin();
}

/// Keys that Scintilla has for itself and that belong to the window here.
void CodeView::removeKeys() {
    constexpr int control = Qt::CTRL;
    constexpr int shift = Qt::SHIFT;
    for (const int key :
         {control | Qt::Key_Z, control | Qt::Key_Y, control | shift | Qt::Key_Z,
          control | Qt::Key_L, control | shift | Qt::Key_L, control | Qt::Key_T,
          control | shift | Qt::Key_T, control | Qt::Key_U, control | shift | Qt::Key_U,
          control | Qt::Key_Slash, control | Qt::Key_Backslash})
        if (QsciCommand* command = standardCommands()->boundTo(key)) {
            if (command->key() == key)
                command->setKey(0);
            else
                command->setAlternateKey(0);
        }
}

void CodeView::applyColours() {
    applyCodeStyles(*this);
    const Colours& colours = look::colours();
    setMarginsBackgroundColor(colours.background);
    setMarginsForegroundColor(colours.dimText);
    SendScintilla(SCI_MARKERSETFORE, problemSymbol, colours.error);
    SendScintilla(SCI_MARKERSETBACK, problemSymbol, colours.error);
    SendScintilla(SCI_INDICSETFORE, errorMark, colours.error);
    SendScintilla(SCI_INDICSETFORE, warningMark, colours.accent);
    SendScintilla(SCI_INDICSETFORE, matchMark, colours.accent);
    send(SCI_INDICSETALPHA, matchMark, 60);
    send(SCI_INDICSETOUTLINEALPHA, matchMark, 120);
    setMatchedBraceBackgroundColor(colours.selected);
    setMatchedBraceForegroundColor(colours.text);
    setUnmatchedBraceBackgroundColor(colours.background);
    setUnmatchedBraceForegroundColor(colours.error);
    updateMargin();
    restyle();
}

std::string CodeView::readCode() const {
    const auto length = static_cast<std::size_t>(send(SCI_GETLENGTH));
    const auto* bytes = static_cast<const char*>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return std::string(bytes, length);
}

void CodeView::showCode(std::string_view code, bool moveCaret) {
    const TextDifference difference = differenceBetween(m_code, code);
    if (difference.removed == 0 && difference.inserted == 0)
        return;
    if (m_code.empty()) {
        const std::size_t lineEnd = code.find_first_of("\r\n");
        const std::string_view rest =
            lineEnd == std::string_view::npos ? std::string_view() : code.substr(lineEnd);
        send(SCI_SETEOLMODE, rest.starts_with("\r\n") ? SC_EOL_CRLF
                             : rest.starts_with('\r') ? SC_EOL_CR
                                                      : SC_EOL_LF);
    }
    m_isShowing = true;
    m_code = code;
    replaceTarget(static_cast<long>(difference.begin), static_cast<long>(difference.removed),
                  code.substr(difference.begin, difference.inserted));
    m_isShowing = false;
    m_lastEdit = {};
    if (moveCaret) {
        send(SCI_GOTOPOS, difference.begin + difference.inserted);
        ensureCursorVisible();
    }
    updateMargin();
    markProblems();
}

void CodeView::noteChange() {
    if (m_isShowing)
        return;
    updateMargin();
    if (!m_isInUserAction) // the mouse, or a menu: several changes come before the event loop
        QMetaObject::invokeMethod(this, &CodeView::flush, Qt::QueuedConnection);
}

void CodeView::flush() {
    std::string code = readCode();
    if (code == m_code)
        return;
    TextDifference difference = differenceBetween(m_code, code);
    // Where letters repeat, the difference could lie further left: the caret tells where it is.
    const auto at = static_cast<std::size_t>(caret());
    const std::string& longer = difference.inserted > 0 ? code : m_code;
    const std::size_t length = std::max(difference.inserted, difference.removed);
    const bool isPure = difference.inserted == 0 || difference.removed == 0;
    while (isPure && difference.begin > 0 && difference.begin + difference.inserted > at &&
           longer[difference.begin - 1] == longer[difference.begin - 1 + length])
        --difference.begin;
    const bool endsLine =
        code.find_first_of("\r\n", difference.begin) < difference.begin + difference.inserted;
    if (endsLine || !continuesRun(difference))
        ++m_run;
    m_lastEdit = difference;
    m_code = std::move(code);
    emit edited();
}

/// One letter after the other, or one deletion after the other.
bool CodeView::continuesRun(const TextDifference& difference) const {
    constexpr std::size_t mostBytesOfALetter = 4;
    const bool inserts = difference.removed == 0 && difference.inserted <= mostBytesOfALetter;
    const bool deletes = difference.inserted == 0 && difference.removed <= mostBytesOfALetter;
    if (inserts)
        return m_lastEdit.inserted > 0 &&
               difference.begin == m_lastEdit.begin + m_lastEdit.inserted;
    return deletes && m_lastEdit.removed > 0 && m_lastEdit.inserted == 0 &&
           (difference.begin == m_lastEdit.begin ||
            difference.begin + difference.removed == m_lastEdit.begin);
}

void CodeView::setNames(KnownNames names) {
    m_names = std::move(names);
    restyle();
}

void CodeView::restyle() {
    send(SCI_STARTSTYLING, 0);
    styleTo(send(SCI_GETLENGTH));
}

/// Colours from the first line that is not coloured to the line of `end`, and on as long as what
/// lines begin in has changed (a comment that was opened).
void CodeView::styleTo(long end) {
    long line = send(SCI_LINEFROMPOSITION, static_cast<std::uintptr_t>(send(SCI_GETENDSTYLED)));
    const long lastLine = send(SCI_LINEFROMPOSITION, static_cast<std::uintptr_t>(end));
    const long lineCount = send(SCI_GETLINECOUNT);
    const auto length = static_cast<std::size_t>(send(SCI_GETLENGTH));
    const std::string_view code(
        static_cast<const char*>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER)), length);
    const auto begin =
        static_cast<std::size_t>(send(SCI_POSITIONFROMLINE, static_cast<std::uintptr_t>(line)));
    const auto lineNumber = [](long number) { return static_cast<std::uintptr_t>(number); };
    auto state = line == 0 ? LineState::Code
                           : static_cast<LineState>(send(SCI_GETLINESTATE, lineNumber(line - 1)));
    std::string styles;
    for (; line < lineCount; ++line) {
        const auto lineBegin = begin + styles.size();
        const auto contentEnd =
            static_cast<std::size_t>(send(SCI_GETLINEENDPOSITION, lineNumber(line)));
        const auto lineEnd =
            line + 1 < lineCount
                ? static_cast<std::size_t>(send(SCI_POSITIONFROMLINE, lineNumber(line + 1)))
                : length;
        for (const CodeStyle style :
             styleLine(code.substr(lineBegin, contentEnd - lineBegin), state, m_names))
            styles += static_cast<char>(style);
        styles.append(lineEnd - contentEnd, static_cast<char>(CodeStyle::Plain));
        const auto stateBefore = static_cast<LineState>(send(SCI_GETLINESTATE, lineNumber(line)));
        send(SCI_SETLINESTATE, lineNumber(line), static_cast<long>(state));
        if (line >= lastLine && state == stateBefore)
            break;
    }
    send(SCI_STARTSTYLING, begin);
    SendScintilla(SCI_SETSTYLINGEX, static_cast<std::uintptr_t>(styles.size()), styles.data());
}

void CodeView::setProblems(Diagnostics problems) {
    m_problems = std::move(problems);
    markProblems();
}

void CodeView::markProblems() {
    const long length = send(SCI_GETLENGTH);
    for (const int mark : {errorMark, warningMark}) {
        send(SCI_SETINDICATORCURRENT, static_cast<std::uintptr_t>(mark));
        send(SCI_INDICATORCLEARRANGE, 0, length);
    }
    send(SCI_MARKERDELETEALL, problemSymbol);
    for (std::size_t i = 0; i < m_problems.size(); ++i) {
        const Place& place = m_problems[i].place;
        const int line = place.line - 1;
        if (line < 0 || line >= lines())
            continue;
        const auto lineNumber = static_cast<std::uintptr_t>(line);
        const long lineBegin = send(SCI_POSITIONFROMLINE, lineNumber);
        const long lineEnd = send(SCI_GETLINEENDPOSITION, lineNumber);
        long begin = send(SCI_GETLINEINDENTPOSITION, lineNumber);
        long end = lineEnd;
        if (place.column > 0) {
            begin = positionBehind(lineBegin, place.column - 1);
            if (place.length > 0)
                end = positionBehind(begin, place.length);
        }
        if (end <= begin) // nothing to underline: the last character of the line, if it has any
            begin = std::max(lineBegin, end - 1);
        send(SCI_SETINDICATORCURRENT,
             m_problems[i].severity == Severity::Error ? errorMark : warningMark);
        send(SCI_SETINDICATORVALUE, i + 1);
        send(SCI_INDICATORFILLRANGE, static_cast<std::uintptr_t>(begin), end - begin);
        send(SCI_MARKERADD, static_cast<std::uintptr_t>(line), problemSymbol);
    }
}

const Diagnostic* CodeView::problemAt(long position) const {
    for (const int mark : {errorMark, warningMark}) {
        const long index = send(SCI_INDICATORVALUEAT, static_cast<std::uintptr_t>(mark), position);
        if (index > 0 && static_cast<std::size_t>(index) <= m_problems.size())
            return &m_problems[static_cast<std::size_t>(index) - 1];
    }
    const long line = send(SCI_LINEFROMPOSITION, static_cast<std::uintptr_t>(position)) + 1;
    const auto found =
        std::find_if(m_problems.begin(), m_problems.end(), [line](const Diagnostic& problem) {
            return problem.place.line == static_cast<int>(line);
        });
    return found == m_problems.end() ? nullptr : &*found;
}

void CodeView::updateMargin() {
    const int digits = std::max(2, static_cast<int>(QString::number(lines()).size()));
    setMarginWidth(0, QString(digits + 2, QLatin1Char('0')));
}

long CodeView::caret() const {
    return send(SCI_GETCURRENTPOS);
}

int CodeView::caretLine() const {
    return static_cast<int>(send(SCI_LINEFROMPOSITION, static_cast<std::uintptr_t>(caret()))) + 1;
}

/// So many characters on, but not beyond the line.
long CodeView::positionBehind(long position, int characters) const {
    const auto begin = static_cast<std::uintptr_t>(position);
    const long lineEnd = send(SCI_GETLINEENDPOSITION,
                              static_cast<std::uintptr_t>(send(SCI_LINEFROMPOSITION, begin)));
    const long found = send(SCI_POSITIONRELATIVE, begin, characters);
    return found == 0 && characters > 0 ? lineEnd : std::min(lineEnd, found);
}

void CodeView::goTo(int line, int column, int length) {
    const auto lineNumber = static_cast<std::uintptr_t>(std::clamp(line, 1, lines()) - 1);
    long begin = send(SCI_GETLINEINDENTPOSITION, lineNumber);
    if (column > 0)
        begin = positionBehind(send(SCI_POSITIONFROMLINE, lineNumber), column - 1);
    send(SCI_SETSEL, static_cast<std::uintptr_t>(begin), positionBehind(begin, length));
    send(SCI_SCROLLCARET);
    setFocus(Qt::OtherFocusReason);
}

void CodeView::select(std::size_t begin, std::size_t length) {
    send(SCI_SETSEL, begin, static_cast<long>(begin + length));
    send(SCI_SCROLLCARET);
}

std::string_view CodeView::lineAt(long position, long* begin) const {
    const auto line = static_cast<std::uintptr_t>(
        send(SCI_LINEFROMPOSITION, static_cast<std::uintptr_t>(position)));
    const long lineBegin = send(SCI_POSITIONFROMLINE, line);
    if (begin)
        *begin = lineBegin;
    const auto* code = static_cast<const char*>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return {code + lineBegin,
            static_cast<std::size_t>(send(SCI_GETLINEENDPOSITION, line) - lineBegin)};
}

std::string CodeView::textAt(const Place& place) const {
    if (place.line < 1 || place.line > lines() || place.column < 1)
        return {};
    const long begin = positionBehind(
        send(SCI_POSITIONFROMLINE, static_cast<std::uintptr_t>(place.line - 1)), place.column - 1);
    const long end = positionBehind(begin, place.length);
    return m_code.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::string CodeView::wordAt(long position) const {
    long lineBegin = 0;
    const std::string_view line = lineAt(position, &lineBegin);
    auto begin = static_cast<std::size_t>(position - lineBegin);
    auto end = begin;
    while (begin > 0 && isNamePart(line[begin - 1]))
        --begin;
    while (end < line.size() && isNamePart(line[end]))
        ++end;
    return std::string(line.substr(begin, end - begin));
}

CodeStyle CodeView::styleAt(long position) {
    if (send(SCI_GETENDSTYLED) <= position)
        styleTo(position);
    return static_cast<CodeStyle>(send(SCI_GETSTYLEAT, static_cast<std::uintptr_t>(position)));
}

/// Unlike Scintilla's other ways this leaves the selection.
void CodeView::replaceTarget(long begin, long length, std::string_view text) {
    send(SCI_SETTARGETRANGE, static_cast<std::uintptr_t>(begin), begin + length);
    SendScintilla(SCI_REPLACETARGET, static_cast<std::uintptr_t>(text.size()),
                  text.empty() ? "" : text.data());
}

void CodeView::setMatches(const std::vector<std::size_t>& begins, std::size_t length) {
    send(SCI_SETINDICATORCURRENT, matchMark);
    send(SCI_INDICATORCLEARRANGE, 0, send(SCI_GETLENGTH));
    for (const std::size_t begin : begins)
        send(SCI_INDICATORFILLRANGE, begin, static_cast<long>(length));
}

void CodeView::setDescriber(std::function<QString(const std::string&)> describe) {
    m_describe = std::move(describe);
}

bool CodeView::event(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyColours();
    return QsciScintilla::event(event);
}

bool CodeView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QsciScintilla::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = hoverTextAt(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

QString CodeView::hoverTextAt(const QPoint& position) {
    const long byte =
        send(SCI_POSITIONFROMPOINTCLOSE, static_cast<std::uintptr_t>(position.x()), position.y());
    if (byte < 0)
        return {};
    for (const int mark : {errorMark, warningMark})
        if (send(SCI_INDICATORVALUEAT, static_cast<std::uintptr_t>(mark), byte) > 0)
            if (const Diagnostic* problem = problemAt(byte))
                return QString::fromStdString(problem->message).toHtmlEscaped();
    const CodeStyle style = styleAt(byte);
    if (!m_describe || style == CodeStyle::Comment || style == CodeStyle::String)
        return {};
    const std::string word = wordAt(byte);
    return word.empty() ? QString() : m_describe(word);
}

void CodeView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Undo)) {
        emit undoRequested();
        return;
    }
    if (event->matches(QKeySequence::Redo)) {
        emit redoRequested();
        return;
    }
    m_isInUserAction = true;
    QsciScintilla::keyPressEvent(event);
    m_isInUserAction = false;
    flush();
}

void CodeView::inputMethodEvent(QInputMethodEvent* event) {
    m_isInUserAction = true;
    QsciScintilla::inputMethodEvent(event);
    m_isInUserAction = false;
    if (event->preeditString().isEmpty())
        flush();
}

void CodeView::contextMenuEvent(QContextMenuEvent* event) {
    emit contextMenuRequested(event->globalPos());
}

void CodeView::toggleComment() {
    const long anchor = send(SCI_GETANCHOR);
    const long position = caret();
    const long first =
        send(SCI_LINEFROMPOSITION, static_cast<std::uintptr_t>(std::min(anchor, position)));
    const long selectionEnd = std::max(anchor, position);
    long last = send(SCI_LINEFROMPOSITION, static_cast<std::uintptr_t>(selectionEnd));
    const auto lineBegin = [this](long line) {
        return send(SCI_POSITIONFROMLINE, static_cast<std::uintptr_t>(line));
    };
    if (last > first && lineBegin(last) == selectionEnd)
        --last; // a selection that ends before the first character of a line
    const auto codeBegin = [this](long line) {
        return send(SCI_GETLINEINDENTPOSITION, static_cast<std::uintptr_t>(line));
    };
    const auto isEmpty = [&](long line) {
        return codeBegin(line) == send(SCI_GETLINEENDPOSITION, static_cast<std::uintptr_t>(line));
    };
    const auto charAt = [this](long at) {
        return static_cast<char>(send(SCI_GETCHARAT, static_cast<std::uintptr_t>(at)));
    };
    bool allAreComments = true;
    for (long line = first; line <= last; ++line)
        allAreComments = allAreComments && (isEmpty(line) || charAt(codeBegin(line)) == ';');

    m_isInUserAction = true;
    for (long line = first; line <= last; ++line) {
        if (isEmpty(line) && last > first)
            continue;
        const long begin = codeBegin(line);
        if (!allAreComments)
            replaceTarget(begin, 0, "; ");
        else if (charAt(begin) == ';')
            replaceTarget(begin, charAt(begin + 1) == ' ' ? 2 : 1, "");
    }
    m_isInUserAction = false;
    flush();
}

bool isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

} // namespace stria
