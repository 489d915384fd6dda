// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/record.h"

#include <QtTest>

#include "tests/engine/storage/random_project.h"
#include "tests/support/test_program.h"

using namespace stria;

class RecordTest : public QObject {
    Q_OBJECT

    static bool fails(const char* line, const char* expected, int column) {
        const auto record = readRecord(line);
        return !record && record.error().message.find(expected) != std::string::npos &&
               record.error().place.column == column;
    }

  private slots:
    void anEventIsOneShortLine() {
        ScoreEvent event;
        event.id = {0x2a};
        event.instrument = {0x11};
        event.start = 12.5;
        event.duration = 0.1;
        event.arguments = {{"kamp", 0.3}, {"ibus", BusId{3}}, {"Sname", std::string("a\"b")}};
        QCOMPARE(QString::fromStdString(writeRecord(event)),
                 QStringLiteral("{\"kind\":\"event\",\"id\":\"000000000000002a\",\"instrument\":"
                                "\"0000000000000011\",\"start\":12.5,\"duration\":0.1,\"args\":{"
                                "\"kamp\":0.3,\"ibus\":{\"bus\":\"0000000000000003\"},\"Sname\":"
                                "\"a\\\"b\"}}"));
        const auto record = readRecord(writeRecord(event));
        QVERIFY(record);
        QVERIFY(std::get<ReadChange>(*record).change ==
                Change(EntityChange<ScoreEvent>{event.id, std::nullopt, event}));
    }
    void whatCannotBeReadIsNamedWithItsColumn() {
        QVERIFY(readRecord("not json").error().message.find("not JSON") != std::string::npos);
        QVERIFY(fails("[1,2]", "kind", 1) || fails("[1,2]", "record", 1));
        QVERIFY(fails(R"({"kind":"event","id":"xyz"})", "hexadecimal", 22));
        QVERIFY(fails(R"({"kind":"event","id":"1","start":"soon"})", "a number", 34));
        QVERIFY(fails(R"({"kind":"event","id":"1","start":1e999})", "double", 34));
        QVERIFY(!readRecord(R"({"kind":"event","start":1})"));
        QVERIFY(!readRecord(R"({"kind":"automation","id":"1","points":[[0,1,"wavy"]]})"));
        QVERIFY(!readRecord(R"({"kind":"bus","id":"1","type":"stereo"})"));
        QVERIFY(!readRecord(""));
        QVERIFY(fails(R"({"kind":"event","id":"1","start":1,"name":"a","start":2})", "twice", 47));
        QVERIFY(fails(R"({"kind":"event","id":"1","args":{"kx":1,"ky":2,"kx":3}})", "kx", 48));
        QVERIFY(readRecord(R"({"kind":"event","id":"1","args":{"kx":1,"id":2},"start":3})"));
    }
    void unknownKeysAndKindsAreKept() {
        const char* line =
            R"({"kind":"event","id":"1","glow":{"deep":[1,2]},"start":2,"mood":"blue"})";
        const auto record = readRecord(line);
        QVERIFY(record);
        const auto& change =
            std::get<EntityChange<ScoreEvent>>(std::get<ReadChange>(*record).change);
        QCOMPARE(change.after->start, 2.0);
        const std::string again = writeRecord(*change.after);
        QVERIFY(again.find(R"("glow":{"deep":[1,2]},"mood":"blue"})") != std::string::npos);
        const char* later = R"({"kind":"hologram","id":"9","x":1})";
        QCOMPARE(std::get<UnknownRecord>(*readRecord(later)).line, std::string(later));
    }
    void aBusKeepsHowItsValueIsShown() {
        Bus bus;
        bus.id = {0xb};
        bus.kind = Bus::Kind::Control;
        bus.hint = {{}, -1, 1, "V", false};
        bus.laneShown = false;
        bus.laneHeight = 120;
        QCOMPARE(QString::fromStdString(writeRecord(bus)),
                 QStringLiteral("{\"kind\":\"bus\",\"id\":\"000000000000000b\",\"type\":"
                                "\"control\",\"hint\":{\"minimum\":-1,\"maximum\":1,\"unit\":"
                                "\"V\"},\"laneShown\":false,\"laneHeight\":120}"));
        const auto record = readRecord(writeRecord(bus));
        QVERIFY(record);
        QVERIFY(std::get<ReadChange>(*record).change ==
                Change(EntityChange<Bus>{bus.id, std::nullopt, bus}));
    }
    void aTrackOfAnEarlyProjectHasItsOneLane() {
        const auto record = readRecord(R"({"kind":"track","id":"d","laneParameter":"kamp"})");
        QVERIFY(record);
        const auto& change = std::get<EntityChange<Track>>(std::get<ReadChange>(*record).change);
        QCOMPARE(change.after->lanes, (std::vector<ParameterLane>{{"kamp", 0}}));
        QCOMPARE(QString::fromStdString(writeRecord(*change.after)),
                 QStringLiteral("{\"kind\":\"track\",\"id\":\"000000000000000d\",\"lanes\":[{"
                                "\"parameter\":\"kamp\"}]}"));
    }
    void everyChangeOfAProjectCanBePlayedAgain() {
        for (unsigned seed = 0; seed < 5; ++seed) {
            RandomProject random(seed);
            Project project = random.make();
            Project copy;
            RecordPlayer player(copy, RecordPlayer::Repeats::Replace);
            const auto play = [&](const std::string& lines) {
                for (std::size_t at = 0; at <= lines.size();) {
                    const std::size_t end = std::min(lines.find('\n', at), lines.size());
                    const auto played = player.play(std::string_view(lines).substr(at, end - at));
                    QVERIFY2(played, played ? "" : played.error().message.c_str());
                    at = end + 1;
                }
            };
            const Project before = project;
            Project target;
            const auto subscription =
                target.subscribe([&](const Change& change) { play(writeChange(change)); });
            // Everything is inserted, then texts and curves change in part, then things go.
            target.changeSettings(project.settings());
            const auto insertAll = [&]<class Entity>(const EntityMap<Entity>& map) {
                map.forEach([&](const Entity& e) { static_cast<void>(target.insert(e)); });
            };
            insertAll(project.all<Instrument>());
            insertAll(project.all<ScoreEvent>());
            insertAll(project.all<Automation>());
            insertAll(project.all<Table>());
            insertAll(project.all<GlobalCode>());
            project.all<Instrument>().forEach([&](Instrument i) {
                i.body.insert(i.body.size() / 2, random.text());
                static_cast<void>(target.change(i));
                i.name = "other";
                i.init += "x";
                static_cast<void>(target.change(i));
            });
            project.all<Automation>().forEach([&](Automation a) {
                a.points.erase(a.points.begin() + static_cast<std::ptrdiff_t>(a.points.size() / 2));
                if (a.points.empty())
                    a.points.push_back({1, 2, {}});
                static_cast<void>(target.change(a));
            });
            project.all<ScoreEvent>().forEach([&](const ScoreEvent& e) {
                if (e.priority > 4)
                    static_cast<void>(target.remove(e.id));
            });
            QVERIFY(player.finish());
            QVERIFY(copy == target);
        }
    }
    void aRunOfTypingCostsWhatWasTyped() {
        Instrument before;
        before.id = {1};
        before.body = std::string(100000, 'x');
        Instrument after = before;
        after.body.insert(50000, "y");
        const std::string line = writeChange(EntityChange<Instrument>{before.id, before, after});
        QVERIFY2(line.size() < 200, line.c_str());
    }
};

STRIA_CORE_TEST(RecordTest)
#include "record_test.moc"
