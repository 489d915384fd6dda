// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/offline_session.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <limits>
#include <thread>

#include "engine/storage/project_file.h"
#include "tests/engine/session/session_sound.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

constexpr const char* tone = "|kfreq=440, kamp=0.2, ichan=1, Sname=\"x\"|\n"
                             "outch ichan, oscili:a(kamp, kfreq)";

OfflineSession sessionWithTone(const SessionOptions& options = {}) {
    OfflineSession session = std::move(*OfflineSession::create(options));
    (void)session.defInstr("tone", tone);
    return session;
}

bool says(const Diagnostic& problem, const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return problem.toText().find(word) != std::string::npos ||
               problem.place.eventName.find(word) != std::string::npos;
    });
}

/// A chooser with one answer.
class OneFileHost : public Host {
  public:
    explicit OneFileHost(std::string path) : m_path(std::move(path)) {}
    Expected<std::string> chooseSoundFile() override { return m_path; }
    Expected<void> openFile(const std::string& path) override {
        opened = path;
        return {};
    }
    int ask(const std::string&, const std::vector<std::string>&) override { return -1; }
    std::string opened;

  private:
    std::string m_path;
};

} // namespace

class OfflineSessionTest : public QObject {
    Q_OBJECT

  private slots:
    void settingsOutOfRangeAreNamed() {
        const auto session = OfflineSession::create({.sampleRate = 100});
        QVERIFY(!session);
        QVERIFY(says(session.error(), {"100", "8000"}));
    }

    void aWrongCallSchedulesNothing() {
        OfflineSession session = sessionWithTone();
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const Project before = session.project();
        QVERIFY(says(session.sched("tonne").error(), {"tonne", "tone"}));
        QVERIFY(says(session.sched("tone", {.named = {{"kfrq", 1}}}).error(),
                     {"kfrq", "kfreq", "tone"}));
        QVERIFY(says(session.sched("tone", {.args = {"high"}}).error(), {"kfreq", "tone at 0 s"}));
        QVERIFY(says(session.sched("tone", {.named = {{"Sname", 3}}}).error(), {"Sname"}));
        QVERIFY(!session.sched("tone", {.args = {1, 2, 3, "x", 5}}));
        QVERIFY(!session.sched("tone", {.args = {1}, .named = {{"kfreq", 2}}}));
        QVERIFY(!session.sched("tone", {.delay = -1}));
        QVERIFY(!session.sched("tone", {.delay = nan}));
        QVERIFY(!session.sched("tone", {.duration = -2}));
        QVERIFY(!session.sched("tone", {.args = {nan}}));
        QVERIFY(!session.sched("tone", {.priority = 0}));
        QVERIFY(!session.sched("tone", {.priority = 11}));
        QVERIFY(session.project() == before);
    }

    void aWrongAutomationChangesNothing() {
        OfflineSession session = sessionWithTone();
        const auto event = session.sched("tone", {.duration = 1, .name = "solo"});
        const Project before = session.project();
        QVERIFY(says(event->automate("ichan", {0, 1, 1, 2}).error(), {"ichan", "solo"}));
        QVERIFY(says(event->automate("kfreqq", {0, 1, 1, 2}).error(), {"kfreqq", "kfreq"}));
        QVERIFY(!event->automate("Sname", {0, 1}));
        QVERIFY(!event->automate("kfreq", {}));
        QVERIFY(!event->automate("kfreq", {0, 1, 2}));
        QVERIFY(!event->automate("kfreq", {1, 1, 0, 2}));
        QVERIFY(!event->automate("kfreq", {0, 1, 1, std::nan("")}));
        QVERIFY(!event->automate("kfreq", {0, 1}, {.mode = "sine"}));
        QVERIFY(!event->set("kfreq", std::nan("")));
        QVERIFY(!event->set("kfreq", 1, std::nan("")));
        QVERIFY(session.project() == before);
        QCOMPARE(event->dynamicParams(), (std::vector<std::string>{"kfreq", "kamp"}));
    }

    void everyEventHasItsOwnP1ThatStays() {
        OfflineSession session = sessionWithTone();
        std::vector<EventHandle> events;
        for (int i = 0; i < 50; ++i)
            events.push_back(*session.sched("tone", {.duration = 1, .priority = 1 + i % 3}));
        std::vector<double> numbers;
        for (const EventHandle& event : events)
            numbers.push_back(event.p1());
        QVERIFY(session.defInstr("more", "outch 1, a(0)"));
        QVERIFY(session.sched("more", {.duration = 1}));
        for (std::size_t i = 0; i < events.size(); ++i) {
            QCOMPARE(events[i].p1(), numbers[i]);
            QCOMPARE(session.getEventsByP1(numbers[i]).size(), std::size_t{1});
            QVERIFY(session.getEventsByP1(numbers[i]).front() == events[i]);
        }
        const double number = std::floor(numbers[0]);
        QCOMPARE(*session.commitInstrument("tone"), static_cast<int>(number));
        QCOMPARE(session.getEventsByP1(number).size(), std::size_t{17});
        QVERIFY(session.unsched(number, 0.5));
        QCOMPARE(events[0].end(), 0.5);
        QCOMPARE(events[1].end(), 1.0);
    }

