// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/parameters.h"
#include "tests/support/test_program.h"

#include <QTest>

using namespace stria;

namespace {

Instrument withBody(std::string body) {
    Instrument instrument;
    instrument.name = "voice";
    instrument.body = std::move(body);
    return instrument;
}

/// "p5 kamp=0.5" each.
QStringList listed(const Instrument& instrument) {
    const auto parameters = readParameters(instrument);
    QStringList list;
    if (!parameters) {
        for (const Diagnostic& problem : parameters.error())
            list << QString::fromStdString(problem.toText());
        return list;
    }
    for (const Parameter& p : parameters->parameters) {
        const auto* number = std::get_if<double>(&p.defaultValue);
        list << QString("p%1 %2=").arg(p.pfield).arg(QString::fromStdString(p.name)) +
                    (number ? QString::number(*number)
                            : '"' + QString::fromStdString(std::get<std::string>(p.defaultValue)) +
                                  '"');
    }
    return list;
}

QStringList listed(std::string body) {
    return listed(withBody(std::move(body)));
}

/// The one problem of a body.
Diagnostic problemOf(const Instrument& instrument) {
    const auto parameters = readParameters(instrument);
    if (parameters || parameters.error().size() != 1)
        return {ErrorCode::Internal, "there is not just one problem", {}, Severity::Note};
    return parameters.error()[0];
}

std::string marked(const std::string& body, const TextRange& range) {
    return std::string(range.in(body));
}

} // namespace

class ParametersTest : public QObject {
    Q_OBJECT

  private slots:
    void inlineNotation_data();
    void inlineNotation();
    void plainNotation_data();
    void plainNotation();
    void argumentsGiveDefaultsByNameAliasAndNumber();
    void problemsHaveAPlace_data();
    void problemsHaveAPlace();
    void severalProblemsComeTogether();
    void argumentsThatFitNoParameterAreProblems();
    void theHeaderIsFoundByteForByte();
    void statementsOfPlainParametersAreFound();
    void anAssignmentBehindAnInitIsTheStatement();
    void theLeadingCommentIsTheDoc();
    void hintsAreReadFromCommentLines();
    void ownHintsWin();
    void namesAreFoundByAliasAndNumber();
    void anUnknownNameIsAnsweredByTheNearest();
    void columnsCountCharacters();
};

void ParametersTest::inlineNotation_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("expected");
    const QStringList two = {"p5 kamp=0.2", "p6 ifreq=330"};
    QTest::newRow("bars") << "|kamp=0.2, ifreq=330|\nout kamp" << two;
    QTest::newRow("over lines") << "|kamp=0.2,\n ifreq=330|\nout kamp" << two;
    QTest::newRow("braces") << "{kamp=0.2,ifreq=330} out kamp" << two;
    QTest::newRow("braces over lines with comments")
        << "{\r\n kamp = 0.2, ; loud | }\r\n ifreq = 330 /* { */\r\n}" << two;
    QTest::newRow("empty lines, comments and a byte order mark first")
        << QString::fromUtf8("\xEF\xBB\xBF; |kx=1|\n\n/* {ky=2} p4\n instr 1 */\n|kamp=0.2, "
                             "ifreq=330|")
        << two;
    QTest::newRow("CR line ends") << "; a\r|kamp=0.2,\rifreq=330|\rout kamp" << two;
    QTest::newRow("no defaults") << "|ibus, kx, Sname|"
                                 << QStringList{"p5 ibus=0", "p6 kx=0", "p7 Sname=\"\""};
    QTest::newRow("texts") << R"(|Spath="a | b, \"c\" }", Sraw={{x}}|)"
                           << QStringList{R"(p5 Spath="a | b, "c" }")", R"(p6 Sraw="x")"};
    QTest::newRow("signs and exponents")
        << "|ka=-1, kb=+.5, kc=-2e-3|" << QStringList{"p5 ka=-1", "p6 kb=0.5", "p7 kc=-0.002"};
    QTest::newRow("a pfield used by number is left free")
        << "|kamp=0.1, kfreq=440|\niratio = p6 > 0 ? p6 : 1"
        << QStringList{"p5 kamp=0.1", "p6 p6=0", "p7 kfreq=440"};
    QTest::newRow("p4 by number") << "|kfreq=440|\nasig = asig * p4"
                                  << QStringList{"p4 p4=0", "p5 kfreq=440"};
    QTest::newRow("beside a plain one")
        << "|kfreq=440|\niamp = p5" << QStringList{"p5 iamp=0", "p6 kfreq=440"};
    QTest::newRow("pfields in strings and comments count for nothing")
        << "|kx=1|\nprints \"p5 p6\" ; p5\nprints {{p5}}" << QStringList{"p5 kx=1"};
    QTest::newRow("pfields in a macro are left free") << "#define A #p5#\n"
                                                      << QStringList{"p5 p5=0"};
    QTest::newRow("a trailing comma") << "|kx=1,|" << QStringList{"p5 kx=1"};
    QTest::newRow("an empty list") << "||\nout a1" << QStringList{};
    QTest::newRow("nothing at all") << "" << QStringList{};
    QTest::newRow("a bar later is an operator") << "i1 = 1 | 2\ni2 = 3 | 4" << QStringList{};
}

