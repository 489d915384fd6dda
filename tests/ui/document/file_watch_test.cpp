// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/document/file_watch.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace stria;

class FileWatchTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString& name = "a.stria") const { return m_folder->filePath(name); }
    bool write(const QString& name, const QByteArray& text) const {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }
    bool replace(const QByteArray& text) const {
        return write("other", text) &&
               std::rename(qPrintable(path("other")), qPrintable(path())) == 0;
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void writingInPlaceIsTold() {
        QVERIFY(write("a.stria", "one"));
        FileWatch watch;
        watch.watch(path());
        QSignalSpy stirred(&watch, &FileWatch::stirred);
        QVERIFY(write("a.stria", "second"));
        QVERIFY(stirred.wait(stria::test::patience));
    }
    void replacingByRenameIsToldAgainAndAgain() {
        QVERIFY(write("a.stria", "one"));
        FileWatch watch;
        watch.watch(path());
        QSignalSpy stirred(&watch, &FileWatch::stirred);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(replace(QByteArray(i + 5, 'x')));
            QVERIFY(stirred.wait(stria::test::patience));
        }
        QVERIFY(write("a.stria", "in place, at last"));
        QVERIFY(stirred.wait(stria::test::patience));
    }
    void removalAndReturnAreTold() {
        QVERIFY(write("a.stria", "one"));
        FileWatch watch;
        watch.watch(path());
        QSignalSpy stirred(&watch, &FileWatch::stirred);
        QVERIFY(QFile::remove(path()));
        QVERIFY(stirred.wait(stria::test::patience));
        QVERIFY(write("a.stria", "one again"));
        QVERIFY(stirred.wait(stria::test::patience));
    }
    void aBurstIsToldOnce() {
        QVERIFY(write("a.stria", "one"));
        FileWatch watch;
        watch.watch(path());
        QSignalSpy stirred(&watch, &FileWatch::stirred);
        for (int i = 0; i < 20; ++i) {
            QVERIFY(write("a.stria", QByteArray(i, 'x')));
            QCoreApplication::processEvents();
        }
        QVERIFY(stirred.wait(stria::test::patience));
        QVERIFY(!stirred.wait(600));
        QCOMPARE(stirred.count(), 1);
    }
    void otherFilesOfTheFolderDoNotCount() {
        QVERIFY(write("a.stria", "one"));
        FileWatch watch;
        watch.watch(path());
        QSignalSpy stirred(&watch, &FileWatch::stirred);
        QVERIFY(write("b.wav", "sound"));
        QVERIFY(!stirred.wait(600));
        watch.watch({});
        QVERIFY(write("a.stria", "second"));
        QVERIFY(!stirred.wait(600));
    }
};

STRIA_CORE_TEST(FileWatchTest)
#include "file_watch_test.moc"
