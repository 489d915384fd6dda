// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/export_plan.h"
#include "tests/support/test_program.h"

#include <QtTest>

using namespace stria;

namespace {

const ExportNames names{"piece", "2026-11-24", "11-36"};

std::vector<EventId> sorted(std::vector<EventId> events) {
    std::sort(events.begin(), events.end());
    return events;
}

std::vector<std::string> filesOf(const Expected<std::vector<RenderSpec>>& plan) {
    std::vector<std::string> files;
    if (!plan)
        return {plan.error().message};
    for (const RenderSpec& spec : *plan)
        files.push_back(spec.outputFile);
    return files;
}

} // namespace

class ExportPlanTest : public QObject {
    Q_OBJECT

    Project m_project;

    InstrumentId instrument(const std::string& name, double order) {
        Instrument instrument;
        instrument.id = InstrumentId::random();
        instrument.name = name;
        instrument.order = order;
        return m_project.insert(instrument) ? instrument.id : InstrumentId{};
    }
    TrackId track(const std::string& name, double order, bool muted = false) {
        Track track;
        track.id = TrackId::random();
        track.name = name;
        track.order = order;
        track.muted = muted;
        return m_project.insert(track) ? track.id : TrackId{};
    }
    EventId addEvent(InstrumentId instrument, TrackId track, double start,
                     const std::string& name = {}) {
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument;
        event.track = track;
        event.start = start;
        event.name = name;
        return m_project.insert(event) ? event.id : EventId{};
    }
    static RenderSpec spec(RenderSpec::Stems stems, const std::string& file) {
        RenderSpec spec;
        spec.stems = stems;
        spec.outputFile = file;
        return spec;
    }

    InstrumentId m_glass, m_drum;
    EventId m_first, m_second, m_third, m_loose;

  private slots:
    void init() {
        m_project = Project();
        m_glass = instrument("glass", 1);
        m_drum = instrument("drum", 2);
        const TrackId high = track("high/low", 2);
        const TrackId low = track("Bass", 1);
        m_first = addEvent(m_glass, high, 0, "call");
        m_second = addEvent(m_drum, low, 1);
        m_third = addEvent(m_glass, high, 2, "answer");
        m_loose = addEvent(m_drum, {}, 3); // no track of its own, none with its instrument's name
    }

