// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/playing_voice.h"

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/support/test_program.h"
#include "tests/ui/transport/growing_stem.h"

using namespace stria;
using stria::test::GrowingStem;
using stria::test::samplesOf;

namespace {

constexpr double rate = 8000;
constexpr std::size_t fadeFrames = 40; ///< 5 ms, in which a step may fade out

/// A value for each frame that comes again after `period` frames, other ones with another `kind`.
double periodic(std::size_t frame, std::size_t period, double kind = 1) {
    const double phase =
        2 * std::numbers::pi * static_cast<double>(frame % period) / static_cast<double>(period);
    return kind * 0.3 * std::sin(3 * phase) + 0.2 * std::sin(7 * phase);
}

/// Played by hand, without threads: what is asked for is what comes.
class Listener {
  public:
    explicit Listener(PlayingVoice& voice) : m_voice(voice) {}
    /// The left side of the next frames, in odd blocks.
    std::vector<float> hear(std::size_t frames) {
        std::vector<float> left;
        while (left.size() < frames) {
            const std::size_t block = std::min<std::size_t>(333, frames - left.size());
            std::vector<float> samples(2 * block);
            m_voice.feed();
            m_voice.render(samples.data(), static_cast<std::uint32_t>(block));
            for (std::size_t i = 0; i < block; ++i)
                left.push_back(samples[2 * i]);
        }
        return left;
    }

  private:
    PlayingVoice& m_voice;
};

float largestStep(const std::vector<float>& left) {
    float largest = 0;
    for (std::size_t i = 1; i < left.size(); ++i)
        largest = std::max(largest, std::abs(left[i] - left[i - 1]));
    return largest;
}

} // namespace

/// The rate is 8 kHz, so that loops from 0.5 s to 1.5 s are the frames from 4000 to 12000.
class PlayingVoiceTest : public QObject {
    Q_OBJECT