void ParametersTest::inlineNotation() {
    QFETCH(QString, body);
    QFETCH(QStringList, expected);
    QCOMPARE(listed(body.toStdString()), expected);
}

void ParametersTest::plainNotation_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("assignments") << "iamp = p4\nkfreq=p5 ; Hz\nSname = p6"
                                 << QStringList{"p4 iamp=0", "p5 kfreq=0", "p6 Sname=\"\""};
    QTest::newRow("init") << "kfreq init p5\niamp init p4"
                          << QStringList{"p4 iamp=0", "p5 kfreq=0"};
    QTest::newRow("passign") << "ichan, kfade passign 6" << QStringList{"p6 ichan=0", "p7 kfade=0"};
    QTest::newRow("passign from p2") << "ia, ib, ic passign 2" << QStringList{"p4 ic=0"};
    QTest::newRow("strget") << "Sfile strget p4" << QStringList{"p4 Sfile=\"\""};
    QTest::newRow("behind a label and a continuation")
        << "start: iamp = \\\n p4" << QStringList{"p4 iamp=0"};
    QTest::newRow("pset") << "pset 0, 0, 0, 0, 440, -.2\nkfreq = p5\nkamp = p6"
                          << QStringList{"p5 kfreq=440", "p6 kamp=-0.2"};
    QTest::newRow("pset with a text")
        << "pset 0,0,0,\"x\"\nSname = p4" << QStringList{"p4 Sname=\"x\""};
    QTest::newRow("pset with an expression")
        << "pset 0,0,0,2*3,7\nia = p4\nib = p5" << QStringList{"p4 ia=0", "p5 ib=7"};
    QTest::newRow("an expression is a number")
        << "ifreq = cpspch(p5)\niamp = p4*2" << QStringList{"p4 p4=0", "p5 p5=0"};
    QTest::newRow("an audio or global variable is a number")
        << "a1 = p4\ngkx = p5" << QStringList{"p4 p4=0", "p5 p5=0"};
    QTest::newRow("instrument, start and duration are none")
        << "ia = p1\nib = p2\nic = p3\np3 = 4" << QStringList{};
    QTest::newRow("two names for one pfield")
        << "ifreq = p5\nkfreq = p5" << QStringList{"p5 ifreq=0"};
    QTest::newRow("one name from two pfields")
        << "if p4 == 1 then\n ifreq = p5\nelse\n ifreq = p6\nendif"
        << QStringList{"p4 p4=0", "p5 ifreq=0", "p6 p6=0"};
    QTest::newRow("pfields by function")
        << "i1 = p(7) + pindex(8)\ni2 pindex 9" << QStringList{"p7 p7=0", "p8 p8=0", "p9 p9=0"};
    QTest::newRow("not beyond what a score line holds")
        << "i1 = p1997\ni2 = p1998\ni3 = p99999999999" << QStringList{"p1997 i1=0"};
}

void ParametersTest::plainNotation() {
    QFETCH(QString, body);
    QFETCH(QStringList, expected);
    QCOMPARE(listed(body.toStdString()), expected);
}

void ParametersTest::argumentsGiveDefaultsByNameAliasAndNumber() {
    Instrument instrument = withBody("pset 0,0,0,0,1,2,3\nkfreq = p5\nSname = p6\nprint p7");
    instrument.aliases = {{"pitch", "kfreq"}};
    instrument.args = {{"pitch", 440.0}, {"Sname", "a"}, {"p7", 5.0}};
    QCOMPARE(listed(instrument), QStringList({"p5 kfreq=440", "p6 Sname=\"a\"", "p7 p7=5"}));
}

