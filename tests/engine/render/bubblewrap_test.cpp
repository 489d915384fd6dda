// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>

#include "engine/render/bubblewrap.h"
#include "engine/render/file_confinement.h"
#include "engine/render/orchestra_check.h"
#include "tests/engine/render/test_score.h"
#include "tests/engine/render/unconfined.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

/// On a system without Landlock.
class BubblewrapTest : public QObject {
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
        QVERIFY(!canConfineFiles());
    }

    void bubblewrapConfinesWhereLandlockIsMissing() {
        if (!isWrapped())
            QSKIP("bubblewrap is not installed, or may do nothing here");
        const RenderResult confined = render(printing("wrapped"));
        QVERIFY2(confined.ok() || !isThere("wrapped"), allText(confined).c_str());
        QVERIFY(!isThere("wrapped"));
        QVERIFY2(!saysUnconfined(confined.problems), allText(confined).c_str());
        QFile secret(QString::fromStdString(m_outside.file("secret")));
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("1") == 1);
        secret.close();
        const std::string reads = "Sline, il readfi \"" + m_outside.file("secret") + "\"";
        QVERIFY(!render(reads).ok());
        const RenderResult reading = render(reads, {.read = true});
        QVERIFY2(reading.ok(), allText(reading).c_str());
        // A link in the piece's folder to a sound that it names.
        QVERIFY(QFile::link(QString::fromStdString(m_outside.file("secret")),
                            QString::fromStdString(m_output.file("linked"))));
        CsdDocument linked = piece("Sline, il readfi \"" + m_output.file("linked") + "\"");
        QVERIFY(!RenderJob::start(linked, m_output.spec("out.wav")).wait().ok());
        linked.assets.emplace_back().sourcePath = m_output.file("linked");
        const RenderResult named = RenderJob::start(linked, m_output.spec("out.wav")).wait();
        QVERIFY2(named.ok(), allText(named).c_str());
        const RenderResult writing = render(printing("written"), {.write = true});
        QVERIFY2(writing.ok() && isThere("written"), allText(writing).c_str());
        // A sound, and the way that a crash is told.
        const RenderResult plain = render("");
        QVERIFY2(plain.ok(), allText(plain).c_str());
        QCOMPARE(plain.peaks[0], 0.25);
        QVERIFY(!saysUnconfined(checkOrchestra(piece(""))));
    }

    void aStalledWorkerInBubblewrapTellsWhatKeepsIt() {
        if (!isWrapped())
            QSKIP("bubblewrap is not installed, or may do nothing here");
        RenderSpec spec = m_output.spec("out.wav");
        spec.stallLimit = 1;
        const RenderResult result =
            RenderJob::start(piece("ione = 0\nwhile ione < 1 do\nione = 0\nod"), spec).wait();
        QVERIFY(!result.ok());
        QVERIFY2(allText(result).find("probe") != std::string::npos, allText(result).c_str());
    }
};

STRIA_CORE_TEST(BubblewrapTest)
#include "bubblewrap_test.moc"
