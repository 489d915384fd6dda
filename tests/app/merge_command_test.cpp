// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

struct MergeEnd {
    int exitCode = -1;
    QString output;
    QString errors;
};

Project piece() {
    Project project;
    Instrument instrument;
    instrument.id = {0xa1};
    instrument.name = "tone";
    (void)project.insert(instrument);
    for (std::uint64_t id : {0xf1, 0xf2}) {
        ScoreEvent event;
        event.id = {id};
        event.instrument = instrument.id;
        (void)project.insert(event);
    }
    return project;
}

Project withStart(Project project, std::uint64_t id, double start) {
    ScoreEvent event = *project.find(EventId{id});
    event.start = start;
    (void)project.change(event);
    return project;
}

} // namespace

/// stria-cli merge, by itself and as git calls it.
class MergeCommandTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString& name) const { return m_folder->filePath(name); }

    MergeEnd run(const QString& program, const QStringList& words) const {
        QProcess process;
        // A git of its own: neither the user's nor the machine's configuration counts.
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString& key : environment.keys())
            if (key.startsWith("GIT_"))
                environment.remove(key);
        environment.insert("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.insert("GIT_CONFIG_SYSTEM", "/dev/null");
        environment.insert("GIT_CEILING_DIRECTORIES", QFileInfo(m_folder->path()).path());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder->path());
        process.start(program, words);
        if (!process.waitForFinished(60000))
            return {};
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    MergeEnd cli(const QStringList& words) const { return run(STRIA_CLI, words); }
    bool git(const QStringList& words) const {
        const MergeEnd ended = run("git", words);
        return ended.exitCode == 0;
    }
    bool save(const Project& project, const QString& name) const {
        return saveProject(project, path(name).toStdString()).has_value();
    }
    bool commit(const Project& project) const {
        return save(project, "piece.stria") && git({"add", "."}) &&
               git({"-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "piece"});
    }
    double startOf(const QString& name, std::uint64_t id) const {
        const auto loaded = loadProject(path(name).toStdString());
        const ScoreEvent* event = loaded ? loaded->project.find(EventId{id}) : nullptr;
        return event ? event->start : -1;
    }
    /// A repository with `base`, and `mine` and `theirs` on two branches; on that of `mine`.
    bool makeBranches(const Project& base, const Project& mine, const Project& theirs) const {
        QFile attributes(path(".gitattributes"));
        return attributes.open(QIODevice::WriteOnly) &&
               attributes.write("*.stria merge=stria\n") > 0 &&
               (attributes.close(), git({"init", "-q", "-b", "mine"})) &&
               git({"config", "merge.stria.driver", STRIA_CLI " merge %O %A %B -o %A"}) &&
               commit(base) && git({"checkout", "-q", "-b", "theirs"}) && commit(theirs) &&
               git({"checkout", "-q", "mine"}) && commit(mine);
    }
    MergeEnd mergeBranches() const {
        return run("git", {"-c", "user.name=A", "-c", "user.email=a@b", "merge", "-q", "--no-edit",
                           "theirs"});
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void differentEventsAreMerged() {
        const Project base = piece();
        QVERIFY(save(base, "base.stria") && save(withStart(base, 0xf1, 3), "mine.stria") &&
                save(withStart(base, 0xf2, 4), "theirs.stria"));
        const MergeEnd ended =
            cli({"merge", "base.stria", "mine.stria", "theirs.stria", "-o", "out.stria"});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(ended.errors, QString());
        QVERIFY(loadProject(path("out.stria").toStdString())->project ==
                withStart(withStart(base, 0xf1, 3), 0xf2, 4));
    }
    void aConflictIsNamedAndMineStays() {
        const Project base = piece();
        QVERIFY(save(base, "base.stria") && save(withStart(base, 0xf1, 3), "mine.stria") &&
                save(withStart(base, 0xf1, 4), "theirs.stria"));
        QStringList words{"merge", "base.stria", "mine.stria", "theirs.stria", "-o", "mine.stria"};
        const MergeEnd ended = cli(words);
        QCOMPARE(ended.exitCode, 1);
        QCOMPARE(ended.errors.trimmed(),
                 QString("error: event \"tone\" at 3 s, start: mine 3, theirs 4"));
        QCOMPARE(startOf("mine.stria", 0xf1), 3.0);
        const MergeEnd machine = cli(words << "--json");
        QCOMPARE(machine.exitCode, 1);
        const QJsonObject answer = QJsonDocument::fromJson(machine.output.toUtf8()).object();
        QCOMPARE(answer["ok"].toBool(true), false);
        const QJsonObject conflict = answer["conflicts"].toArray()[0].toObject();
        QCOMPARE(conflict["id"].toString(), QString("00000000000000f1"));
        QCOMPARE(conflict["field"].toString(), QString("start"));
        QCOMPARE(conflict["theirs"].toString(), QString("4"));
    }
    void wrongUseAndDamagedFilesAreRefused() {
        QVERIFY(save(piece(), "a.stria"));
        QCOMPARE(cli({"merge", "a.stria", "a.stria", "-o", "out.stria"}).exitCode, 2);
        QCOMPARE(cli({"merge", "a.stria", "a.stria", "a.stria"}).exitCode, 2);
        QCOMPARE(
            cli({"merge", "a.stria", "a.stria", "a.stria", "a.stria", "-o", "out.stria"}).exitCode,
            2);
        QFile file(path("b.stria"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"format\":\"stria\",\"version\":1}\n{\"kind\":\"event\",\"id\":\"f1\",\"du");
        file.close();
        const MergeEnd ended = cli({"merge", "a.stria", "a.stria", "b.stria", "-o", "a.stria"});
        QCOMPARE(ended.exitCode, 1);
        QVERIFY2(ended.errors.contains("b.stria"), qPrintable(ended.errors));
        QCOMPARE(startOf("a.stria", 0xf2), 0.0);
    }
    void gitMergesWhatItsLinesCannot() {
        if (!git({"--version"}))
            QSKIP("git is not installed");
        // Two events that stand in neighbouring lines, which git alone takes for a conflict.
        const Project base = piece();
        QVERIFY(makeBranches(base, withStart(base, 0xf1, 3), withStart(base, 0xf2, 4)));
        const MergeEnd merged = mergeBranches();
        QVERIFY2(merged.exitCode == 0, qPrintable(merged.output + merged.errors));
        QCOMPARE(startOf("piece.stria", 0xf1), 3.0);
        QCOMPARE(startOf("piece.stria", 0xf2), 4.0);
        QVERIFY(run("git", {"status", "--porcelain"}).output.isEmpty());
    }
    void gitIsToldOfAConflictAndTheFileStillOpens() {
        if (!git({"--version"}))
            QSKIP("git is not installed");
        const Project base = piece();
        QVERIFY(makeBranches(base, withStart(base, 0xf1, 3), withStart(base, 0xf1, 4)));
        const MergeEnd merged = mergeBranches();
        QCOMPARE(merged.exitCode, 1);
        QVERIFY2((merged.output + merged.errors).contains("start: mine 3, theirs 4"),
                 qPrintable(merged.output + merged.errors));
        QCOMPARE(run("git", {"status", "--porcelain"}).output, QString("UU piece.stria\n"));
        QCOMPARE(startOf("piece.stria", 0xf1), 3.0);
    }
    void aFileThatBothBranchesAddedIsMergedToo() {
        if (!git({"--version"}))
            QSKIP("git is not installed");
        const Project base = piece();
        Project theirs = base;
        Marker marker;
        marker.id = {0xe1};
        (void)theirs.insert(marker);
        QVERIFY(git({"init", "-q", "-b", "mine"}));
        QFile attributes(path(".gitattributes"));
        QVERIFY(attributes.open(QIODevice::WriteOnly));
        attributes.write("*.stria merge=stria\n");
        attributes.close();
        QVERIFY(git({"config", "merge.stria.driver", STRIA_CLI " merge %O %A %B -o %A"}));
        QVERIFY(git({"add", "."}));
        QVERIFY(git({"-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "start"}));
        QVERIFY(git({"checkout", "-q", "-b", "theirs"}) && commit(theirs));
        QVERIFY(git({"checkout", "-q", "mine"}) && commit(base));
        const MergeEnd merged = mergeBranches();
        QVERIFY2(merged.exitCode == 0, qPrintable(merged.output + merged.errors));
        QVERIFY(loadProject(path("piece.stria").toStdString())->project == theirs);
    }
};

STRIA_CORE_TEST(MergeCommandTest)
#include "merge_command_test.moc"
