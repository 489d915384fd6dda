// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/document/table_shapes.h"

#include <QtTest>
#include <cmath>
#include <numeric>

using namespace stria;

class TableShapesTest : public QObject {
    Q_OBJECT

    static QString problem(const std::string& text, int line) {
        const auto numbers = table_shapes::read(text);
        if (numbers)
            return QStringLiteral("it was read");
        return numbers.error().place.line == line
                   ? QString::fromStdString(numbers.error().message)
                   : QStringLiteral("line %1").arg(numbers.error().place.line);
    }

  private slots:
    void shapesGoThroughTheirCorners() {
        const auto at = [](TableShape shape, std::size_t index) {
            return table_shapes::fill(shape, 8, 1)[index];
        };
        QCOMPARE(at(TableShape::Sine, 2), 1.0);
        QVERIFY(std::abs(at(TableShape::Sine, 4)) < 1e-12);
        QCOMPARE(at(TableShape::Saw, 0), 1.0);
        QCOMPARE(at(TableShape::Saw, 4), 0.0);
        QCOMPARE(at(TableShape::Square, 3), 1.0);
        QCOMPARE(at(TableShape::Square, 4), -1.0);
        QCOMPARE(at(TableShape::Triangle, 2), 1.0);
        QCOMPARE(at(TableShape::Triangle, 6), -1.0);
        QCOMPARE(at(TableShape::Line, 0), 0.0);
        QCOMPARE(at(TableShape::Line, 7), 1.0);
        QCOMPARE(at(TableShape::Hann, 4), 1.0);
        QCOMPARE(at(TableShape::Hann, 0), 0.0);
    }

    void noiseIsEvenAndDiffersWithItsSeed() {
        const auto noise = table_shapes::fill(TableShape::Noise, 20000, 3);
        QVERIFY(noise != table_shapes::fill(TableShape::Noise, 20000, 4));
        const double mean = std::accumulate(noise.begin(), noise.end(), 0.0) / 20000;
        const double power =
            std::inner_product(noise.begin(), noise.end(), noise.begin(), 0.0) / 20000;
        QVERIFY(std::abs(mean) < 0.02);
        QVERIFY(std::abs(power - 1.0 / 3) < 0.02);
    }

    void harmonicsAreThoseOfGen10() {
        const auto sum = table_shapes::harmonics({1, 0, 0.5}, 1024);
        double peak = 0, first = 0, second = 0, third = 0;
        for (std::size_t i = 0; i < 1024; ++i) {
            const double phase = 2 * M_PI * static_cast<double>(i) / 1024;
            first += sum[i] * std::sin(phase) / 512;
            second += sum[i] * std::sin(2 * phase) / 512;
            third += sum[i] * std::sin(3 * phase) / 512;
            peak = std::max(peak, std::abs(sum[i]));
        }
        QVERIFY(std::abs(peak - 1) < 1e-12);
        QVERIFY(std::abs(second) < 1e-9);
        QVERIFY(std::abs(third / first - 0.5) < 1e-9);
        QCOMPARE(table_shapes::harmonics({0, 0}, 4), std::vector<double>(4));
    }

    void anotherLengthKeepsTheShape() {
        QCOMPARE(table_shapes::stretched({0, 1, 0}, 5), (std::vector<double>{0, 0.5, 1, 0.5, 0}));
        QCOMPARE(table_shapes::stretched({0, 0.5, 1, 0.5, 0}, 3), (std::vector<double>{0, 1, 0}));
        QCOMPARE(table_shapes::stretched({3}, 2), (std::vector<double>{3, 3}));
        QCOMPARE(table_shapes::stretched({3, 4}, 1), (std::vector<double>{3}));
        QCOMPARE(table_shapes::interleaved({1, 2}, 2), (std::vector<double>{1, 1, 2, 2}));
    }

    void numbersAreReadWhateverStandsBetweenThem() {
        const auto numbers = table_shapes::read("# made by hand\n1, 0.5;.25\t+2\r\n-1e-3\n");
        QVERIFY(numbers);
        QCOMPARE(*numbers, (std::vector<double>{1, 0.5, 0.25, 2, -1e-3}));
        QCOMPARE(*table_shapes::read(table_shapes::write(*numbers, 2)), *numbers);
    }

    void whatIsNoNumberIsToldWithItsLine() {
        QVERIFY(problem("1 2\n3 four", 2).contains("four"));
        QVERIFY(problem("1\n\n1e999", 3).contains("1e999"));
        QVERIFY(problem("nan", 1).contains("nan"));
        QVERIFY(problem("inf", 1).contains("inf"));
        QVERIFY(problem("1 0x10", 1).contains("0x10"));
        QVERIFY(problem("+-1", 1).contains("+-1"));
        QVERIFY(problem(" \n ", 0).contains("no number"));
        QVERIFY(problem(std::string(5000, 'x'), 1).size() < 60);
    }

    void tooManyNumbersAreRefused() {
        std::string text;
        for (std::size_t i = 0; i <= table_shapes::mostNumbers; ++i)
            text += "1 ";
        QVERIFY(problem(text, 1).contains("more"));
        text.resize(text.size() - 2);
        QCOMPARE(table_shapes::read(text)->size(), table_shapes::mostNumbers);
    }
};

STRIA_TEST(TableShapesTest)
#include "table_shapes_test.moc"