void ParametersTest::problemsHaveAPlace_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("mentions");
    QTest::newRow("declared twice") << "|kx=1, ky,\n kx=2|" << 2 << 2 << 2 << "kx";
    QTest::newRow("two notations") << "|kfreq=440|\nkfreq = p6" << 2 << 1 << 5 << "kfreq";
    QTest::newRow("no value") << "|ka, kx=|" << 1 << 6 << 2 << "kx";
    QTest::newRow("no value before a comma") << "|kx=, ka|" << 1 << 2 << 2 << "kx";
    QTest::newRow("text for a number") << "|kx=\"a\"|" << 1 << 5 << 3 << "number";
    QTest::newRow("number for a text") << "|Sx=1|" << 1 << 5 << 1 << "text";
    QTest::newRow("expression") << "|kx=1+2|" << 1 << 5 << 1 << "number";
    QTest::newRow("audio rate") << "|asig|" << 1 << 2 << 4 << "audio";
    QTest::newRow("no rate") << "|freq=1|" << 1 << 2 << 4 << "freq";
    QTest::newRow("no name") << "|1, ka|" << 1 << 2 << 1 << "name";
    QTest::newRow("not closed") << ";\n|kx=1, ky=2" << 2 << 1 << 1 << "closed";
    QTest::newRow("brace not closed") << "{kx=1" << 1 << 1 << 1 << "}";
    QTest::newRow("comma missing") << "|kx=1\n ky=2|" << 2 << 2 << 2 << "comma";
}

void ParametersTest::problemsHaveAPlace() {
    QFETCH(QString, body);
    const Diagnostic problem = problemOf(withBody(body.toStdString()));
    QCOMPARE(problem.severity, Severity::Error);
    QCOMPARE(problem.place.text, TextKind::InstrumentBody);
    QCOMPARE(problem.place.instrumentName, std::string("voice"));
    QTEST(problem.place.line, "line");
    QTEST(problem.place.column, "column");
    QTEST(problem.place.length, "length");
    QFETCH(QString, mentions);
    QVERIFY2(QString::fromStdString(problem.message).contains(mentions), problem.message.c_str());
}

void ParametersTest::severalProblemsComeTogether() {
    const auto parameters = readParameters(withBody("|ka=, asig, kb=\"x\", kb|"));
    QVERIFY(!parameters);
    QCOMPARE(parameters.error().size(), std::size_t(4));
}

void ParametersTest::argumentsThatFitNoParameterAreProblems() {
    Instrument instrument = withBody("kfreq = p5\nSname = p6");
    instrument.args = {{"kfrek", 1.0}};
    Diagnostic problem = problemOf(instrument);
    QCOMPARE(problem.code, ErrorCode::UnknownName);
    QVERIFY(QString::fromStdString(problem.message).contains("kfreq"));
    instrument.args = {{"kfreq", "text"}};
    problem = problemOf(instrument);
    QCOMPARE(problem.code, ErrorCode::WrongType);
    QCOMPARE(problem.place.line, 1);
    instrument = withBody("|kfreq=1|");
    instrument.args = {{"kfreq", 2.0}};
    QCOMPARE(problemOf(instrument).code, ErrorCode::Conflict);
}

void ParametersTest::theHeaderIsFoundByteForByte() {
    const std::string body = "; doc\n  |kx=1,\n ky=2| out kx";
    const auto parameters = readParameters(withBody(body));
    QVERIFY(parameters);
    QCOMPARE(marked(body, parameters->header), std::string("|kx=1,\n ky=2|"));
    QCOMPARE(parameters->header.line, 2);
    QCOMPARE(parameters->header.column, 3);
    QCOMPARE(readParameters(withBody("out 1"))->header.length, 0u);
    QCOMPARE(marked(body, parameters->find("ky")->place), std::string("ky"));
}

