// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>
#include <mutex>
#include <sys/syscall.h>

#include "engine/render/audition.h"
#include "engine/render/bubblewrap.h"
#include "engine/render/file_confinement.h"
#include "engine/render/orchestra_check.h"
#include "tests/engine/render/test_score.h"
#include "tests/engine/render/unconfined.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

/// On a system without Landlock, and with nothing in its place.
class UnconfinedTest : public QObject {
    Q_OBJECT

    TestFolder m_outside;
    TestFolder m_output;

    CsdDocument piece(const std::string& code) const {
        TestScore score;
        score.note(score.instrument("probe", code + steadySound), 0, 0.1);
        CsdDocument document = score.document();
        document.folder = m_output.folder.path().toStdString();
        return document;
    }
    RenderResult render(const std::string& code, const Allowance& allowed = {}) {
        RenderSpec spec = m_output.spec("out.wav");
        spec.allowed = allowed;
        return RenderJob::start(piece(code), spec).wait();
    }
    std::string printing(const std::string& name) const {
        return "fprints \"" + m_outside.file(name) + "\", \"harm\"";
    }
    bool isThere(const std::string& name) const {
        return QFile::exists(QString::fromStdString(m_outside.file(name)));
    }
    static bool isWrapped() { return !bubblewrapCommand({}, "/usr/bin/true").empty(); }

  private slots:
    void initTestCase() {
        if (!canConfineFiles())
            QSKIP("This system has no Landlock that could be missed");
        QVERIFY(loseCall(createLandlockRules));
        // Bubblewrap cannot do a thing.
        QVERIFY(loseCall(SYS_mount));
        QVERIFY(!canConfineFiles());
    }

    void thatIsSaidByRenderCheckAndAudition() {
        QVERIFY(!isWrapped());
        const RenderResult result = render(printing("unconfined"));
        QVERIFY2(result.ok() && isThere("unconfined"), allText(result).c_str());
        QVERIFY2(saysUnconfined(result.problems), allText(result).c_str());
        QVERIFY(saysUnconfined(checkOrchestra(piece(""))));
        std::mutex mutex;
        Diagnostics told;
        const auto audition = Audition::open(piece(""), [&](const Diagnostic& problem) {
            const std::lock_guard lock(mutex);
            told.push_back(problem);
        });
        QVERIFY(audition.has_value());
        const std::lock_guard lock(mutex);
        QVERIFY(saysUnconfined(told));
    }
};

STRIA_CORE_TEST(UnconfinedTest)
#include "unconfined_test.moc"
