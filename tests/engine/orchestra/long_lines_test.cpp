// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/orchestra/long_lines.h"
#include "tests/support/test_program.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace stria;

class LongLinesTest : public QObject {
    Q_OBJECT

  private slots:
    void aLongLineHangsNoReader_data() {
        QTest::addColumn<QByteArray>("text");
        constexpr std::size_t size = 400'000;
        for (const auto& [name, text] : testing::longLines(size))
            QTest::newRow(name.c_str()) << QByteArray::fromStdString(text);
    }

    /// A guard against hanging: what takes the square of its length takes minutes here.
    void aLongLineHangsNoReader() {
        QFETCH(QByteArray, text);
        constexpr qint64 guard = 20'000;
        QElapsedTimer timer;
        timer.start();
        testing::readAll(text.toStdString());
        QVERIFY2(timer.elapsed() < guard, qPrintable(QString::number(timer.elapsed()) + " ms"));
    }

    void mistakesBeyondCountingAreNotTold() {
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += "\xE4\xB8\xAD";
        const Diagnostics mistakes = findMistakes(text, {});
        QCOMPARE(mistakes.size(), std::size_t{1000});
        QCOMPARE(mistakes[999].place.column, 1000);
        std::string macros;
        for (int i = 0; i < 5000; ++i)
            macros += "$A ";
        const Diagnostics undefined = findUndefinedMacros(macros, {}, {});
        QCOMPARE(undefined.size(), std::size_t{1000});
        QCOMPARE(undefined[999].place.column, 3 * 999 + 1);
    }
};

STRIA_TEST(LongLinesTest)
#include "long_lines_test.moc"