    void withoutStemsThereIsOneFileForAll() {
        const auto plan =
            planExport(m_project, spec(RenderSpec::Stems::None, "/x/{project}.wav"), names);
        QCOMPARE(filesOf(plan), (std::vector<std::string>{"/x/piece.wav"}));
        QVERIFY(plan->front().onlyEvents.empty());
        QCOMPARE(filesOf(planExport(Project(), spec(RenderSpec::Stems::None, "/x/a:b.wav"), names)),
                 (std::vector<std::string>{"/x/a:b.wav"}));
    }
    void eachTrackHasAFileInTheOrderOfTheTracks() {
        const auto plan =
            planExport(m_project, spec(RenderSpec::Stems::Tracks, "{number} {track}.flac"), names);
        QCOMPARE(filesOf(plan),
                 (std::vector<std::string>{"01 Bass.flac", "02 high-low.flac", "03 drum.flac"}));
        QCOMPARE(sorted((*plan)[1].onlyEvents), sorted({m_first, m_third}));
        QCOMPARE((*plan)[2].onlyEvents, (std::vector<EventId>{m_loose}));
        QVERIFY((*plan)[0].stems == RenderSpec::Stems::None);
    }
    void eachInstrumentHasAFile() {
        const auto plan = planExport(
            m_project, spec(RenderSpec::Stems::Instruments, "{date} {time} {instrument}.wav"),
            names);
        QCOMPARE(filesOf(plan), (std::vector<std::string>{"2026-11-24 11-36 glass.wav",
                                                          "2026-11-24 11-36 drum.wav"}));
        QCOMPARE(sorted((*plan)[1].onlyEvents), sorted({m_second, m_loose}));
    }
    void eachChosenEventHasAFileAndEqualNamesGetNumbers() {
        RenderSpec wanted = spec(RenderSpec::Stems::Events, "/a{b/{event}.wav");
        wanted.onlyEvents = {m_loose, m_second, m_first};
        QCOMPARE(filesOf(planExport(m_project, wanted, names)),
                 (std::vector<std::string>{"/a{b/call.wav", "/a{b/drum.wav", "/a{b/drum 2.wav"}));
    }
    void whatIsMutedOrOutsideTheStretchHasNoFile() {
        RenderSpec wanted = spec(RenderSpec::Stems::Tracks, "{track}.wav");
        wanted.endTime = 2.5;
        QCOMPARE(filesOf(planExport(m_project, wanted, names)),
                 (std::vector<std::string>{"Bass.wav", "high-low.wav"}));
        wanted.startTime = 2.1; // the drum has ended, but its release may sound
        QCOMPARE(filesOf(planExport(m_project, wanted, names)).size(), std::size_t{2});
        wanted.past = RenderSpec::PastSound::Crop;
        QCOMPARE(filesOf(planExport(m_project, wanted, names)),
                 (std::vector<std::string>{"high-low.wav"}));
        for (Track muted : {*m_project.inOrder<Track>()[1]}) {
            muted.muted = true;
            QVERIFY(m_project.change(muted).has_value());
        }
        const auto nothing = planExport(m_project, wanted, names);
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().code, ErrorCode::NothingToRender);
        // Events chosen one by one are heard all the same, as when they are rendered.
        wanted.onlyEvents = {m_third};
        QCOMPARE(filesOf(planExport(m_project, wanted, names)).size(), std::size_t{1});
    }
    void effectsAndWhatMovesParametersPlayInEachStemThatTheyBelongTo() {
        const auto bus = [this](const std::string& name, Bus::Kind kind) {
            Bus made;
            made.id = BusId::random();
            made.name = name;
            made.kind = kind;
            return m_project.insert(made) ? made.id : BusId{};
        };
        const BusId wet = bus("wet", Bus::Kind::Audio);
        const BusId master = bus("master", Bus::Kind::Audio);
        const BusId wave = bus("wave", Bus::Kind::Control);
        const auto playing = [this](const std::string& name, const std::string& body,
                                    const std::vector<Argument>& arguments) {
            Instrument made;
            made.id = InstrumentId::random();
            made.name = name;
            made.body = body;
            ScoreEvent played;
            played.id = EventId::random();
            played.instrument = made.id;
            played.arguments = arguments;
            return m_project.insert(made) && m_project.insert(played) ? played.id : EventId{};
        };
        const EventId sends = playing("sends",
                                      "|ibus=0, iwave=0|\nkw = busin:k(iwave)\n"
                                      "busmix(ibus, oscili:a(kw, 440))",
                                      {{"ibus", wet}, {"iwave", wave}});
        const EventId reverb = playing("reverb", "|ifrom=0, ito=0|\nbusmix(ito, busin:a(ifrom))",
                                       {{"ifrom", wet}, {"ito", master}});
        const EventId limiter =
            playing("limiter", "|ifrom=0|\nouts busin:a(ifrom), a(0)", {{"ifrom", master}});
        const EventId lfo =
            playing("lfo", "|iwave=0|\nbusout(iwave, lfo:k(1, 2))", {{"iwave", wave}});
        const auto plan =
            planExport(m_project, spec(RenderSpec::Stems::Instruments, "{instrument}.wav"), names);
        auto files = filesOf(plan);
        std::sort(files.begin(), files.end());
        QCOMPARE(files, (std::vector<std::string>{"drum.wav", "glass.wav", "sends.wav"}));
        for (const RenderSpec& one : *plan)
            if (one.outputFile == "sends.wav")
                QCOMPARE(sorted(one.onlyEvents), sorted({sends, reverb, limiter, lfo}));
            else
                QCOMPARE(one.onlyEvents.size(), std::size_t{2});
        // Chosen alone they are what is to be heard.
        RenderSpec alone = spec(RenderSpec::Stems::Instruments, "{instrument}.wav");
        alone.onlyEvents = {lfo, reverb};
        QCOMPARE(planExport(m_project, alone, names)->size(), std::size_t{2});
    }
    void tooManyFilesAreRefused() {
        for (std::size_t i = 0; i <= mostFilesOfAnExport; ++i)
            addEvent(m_glass, {}, static_cast<double>(i));
        const auto plan =
            planExport(m_project, spec(RenderSpec::Stems::Events, "{event}.wav"), names);
        QVERIFY(!plan);
        QVERIFY(plan.error().message.find("2000") != std::string::npos);
    }
    void theEndingIsNoPartOfThePattern() {
        QCOMPARE(filesOf(planExport(
                     m_project, spec(RenderSpec::Stems::None, "v1.2 {project}.take.wav"), names)),
                 (std::vector<std::string>{"v1.2 piece.take.wav"}));
        QCOMPARE(
            filesOf(planExport(m_project, spec(RenderSpec::Stems::None, "a.{project}"), names)),
            (std::vector<std::string>{"a.piece"}));
        QVERIFY(!planExport(m_project, spec(RenderSpec::Stems::None, "{nonsense}.wav"), names));
    }
};

STRIA_CORE_TEST(ExportPlanTest)
#include "export_plan_test.moc"
