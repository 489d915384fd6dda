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
