// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/session/offline_session.h"
#include "tests/support/test_program.h"

using namespace stria;

class SessionBusesTest : public QObject {
    Q_OBJECT

  private slots:
    void anEventKeepsItsBusHoweverItIsNamed_data() {
        QTest::addColumn<QString>("way");
        for (const char* way : {"id", "number", "default", "alias", "pfield", "literal",
                                "included code", "opcode of the user's"})
            QTest::newRow(way) << QString::fromLatin1(way);
    }
    void anEventKeepsItsBusHoweverItIsNamed() {
        QFETCH(QString, way);
        QTemporaryDir folder;
        OfflineSession session =
            std::move(*OfflineSession::create({.numAudioBuses = 2, .numControlBuses = 0}));
        const auto bus = session.assignBus();
        QCOMPARE(bus->number(), 1);
        Instrument source;
        source.name = "source";
        source.body = "|ibus=0|\nasig oscili 0.5, 440\nbusout ibus, asig";
        EventOptions options{.delay = 1, .duration = 1};
        if (way == "id")
            options.named = {{"ibus", *bus}};
        else if (way == "number")
            options.named = {{"ibus", 1}};
        else if (way == "default")
            source.body = "|ibus=1|\nasig oscili 0.5, 440\nbusout ibus, asig";
        else if (way == "alias") {
            source.aliases = {{"send", "ibus"}};
            options.named = {{"send", 1}};
        } else if (way == "pfield")
            options.named = {{"p5", 1}};
        else if (way == "literal")
            source.body = "asig oscili 0.5, 440\nbusout 1, asig";
        else if (way == "included code") {
            QFile file(folder.filePath("send.inc"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("busout 1, asig\n");
            file.close();
            source.body =
                "asig oscili 0.5, 440\n#include \"" + file.fileName().toStdString() + "\"\n";
        } else {
            QVERIFY(session.addGlobalCode("opcode send, 0, ia\n ibus, asig xin\n"
                                          " busmix ibus, asig\nendop\n"));
            source.body = "asig oscili 0.5, 440\nsend 1, asig";
        }
        QVERIFY(session.registerInstr(source));
        // A second one is given the bus and taken out again, which would free it.
        (void)session.defInstr("other", "|ibus=0|\nasig oscili 0.5, 440\nbusout ibus, asig");
        const auto other =
            session.sched("other", {.delay = 1, .duration = 1, .named = {{"ibus", *bus}}});
        const auto event = session.sched("source", options);
        QVERIFY(event);
        QVERIFY(session.unsched(*other, 0.5)); // before its start: it never plays
        QVERIFY(bus->isValid());
        QCOMPARE(session.assignBus()->number(), 2);
        QVERIFY(session.unsched(*event, 0.5));
        QVERIFY(!bus->isValid());
    }
    void anIncludedFileThatChangesIsReadAnew() {
        QTemporaryDir folder;
        const auto include = [&](const char* text) {
            QFile file(folder.filePath("send.inc"));
            return file.open(QIODevice::WriteOnly) && file.write(text) > 0;
        };
        OfflineSession session =
            std::move(*OfflineSession::create({.numAudioBuses = 2, .numControlBuses = 0}));
        const auto first = session.assignBus();
        const auto second = session.assignBus();
        QVERIFY(include("busout 1, asig\n"));
        (void)session.defInstr("source", "asig oscili 0.5, 440\n#include \"" +
                                             folder.filePath("send.inc").toStdString() + "\"\n");
        QVERIFY(session.sched("source", {.delay = 1, .duration = 0.1}));
        QVERIFY(include("busout 2, asig\n"));
        RenderOptions options;
        options.wait = true;
        const std::string file = folder.filePath("a.wav").toStdString();
        QVERIFY(session.render(file, options).wait().ok());
        const auto event = session.sched("source", {.delay = 1, .duration = 0.1});
        QVERIFY(session.unsched(*event, 0.5));
        QVERIFY(first->isValid() && !second->isValid());
    }
    void whoMayUseAnyBusDoesNotMakeTheOthersUsed() {
        OfflineSession session =
            std::move(*OfflineSession::create({.numAudioBuses = 1, .numControlBuses = 0}));
        const auto bus = session.assignBus();
        (void)session.defInstr("any", "asig oscili 0.5, 440\nbusout 1 + 0, asig");
        const auto event = session.sched("any", {.delay = 1, .duration = 1});
        QVERIFY(session.unsched(*event, 0.5));
        QVERIFY(bus->isValid());
    }
};

STRIA_TEST(SessionBusesTest)
#include "session_buses_test.moc"
