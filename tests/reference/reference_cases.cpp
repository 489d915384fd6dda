// SPDX-License-Identifier: GPL-3.0-or-later
// reference_cases FILE...
//
// Plays scores with known answers (tests/data/reference/README.md) through OfflineSession.

#include <unistd.h>

#include <QFile>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <thread>

#include "tests/reference/case_player.h"

namespace stria::reference {

namespace {

struct Counts {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
};

/// Ends the program when a case hangs it: what hangs here may hold any lock.
class HangGuard {
  public:
    HangGuard(const std::string& name, double seconds, const Counts& counts)
        : m_thread([this, name, seconds, counts] {
              std::unique_lock lock(m_mutex);
              if (m_done.wait_for(lock, std::chrono::duration<double>(seconds),
                                  [this] { return m_isDone; }))
                  return;
              std::printf("FAILED %s\n    it hangs the program\n%d passed, %d failed, %d skipped\n",
                          name.c_str(), counts.passed, counts.failed + 1, counts.skipped);
              std::fflush(stdout);
              std::_Exit(1);
          }) {}
    ~HangGuard() {
        {
            const std::lock_guard lock(m_mutex);
            m_isDone = true;
        }
        m_done.notify_all();
        m_thread.join();
    }
    HangGuard(const HangGuard&) = delete;
    HangGuard& operator=(const HangGuard&) = delete;

  private:
    std::mutex m_mutex;
    std::condition_variable m_done;
    bool m_isDone = false;
    std::thread m_thread;
};

std::set<std::string> comparedCases(const Json& cases) {
    std::set<std::string> names;
    for (const Json& one : cases.GetArray())
        if (const Json* expect = find(one, "expect"))
            if (const Json* same = find(*expect, "sameAs"); same && same->IsArray())
                for (const Json& entry : same->GetArray())
                    names.insert(text(entry, "case"));
    return names;
}

void playCase(const Json& json, KeptSounds& kept, bool keep, Counts& counts) {
    const std::string name = text(json, "name");
    if (flag(json, "notAsRoot") && geteuid() == 0) {
        ++counts.skipped;
        std::printf("skipped %s\n", name.c_str());
        return;
    }
    const Json* expect = find(json, "expect");
    const HangGuard guard(name, 120 + (expect ? number(*expect, "within", 0) : 0), counts);
    const std::vector<std::string> failures = CasePlayer(json, kept, keep).play();
    std::printf("%s %s\n", failures.empty() ? "ok" : "FAILED", name.c_str());
    for (const std::string& failure : failures)
        std::printf("    %s\n", failure.c_str());
    std::fflush(stdout);
    ++(failures.empty() ? counts.passed : counts.failed);
}

bool playFile(const char* path, const char* wanted, Counts& counts) {
    QFile file(QString::fromLocal8Bit(path));
    if (!file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "%s: %s\n", path, qPrintable(file.errorString()));
        return false;
    }
    const QByteArray content = file.readAll();
    rapidjson::Document document;
    document.Parse<rapidjson::kParseFullPrecisionFlag>(content.constData(),
                                                       static_cast<std::size_t>(content.size()));
    const Json* cases = document.HasParseError() ? nullptr : find(document, "cases");
    if (!cases || !cases->IsArray()) {
        std::fprintf(stderr, "%s: no file of reference cases\n", path);
        return false;
    }
    const std::set<std::string> compared = comparedCases(*cases);
    KeptSounds kept;
    for (const Json& one : cases->GetArray())
        if (!wanted || text(one, "name").find(wanted) != std::string::npos)
            playCase(one, kept, compared.contains(text(one, "name")), counts);
    return true;
}

} // namespace

} // namespace stria::reference

int main(int argc, char** argv) {
    using namespace stria::reference;
    if (argc < 2) {
        std::fprintf(stderr, "usage: reference_cases FILE...\n"
                             "STRIA_CASE=WORDS plays only cases with these words in their name.\n");
        return 2;
    }
    Counts counts;
    bool allRead = true;
    for (int i = 1; i < argc; ++i)
        allRead = playFile(argv[i], std::getenv("STRIA_CASE"), counts) && allRead;
    std::printf("%d passed, %d failed, %d skipped\n", counts.passed, counts.failed, counts.skipped);
    return counts.failed == 0 && allRead ? 0 : 1;
}
