// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>
#include <random>

#include "tests/support/test_program.h"
#include "ui/timeline/span_index.h"

using namespace stria;

class SpanIndexTest : public QObject {
    Q_OBJECT

  private slots:
    void anEmptyIndexFindsNothing() {
        SpanIndex index;
        index.visit(0, 100, [](const Span&) { QFAIL("there is nothing"); });
        QCOMPARE(index.latestEnd(), 0.0);
        QVERIFY(!index.find(EventId{1}, 0));
    }

    void aLongEventIsFoundFarBehindItsStart() {
        std::vector<Span> spans;
        spans.push_back({0, std::numeric_limits<double>::infinity(), EventId{1}});
        for (std::uint64_t i = 2; i < 1000; ++i)
            spans.push_back({static_cast<double>(i), static_cast<double>(i) + 0.5, EventId{i}});
        SpanIndex index;
        index.assign(spans);
        std::vector<EventId> found;
        index.visit(500.1, 500.2, [&](const Span& span) { found.push_back(span.event); });
        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found[0], EventId{1});
        QCOMPARE(found[1], EventId{500});
        QCOMPARE(index.latestEnd(), 999.5);
    }

    void itGivesTheSameAsLookingAtEveryEvent() {
        std::mt19937 random(7);
        for (int round = 0; round < 60; ++round) {
            std::uniform_real_distribution<double> start(0, 50);
            std::exponential_distribution<double> length(round % 2 ? 0.2 : 20);
            std::vector<Span> spans(static_cast<std::size_t>(random() % 700));
            for (std::size_t i = 0; i < spans.size(); ++i) {
                // Coarse times, so that equal starts and touching ends happen.
                const double from = std::round(start(random) * 4) / 4;
                spans[i] = {from, from + std::round(length(random) * 4) / 4, EventId{i + 1}};
                if (random() % 200 == 0)
                    spans[i].end = std::numeric_limits<double>::infinity();
            }
            SpanIndex index;
            index.assign(spans);
            for (int question = 0; question < 20; ++question) {
                const double from = std::round(start(random) * 4) / 4;
                const double to = from + std::round(length(random) * 4) / 4;
                std::vector<EventId> expected, found;
                for (const Span& span : index.spans())
                    if (span.start <= to && span.end >= from)
                        expected.push_back(span.event);
                index.visit(from, to, [&](const Span& span) { found.push_back(span.event); });
                QVERIFY(found == expected);
            }
            for (const Span& span : spans) {
                const Span* found = index.find(span.event, span.start);
                QVERIFY(found && *found == span);
            }
        }
    }
};

STRIA_CORE_TEST(SpanIndexTest)
#include "span_index_test.moc"