void ParametersTest::statementsOfPlainParametersAreFound() {
    const std::string body = "start: kfreq   = p5 ; c\n kamp init p6\nia, kb passign 7\nia = 2";
    const auto parameters = readParameters(withBody(body));
    QVERIFY(parameters);
    QCOMPARE(marked(body, parameters->find("kfreq")->statement), std::string("kfreq   = p5"));
    QVERIFY(!parameters->find("kfreq")->byInit);
    QCOMPARE(marked(body, parameters->find("kamp")->statement), std::string("kamp init p6"));
    QVERIFY(parameters->find("kamp")->byInit);
    QCOMPARE(marked(body, parameters->find("ia")->statement), std::string("ia, kb passign 7"));
    QCOMPARE(parameters->find("ia")->statement, parameters->find("kb")->statement);
    QCOMPARE(parameters->find("kb")->statement.line, 3);
}

void ParametersTest::anAssignmentBehindAnInitIsTheStatement() {
    const std::string body = "kfreq init p5\nkfreq = p5\n";
    const auto parameters = readParameters(withBody(body));
    QVERIFY(parameters);
    QCOMPARE(parameters->parameters.size(), std::size_t(1));
    QCOMPARE(parameters->parameters[0].statement.line, 2);
    QVERIFY(!parameters->parameters[0].byInit);
}

void ParametersTest::theLeadingCommentIsTheDoc() {
    const auto doc = [](std::string body) {
        return readParameters(withBody(std::move(body)))->doc;
    };
    QCOMPARE(doc("; struck glass\n;; two lines\n|kx=1|\n; not this"),
             std::string("struck glass\ntwo lines"));
    QCOMPARE(doc("\n/* struck\n * glass\n */\nout 1"), std::string("struck\nglass"));
    QCOMPARE(doc("// a\n\n; b\nout 1"), std::string("a"));
    QCOMPARE(doc("out 1 ; a"), std::string());
    QCOMPARE(doc("\xEF\xBB\xBF; a"), std::string("a"));
}

void ParametersTest::hintsAreReadFromCommentLines() {
    const auto parameters = readParameters(
        withBody("; kcutoff: filter cutoff, 20..20000 Hz log\n/* kamp: loudness (0..1)\n kpan: -1 "
                 ".. 1, left "
                 "to right */\n|kcutoff, kamp, kpan, kother|\n; kother: no range\n; klost: 0..1"));
    QVERIFY(parameters);
    QCOMPARE(parameters->hints.size(), std::size_t(3));
    QCOMPARE(parameters->hints[0], (ParameterHint{"kcutoff", 20, 20000, "Hz", true}));
    QCOMPARE(parameters->hints[1], (ParameterHint{"kamp", 0, 1, "", false}));
    QCOMPARE(parameters->hints[2].minimum, std::optional<double>(-1));
    QCOMPARE(parameters->hints[2].maximum, std::optional<double>(1));
}

void ParametersTest::ownHintsWin() {
    Instrument instrument = withBody("; kx: 0..1 V\n|kx|");
    instrument.hints = {{"kx", 2, 3, "dB", false}};
    const auto parameters = readParameters(instrument);
    QVERIFY(parameters);
    QCOMPARE(parameters->hints, instrument.hints);
}

void ParametersTest::namesAreFoundByAliasAndNumber() {
    Instrument instrument = withBody("|kfreq, kamp|");
    instrument.aliases = {{"level", "kamp"}};
    const auto parameters = readParameters(instrument);
    QVERIFY(parameters);
    const auto found = [&](std::string_view name) {
        const Parameter* parameter = findParameter(instrument, *parameters, name);
        return parameter ? parameter->name : "";
    };
    QCOMPARE(found("kamp"), std::string("kamp"));
    QCOMPARE(found("level"), std::string("kamp"));
    QCOMPARE(found("p6"), std::string("kamp"));
    QCOMPARE(found("p7"), std::string());
    QCOMPARE(found("p"), std::string());
    QCOMPARE(found("pan"), std::string());
}

void ParametersTest::anUnknownNameIsAnsweredByTheNearest() {
    const Instrument instrument = withBody("|kcutoff, kamp|");
    const Diagnostic problem = unknownParameter(instrument, *readParameters(instrument), "kcutof");
    QCOMPARE(problem.code, ErrorCode::UnknownName);
    for (const char* word : {"voice", "kcutof", "kcutoff"})
        QVERIFY(QString::fromStdString(problem.message).contains(word));
}

void ParametersTest::columnsCountCharacters() {
    const Diagnostic problem = problemOf(withBody("|Sx=\"日本\", asig|"));
    QCOMPARE(problem.place.column, 11);
}

STRIA_TEST(ParametersTest)
#include "parameters_test.moc"
