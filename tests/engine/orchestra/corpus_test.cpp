// SPDX-License-Identifier: GPL-3.0-or-later
// The example CSDs of the package csound-doc, which nobody here wrote.

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/parameters.h"
#include "engine/orchestra/statements.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

QString corpusFolder() {
    return QStandardPaths::locate(QStandardPaths::GenericDataLocation,
                                  "doc/csound-doc/html/examples", QStandardPaths::LocateDirectory);
}

QByteArray contents(const QString& path) {
    if (path.endsWith(".gz")) {
        QProcess gzip;
        gzip.start("gzip", {"-dc", path});
        return gzip.waitForFinished() ? gzip.readAllStandardOutput() : QByteArray();
    }
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Orchestra {
    QString name; ///< of its CSD
    std::string text;
};

/// What stands between the tags of each CSD.
const std::vector<Orchestra>& orchestras() {
    static const std::vector<Orchestra> all = [] {
        std::vector<Orchestra> result;
        const QString folder = corpusFolder();
        if (folder.isEmpty())
            return result;
        for (const QString& name :
             QDir(folder).entryList({"*.csd", "*.csd.gz"}, QDir::Files, QDir::Name)) {
            const QByteArray csd = contents(folder + "/" + name);
            const auto begin = csd.indexOf("<CsInstruments>");
            const auto end = csd.indexOf("</CsInstruments>");
            if (begin >= 0 && end > begin)
                result.push_back({QString(name).remove(".gz"),
                                  csd.mid(begin + 15, end - begin - 15).toStdString()});
        }
        return result;
    }();
    return all;
}

/// The bodies of the instruments, and all that stands outside them.
struct Parts {
    struct Body {
        std::string names; ///< "1, 5, name"
        std::string text;
    };
    std::vector<Body> bodies;
    std::string outside;
};

Parts split(std::string_view orchestra) {
    Parts parts;
    const Statements statements(orchestra);
    std::size_t outsideFrom = 0;
    const Token* opener = nullptr;
    std::size_t bodyFrom = 0;
    std::string names;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const auto statement = statements[i];
        const std::string_view word = statements.textOf(statement[0]);
        if (word == "instr" && !opener) {
            opener = &statement[0];
            bodyFrom = statement.back().end();
            names = orchestra.substr(opener->end(), bodyFrom - opener->end());
            parts.outside += orchestra.substr(outsideFrom, opener->begin - outsideFrom);
        } else if (word == "endin" && opener) {
            parts.bodies.push_back(
                {QString::fromStdString(names).trimmed().toStdString(),
                 std::string(orchestra.substr(bodyFrom, statement[0].begin - bodyFrom))});
            outsideFrom = statement[0].end();
            opener = nullptr;
        }
    }
    parts.outside += orchestra.substr(std::min(outsideFrom, orchestra.size()));
    return parts;
}

/// Instruments counted without the tokenizer: comments and strings blanked by one expression.
qsizetype countInstruments(const Orchestra& orchestra) {
    static const QRegularExpression blank(
        "/\\*.*?(\\*/|$)|;[^\r\n]*|//[^\r\n]*|\\{\\{.*?\\}\\}|\"([^\"\\\\\r\n]|\\\\.)*\"",
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression instr("^[ \\t]*instr\\b", QRegularExpression::MultilineOption);
    QString text =
        QString::fromLatin1(orchestra.text.data(), static_cast<qsizetype>(orchestra.text.size()));
    text.replace('\r', '\n');
    return text.replace(blank, " ").count(instr);
}

/// "p4 iamp", "p5" or "p5 = 0.5" each, as in parameters-by-hand.json.
QStringList parametersOf(const std::string& body) {
    Instrument instrument;
    instrument.body = body;
    QStringList list;
    const auto parameters = readParameters(instrument);
    for (const Parameter& p : parameters.value().parameters) {
        QString line = QString("p%1").arg(p.pfield);
        if (p.notation != Parameter::Notation::Number)
            line += " " + QString::fromStdString(p.name);
        const auto* number = std::get_if<double>(&p.defaultValue);
        if (number && *number != 0)
            line += QString(" = %1").arg(*number);
        list << line;
    }
    return list;
}

Place placeOf(TextKind kind, const std::string& instrument = {}) {
    Place place;
    place.text = kind;
    place.instrumentName = instrument;
    return place;
}

} // namespace

class CorpusTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void tokensJoinToTheText();
    void instrumentsAreCountedAlike();
    void nothingThatCsoundCompilesIsAMistake();
    void noVariableThatCsoundKnowsIsUnset();
    void parametersAreThoseThatAPersonFinds();
    void parametersCanBeReadEverywhere();
};

void CorpusTest::initTestCase() {
    if (orchestras().empty())
        QSKIP("the package csound-doc is not installed");
    QVERIFY(orchestras().size() > 1000);
}

void CorpusTest::tokensJoinToTheText() {
    for (const Orchestra& orchestra : orchestras()) {
        std::string joined;
        for (const Token& token : tokenize(orchestra.text)) {
            QCOMPARE(token.begin, joined.size());
            joined += token.in(orchestra.text);
        }
        QVERIFY2(joined == orchestra.text, qPrintable(orchestra.name));
    }
}

void CorpusTest::instrumentsAreCountedAlike() {
    qsizetype all = 0;
    for (const Orchestra& orchestra : orchestras()) {
        const auto count = static_cast<qsizetype>(split(orchestra.text).bodies.size());
        QVERIFY2(count == countInstruments(orchestra), qPrintable(orchestra.name));
        all += count;
    }
    QVERIFY(all > 1500);
}

void CorpusTest::nothingThatCsoundCompilesIsAMistake() {
    for (const Orchestra& orchestra : orchestras()) {
        Diagnostics found = findMistakes(orchestra.text, placeOf(TextKind::GlobalCode));
        for (const auto& body : split(orchestra.text).bodies) {
            const Diagnostics more =
                findMistakes(body.text, placeOf(TextKind::InstrumentBody, body.names));
            found.insert(found.end(), more.begin(), more.end());
        }
        QVERIFY2(found.empty(),
                 qPrintable(orchestra.name + ": " +
                            (found.empty() ? "" : QString::fromStdString(found[0].toText()))));
    }
}

void CorpusTest::noVariableThatCsoundKnowsIsUnset() {
    const QSet<QString> refusedByCsound = {"lufs.csd", "midinoteonpch.csd"};
    QSet<QString> found;
    for (const Orchestra& orchestra : orchestras())
        for (const auto& body : split(orchestra.text).bodies) {
            Instrument instrument;
            instrument.body = body.text;
            const auto parameters = readParameters(instrument);
            const Diagnostics unset =
                findUnsetVariables(body.text, parameters.value(), NamesElsewhere({orchestra.text}),
                                   placeOf(TextKind::InstrumentBody, body.names));
            if (!unset.empty())
                found.insert(orchestra.name);
        }
    QVERIFY2(refusedByCsound.contains(found), qPrintable(found.values().join(' ')));
}

void CorpusTest::parametersAreThoseThatAPersonFinds() {
    const QJsonArray cases =
        QJsonDocument::fromJson(
            contents(STRIA_SOURCE_DIR "/tests/data/orchestra/parameters-by-hand.json"))
            .array();
    QVERIFY(cases.size() >= 10);
    for (const QJsonValue& item : cases) {
        const QString name = item["csd"].toString();
        const auto orchestra =
            std::find_if(orchestras().begin(), orchestras().end(),
                         [&](const Orchestra& other) { return other.name == name; });
        QVERIFY2(orchestra != orchestras().end(), qPrintable(name));
        const QJsonObject expected = item["instruments"].toObject();
        const auto bodies = split(orchestra->text).bodies;
        QCOMPARE(static_cast<qsizetype>(bodies.size()), expected.size());
        for (const auto& body : bodies) {
            const QString names = QString::fromStdString(body.names).section(';', 0, 0).trimmed();
            QCOMPARE(parametersOf(body.text), expected[names].toVariant().toStringList());
        }
    }
}

void CorpusTest::parametersCanBeReadEverywhere() {
    for (const Orchestra& orchestra : orchestras())
        for (const auto& body : split(orchestra.text).bodies) {
            Instrument instrument;
            instrument.body = body.text;
            QVERIFY2(readParameters(instrument).has_value(), qPrintable(orchestra.name));
        }
}

STRIA_CORE_TEST(CorpusTest)
#include "corpus_test.moc"
