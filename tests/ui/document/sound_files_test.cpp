// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/document/sound_files.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <sndfile.h>

using namespace stria;

class SoundFilesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, int channels, int frames) const {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).absolutePath());
        SF_INFO info{};
        info.samplerate = 8000;
        info.channels = channels;
        info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
        SNDFILE* file = sf_open(path.toUtf8().constData(), SFM_WRITE, &info);
        const std::vector<double> samples(static_cast<std::size_t>(channels * frames), 0.25);
        sf_writef_double(file, samples.data(), frames);
        sf_close(file);
        return path;
    }

  private slots:
    void aFileInTheProjectsFolderIsKeptByItsRelativePath() {
        const auto bell = lookAtSound(write("piece/samples/bell.wav", 2, 4000));
        const auto drum = lookAtSound(write("drum.wav", 1, 10));
        QVERIFY(bell && drum);
        QCOMPARE(bell->info.channels, 2);
        Project project;
        const QString folder = m_folder.filePath("piece");
        const SoundSourceId first = addSound(project, *bell, folder);
        const SoundSourceId second = addSound(project, *drum, folder);
        const SoundSource* source = project.find(first);
        QCOMPARE(source->name, std::string("bell"));
        QCOMPARE(source->path, std::string("samples/bell.wav"));
        QCOMPARE(source->size, std::uint64_t(QFileInfo(fileOf(*source, folder)).size()));
        QCOMPARE(source->hash.size(), std::size_t{32});
        QVERIFY(QDir::isAbsolutePath(QString::fromStdString(project.find(second)->path)));
        QVERIFY(project.find(first)->order < project.find(second)->order);
        QCOMPARE(addSound(project, *bell, folder), first); // it is there already
        QCOMPARE(lengthOf(*source, bell->info), 0.5);
    }

    void aFileThatIsNoSoundIsRefusedWithAWord() {
        QFile text(m_folder.filePath("text.wav"));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("no sound at all");
        text.close();
        QCOMPARE(lookAtSound(text.fileName()).error().code, ErrorCode::FileUnreadable);
        QCOMPARE(lookAtSound(m_folder.filePath("none.wav")).error().code, ErrorCode::FileNotFound);
        QCOMPARE(lookAtSound(m_folder.path()).error().code, ErrorCode::FileUnreadable);
        const auto empty = lookAtSound(write("empty.wav", 1, 0));
        QVERIFY(!empty);
        QVERIFY(QString::fromStdString(empty.error().message).contains("empty.wav"));
    }

    void partialsAreNoSound() {
        // Rows of numbers that libsndfile reads as a sound.
        const QString matrix = write("packed.mtx", 1, 700);
        const QString loud = write("PACKED.MTX", 1, 700);
        QVERIFY(readSoundFile(matrix.toStdString())); // who wants its numbers still has them
        QFile sdif(m_folder.filePath("bell.wav"));
        QVERIFY(sdif.open(QIODevice::WriteOnly));
        sdif.write("SDIF and what follows");
        sdif.close();
        for (const QString& path : {matrix, loud, sdif.fileName()}) {
            const auto found = lookAtSound(path);
            QVERIFY2(!found, qPrintable(path));
            const QString word = QString::fromStdString(found.error().message);
            QVERIFY2(word.contains(QFileInfo(path).fileName()) && word.contains("partials") &&
                         word.contains("playPartials"),
                     qPrintable(word));
        }
        QCOMPARE(lookAtSound(m_folder.filePath("none.mtx")).error().code, ErrorCode::FileNotFound);
    }

    void eventsThatPlayASoundAreCountedOnce() {
        Project project;
        const SoundSourceId sound = SoundSourceId::random();
        ScoreEvent event;
        event.id = EventId::random();
        event.arguments = {{"ia", sound}, {"ib", sound}};
        QVERIFY(project.insert(event));
        event.id = EventId::random();
        event.arguments = {{"ia", 3.0}};
        QVERIFY(project.insert(event));
        QCOMPARE(eventsGiven(project, sound), 1);
        QCOMPARE(eventsGiven(project, TableId::random()), 0);
    }
};

STRIA_TEST(SoundFilesTest)
#include "sound_files_test.moc"
