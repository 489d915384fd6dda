// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "engine/session/offline_session.h"
#include "tests/engine/session/session_sound.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

constexpr std::size_t columns = 4;

/// One partial of one second.
std::vector<double> steady(double frequency, double amplitude, double bandwidth = 0) {
    return {0, frequency, amplitude, bandwidth, 1, frequency, amplitude, bandwidth};
}

bool isNear(double value, double wanted, double tolerance) {
    return std::abs(value - wanted) <= tolerance;
}

} // namespace

class PartialsTest : public QObject {
    Q_OBJECT

  private slots:
    void aTableWithAHeaderPlaysAsItsMatrixDoes() {
        OfflineSession session;
        std::vector<double> values = steady(500, 0.3);
        QVERIFY(session.playPartials(PartialsMatrix{values, columns}, {.freqscale = 1.2}));
        values.insert(values.begin(), {3, 2, 4});
        const auto table = session.makeTable(values);
        QVERIFY(table);
        const auto event = session.playPartials(*table, {.delay = 1, .speed = 0.5, .position = 1});
        QVERIFY(event);
        QCOMPARE(session.scoreTimeRange().second, 3.0);
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY(sound);
        QVERIFY(isNear(level(*sound, 1, 0.1, 0.9), 0.2121, 0.001));
        QVERIFY(isNear(pitch(*sound, 1, 0.1, 0.9), 600, 0.5));
        QCOMPARE(level(*sound, 2, 0.1, 0.9), 0.0);
        QVERIFY(isNear(level(*sound, 2, 1.1, 2.9), 0.2121, 0.001));
        QVERIFY(isNear(pitch(*sound, 2, 1.1, 2.9), 500, 0.5));
    }
    void aLoopIsEndlessAndItsGainIsSet() {
        OfflineSession session;
        const std::vector<double> values = steady(500, 0.3);
        auto event = session.playPartials(PartialsMatrix{values, columns}, {.loop = true});
        QVERIFY(event);
        QVERIFY(event->set("kgain", 0.5, 2));
        const auto sound = session.renderToMemory(inProcess(4));
        QVERIFY(sound);
        QVERIFY(isNear(level(*sound, 1, 0.5, 1.9), 0.2121, 0.001));
        QVERIFY(isNear(level(*sound, 1, 2.1, 3.9), 0.1061, 0.001));
    }
    void bothNoisesKeepTheEnergy() {
        for (const bool gaussian : {false, true}) {
            OfflineSession session;
            const std::vector<double> values = steady(5000, 0.3, 1);
            QVERIFY(session.playPartials(PartialsMatrix{values, columns},
                                         {.speed = 0.05, .gaussian = gaussian}));
            const auto sound = session.renderToMemory(inProcess());
            QVERIFY(sound);
            QVERIFY(isNear(level(*sound, 1, 0, 20), 0.2121, 0.008));
        }
    }
    void wrongArgumentsScheduleNothing() {
        OfflineSession session;
        const std::vector<double> values = steady(500, 0.3);
        const PartialsMatrix matrix{values, columns};
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!session.playPartials(matrix, {.speed = 0}));
        QVERIFY(!session.playPartials(matrix, {.freqscale = nan}));
        QVERIFY(!session.playPartials(matrix, {.start = 1}));
        QVERIFY(!session.playPartials(matrix, {.start = 0.5, .stop = 0.25}));
        QVERIFY(!session.playPartials(matrix, {.minfreq = 200, .maxfreq = 100}));
        QVERIFY(!session.playPartials(matrix, {.maxpolyphony = 0}));
        QVERIFY(!session.playPartials(matrix, {.position = 1.5}));
        QVERIFY(!session.playPartials(PartialsMatrix{values, 5}));
        QVERIFY(!session.playPartials("nowhere.sdif"));
        QVERIFY(!session.playPartials(4711));
        QCOMPARE(session.scoreTimeRange().second, 0.0);
        QVERIFY(session.registeredInstrs().empty());
    }
};

STRIA_CORE_TEST(PartialsTest)
#include "partials_test.moc"