    void globalCodeCannotTakeANumberThatIsGivenOut() {
        OfflineSession session = sessionWithTone();
        const auto number = session.commitInstrument("tone");
        const auto refused = session.addGlobalCode("instr " + std::to_string(*number) + "\nendin");
        QVERIFY(!refused);
        QVERIFY(says(refused.error(), {std::to_string(*number), "tone", "global code"}));
    }

    void aBusLivesAsLongAsItIsUsed() {
        OfflineSession session = sessionWithTone({.numAudioBuses = 1, .numControlBuses = 2});
        const auto bus = session.assignBus();
        QCOMPARE(bus->number(), 1);
        QVERIFY(!session.assignBus());
        const auto event = session.sched("tone", {.delay = 1, .named = {{"ichan", *bus}}});
        QVERIFY(session.unsched(*event, 0.5)); // before its start: it never plays
        QVERIFY(!bus->isValid());
        const auto next = session.assignBus();
        QVERIFY(next);
        QCOMPARE(next->number(), 1);

        const auto kept = session.assignBus({.value = 1, .persist = true});
        QVERIFY(session.sched("tone", {.duration = 1, .named = {{"ichan", *kept}}}));
        QVERIFY(kept->release());
        QVERIFY(!kept->isValid() && !kept->release() && !kept->set(1));
        QCOMPARE(session.assignBus({.value = 1})->number(), 2);
        QVERIFY(!session.assignBus({.kind = Bus::Kind::Audio, .value = 1}));
        QVERIFY(!OfflineSession(
                     std::move(*OfflineSession::create({.numAudioBuses = 0, .numControlBuses = 0})))
                     .assignBus());
    }

    void handlesOutliveTheirSessionAndSaySo() {
        EventHandle event;
        BusHandle bus;
        TableHandle table;
        {
            OfflineSession session = sessionWithTone();
            event = *session.sched("tone", {.duration = 1});
            bus = *session.assignBus();
            table = *session.makeTable(std::vector<double>{1, 2});
            QVERIFY(event.isValid() && bus.isValid() && table.isValid());
        }
        QVERIFY(!event.isValid() && !bus.isValid() && !table.isValid());
        QVERIFY(!event.set("kfreq", 1) && !bus.release() && !table.data());
        OfflineSession other = sessionWithTone();
        QVERIFY(!other.unsched(event, 1));
        QVERIFY(!other.sched("tone", {.args = {bus}}));
    }

    void tablesKeepTheirNumbersAndData() {
        OfflineSession session;
        const std::vector<double> data{0.25, 0.5, -1};
        const auto table = session.makeTable(data);
        QCOMPARE(*table->data(), data);
        QCOMPARE(table->size(), std::size_t{3});
        QVERIFY(*session.makeTable(data, {.unique = false}) == *table);
        QVERIFY(!(*session.makeTable(data) == *table));
        QCOMPARE(session.makeTable(data, {.number = 777})->number(), 777);
        QVERIFY(!session.makeTable(data, {.number = 777}));
        QVERIFY(!session.makeTable(std::vector<double>{}));
        QCOMPARE(session.makeTable(TableSize{10, 2})->size(), std::size_t{20});
        QCOMPARE(*session.strSet("a"), *session.strSet("a"));
        QVERIFY(*session.strSet("b") != *session.strSet("a"));
        QVERIFY(!session.strSet("c", *session.strSet("a")));
    }

    void scoreTimesFollowTheEvents() {
        OfflineSession session = sessionWithTone();
        QVERIFY(session.scoreTimeRange() == std::pair(0.0, 0.0));
        QVERIFY(session.sched("tone", {.delay = 1, .duration = 2}));
        QVERIFY(session.scoreTimeRange() == std::pair(1.0, 3.0));
        QVERIFY(session.setEndMarker(5));
        QCOMPARE(session.renderDuration(), 5.0);
        const auto endless = session.sched("tone", {.delay = 0});
        QVERIFY(std::isinf(session.scoreTimeRange().second));
        QVERIFY(endless->stop(7));
        QCOMPARE(session.scoreTimeRange().second, 7.0);
        QVERIFY(!session.setEndMarker(-1));
    }

    void memoryAndCallbackGiveTheSameSound() {
        OfflineSession session = sessionWithTone();
        QVERIFY(session.sched("tone", {.duration = 1}));
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY2(sound, sound ? "" : sound.error().toText().c_str());
        QCOMPARE(sound->frames(), std::size_t{44100});
        std::vector<double> blocks;
        QVERIFY(session.renderToCallback(
            [&](std::span<const double> samples, int channels) {
                blocks.insert(blocks.end(), samples.begin(), samples.end());
                return channels == 2;
            },
            inProcess()));
        QVERIFY(blocks == sound->samples);
        const auto ended = session.renderToCallback(
            [](std::span<const double>, int) { return false; }, inProcess());
        QVERIFY(!ended && ended.error().code == ErrorCode::Cancelled);
    }

