// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/entity_map.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <map>
#include <random>

using namespace stria;

using Map = SharedMap<std::uint64_t, int>;

class EntityMapTest : public QObject {
    Q_OBJECT

  private slots:
    void randomEditsAgreeWithAPlainMapAndCopiesStayAsTheyWere() {
        std::mt19937_64 random(7);
        Map map;
        std::map<std::uint64_t, int> plain;
        std::vector<std::pair<Map, std::map<std::uint64_t, int>>> copies;
        for (int step = 0; step < 60000; ++step) {
            const std::uint64_t key = random() % 9000; // small keys, as ids written by hand
            if (random() % 3 != 0) {
                map.set(key, step);
                plain[key] = step;
            } else {
                QCOMPARE(map.erase(key), plain.erase(key) == 1);
            }
            if (step % 10000 == 5000)
                copies.emplace_back(map, plain);
        }
        copies.emplace_back(map, plain);
        for (const auto& [copy, expected] : copies) {
            QCOMPARE(copy.size(), expected.size());
            std::size_t visited = 0;
            copy.forEach([&](int) { ++visited; });
            QCOMPARE(visited, expected.size());
            for (const auto& [key, value] : expected) {
                QVERIFY(copy.find(key));
                QCOMPARE(*copy.find(key), value);
            }
        }
    }
    void equalContentsAreEqualWhateverTheHistory() {
        Map a, b;
        for (std::uint64_t key = 1; key <= 1000; ++key)
            a.set(key, 1);
        for (std::uint64_t key = 2000; key >= 1; --key)
            b.set(key, 1);
        QVERIFY(!(a == b));
        for (std::uint64_t key = 1001; key <= 2000; ++key)
            b.erase(key);
        QVERIFY(a == b);
        b.set(5, 2);
        QVERIFY(!(a == b));
        QVERIFY(Map() == Map());
    }
    void anEditOfACopyCopiesOneBucketOnly() {
        using Shared = SharedMap<std::uint64_t, std::shared_ptr<int>>;
        Shared map;
        std::vector<std::shared_ptr<int>> values;
        for (std::uint64_t key = 1; key <= 20000; ++key) {
            values.push_back(std::make_shared<int>(1));
            map.set(key, values.back());
        }
        Shared copy = map;
        copy.set(77, nullptr);
        const auto copied = std::count_if(values.begin(), values.end(),
                                          [](const auto& v) { return v.use_count() > 2; });
        QVERIFY(copied < 64);
        QVERIFY(*map.find(77));
        QVERIFY(!*copy.find(77));
    }
};

STRIA_TEST(EntityMapTest)
#include "entity_map_test.moc"
