// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/tokenizer.h"
#include "tests/support/test_program.h"

#include <QTest>
#include <random>
#include <string>

using namespace stria;

namespace {

const char* name(TokenKind kind) {
    switch (kind) {
    case TokenKind::Space:
        return "space";
    case TokenKind::NewLine:
        return "newline";
    case TokenKind::Continuation:
        return "continuation";
    case TokenKind::LineComment:
        return "line comment";
    case TokenKind::BlockComment:
        return "block comment";
    case TokenKind::String:
        return "string";
    case TokenKind::RawString:
        return "raw string";
    case TokenKind::Number:
        return "number";
    case TokenKind::Name:
        return "name";
    case TokenKind::PField:
        return "pfield";
    case TokenKind::Macro:
        return "macro";
    case TokenKind::Directive:
        return "directive";
    case TokenKind::MacroText:
        return "macro text";
    case TokenKind::Operator:
        return "operator";
    case TokenKind::Open:
        return "open";
    case TokenKind::Close:
        return "close";
    case TokenKind::Separator:
        return "separator";
    case TokenKind::Unknown:
        return "unknown";
    }
    return "";
}

/// "name[ix] operator[=] number[1]", without spaces; "!" marks what is not closed.
QString listed(const std::vector<Token>& tokens, std::string_view text) {
    QStringList list;
    for (const Token& token : tokens)
        if (token.kind != TokenKind::Space)
            list << QString::fromLatin1(name(token.kind)) + (token.closed ? "[" : "![") +
                        QString::fromUtf8(token.in(text).data(),
                                          static_cast<qsizetype>(token.length)) +
                        "]";
    return list.join(' ');
}

QString listed(std::string_view text) {
    return listed(tokenize(text), text);
}

std::string joined(std::string_view text) {
    std::string all;
    std::uint32_t position = 0;
    for (const Token& token : tokenize(text)) {
        if (token.begin != position || token.length == 0)
            return "gap";
        position = token.end();
        all += token.in(text);
    }
    return all;
}

} // namespace

class TokenizerTest : public QObject {
    Q_OBJECT

  private slots:
    void kindsOfAChosenText_data();
    void kindsOfAChosenText();
    void linesAreCountedForEveryLineEnd();
    void everyTokenOfALineSaysItsLine();
    void aByteOrderMarkIsOneToken();
    void anEmptyTextHasNoTokens();
    void anyBytesJoinToTheText();
    void linesReadOneByOneGiveTheSameTokens();
};

