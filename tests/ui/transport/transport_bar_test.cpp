// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/transport_bar.h"

#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/support/test_program.h"
#include "ui/look/palette.h"
#include "ui/transport/level_meter.h"

using namespace stria;

class TransportBarTest : public QObject {
    Q_OBJECT

    static QToolButton* button(const TransportBar& bar, const QString& name) {
        for (QToolButton* candidate : bar.findChildren<QToolButton*>())
            if (candidate->accessibleName() == name)
                return candidate;
        return nullptr;
    }
    static QString label(const TransportBar& bar, const QString& name) {
        for (const QLabel* candidate : bar.findChildren<QLabel*>())
            if (candidate->accessibleName() == name)
                return candidate->text();
        return {};
    }

  private slots:
    void initTestCase() { look::apply(*qApp, Theme::Dark); }

    void barAndBeatFollowTheTempo() {
        TransportBar bar;
        bar.setTempo(TempoMap({{0, 60, 4}, {8, 120, 3}}));
        bar.setPosition(5.5);
        QCOMPARE(label(bar, "Bar, beat and tempo at the play head"),
                 QStringLiteral("bar  2.2.240\n60.0 bpm  4/4"));
        bar.setPosition(10); // two seconds at 120 after the eighth beat: four beats on
        QCOMPARE(label(bar, "Bar, beat and tempo at the play head"),
                 QStringLiteral("bar  4.2.000\n120.0 bpm  3/4"));
    }
    void buttonsAskForWhatTheySay() {
        TransportBar bar;
        bar.resize(1200, sizes::bar);
        bar.show();
        QSignalSpy play(&bar, &TransportBar::playRequested);
        QSignalSpy stop(&bar, &TransportBar::stopRequested);
        QSignalSpy start(&bar, &TransportBar::toStartRequested);
        QSignalSpy loop(&bar, &TransportBar::loopToggled);
        QSignalSpy sound(&bar, &TransportBar::exportRequested);
        bar.setState(Player::State::Playing);
        QTest::mouseClick(button(bar, "Play"), Qt::LeftButton);
        QTest::mouseClick(button(bar, "Stop"), Qt::LeftButton);
        QTest::mouseClick(button(bar, "To the start"), Qt::LeftButton);
        QTest::mouseClick(button(bar, "Loop"), Qt::LeftButton);
        QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(play.count(), 1);
        QCOMPARE(stop.count(), 1);
        QCOMPARE(start.count(), 1);
        QCOMPARE(loop.count(), 1);
        QCOMPARE(loop.first().first().toBool(), true);
        QCOMPARE(sound.count(), 1);
        bar.setState(Player::State::Stopped);
        QVERIFY(!button(bar, "Stop")->isEnabled());
    }
    void theMeterHoldsPeaksAndTellsOfClipping() {
        LevelMeter meter;
        meter.setPeaks({0.5f, 1.5f});
        QVERIFY(meter.hasClipped());
        QVERIFY(meter.accessibleDescription().contains("3.5 dB"));
        QTest::mouseClick(&meter, Qt::LeftButton);
        QVERIFY(!meter.hasClipped());
        QCOMPARE(meter.accessibleDescription(), QStringLiteral("silent"));
    }
    void everyWidgetThatCanBeUsedHasAName() {
        TransportBar bar;
        for (QWidget* widget : bar.findChildren<QWidget*>()) {
            QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(face);
            QVERIFY2(!face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }
};

STRIA_WIDGET_TEST(TransportBarTest)
#include "transport_bar_test.moc"
