// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/model/project.h"
#include "engine/storage/project_file.h"
#include "tests/support/sound_measures.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

const QString examplesFolder = QStringLiteral(STRIA_SOURCE_DIR "/resources/examples/");

int runProgram(const QStringList& arguments, QByteArray& output) {
    QProcess process;
    process.start(QStringLiteral(STRIA_CLI), arguments);
    process.waitForFinished(120000);
    output = process.readAllStandardOutput() + process.readAllStandardError();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

} // namespace

class ExamplesTest : public QObject {
    Q_OBJECT

    static void addExamples() {
        QTest::addColumn<QString>("path");
        for (const QString& name : QDir(examplesFolder).entryList({"*.stria"}))
            QTest::newRow(qPrintable(name)) << examplesFolder + name;
    }

  private slots:
    void thereAreThreeOrMore() { QVERIFY(QDir(examplesFolder).entryList({"*.stria"}).size() >= 3); }

    void eachHasNoProblem_data() { addExamples(); }
    void eachHasNoProblem() {
        QFETCH(QString, path);
        QByteArray output;
        QCOMPARE(runProgram({"check", path, "--json"}, output), 0);
        const QJsonObject answer = QJsonDocument::fromJson(output).object();
        QVERIFY2(answer["ok"].toBool() && answer["problems"].toArray().isEmpty(), output);
    }

    void eachIsKeptInTheFormInWhichItIsSaved_data() { addExamples(); }
    void eachIsKeptInTheFormInWhichItIsSaved() {
        QFETCH(QString, path);
        const auto loaded = loadProject(path.toStdString());
        QVERIFY(loaded && loaded->damagedLines.empty());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QByteArray::fromStdString(writeProject(loaded->project)), file.readAll());
    }

    void eachSoundsStereoAndWithinItsLimits_data() { addExamples(); }
    void eachSoundsStereoAndWithinItsLimits() {
        QFETCH(QString, path);
        const QTemporaryDir out;
        const QString wav = out.filePath("piece.wav");
        QByteArray output;
        const int exit =
            runProgram({"render", path, "-o", wav, "--from", "20", "--to", "26", "--json"}, output);
        QVERIFY2(exit == 0, output);
        const test::Sound sound = test::readSound(wav.toStdString());
        QCOMPARE(sound.channels, 2);
        for (int channel = 1; channel <= 2; ++channel) {
            QVERIFY(test::peak(sound, channel) < 0.99);
            QVERIFY(test::rms(sound, channel, 0, 6) > 0.01);
        }
    }
};

STRIA_CORE_TEST(ExamplesTest)
#include "examples_test.moc"