void TokenizerTest::kindsOfAChosenText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* title, const char* text, const char* expected) {
        QTest::newRow(title) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("statement", "aout oscili 0.5, p4",
        "name[aout] name[oscili] number[0.5] separator[,] pfield[p4]");
    row("function with rate", "k1 = mtof:k(kx)",
        "name[k1] operator[=] name[mtof] separator[:] name[k] open[(] name[kx] close[)]");
    row("numbers", "12 .5 1. 1e-3 1.5E+2 0x1F 1e 1..5",
        "number[12] number[.5] number[1.] number[1e-3] number[1.5E+2] number[0x1F] number[1] "
        "name[e] number[1.] number[.5]");
    row("pfields and what looks like them", "p4 P12 p p4x pp4 p_4 xp4",
        "pfield[p4] pfield[P12] name[p] name[p4x] name[pp4] name[p_4] name[xp4]");
    row("0dbfs is a word", "0dbfs=1 a0dbfs 0dbfsx",
        "name[0dbfs] operator[=] number[1] name[a0dbfs] number[0] name[dbfsx]");
    row("operators", "a+=b -c =+d==e!=f<=g>=h<<i>>j&&k||l?m:!n^o%q~r|s#t@@u",
        "name[a] operator[+=] name[b] operator[-] name[c] operator[=] operator[+] name[d] "
        "operator[==] name[e] operator[!=] name[f] operator[<=] name[g] operator[>=] name[h] "
        "operator[<<] name[i] operator[>>] name[j] operator[&&] name[k] operator[||] name[l] "
        "operator[?] name[m] separator[:] operator[!] name[n] operator[^] name[o] operator[%] "
        "name[q] operator[~] name[r] operator[|] name[s] operator[#] name[t] operator[@@] name[u]");
    row("not sign of two bytes", "¬3", "operator[¬] number[3]");
    row("line comments", "i1 = 1 ; a \"b\n// c /* d\n",
        "name[i1] operator[=] number[1] line comment[; a \"b] newline[\n] line comment[// c /* d] "
        "newline[\n]");
    row("block comments do not nest", "/* a /* ; // */ b */",
        "block comment[/* a /* ; // */] name[b] operator[*] operator[/]");
    row("a slash after a star", "/*/ x */y", "block comment[/*/ x */] name[y]");
    row("an unclosed comment", "a /* b\nc", "name[a] block comment![/* b\nc]");
    row("strings hide comments", "\"a // b ; c /* d\" ; e",
        "string[\"a // b ; c /* d\"] line comment[; e]");
    row("escapes in strings", R"("a\"b\\" "c\\\"")", R"(string["a\"b\\"] string["c\\\""])");
    row("an unclosed string ends with its line", "\"a\nb \"",
        "string![\"a] newline[\n] name[b] string![\"]");
    row("a string goes on behind a backslash", "\"a \\\n b\" c", "string[\"a \\\n b\"] name[c]");
    row("raw strings", "{{ \"a }b{ ; // /*\n{{ }} c",
        "raw string[{{ \"a }b{ ; // /*\n{{ }}] name[c]");
    row("an unclosed raw string", "{{a\n}", "raw string![{{a\n}]");
    row("braces of a parameter list", "{kx=1}", "open[{] name[kx] operator[=] number[1] close[}]");
    row("continuation", "a \\\n b \\  ; c\r\nd \\e",
        "name[a] continuation[\\\n] name[b] continuation[\\  ; c\r\n] name[d] unknown[\\] name[e]");
    row("a backslash in a comment continues nothing", "; a \\\nb",
        "line comment[; a \\] newline[\n] name[b]");
    row("macro without arguments", "#define X #1 + 2# $X $X.5",
        "directive[#define] name[X] macro text[#1 + 2#] macro[$X] macro[$X.] number[5]");
    row("macro with arguments", "#define ADD(a'b) #$a + $b#\ni1 = $ADD(1'2)",
        "directive[#define] name[ADD] open[(] name[a] separator['] name[b] close[)] "
        "macro text[#$a + $b#] newline[\n] name[i1] operator[=] macro[$ADD] open[(] number[1] "
        "separator['] number[2] close[)]");
    row("the text of a macro stands over lines", "# define X ; why\n #a ; \\# \"\nb# c",
        "directive[# define] name[X] line comment[; why] newline[\n] macro text[#a ; \\# \"\nb#] "
        "name[c]");
    row("an unclosed macro", "#define X #a\nb", "directive[#define] name[X] macro text![#a\nb]");
    row("directives", "#include \"a.inc\"\n#ifdef X\n#else\n#end\n#undef X\n#endif",
        "directive[#include] string[\"a.inc\"] newline[\n] directive[#ifdef] name[X] newline[\n] "
        "directive[#else] newline[\n] directive[#end] newline[\n] directive[#undef] name[X] "
        "newline[\n] directive[#endif]");
    row("an exclusive or is no directive", "a#b #c #defined",
        "name[a] operator[#] name[b] operator[#] name[c] operator[#] name[defined]");
    row("a dollar alone", "$ $1", "unknown[$] unknown[$] number[1]");
    row("label and array", "again: kA[1] = S2[]",
        "name[again] separator[:] name[kA] open[[] number[1] close[]] operator[=] name[S2] "
        "open[[] close[]]");
    row("letters beyond ASCII in strings and comments", "\"日本\" ;é",
        "string[\"日本\"] line comment[;é]");
}

void TokenizerTest::kindsOfAChosenText() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const std::string code = text.toStdString();
    QCOMPARE(listed(code), expected);
    QCOMPARE(joined(code), code);
}