  private slots:
    void aLoopPlaysEachFrameOnceInEachPass() {
        constexpr std::size_t first = 1000, period = 7919;
        GrowingStem stem(1);
        stem.append(samplesOf(30000, [](std::size_t i) { return periodic(i, period); }));
        stem.complete();
        PlayingVoice voice(stem.sound(), first / rate,
                           PlayingVoice::Loop{first / rate, (first + period) / rate});
        const std::vector<float> left = Listener(voice).hear(10 * period);
        for (std::size_t i = fadeFrames; i < left.size(); ++i)
            QCOMPARE(left[i], static_cast<float>(periodic(first + i, period)));
    }
    void aLoopThatDoesNotFitItsSoundNeitherClicksNorShiftsAFrame() {
        constexpr std::size_t begin = 4000, length = 8000;
        const auto value = [](std::size_t i) {
            return 0.5 * std::sin(2 * std::numbers::pi * 50.37 * static_cast<double>(i) / rate);
        };
        GrowingStem stem(1);
        stem.append(samplesOf(20000, value));
        stem.complete();
        PlayingVoice voice(stem.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        const std::vector<float> left = Listener(voice).hear(4 * length);
        QVERIFY(std::abs(value(begin + length) - value(begin)) > 0.1);
        QVERIFY(largestStep(left) < 0.05f);
        for (std::size_t i = 0; i < left.size(); ++i)
            if (i % length >= fadeFrames)
                QCOMPARE(left[i], static_cast<float>(value(begin + i % length)));
    }
    void anAttackAtTheStartOfTheLoopKeepsItsEdge() {
        GrowingStem stem(1);
        stem.append(
            samplesOf(20000, [](std::size_t i) { return i >= 4001 && i < 5000 ? 0.8 : 0.0; }));
        stem.complete();
        PlayingVoice voice(stem.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        const std::vector<float> left = Listener(voice).hear(16000);
        for (std::size_t i = 0; i < left.size(); ++i)
            QCOMPARE(left[i], i % 8000 >= 1 && i % 8000 < 1000 ? 0.8f : 0.0f);
    }
    void behindTheEndOfTheSoundALoopIsSilent() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(9000, 0.25));
        stem.complete();
        PlayingVoice voice(stem.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        const std::vector<float> left = Listener(voice).hear(16000);
        for (std::size_t i = 0; i < left.size(); ++i)
            if (i % 8000 >= fadeFrames)
                QCOMPARE(left[i], i % 8000 < 5000 ? 0.25f : 0.0f);
    }

    void aChangeIsHeardFromTheNextPassOnToTheFrame() {
        const auto sound = [](double kind) {
            return samplesOf(30000, [kind](std::size_t i) { return periodic(i, 8000, kind); });
        };
        GrowingStem before(1), after(1);
        before.append(sound(1));
        before.complete();
        after.append(sound(-0.5));
        after.complete();
        PlayingVoice voice(before.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        Listener listener(voice);
        std::vector<float> left = listener.hear(2500);
        voice.setNext(after.sound());
        QVERIFY(voice.uses(before.path()) && voice.uses(after.path()));
        const std::vector<float> rest = listener.hear(20000);
        left.insert(left.end(), rest.begin(), rest.end());
        for (std::size_t i = 0; i < left.size(); ++i)
            if (i < 8000 || i >= 8000 + fadeFrames)
                QCOMPARE(left[i],
                         static_cast<float>(periodic(4000 + i, 8000, i < 8000 ? 1 : -0.5)));
        QVERIFY(largestStep(left) < 0.01f);
        QVERIFY(!voice.uses(before.path()));
    }
    void aChangeJustBeforeTheNextPassIsStillInTime() {
        GrowingStem before(1), after(1);
        before.append(std::vector<double>(30000, 0.25));
        before.complete();
        after.append(std::vector<double>(30000, 0.5));
        after.complete();
        PlayingVoice voice(before.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        Listener listener(voice);
        const std::vector<float> heard = listener.hear(5000); // read ahead beyond the pass's end
        voice.setNext(after.sound());
        const std::vector<float> left = listener.hear(8000);
        QCOMPARE(left[2999], 0.25f);
        QCOMPARE(left[3000 + fadeFrames], 0.5f);
    }
    void aChangeThatIsNotRenderedYetWaitsForThePassAfter() {
        GrowingStem before(1), after(1);
        before.append(std::vector<double>(30000, 0.25));
        before.complete();
        after.append(std::vector<double>(100, 0.5));
        PlayingVoice voice(before.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        Listener listener(voice);
        voice.setNext(after.sound(0.5));
        const std::vector<float> first = listener.hear(16000);
        QVERIFY(std::all_of(first.begin() + fadeFrames, first.end(),
                            [](float x) { return x == 0.25f; }));
        after.append(std::vector<double>(20000, 0.5));
        // What is read ahead already is heard.
        const std::vector<float> left = listener.hear(40000);
        const auto change =
            std::find_if(left.begin(), left.end(), [](float x) { return x != 0.25f; });
        QVERIFY(change != left.end());
        // The first frame of the new pass still goes on from the old sound.
        QCOMPARE((change - left.begin()) % 8000, std::ptrdiff_t{1});
        QVERIFY(std::all_of(change + fadeFrames, left.end(), [](float x) { return x == 0.5f; }));
    }
    void aChangeThatFailsIsNeverHeard() {
        GrowingStem before(1), after(1);
        before.append(std::vector<double>(30000, 0.25));
        before.complete();
        after.append(std::vector<double>(30000, 0.5));
        after.fail();
        PlayingVoice voice(before.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        voice.setNext(after.sound());
        const std::vector<float> left = Listener(voice).hear(40000);
        QVERIFY(
            std::all_of(left.begin() + fadeFrames, left.end(), [](float x) { return x == 0.25f; }));
    }
    void outsideALoopAChangeTakesOverAtOnceAndTheScoreGoesOn() {
        const auto sound = [](double kind) {
            return samplesOf(80000, [kind](std::size_t i) { return periodic(i, 8000, kind); });
        };
        GrowingStem before(1), after(1);
        before.append(sound(1));
        before.complete();
        after.append(sound(0.5));
        PlayingVoice voice(before.sound(), 1, std::nullopt);
        Listener listener(voice);
        std::vector<float> left = listener.hear(3000);
        voice.setNext(after.sound());
        const std::vector<float> rest = listener.hear(20000);
        left.insert(left.end(), rest.begin(), rest.end());
        const std::size_t change = 3000 + 2048;
        for (std::size_t i = 0; i < left.size(); ++i)
            if (i < change || i >= change + fadeFrames)
                QCOMPARE(left[i],
                         static_cast<float>(periodic(8000 + i, 8000, i < change ? 1 : 0.5)));
        QVERIFY(largestStep(left) < 0.01f);
    }
    void outsideALoopAChangeIsHeardOnceItHasReachedThePlayHead() {
        GrowingStem before(1), after(1);
        before.append(std::vector<double>(200000, 0.25));
        before.complete();
        after.append(std::vector<double>(100, 0.5));
        PlayingVoice voice(before.sound(), 0, std::nullopt);
        Listener listener(voice);
        voice.setNext(after.sound(1));
        std::vector<float> left = listener.hear(30000);
        QVERIFY(std::all_of(left.begin(), left.end(), [](float x) { return x == 0.25f; }));
        after.append(std::vector<double>(100000, 0.5));
        left = listener.hear(30000);
        QCOMPARE(left.back(), 0.5f);
        QCOMPARE(std::count(left.begin(), left.end(), 0.0f), std::ptrdiff_t{0});
        QVERIFY(largestStep(left) < 0.02f);
    }
    void anUnchangedSoundThatTakesOverIsNotNoticed() {
        const auto sound = samplesOf(60000, [](std::size_t i) { return periodic(i, 7919); });
        GrowingStem before(1), after(1);
        before.append(sound);
        after.append({sound.begin() + 16000, sound.end()});
        PlayingVoice voice(before.sound(), 0, std::nullopt);
        Listener listener(voice);
        voice.setNext(after.sound(2));
        const std::vector<float> left = listener.hear(50000);
        for (std::size_t i = 0; i < left.size(); ++i)
            QCOMPARE(left[i], static_cast<float>(sound[i]));
        QVERIFY(!voice.uses(before.path()));
    }
    void aLongerSoundGoesOnWhereTheOldOneEnds() {
        GrowingStem before(1), after(1);
        before.append(std::vector<double>(4000, 0.25));
        before.complete();
        PlayingVoice voice(before.sound(), 0, std::nullopt);
        Listener listener(voice);
        voice.setNext(after.sound());
        listener.hear(5000);
        QVERIFY(!voice.hasEnded() && voice.isStarved());
        after.append(std::vector<double>(8000, 0.5));
        after.complete();
        const std::vector<float> left = listener.hear(4000);
        QCOMPARE(left[2000], 0.5f);
        listener.hear(1000);
        QVERIFY(voice.hasEnded());
    }

    void aLoopIsMadeMovedAndLeftWhileItPlays() {
        const auto value = [](std::size_t i) { return static_cast<double>(i) * 1e-5; };
        GrowingStem stem(1);
        stem.append(samplesOf(60000, value));
        stem.complete();
        PlayingVoice voice(stem.sound(), 0, std::nullopt);
        Listener listener(voice);
        std::vector<float> left = listener.hear(5000);
        QCOMPARE(left.back(), static_cast<float>(value(4999)));
        voice.setLoop(PlayingVoice::Loop{0.5, 1.5}); // made around the play head
        left = listener.hear(10000);
        QCOMPARE(left[6999], static_cast<float>(value(11999)));
        QCOMPARE(left[7000 + fadeFrames], static_cast<float>(value(4000 + fadeFrames)));
        QCOMPARE(left.back(), static_cast<float>(value(6999)));
        voice.setLoop(PlayingVoice::Loop{0.5, 1.25}); // shortened
        left = listener.hear(4000);
        QCOMPARE(left[2999], static_cast<float>(value(9999)));
        QCOMPARE(left[3000 + fadeFrames], static_cast<float>(value(4000 + fadeFrames)));
        voice.setLoop(PlayingVoice::Loop{0.25, 0.5}); // moved to before the play head: at once
        left = listener.hear(4000);
        const auto jump = std::find_if(left.begin() + 1, left.end(),
                                       [&](const float& now) { return now < *(&now - 1); });
        QVERIFY(jump - left.begin() <= 2048 + 2);
        QVERIFY(left.back() >= value(2000) && left.back() < value(4000));
        voice.setLoop(std::nullopt); // left: the score goes on
        left = listener.hear(8000);
        QVERIFY(std::is_sorted(left.begin() + 2048 + fadeFrames, left.end()));
        QVERIFY(left.back() > value(4000 + 8000 - 2048 - 2000));
    }
    void playingFromTheMiddleDoesNotClick() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(30000, 0.5));
        stem.complete();
        PlayingVoice middle(stem.sound(), 1, std::nullopt);
        std::vector<float> left = Listener(middle).hear(1000);
        QCOMPARE(left.front(), 0.0f);
        QCOMPARE(left[fadeFrames], 0.5f);
        QVERIFY(largestStep(left) < 0.05f);
        PlayingVoice start(stem.sound(), 0, std::nullopt);
        left = Listener(start).hear(1000);
        QCOMPARE(left.front(), 0.5f); // as it is rendered
    }
    void playingFromBehindALoopDoesNotRepeatIt() {
        GrowingStem stem(1);
        stem.append(samplesOf(30000, [](std::size_t i) { return static_cast<double>(i) * 1e-5; }));
        stem.complete();
        PlayingVoice voice(stem.sound(), 2, PlayingVoice::Loop{0.5, 1.5});
        const std::vector<float> left = Listener(voice).hear(10000);
        QCOMPARE(left[9999], 25999e-5f);
    }
    void theTimeHeardFollowsTheLoop() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(30000, 0.25));
        stem.complete();
        PlayingVoice voice(stem.sound(), 0.5, PlayingVoice::Loop{0.5, 1.5});
        Listener listener(voice);
        listener.hear(8000 * 3 + 2000);
        const double now = voice.positionNow(0);
        QVERIFY(now >= 0.75 && now < 0.75 + 0.2);
        // What left the program earlier is heard later.
        const double heard = voice.positionNow(4000);
        QVERIFY(heard >= 1.25 && heard < 1.5);
    }
};

STRIA_CORE_TEST(PlayingVoiceTest)
#include "playing_voice_test.moc"
