// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "engine/storage/project_file.h"
#include "tests/fuzz/fuzz_targets.h"

using namespace stria;

class DamagedInputTest : public QObject {
    Q_OBJECT

    static Project example() {
        Project project;
        Marker marker;
        marker.id = *MarkerId::fromText("7");
        marker.name = std::string("a\0\"\r\xff\xed\xb2\x80\xf0\x9f\x8e\xb5", 12);
        (void)project.insert(marker);
        Automation automation;
        automation.id = *AutomationId::fromText("8");
        automation.target = *EventId::fromText("9");
        for (int i = 0; i < 20; ++i)
            automation.points.push_back({i * 0.1, i * 0.3, {}});
        (void)project.insert(automation);
        ScoreEvent event;
        event.id = *EventId::fromText("9");
        event.arguments = {{"kfreq", 440.5}, {"Sname", std::string("x")}};
        event.beats = BeatAnchor{1, 2};
        (void)project.insert(event);
        return project;
    }

  private slots:
    void aDamagedProjectFileNeverCrashesAndWhatIsReadSurvivesSaving() {
        const std::string whole = writeProject(example());
        QVERIFY(fuzz::projectFile(whole));
        std::mt19937 random(1);
        const auto below = [&](std::size_t limit) { return random() % limit; };
        for (int round = 0; round < 20000; ++round) {
            std::string damaged = whole;
            for (std::size_t wounds = 1 + below(8); wounds > 0; --wounds) {
                const std::size_t at = below(damaged.size());
                if (const std::size_t kind = below(3); kind == 0)
                    damaged[at] = static_cast<char>(random());
                else if (kind == 1)
                    damaged.erase(at, below(20));
                else
                    damaged.insert(at, damaged.substr(below(damaged.size()), below(30)));
            }
            QVERIFY2(fuzz::projectFile(damaged), damaged.c_str());
        }
    }
    void damagedPartialsNeverCrash() {
        const auto hurt = [](std::string whole, bool (*reads)(std::string_view)) {
            std::mt19937 random(2);
            for (int round = 0; round < 20000; ++round) {
                std::string damaged = whole;
                for (std::size_t wounds = 1 + random() % 6; wounds > 0; --wounds)
                    damaged[random() % damaged.size()] = static_cast<char>(random());
                damaged.resize(damaged.size() - random() % 2 * (random() % damaged.size()));
                if (!reads(damaged))
                    return false;
            }
            return reads(whole);
        };
        std::string sdif("SDIF\0\0\0\x08\0\0\0\x03\0\0\0\x01", 16);
        const auto add = [&sdif](auto value) { // big-endian
            std::string bytes(reinterpret_cast<const char*>(&value), sizeof value);
            sdif.append(bytes.rbegin(), bytes.rend());
        };
        for (double time = 0; time < 0.5; time += 0.1) {
            sdif += "RBEP";
            add(std::uint32_t{16 + 16 + 48});
            add(time);
            add(std::uint32_t{0});
            add(std::uint32_t{1});
            sdif += "RBEP";
            for (const std::uint32_t number : {4, 2, 6}) // type, rows, columns
                add(number);
            for (const float index : {1.0F, 2.0F})
                for (const float value : {index, 300 * index, 0.2F, 0.0F, 0.5F, 0.0F})
                    add(value);
        }
        QVERIFY(hurt(sdif, fuzz::sdifFile));
        const std::vector<float> store{3,    3,   7, 0, 300, 0.2F, 0, 500, 0.1F, 0,    1, 310, 0.2F,
                                       0.5F, 500, 0, 0, 2,   320,  0, 1,   500,  0.1F, 0};
        QVERIFY(hurt({reinterpret_cast<const char*>(store.data()), store.size() * sizeof(float)},
                     fuzz::partialsStore));
    }
    void deepNestingIsRefusedAndDoesNotUseUpTheStack() {
        const std::string header = writeProject({}).substr(0, writeProject({}).find('\n') + 1);
        for (const char* opening : {"[", "{\"a\":"}) {
            std::string text = header;
            for (int i = 0; i < 1'000'000; ++i)
                text += opening;
            const auto read = readProject(text);
            QVERIFY(read);
            QCOMPARE(read->damagedLines.size(), std::size_t{1});
        }
    }
};

QTEST_GUILESS_MAIN(DamagedInputTest)
#include "damaged_input_test.moc"
