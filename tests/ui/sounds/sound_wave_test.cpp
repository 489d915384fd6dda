// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/sounds/sound_wave.h"

#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

using namespace stria;

class SoundWaveTest : public QObject {
    Q_OBJECT

    std::unique_ptr<SoundWave> m_wave;

    QPoint at(double seconds) const {
        return {static_cast<int>(std::lround(m_wave->xAt(seconds))), m_wave->height() / 4};
    }
    void drag(double from, double to) const {
        QTest::mousePress(m_wave.get(), Qt::LeftButton, {}, at(from));
        QTest::mouseMove(m_wave.get(), at((from + to) / 2));
        QTest::mouseMove(m_wave.get(), at(to));
        QTest::mouseRelease(m_wave.get(), Qt::LeftButton, {}, at(to));
    }
    bool isNear(double a, double b) const {
        return std::abs(a - b) < 1.5 * m_wave->length() / m_wave->width();
    }

  private slots:
    void init() {
        m_wave = std::make_unique<SoundWave>();
        m_wave->resize(1041, 200);
        m_wave->setLength(10);
        m_wave->show();
    }

    void aDragMarksARegionInEitherDirection() {
        QSignalSpy changed(m_wave.get(), &SoundWave::regionChanged);
        drag(6, 2);
        QVERIFY(m_wave->region());
        QVERIFY(isNear(m_wave->region()->start, 2) && isNear(m_wave->region()->end, 6));
        QVERIFY(!changed.isEmpty());
    }

    void handlesArePulledAndTheInsideIsMovedAsAWhole() {
        m_wave->setRegion(SoundWave::Region{2, 4});
        drag(2, 1);
        QVERIFY(isNear(m_wave->region()->start, 1) && m_wave->region()->end == 4);
        drag(4, 7);
        QVERIFY(isNear(m_wave->region()->end, 7));
        const double width = m_wave->region()->end - m_wave->region()->start;
        drag(3, 9.5); // further than there is room
        QCOMPARE(m_wave->region()->end, 10.0);
        QVERIFY(std::abs(m_wave->region()->end - m_wave->region()->start - width) < 1e-9);
        drag(9.99, 1); // the end behind the start: never turned over
        QVERIFY(m_wave->region()->start < m_wave->region()->end);
    }

    void aDoubleClickTakesTheWholeSoundAndAClickAsksForTheMoment() {
        m_wave->setRegion(SoundWave::Region{2, 4});
        QSignalSpy clicked(m_wave.get(), &SoundWave::momentClicked);
        QTest::mouseClick(m_wave.get(), Qt::LeftButton, {}, at(3));
        QCOMPARE(clicked.size(), 1);
        QVERIFY(isNear(clicked[0][0].toDouble(), 3));
        QVERIFY((m_wave->region() == SoundWave::Region{2, 4}));
        QTest::mouseDClick(m_wave.get(), Qt::LeftButton, {}, at(3));
        QVERIFY(!m_wave->region());
    }

    void theWheelZoomsAtThePointer() {
        const QPointF place = at(5);
        for (int i = 0; i < 8; ++i) {
            QWheelEvent wheel(place, place, {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(m_wave.get(), &wheel);
        }
        QVERIFY(std::abs(m_wave->xAt(5) - place.x()) < 1);
        QVERIFY(m_wave->xAt(6) - m_wave->xAt(5) > 300);
        for (int i = 0; i < 40; ++i) {
            QWheelEvent wheel(place, place, {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(m_wave.get(), &wheel);
        }
        QVERIFY(std::abs(m_wave->secondsAt(m_wave->xAt(0))) < 1e-9);
        QVERIFY(std::abs(m_wave->xAt(10) - m_wave->width()) < 3);
    }

    void aRegionOutsideTheSoundIsCutAndOneOfNoLengthIsNone() {
        m_wave->setRegion(SoundWave::Region{-3, 40});
        QVERIFY((m_wave->region() == SoundWave::Region{0, 10}));
        m_wave->setRegion(SoundWave::Region{5, 5});
        QVERIFY(!m_wave->region());
    }
};

STRIA_WIDGET_TEST(SoundWaveTest)
#include "sound_wave_test.moc"