    void severalRendersOfOneSessionAtOnce() {
        const QTemporaryDir folder;
        OfflineSession session = sessionWithTone();
        QVERIFY(session.sched("tone", {.duration = 1}));
        RenderOptions options = inProcess();
        options.wait = false;
        const auto first = session.render((folder.path() + "/a.wav").toStdString(), options);
        QVERIFY(session.sched("tone", {.delay = 1, .duration = 1}));
        const auto second = session.render((folder.path() + "/b.wav").toStdString(), options);
        QVERIFY2(first.ok() && second.ok(), first.error().value_or(Diagnostic{}).toText().c_str());
        QVERIFY(std::abs(first.wait().duration - 1) < 0.01);
        QVERIFY(std::abs(second.wait().duration - 2) < 0.01);
        QCOMPARE(session.renderedJobs().size(), std::size_t{2});
        QCOMPARE(session.lastRenderedSoundfile().value_or(""), second.outputFile());
    }

    void severalSessionsInTheirOwnThreads() {
        std::vector<double> levels(3);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < levels.size(); ++i)
            threads.emplace_back([&levels, i] {
                OfflineSession session = sessionWithTone();
                (void)session.sched(
                    "tone", {.duration = 0.5, .args = {440, 0.1 * static_cast<double>(i + 1)}});
                if (const auto sound = session.renderToMemory(inProcess()))
                    levels[i] = level(*sound, 1, 0.1, 0.4);
            });
        for (std::thread& thread : threads)
            thread.join();
        for (std::size_t i = 0; i < levels.size(); ++i)
            QVERIFY(std::abs(levels[i] - 0.0707 * static_cast<double>(i + 1)) < 0.001);
    }

    void theOutputMayNotBeAFileOfTheSession() {
        const QTemporaryDir folder;
        const std::string path = (folder.path() + "/lib.wav").toStdString();
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("; nothing\n") > 0);
        file.close();
        OfflineSession session = sessionWithTone();
        QVERIFY(session.includeFile(path));
        QVERIFY(session.sched("tone", {.duration = 0.1}));
        const auto job = session.render(path, inProcess());
        QVERIFY(!job.ok() && says(*job.error(), {"lib.wav"}));
        QCOMPARE(QFile(QString::fromStdString(path)).size(), 10);
    }

    void theHostIsAskedForASoundFileAndOpensTheResult() {
        const QTemporaryDir folder;
        const std::string path = (folder.path() + "/tone.wav").toStdString();
        const auto host = std::make_shared<OneFileHost>(path);
        OfflineSession session = sessionWithTone({.host = host});
        QVERIFY(session.sched("tone", {.duration = 0.5}));
        RenderOptions options = inProcess();
        options.openWhenDone = true;
        QVERIFY(session.render(path, options).ok());
        QCOMPARE(host->opened, path);
        const auto table = session.readSoundfile("?");
        QVERIFY2(table, table ? "" : table.error().toText().c_str());
        QVERIFY(std::abs(table->duration() - 0.5) < 0.01);
        QVERIFY(*session.readSoundfile(path) == *table);
        QCOMPARE(session.soundfileRegistry().size(), std::size_t{1});
        QVERIFY(session.playSample("?", {.delay = 1, .speed = 2}));
        QCOMPARE(session.scoreTimeRange().second, 1 + table->duration() / 2);
        QVERIFY(!session.playSample(*table, {.speed = 0}));
        QVERIFY(!session.playSample(*table, {.skip = 9}));
        QVERIFY(session.playSample(*table, {.channel = 2, .pan = 1}));
        QCOMPARE(session.takeWarnings().size(), std::size_t{1});
    }

    void anEventGoesToAnotherSession() {
        OfflineSession session = sessionWithTone();
        const auto event = session.sched("tone", {.delay = 2, .duration = 1, .args = {550}});
        OfflineSession other = sessionWithTone();
        const auto moved = other.schedEvent(*session.eventValue(*event));
        QVERIFY(moved);
        QCOMPARE(moved->start(), 2.0);
        QCOMPARE(std::get<double>(moved->value()->arguments.front().value), 550.0);
        QVERIFY(!OfflineSession().schedEvent(*session.eventValue(*event)));
    }

    void aSessionIsSavedAsAProject() {
        const QTemporaryDir folder;
        const std::string path = (folder.path() + "/piece.stria").toStdString();
        OfflineSession session = sessionWithTone();
        const auto event = session.sched("tone", {.duration = 1});
        QVERIFY(event->automate("kfreq", {0, 440, 1, 880}, {.mode = "exp=2"}));
        QVERIFY(session.save(path));
        const auto loaded = loadProject(path);
        QVERIFY(loaded);
        QVERIFY(loaded->damagedLines.empty());
        QVERIFY(loaded->project == session.project());
    }
};

STRIA_TEST(OfflineSessionTest)
#include "offline_session_test.moc"
