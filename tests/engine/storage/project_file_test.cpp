// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/project_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/storage/record.h"
#include "tests/engine/storage/random_project.h"
#include "tests/support/test_program.h"

using namespace stria;

class ProjectFileTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string path(const char* name) const { return m_folder->filePath(name).toStdString(); }
    QByteArray bytes(const char* name) const {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    void write(const char* name, const QByteArray& text) const {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatWasSavedIsLoadedWhateverItHolds() {
        for (unsigned seed = 0; seed < 30; ++seed) {
            const Project project = RandomProject(seed).make();
            QVERIFY(saveProject(project, path("a.stria")));
            const auto loaded = loadProject(path("a.stria"));
            QVERIFY2(loaded, loaded ? "" : loaded.error().toText().c_str());
            QVERIFY2(loaded->damagedLines.empty(),
                     loaded->damagedLines.empty() ? "" : loaded->damagedLines[0].toText().c_str());
            QVERIFY(loaded->project == project);
            QCOMPARE(writeProject(loaded->project), writeProject(project));
        }
    }
    void movingAnEventChangesOneLine() {
        Project project = RandomProject(3).make();
        const QStringList before = QString::fromStdString(writeProject(project)).split('\n');
        ScoreEvent event;
        project.all<ScoreEvent>().forEach([&](const ScoreEvent& e) { event = e; });
        event.start += 1;
        QVERIFY(project.change(event));
        const QStringList after = QString::fromStdString(writeProject(project)).split('\n');
        QCOMPARE(before.size(), after.size());
        int differ = 0;
        for (qsizetype i = 0; i < before.size(); ++i)
            differ += before[i] != after[i];
        QCOMPARE(differ, 1);
    }
    void aFileByHandNeedsLittle() {
        const auto read = readProject("{\"format\":\"stria\",\"version\":1}\r\n"
                                      "{\"kind\":\"instrument\",\"id\":\"1\",\"name\":\"a\"}\n\n"
                                      "{\"id\":\"2\",\"kind\":\"event\",\"instrument\":\"1\"}");
        QVERIFY(read);
        QVERIFY(read->damagedLines.empty());
        QCOMPARE(read->project.all<ScoreEvent>().size(), std::size_t{1});
        QCOMPARE(read->project.find(EventId{2})->duration, 1.0);
    }
    void theExampleInTheFormatsDescriptionIsRight() {
        QFile file(STRIA_SOURCE_DIR "/engine/storage/project-format.md");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString description = QString::fromUtf8(file.readAll());
        const QString example = description.section("```json\n", 1, 1).section("```", 0, 0);
        const auto read = readProject(example.toStdString(), "example.stria");
        QVERIFY2(read, read ? "" : read.error().toText().c_str());
        QVERIFY2(read->damagedLines.empty(),
                 read->damagedLines.empty() ? "" : read->damagedLines[0].toText().c_str());
        const Project& project = read->project;
        QCOMPARE(project.all<ScoreEvent>().size(), std::size_t{3});
        QVERIFY(project.unknownRecords().empty());
        // Every key of it is known: what is unknown would be kept and written again.
        for (const QString& line : example.split('\n', Qt::SkipEmptyParts))
            if (!line.contains("\"format\"")) {
                const auto record = readRecord(line.toStdString());
                QVERIFY(record);
                std::visit(
                    []<class C>(const C& change) {
                        if constexpr (std::is_same_v<C, SettingsChange>)
                            QCOMPARE(change.after.extra, std::string());
                        else
                            QCOMPARE(change.after->extra, std::string());
                    },
                    std::get<ReadChange>(*record).change);
            }
        const auto curves = project.automationsOf(EventId{0xf2});
        QCOMPARE(curves.size(), std::size_t{1});
        QCOMPARE(curves[0]->points.size(), std::size_t{3});
        QCOMPARE(project.find(EventId{0xf2})->start, project.settings().tempo.secondsAt(3));
    }
    void aDamagedLineCostsThatLineAndIsNamed() {
        QByteArray text = QByteArray::fromStdString(writeProject(RandomProject(1).make()));
        QList<QByteArray> lines = text.split('\n');
        for (qsizetype i = 1; i + 1 < lines.size(); ++i) {
            if (lines[i].contains("\"count\"") || lines[i].contains("stretch"))
                continue;
            QList<QByteArray> damaged = lines;
            damaged[i].chop(damaged[i].size() / 2);
            const auto read = readProject(damaged.join('\n').toStdString(), "f.stria");
            QVERIFY(read);
            QCOMPARE(read->damagedLines.size(), std::size_t{1});
            QCOMPARE(read->damagedLines[0].place.line, static_cast<int>(i) + 1);
            QCOMPARE(read->damagedLines[0].place.file, std::string("f.stria"));
        }
    }
    void aLongCurveThatLacksLinesIsNamed() {
        QList<QByteArray> lines =
            QByteArray::fromStdString(writeProject(RandomProject(1).make())).split('\n');
        const qsizetype total = lines.size();
        lines.erase(std::remove_if(lines.begin(), lines.end(),
                                   [](const QByteArray& l) { return l.contains("\"at\":2000"); }),
                    lines.end());
        QVERIFY(lines.size() < total);
        const auto read = readProject(lines.join('\n').toStdString());
        QVERIFY(read);
        QVERIFY(!read->damagedLines.empty());
    }
    void whatIsNoProjectIsRefusedWithTheReason() {
        QCOMPARE(loadProject(path("gone.stria")).error().code, ErrorCode::FileNotFound);
        QCOMPARE(loadProject(m_folder->path().toStdString()).error().code,
                 ErrorCode::FileUnreadable);
        ::mkfifo(path("pipe").c_str(), 0600);
        QCOMPARE(loadProject(path("pipe")).error().code, ErrorCode::FileUnreadable);
        for (const char* text : {"", "hello", "{}", "{\"format\":\"other\",\"version\":1}", "[1]"})
            QCOMPARE(readProject(text).error().code, ErrorCode::FileUnreadable);
        const auto newer = readProject("{\"format\":\"stria\",\"version\":2}\n");
        QCOMPARE(newer.error().code, ErrorCode::NewerFormat);
        QVERIFY(newer.error().message.find("newer") != std::string::npos);
    }
    void aFullDiskLeavesTheOldFileWhole() {
        write("a.stria", "old");
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 1000;
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto saved = saveProject(RandomProject(2).make(), path("a.stria"));
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::FileUnwritable);
        QCOMPARE(bytes("a.stria"), QByteArray("old"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"a.stria"});
    }
    void permissionsAndLinksStay() {
        write("real.stria", "old");
        ::chmod(path("real.stria").c_str(), 0640);
        QVERIFY(::symlink(path("real.stria").c_str(), path("link.stria").c_str()) == 0);
        QVERIFY(saveProject(Project(), path("link.stria")));
        struct stat info {};
        ::lstat(path("link.stria").c_str(), &info);
        QVERIFY(S_ISLNK(info.st_mode));
        ::stat(path("real.stria").c_str(), &info);
        QCOMPARE(info.st_mode & 0777u, mode_t{0640});
        QVERIFY(bytes("real.stria").startsWith("{\"format\""));
    }
    void aMissingFolderOrAFolderInItsPlaceIsSaid() {
        QCOMPARE(saveProject(Project(), path("no/a.stria")).error().code,
                 ErrorCode::FileUnwritable);
        QCOMPARE(saveProject(Project(), m_folder->path().toStdString()).error().code,
                 ErrorCode::FileUnwritable);
    }
    void whatAKilledSaveLeftIsSweptAway() {
        write("a.stria.saving-0123", "half");
        QVERIFY(saveProject(Project(), path("a.stria")));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"a.stria"});
    }
};

STRIA_CORE_TEST(ProjectFileTest)
#include "project_file_test.moc"