void TokenizerTest::linesAreCountedForEveryLineEnd() {
    const std::string text = "a\nb\rc\r\nd\n\ne";
    std::vector<std::uint32_t> lines;
    for (const Token& token : tokenize(text))
        if (token.kind == TokenKind::Name)
            lines.push_back(token.line);
    QCOMPARE(lines, (std::vector<std::uint32_t>{1, 2, 3, 4, 6}));
}

void TokenizerTest::everyTokenOfALineSaysItsLine() {
    const std::string text = "/* 1\r\n2 */ a \\\n {{3\r4}} \"5\\\r\n6\"\nb";
    std::vector<std::uint32_t> lines;
    for (const Token& token : tokenize(text))
        if (token.kind != TokenKind::Space)
            lines.push_back(token.line);
    // comment, a, continuation, raw string, string, line end, b
    QCOMPARE(lines, (std::vector<std::uint32_t>{1, 2, 2, 3, 4, 5, 6}));
}

void TokenizerTest::aByteOrderMarkIsOneToken() {
    const std::string text = "\xEF\xBB\xBF; a\n\xEF\xBB\xBF";
    const auto tokens = tokenize(text);
    QCOMPARE(tokens.size(), std::size_t(6));
    QCOMPARE(tokens[0].kind, TokenKind::Unknown);
    QCOMPARE(tokens[0].length, 3u);
    QCOMPARE(tokens[1].kind, TokenKind::LineComment);
    QCOMPARE(tokens[3].length, 1u); // elsewhere each byte is one
}

void TokenizerTest::anEmptyTextHasNoTokens() {
    QVERIFY(tokenize("").empty());
    LineState state = LineState::Code;
    QVERIFY(tokenizeLine("", state).empty());
    QCOMPARE(state, LineState::Code);
}

void TokenizerTest::anyBytesJoinToTheText() {
    std::mt19937 random(4711);
    const std::string alphabet = "ab1p4.e \t\n\r\\\"#$({[]})|;/*,':=+-<>&{}@\xC2\xAC\xEF\xBB\xBF";
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 80, '\0');
        for (char& c : text)
            c = round % 2 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
        QCOMPARE(joined(text), text);
    }
}

void TokenizerTest::linesReadOneByOneGiveTheSameTokens() {
    const std::vector<std::string> lines = {"a1 oscili 1, 440 ; c",
                                            "/* one",
                                            "two */ i1 = 2 /* three",
                                            "",
                                            "*/ S1 = {{ \"x",
                                            "y }} print 1",
                                            "prints \"a \\",
                                            "b\" ; d",
                                            "#define M(x)",
                                            " #$x +",
                                            "; \\# no end",
                                            "2# i3 = 4",
                                            "i5 = 6 + \\",
                                            "7"};
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    QStringList whole;
    for (const Token& token : tokenize(text))
        for (const QString& part :
             QString::fromStdString(std::string(token.in(text))).split('\n', Qt::SkipEmptyParts))
            whole << QString(name(token.kind)) + "[" + part + "]";
    QStringList single;
    LineState state = LineState::Code;
    for (const std::string& line : lines)
        for (const Token& token : tokenizeLine(line, state))
            single << QString(name(token.kind)) + "[" +
                          QString::fromStdString(std::string(token.in(line))) + "]";
    QCOMPARE(single, whole);
    QCOMPARE(state, LineState::Code);

    const auto stateAfter = [](std::string_view line, LineState from) {
        tokenizeLine(line, from);
        return from;
    };
    QCOMPARE(stateAfter("x /* y", LineState::Code), LineState::BlockComment);
    QCOMPARE(stateAfter("y", LineState::BlockComment), LineState::BlockComment);
    QCOMPARE(stateAfter("x {{ y", LineState::Code), LineState::RawString);
    QCOMPARE(stateAfter("#define X", LineState::Code), LineState::MacroHead);
    QCOMPARE(stateAfter("#define X #", LineState::Code), LineState::MacroText);
    QCOMPARE(stateAfter("\"x \\", LineState::Code), LineState::String);
    QCOMPARE(stateAfter("\"x", LineState::Code), LineState::Code);
    QCOMPARE(stateAfter("", LineState::String), LineState::Code);
}

STRIA_TEST(TokenizerTest)
#include "tokenizer_test.moc"
