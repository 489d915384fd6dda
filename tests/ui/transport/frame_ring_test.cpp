// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/transport/frame_ring.h"

#include <QtTest>
#include <random>
#include <thread>

using namespace stria;

class FrameRingTest : public QObject {
    Q_OBJECT

  private slots:
    void whatIsTakenBackIsNotReadAndWhatIsWrittenInsteadIs() {
        FrameRing ring(1, 8);
        const std::array<float, 6> first{1, 2, 3, 4, 5, 6};
        ring.write(first);
        QCOMPARE(ring.claim(2), std::size_t{2});
        ring.skip(2);
        QCOMPARE(ring.takeBack(1), std::size_t{3});
        const std::array<float, 2> second{7, 8};
        ring.write(second);
        QCOMPARE(ring.claim(8), std::size_t{3});
        QCOMPARE(*ring.peek(0), 3.0f);
        QCOMPARE(*ring.peek(1), 7.0f);
        QCOMPARE(*ring.peek(2), 8.0f);
        QCOMPARE(ring.takeBack(0), std::size_t{0}); // claimed
    }
    void takingBackWhileTheOtherThreadReadsLosesAndDoublesNothing() {
        constexpr std::size_t total = 2'000'000;
        FrameRing ring(1, 512);
        std::size_t wrong = 0;
        std::jthread reader([&] {
            std::mt19937 random(1);
            for (std::size_t read = 0; read < total;) {
                const std::size_t frames = ring.claim(1 + random() % 200);
                for (std::size_t i = 0; i < frames; ++i)
                    wrong += *ring.peek(i) != static_cast<float>((read + i) % 65536);
                ring.skip(frames);
                read += frames;
                if (frames == 0)
                    std::this_thread::yield();
            }
        });
        std::mt19937 random(2);
        std::vector<float> block(64);
        for (std::size_t written = 0; written < total;) {
            if (random() % 8 == 0)
                written -= ring.takeBack(random() % 100);
            const std::size_t frames =
                std::min({std::size_t{1 + random() % block.size()}, ring.space(), total - written});
            for (std::size_t i = 0; i < frames; ++i)
                block[i] = static_cast<float>((written + i) % 65536);
            ring.write(std::span(block).first(frames));
            written += frames;
            if (frames == 0)
                std::this_thread::yield();
        }
        reader.join();
        QCOMPARE(wrong, std::size_t{0});
    }
};

STRIA_CORE_TEST(FrameRingTest)
#include "frame_ring_test.moc"
