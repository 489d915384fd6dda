// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/sound_pictures.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/sound_files.h"
#include "tests/support/test_program.h"
using namespace stria;

class SoundPicturesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Project m_project;
    SoundSourceId m_sound, m_missing;

    QString path(const QString& name) const { return m_folder.filePath(name); }

  private slots:
    void initTestCase() {
        test::writeToneAndSilence(path("tone.wav"), 0.5);
        SoundSource source;
        source.id = m_sound = SoundSourceId::random();
        source.path = "tone.wav";
        (void)m_project.insert(source);
        source.id = m_missing = SoundSourceId::random();
        source.path = "gone.wav";
        (void)m_project.insert(source);
    }

    void aPictureComesWhenItIsRead() {
        Document document;
        document.reset(m_project, path("piece.stria"));
        SoundPictures pictures(document);
        QSignalSpy changed(&pictures, &SoundPictures::changed);
        QVERIFY(!pictures.of(m_sound));
        QVERIFY(pictures.isReading());
        QTRY_COMPARE(changed.count(), 1);
        const WaveformPeaks* peaks = pictures.of(m_sound);
        QVERIFY(peaks);
        QCOMPARE(peaks->between(0.2, 0.8).most, 0.5f);
        QCOMPARE(peaks->between(1.2, 1.8).most, 0.0f);
        QVERIFY(!pictures.isReading());
    }

    void aMissingFileHasNoPictureAndIsTriedOnce() {
        Document document;
        document.reset(m_project, path("piece.stria"));
        SoundPictures pictures(document);
        QVERIFY(!pictures.of(m_missing));
        QTRY_VERIFY(!pictures.isReading());
        QVERIFY(!pictures.of(m_missing));
        QVERIFY(!pictures.isReading()); // no other try
        QVERIFY(!pictures.of(SoundSourceId::random()));
    }

    void anotherFileOfTheSourceIsAnotherPicture() {
        test::writeToneAndSilence(path("other.wav"), 0.25);
        Document document;
        document.reset(m_project, path("piece.stria"));
        SoundPictures pictures(document);
        (void)pictures.of(m_sound);
        QTRY_VERIFY(pictures.of(m_sound));
        document.edit("relink", [&](Project& project) {
            SoundSource source = *project.find(m_sound);
            source.path = "other.wav";
            (void)project.change(source);
        });
        (void)pictures.of(m_sound);
        QTRY_COMPARE(pictures.of(m_sound)->between(0.2, 0.8).most, 0.25f);
        document.edit("channel", [&](Project& project) {
            SoundSource source = *project.find(m_sound);
            source.channel = 9;
            (void)project.change(source);
        });
        (void)pictures.of(m_sound);
        QTRY_VERIFY(!pictures.of(m_sound));
    }

    void aFileWrittenAnewIsSeenWhenTheProgramIsComeBackTo() {
        test::writeToneAndSilence(path("again.wav"), 0.5);
        Project project = m_project;
        SoundSource source = *project.find(m_sound);
        source.path = "again.wav";
        (void)project.change(source);
        Document document;
        document.reset(project, path("piece.stria"));
        SoundPictures pictures(document);
        (void)pictures.of(m_sound);
        QTRY_VERIFY(pictures.of(m_sound));
        const WaveformPeaks* const before = pictures.of(m_sound);
        const auto comeBack = [&] {
            emit qGuiApp->applicationStateChanged(Qt::ApplicationActive);
            (void)pictures.of(m_sound);
            QTRY_VERIFY(!pictures.isReading());
        };
        comeBack();
        QCOMPARE(pictures.of(m_sound), before); // the same file is not read again
        QTest::qWait(20);                       // files tell the time coarsely
        test::writeToneAndSilence(path("again.wav"), 0.75);
        comeBack();
        QCOMPARE(pictures.of(m_sound)->between(0.2, 0.8).most, 0.75f);
    }

    void closingWhileALongFileIsReadEndsTheReading() {
        Document document;
        document.reset(m_project, path("piece.stria"));
        auto pictures = std::make_unique<SoundPictures>(document);
        (void)pictures->of(m_sound);
        pictures.reset();
        document.reset(Project(), {});
    }
};

STRIA_WIDGET_TEST(SoundPicturesTest)
#include "sound_pictures_test.moc"
