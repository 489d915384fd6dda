// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QProcess>
#include <QtTest>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/compile/compiler.h"
#include "engine/compile/csd_writer.h"
#include "engine/render/audition.h"
#include "engine/render/opcode_list.h"
#include "engine/render/orchestra_check.h"
#include "engine/render/render_job.h"
#include "engine/storage/project_file.h"
#include "tests/app/traps.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

namespace {

std::string textOf(const Diagnostics& problems) {
    std::string text;
    for (const Diagnostic& problem : problems)
        text += problem.toText() + '\n';
    return text;
}

bool isLong() {
    return qEnvironmentVariableIsSet("STRIA_LONG_TESTS");
}

} // namespace

/// Projects that reach outside in every way that is known. Nobody has allowed them a thing.
class HostileProjectsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Traps> m_traps;
    std::map<QString, CsdDocument> m_documents; ///< of those that compile
    QString m_folderBefore;

    ExpectedAll<CsdDocument> compiled(const QString& name, IncludesFrom from) const {
        const auto loaded = loadProject(m_traps->project(name).toStdString());
        if (!loaded)
            return tl::make_unexpected(Diagnostics{loaded.error()});
        return compile(loaded->project, {},
                       gatherAssetFacts(loaded->project, m_traps->project({}).toStdString(), from),
                       csoundOpcodes());
    }
    /// All of them in a long test, else each `step`th.
    QStringList some(int step) const {
        QStringList names;
        for (int i = 0; i < m_traps->projects().size(); ++i)
            if (isLong() || i % step == 0)
                names << m_traps->projects()[i];
        return names;
    }

    /// A render on its way, and what is noticed meanwhile.
    struct Play {
        QString name;
        std::shared_ptr<std::atomic<bool>> listens = std::make_shared<std::atomic<bool>>(false);
        RenderJob job = {};
    };
    Play play(const QString& name, const CsdDocument& document, const Allowance& allowed) const {
        Play play;
        play.name = name;
        RenderSpec spec;
        spec.outputFile = m_traps->output(name + ".wav").toStdString();
        spec.keepGoing = true;
        spec.allowed = allowed;
        RenderJob::Callbacks callbacks;
        callbacks.progress = [traps = m_traps.get(), listens = play.listens](const auto& progress) {
            if (progress.state == RenderState::Rendering && traps->isListenedTo())
                *listens = true;
        };
        play.job = RenderJob::start(document, spec, callbacks);
        return play;
    }
    /// What came of it, beside what the traps tell.
    static QStringList effectsOf(const Play& play) {
        const RenderResult& result = play.job.wait();
        QStringList effects;
        if (*play.listens)
            effects << play.name + ": it listens";
        std::string said = textOf(result.problems);
        for (const std::string& line : result.messages)
            said += line + '\n';
        if (Traps::tellsSecret(said))
            effects << play.name + ": it says the secret";
        for (const double peak : result.peaks)
            if (Traps::isSecret(peak))
                effects << play.name + ": the secret is heard";
        return effects;
    }
    QStringList effectsOf(const QString& name, const CsdDocument& document,
                          const Allowance& allowed) {
        QStringList effects = effectsOf(play(name, document, allowed));
        return effects + m_traps->sprung();
    }

  private slots:
    void init() {
        m_traps = std::make_unique<Traps>();
        m_traps->bring(QDir(STRIA_SOURCE_DIR "/tests/data/trust"));
        m_traps->bring(QDir(STRIA_SOURCE_DIR "/tests/data/hostile"));
        m_traps->bring(QDir(STRIA_SOURCE_DIR "/tests/data/hostile/beside"));
        // What they touch is at times named without a folder.
        m_folderBefore = QDir::currentPath();
        QDir::setCurrent(m_traps->project({}));
        m_documents.clear();
        for (const QString& name : m_traps->projects())
            if (auto document = compiled(name, IncludesFrom::ProjectFolder))
                m_documents.emplace(name, std::move(*document));
            else
                QVERIFY2(!Traps::tellsSecret(textOf(document.error())), qPrintable(name));
        QVERIFY(m_documents.size() > 70);
    }
    void cleanup() {
        QDir::setCurrent(m_folderBefore);
        m_traps.reset();
    }

    void aRenderHasNoEffect() {
        constexpr std::size_t atOnce = 8;
        std::vector<Play> plays;
        QStringList names;
        QStringList effects;
        const auto finish = [&] {
            for (const Play& play : plays)
                effects += effectsOf(play);
            for (const QString& harm : m_traps->sprung())
                effects << harm + ", by one of " + names.join(' ');
            plays.clear();
            names.clear();
        };
        for (const auto& [name, document] : m_documents) {
            plays.push_back(play(name, document, {}));
            names << name;
            if (plays.size() == atOnce)
                finish();
        }
        finish();
        QVERIFY2(effects.isEmpty(), qPrintable(effects.join('\n')));
    }

    void aCheckHasNoEffect() {
        for (const QString& name : some(8)) {
            const auto document = m_documents.find(name);
            if (document == m_documents.end())
                continue;
            const std::string said = textOf(checkOrchestra(document->second));
            QVERIFY2(!Traps::tellsSecret(said), qPrintable(name));
            QCOMPARE(m_traps->sprung(), QStringList());
        }
    }

    void anAuditionHasNoEffect() {
        for (const QString& name : some(8)) {
            const auto document = m_documents.find(name);
            if (document == m_documents.end())
                continue;
            std::string said;
            {
                auto audition = Audition::open(
                    document->second, [&](const Diagnostic& problem) { said += problem.toText(); });
                if (!audition)
                    continue;
                for (const CsdNote& note : document->second.notes)
                    if (note.event)
                        (*audition)->play(note.pfields);
                std::vector<float> block(512);
                std::uint32_t heard = 0;
                for (int i = 0; i < 300 && heard < 2048 && (*audition)->isAlive(); ++i) {
                    const std::uint32_t frames = (*audition)->read(block);
                    for (std::uint32_t frame = 0; frame < frames; ++frame)
                        QVERIFY2(!Traps::isSecret(block[2 * frame]), qPrintable(name));
                    heard += frames;
                    QTest::qSleep(1);
                }
            }
            QVERIFY2(!Traps::tellsSecret(said), qPrintable(name));
            const QStringList harm = m_traps->sprung();
            QVERIFY2(harm.isEmpty(), qPrintable(name + ": " + harm.join(", ")));
        }
    }

    void aCsdHoldsNothingFromOutsideAndHasNoEffect() {
        for (const auto& [name, document] : m_documents) {
            const auto csd = csdText(document);
            QVERIFY2(!csd || !Traps::tellsSecret(*csd), qPrintable(name));
            (void)writeCsd(document, m_traps->output(name + ".csd").toStdString());
        }
        QCOMPARE(m_traps->sprung(), QStringList());
    }

    void theCommandLineHasNoEffect() {
        for (const QString& name : some(20)) {
            const QString project = m_traps->project(name);
            for (const QStringList& words :
                 {QStringList{"render", project, "-o", m_traps->output("o.wav"), "--stems",
                              "tracks", "--keep-going"},
                  QStringList{"check", project}, QStringList{"info", project},
                  QStringList{"csd", project, "-o", m_traps->output("o.csd")}}) {
                QProcess program;
                program.setProcessChannelMode(QProcess::MergedChannels);
                program.start(STRIA_CLI, words);
                QVERIFY(program.waitForFinished(120000));
                const std::string said = program.readAll().toStdString();
                QVERIFY2(!Traps::tellsSecret(said), said.c_str());
                const QStringList harm = m_traps->sprung();
                QVERIFY2(harm.isEmpty(), qPrintable(name + ": " + harm.join(", ")));
            }
        }
    }

    /// That the traps are some: most of these projects do harm where they are let.
    void whatIsAllowedHasItsEffect() {
        int harmful = 0;
        int tried = 0;
        for (const QString& name : some(6)) {
            const auto document = compiled(name, IncludesFrom::Anywhere);
            if (!document)
                continue;
            ++tried;
            const QStringList effects = effectsOf(name, *document, {true, true, true, true});
            harmful += effects.isEmpty() ? 0 : 1;
            if (effects.isEmpty())
                qInfo("without effect here: %s", qPrintable(name));
            m_traps->set();
        }
        qInfo("%d of %d have an effect where everything is allowed", harmful, tried);
        QVERIFY2(harmful > tried / 2, qPrintable(QString::number(harmful)));
    }
};

STRIA_CORE_TEST(HostileProjectsTest)
#include "hostile_projects_test.moc"
