// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/checks.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

using namespace stria;

namespace {
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool mentions(const Diagnostics& found, const std::string& words) {
    return std::any_of(found.begin(), found.end(), [&](const Diagnostic& d) {
        return d.toText().find(words) != std::string::npos;
    });
}
} // namespace

class ChecksTest : public QObject {
    Q_OBJECT

  private slots:
    void settingsOutOfRangeAreNamedWithTheirLimits() {
        QVERIFY(checks::settings({}));
        Settings settings;
        settings.sampleRate = 7999;
        QVERIFY(checks::settings(settings).error().message.find("7999") != std::string::npos);
        for (const auto& wrong : {&Settings::channels, &Settings::ksmps, &Settings::priorities}) {
            Settings s;
            s.*wrong = 0;
            QVERIFY(!checks::settings(s));
            s.*wrong = 100000;
            QVERIFY(!checks::settings(s));
        }
        Settings s;
        s.a4 = notANumber;
        QVERIFY(!checks::settings(s));
    }
    void anEventMayBeEndlessButNotOfNegativeLength() {
        ScoreEvent event;
        event.duration = -1;
        QVERIFY(checks::event(event, 10));
        QVERIFY(std::isinf(event.end()));
        for (const double wrong : {-0.5, -2.0, notANumber, infinity}) {
            event.duration = wrong;
            QVERIFY(!checks::event(event, 10));
        }
        event.duration = 0;
        QVERIFY(checks::event(event, 10));
        event.start = -0.0;
        QVERIFY(checks::event(event, 10));
        event.start = -0.1;
        QVERIFY(!checks::event(event, 10));
    }
    void aStopBeforeTheStartMeansThatItNeverPlays() {
        ScoreEvent event;
        event.start = 2;
        event.duration = 5;
        event.stop = 3;
        QCOMPARE(event.end(), 3.0);
        event.stop = 20;
        QCOMPARE(event.end(), 7.0);
        event.stop = 1;
        QVERIFY(!event.plays());
        QCOMPARE(event.end(), 2.0);
    }
    void prioritiesCountFromTheEndWhenNegative() {
        QCOMPARE(*resolvePriority(1, 4), 1);
        QCOMPARE(*resolvePriority(-1, 4), 4);
        QCOMPARE(*resolvePriority(-4, 4), 1);
        for (const int wrong : {0, 5, -5})
            QVERIFY(resolvePriority(wrong, 4).error().message.find("priority") !=
                    std::string::npos);
    }
    void automationsNameTheirWrongPoint() {
        Automation automation;
        automation.parameter = "kamp";
        QVERIFY(!checks::automation(automation));
        automation.points = {{0, 1, {}}, {0.5, 2, {}}, {0.4, 3, {}}};
        const auto backwards = checks::automation(automation);
        QVERIFY(backwards.error().message.find("kamp") != std::string::npos);
        QVERIFY(backwards.error().message.find("point 3") != std::string::npos);
        automation.points = {{0, notANumber, {}}};
        QVERIFY(!checks::automation(automation));
        automation.points = {{0, 1, {}}, {0, 2, {}}};
        QVERIFY(checks::automation(automation));
    }
    void danglingReferencesAndDoubleNamesAreFound() {
        Project project;
        Instrument one, two;
        one.id = InstrumentId::random();
        two.id = InstrumentId::random();
        one.name = two.name = "glass";
        QVERIFY(project.insert(one));
        QVERIFY(project.insert(two));
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = InstrumentId::random();
        event.arguments = {{"ibus", BusId::random()}};
        QVERIFY(project.insert(event));
        Automation automation;
        automation.id = AutomationId::random();
        automation.target = EventId::random();
        automation.parameter = "kfreq";
        automation.points = {{0, 1, {}}};
        QVERIFY(project.insert(automation));
        const Diagnostics found = checkProject(project);
        QCOMPARE(found.size(), std::size_t{4});
        QVERIFY(mentions(found, "Two instruments are called glass"));
        QVERIFY(mentions(found, "ibus"));
        QVERIFY(mentions(found, "kfreq"));
        QVERIFY(mentions(found, "instrument is not in the project"));
    }
    void aSoundProjectHasNoProblems() { QVERIFY(checkProject(Project()).empty()); }
};

STRIA_TEST(ChecksTest)
#include "checks_test.moc"
