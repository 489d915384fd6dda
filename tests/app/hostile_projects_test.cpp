// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QtTest>
#include <atomic>
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

using namespace stria;
using namespace stria::test;

/// Projects that reach outside in every way that is known, and that nobody has allowed a thing.
class HostileProjectsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Traps> m_traps;
    QString m_folderBefore;

    std::optional<CsdDocument> compiled(const QString& name) const {
        const std::string path = m_traps->project(name).toStdString();
        const auto loaded = loadProject(path);
        if (!loaded)
            return std::nullopt;
        auto document = compile(
            loaded->project, {},
            gatherAssetFacts(loaded->project, m_traps->project({}).toStdString()), csoundOpcodes());
        return document ? std::optional(std::move(*document)) : std::nullopt;
    }

    /// What a render with this allowance does, in words.
    QStringList effectsOf(const QString& name, const CsdDocument& document,
                          const Allowance& allowed) {
        RenderSpec spec;
        spec.outputFile = m_traps->output("out.wav").toStdString();
        spec.keepGoing = true;
        spec.allowed = allowed;
        spec.stallLimit = 5;
        std::atomic<bool> listens{false};
        RenderJob::Callbacks callbacks;
        callbacks.progress = [&](const RenderProgress& progress) {
            if (progress.state == RenderState::Rendering && m_traps->isListenedTo())
                listens = true;
        };
        const RenderResult result = RenderJob::start(document, spec, callbacks).wait();
        QStringList effects = m_traps->sprung();
        if (listens)
            effects << "it listens";
        std::string said;
        for (const std::string& line : result.messages)
            said += line + '\n';
        for (const Diagnostic& problem : result.problems)
            said += problem.toText() + '\n';
        if (qEnvironmentVariableIsSet("SHOW"))
            qInfo("%s: %s %s", qPrintable(name), result.ok() ? "ok" : "failed", said.c_str());
        if (Traps::tellsSecret(said))
            effects << "it says the secret";
        for (const double peak : result.peaks)
            if (Traps::isSecret(peak))
                effects << "the secret is heard";
        return effects;
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
    }
    void cleanup() {
        QDir::setCurrent(m_folderBefore);
        m_traps.reset();
    }

    void aRenderHasNoEffect() {
        int rendered = 0;
        for (const QString& name : m_traps->projects()) {
            const auto document = compiled(name);
            if (!document)
                continue;
            ++rendered;
            const QStringList effects = effectsOf(name, *document, {});
            if (!effects.isEmpty())
                qWarning("%s: %s", qPrintable(name), qPrintable(effects.join(", ")));
        }
        qInfo("rendered %d of %d", rendered, int(m_traps->projects().size()));
    }
    void allowed() {
        int harmful = 0;
        for (const QString& name : m_traps->projects()) {
            const auto document = compiled(name);
            if (!document)
                continue;
            const QStringList effects =
                effectsOf(name, *document, {true, true, true, true});
            harmful += effects.isEmpty() ? 0 : 1;
            if (effects.isEmpty())
                qWarning("%s: no effect", qPrintable(name));
            m_traps->set();
        }
        qInfo("harmful %d", harmful);
    }
};

QTEST_GUILESS_MAIN(HostileProjectsTest)
#include "hostile_projects_test.moc"
