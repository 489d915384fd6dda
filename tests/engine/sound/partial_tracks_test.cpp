// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/partial_tracks.h"
#include "tests/support/test_program.h"

#include <QtTest>

using namespace stria;

namespace {

Partial steady(double from, double to, double frequency, double amplitude) {
    return {{from, frequency, amplitude, 0}, {to, frequency, amplitude, 0}};
}

PartialSelection upTo(double stop) {
    PartialSelection selection;
    selection.stop = stop;
    return selection;
}

} // namespace

class PartialTracksTest : public QObject {
    Q_OBJECT

  private slots:
    void partialsThatFollowEachOtherShareATrack() {
        const auto tracks = packPartials(
            {steady(1, 2, 200, 1), steady(0, 1, 100, 1), steady(0.5, 1.5, 300, 1)}, upTo(2));
        QCOMPARE(tracks.size(), std::size_t{2});
        for (const Partial& track : tracks)
            for (std::size_t i = 1; i < track.size(); ++i)
                QVERIFY(track[i].time >= track[i - 1].time);
    }
    void whereTooManySoundTheLoudestStayWhole() {
        PartialSelection selection = upTo(4);
        selection.polyphony = 1;
        const auto tracks = packPartials(
            {steady(0, 3, 100, 0.1), steady(1, 2, 200, 0.2), steady(2, 4, 300, 0.3)}, selection);
        QCOMPARE(tracks.size(), std::size_t{1});
        QCOMPARE(tracks[0].front().time, 1.0);
        QCOMPARE(tracks[0].front().frequency, 200.0);
        QCOMPARE(tracks[0].back().time, 4.0);
        QCOMPARE(tracks[0].back().frequency, 300.0);
    }
    void abruptEdgesAreFadedButNotThoseOfTheSelection() {
        const auto inside = packPartials({steady(1, 2, 100, 1)}, upTo(3));
        QCOMPARE(inside[0].front().amplitude, 0.0);
        QCOMPARE(inside[0].front().time, 1.0);
        QCOMPARE(inside[0][1].amplitude, 1.0);
        QCOMPARE(inside[0][1].time, 1.005);
        QCOMPARE(inside[0].back().amplitude, 0.0);
        QCOMPARE(inside[0].back().time, 2.0);
        PartialSelection selection = upTo(1.75);
        selection.start = 1.25;
        const auto whole = packPartials({steady(1, 2, 100, 1)}, selection);
        QCOMPARE(whole[0].size(), std::size_t{2});
        QCOMPARE(whole[0].front().amplitude, 1.0);
        QCOMPARE(whole[0].back().time, 0.5);
    }
    void whatIsOutOfTheRangeOfFrequenciesTakesNoPlace() {
        PartialSelection selection = upTo(1);
        selection.polyphony = 1;
        selection.minimumFrequency = 150;
        selection.maximumFrequency = 250;
        const auto tracks = packPartials(
            {steady(0, 1, 100, 1), steady(0, 1, 200, 0.1), steady(0, 1, 300, 1)}, selection);
        QCOMPARE(tracks.size(), std::size_t{1});
        QCOMPARE(tracks[0].front().frequency, 200.0);
    }
    void aGlideIsCutWhereItIs() {
        PartialSelection selection = upTo(2);
        selection.start = 1;
        const auto tracks = packPartials({{{0, 100, 0, 0}, {4, 500, 1, 1}}}, selection);
        QVERIFY((tracks[0].front() == PartialPoint{0, 200, 0.25, 0.25}));
        QVERIFY((tracks[0].back() == PartialPoint{1, 300, 0.5, 0.5}));
    }
};

STRIA_TEST(PartialTracksTest)
#include "partial_tracks_test.moc"
