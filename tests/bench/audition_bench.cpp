// SPDX-License-Identifier: GPL-3.0-or-later
// From asking for an event to the first sample that a device would get (its buffer not counted).
#include <QCoreApplication>
#include <QEventLoop>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

#include "tests/bench/bench.h"
#include "ui/audition/event_audition.h"
#include "ui/transport/null_output.h"

using namespace stria;
using Clock = std::chrono::steady_clock;

namespace {

Instrument instrument(const char* name, const char* body) {
    Instrument made;
    made.id = InstrumentId::random();
    made.name = name;
    made.body = body;
    return made;
}

/// Ten thousand events of one instrument, one of another.
struct Score {
    Project project;
    ScoreEvent first, second, other;

    Score() {
        const Instrument tone = instrument("tone", "|kamp=0.3, kfreq=440|\n"
                                                   "asig vco2 kamp, kfreq\nouts asig, asig\n");
        const Instrument bell = instrument("bell", "|kamp=0.3|\nasig oscili kamp, 880\n"
                                                   "outs asig, asig\n");
        (void)project.insert(tone);
        (void)project.insert(bell);
        for (int i = 0; i < 10000; ++i) {
            ScoreEvent event;
            event.id = EventId::random();
            event.instrument = i == 2 ? bell.id : tone.id;
            event.start = i * 0.5;
            event.duration = 0.25;
            (void)project.insert(event);
            if (i < 3)
                (i == 0 ? first : i == 1 ? second : other) = event;
        }
    }
};

class Listener {
  public:
    Listener()
        : m_audition([this] {
              return std::make_unique<NullOutput>([this](std::span<const float> samples) {
                  for (const float sample : samples)
                      if (std::abs(sample) > 1e-3F && m_armed.exchange(false))
                          m_heardAt = Clock::now();
              });
          }) {}

    /// Milliseconds; afterwards waits until it is over.
    double heardAfter(const Project& project, const ScoreEvent& event) {
        m_armed = true;
        const auto begin = Clock::now();
        m_audition.play(project, {}, event, {});
        const auto end = begin + std::chrono::seconds(10);
        while ((m_armed || m_audition.isSounding()) && Clock::now() < end) {
            QCoreApplication::processEvents();
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        return std::chrono::duration<double, std::milli>(m_heardAt.load() - begin).count();
    }

  private:
    std::atomic<bool> m_armed{false};
    std::atomic<Clock::time_point> m_heardAt{};
    EventAudition m_audition;
};

double median(const std::function<double()>& measure) {
    std::vector<double> values;
    for (int i = 0; i < 5; ++i)
        values.push_back(measure());
    std::sort(values.begin(), values.end());
    return values[2];
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    bench::Runner runner(argc, argv);
    if (!runner.wants("audition of an event"))
        return 0;
    const Score score;
    Listener listener;
    listener.heardAfter(score.project, score.first);
    runner.tell("audition of an event, its orchestra warm",
                median([&] { return listener.heardAfter(score.project, score.second); }), 30, "ms");
    bool turn = false;
    runner.tell("audition of an event of another orchestra", median([&] {
                    turn = !turn;
                    return listener.heardAfter(score.project, turn ? score.other : score.first);
                }),
                100, "ms");
    return runner.exitCode();
}
