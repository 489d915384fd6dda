// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/sound_dialog.h"

#include <QAccessible>
#include <QComboBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/transport/growing_stem.h"
#include "tests/ui/transport/listened_devices.h"
#include "ui/look/palette.h"
#include "ui/transport/player.h"

using namespace stria;
using stria::test::GrowingStem;
using stria::test::ListenedDevices;

class SoundDialogTest : public QObject {
    Q_OBJECT

    struct Desk {
        std::shared_ptr<ListenedDevices> devices = std::make_shared<ListenedDevices>();
        GrowingStem stem{1};
        std::unique_ptr<SoundSettings> settings;
        std::unique_ptr<Player> player;

        Desk() {
            devices->bench()->setNames({"speakers", "headphones"});
            stem.append(std::vector<double>(800000, 0.1));
            settings = std::make_unique<SoundSettings>(devices);
            player = std::make_unique<Player>(settings->scoreOutputs());
            QObject::connect(settings.get(), &SoundSettings::choiceChanged, player.get(),
                             &Player::renewOutput);
        }
    };
    static void choose(QComboBox& box, const QString& text) {
        const int index = box.findText(text);
        QVERIFY2(index >= 0, qPrintable(text));
        box.setCurrentIndex(index);
        emit box.activated(index);
    }

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-test");
        look::apply(*qApp, Theme::Dark);
    }
    void init() { QSettings().clear(); }

    void aDeviceIsTakenAtOnceAndKept() {
        Desk desk;
        SoundDialog dialog(*desk.settings, *desk.player, 48000);
        dialog.show();
        QTRY_COMPARE(dialog.deviceBox().count(), 3);
        QCOMPARE(dialog.deviceBox().itemText(0), QStringLiteral("As the system (speakers)"));
        desk.player->play(desk.stem.sound(), 0);
        QTRY_COMPARE(desk.devices->bench()->opened(), std::string("speakers"));
        QTRY_VERIFY(dialog.stateText().startsWith("speakers at 8 kHz"));
        choose(dialog.deviceBox(), "headphones");
        QTRY_COMPARE(desk.devices->bench()->opened(), std::string("headphones"));
        QTRY_VERIFY(dialog.stateText().startsWith("headphones at 8 kHz"));
        QVERIFY(desk.player->isPlaying());
        QCOMPARE(SoundSettings(desk.devices).choice().device, std::string("headphones"));
    }
    void howFarAheadIsShownInMillisecondsAndTaken() {
        Desk desk;
        SoundDialog dialog(*desk.settings, *desk.player, 48000);
        QCOMPARE(dialog.scoreBox().currentText(), QStringLiteral("5120 frames · 107 ms"));
        QCOMPARE(dialog.keyBox().currentText(), QStringLiteral("1024 frames · 21 ms"));
        desk.player->play(desk.stem.sound(), 0);
        QTRY_COMPARE(desk.devices->bench()->opened(), std::string("speakers"));
        QCOMPARE(desk.devices->bench()->framesAhead, 5120u);
        choose(dialog.scoreBox(), "2048 frames · 43 ms");
        QTRY_COMPARE(desk.devices->bench()->framesAhead, 2048u);
        QCOMPARE(SoundSettings(desk.devices).choice().scoreFrames, 2048u);
        QCOMPARE(SoundSettings(desk.devices).choice().keyFrames, 1024u);
    }
    void aChosenDeviceThatIsNotThereStaysChosenAndIsTold() {
        Desk desk;
        desk.settings->setChoice({"interface", 8192, 1024});
        SoundDialog dialog(*desk.settings, *desk.player, 48000);
        dialog.show();
        QTRY_COMPARE(dialog.deviceBox().count(), 4);
        QCOMPARE(dialog.deviceBox().currentText(), QStringLiteral("interface (not there)"));
        desk.player->play(desk.stem.sound(), 0);
        QTRY_VERIFY2(dialog.stateText().contains("stands in for interface"),
                     qPrintable(dialog.stateText()));
        desk.devices->bench()->setNames({"speakers", "interface"});
        QTRY_COMPARE(desk.devices->bench()->opened(), std::string("interface"));
        QTRY_COMPARE(dialog.deviceBox().currentText(), QStringLiteral("interface"));
    }
    void damagedSettingsGiveUsualOnes() {
        QSettings().setValue("sound/scoreFrames", "lots");
        QSettings().setValue("sound/keyFrames", 4000000000u);
        const SoundSettings settings(std::make_shared<ListenedDevices>());
        QCOMPARE(settings.choice().scoreFrames, 5120u);
        QCOMPARE(settings.choice().keyFrames, 65536u);
    }
    void devicesThatDoNotAnswerDoNotHoldTheDialogUp() {
        Desk desk;
        desk.devices->bench()->answers = false;
        {
            SoundDialog dialog(*desk.settings, *desk.player, 48000);
            dialog.show();
            QTest::qWait(100);
            QCOMPARE(dialog.deviceBox().count(), 1);
        }
        desk.devices->bench()->answers = true;
    }
    void theToneSounds() {
        std::atomic<bool> heard{false};
        const auto devices =
            std::make_shared<ListenedDevices>([&heard](std::span<const float> samples) {
                for (const float sample : samples)
                    heard = heard || sample > 0.1f;
            });
        SoundSettings settings(devices);
        Player player(settings.scoreOutputs());
        SoundDialog dialog(settings, player, 8000);
        dialog.show();
        QTest::mouseClick(&dialog.toneButton(), Qt::LeftButton);
        QTRY_VERIFY(heard);
    }
    void everyWidgetOfUseHasAName() {
        Desk desk;
        SoundDialog dialog(*desk.settings, *desk.player, 48000);
        for (QWidget* widget : dialog.findChildren<QWidget*>())
            if (widget->focusPolicy() != Qt::NoFocus && widget->parentWidget() == &dialog)
                QVERIFY2(!QAccessible::queryAccessibleInterface(widget)
                              ->text(QAccessible::Name)
                              .isEmpty(),
                         widget->metaObject()->className());
    }
};

STRIA_WIDGET_TEST(SoundDialogTest)
#include "sound_dialog_test.moc"
