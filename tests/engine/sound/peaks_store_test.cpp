// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/peaks_store.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <sndfile.h>

#include "engine/sound/waveform_peaks.h"

using namespace stria;

class PeaksStoreTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const QString& name) const { return m_folder.filePath(name); }
    /// Left rises from 0 to 1, right is its negative half.
    std::string writeRamp(const QString& name, int frames) const {
        const std::string path = file(name).toStdString();
        SF_INFO info{};
        info.samplerate = 8000;
        info.channels = 2;
        info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
        SNDFILE* const sound = sf_open(path.c_str(), SFM_WRITE, &info);
        for (int i = 0; i < frames; ++i) {
            const double value = static_cast<double>(i) / frames;
            const double frame[] = {value, -value / 2};
            sf_writef_double(sound, frame, 1);
        }
        sf_close(sound);
        return path;
    }
    QStringList kept(const QString& folder) const {
        return QDir(file(folder)).entryList(QDir::Files);
    }
    static int readings(PeaksStore& store, const std::string& path) {
        int blocks = 0;
        const auto peaks = store.read(path, [&](double) { return ++blocks > 0; });
        return peaks ? blocks : -1;
    }

  private slots:
    void whatWasReadOnceIsTheSameFromTheFolder() {
        const std::string path = writeRamp("ramp.wav", 40000);
        PeaksStore store(file("cache").toStdString());
        QVERIFY(!store.find(path));
        QVERIFY(readings(store, path) > 0);
        PeaksStore later(file("cache").toStdString());
        const auto found = later.find(path);
        const auto read = WaveformPeaks::readEach(path, {});
        QVERIFY(found && read);
        QCOMPARE(found->size(), std::size_t{2});
        for (std::size_t channel = 0; channel < 2; ++channel)
            for (double from = 0; from < 5; from += 0.037) {
                const auto a = (*found)[channel].between(from, from + 0.05);
                const auto b = (*read)[channel].between(from, from + 0.05);
                QCOMPARE(a.least, b.least);
                QCOMPARE(a.most, b.most);
            }
        QCOMPARE(readings(later, path), 0); // nothing of the file is read again
        const auto right = later.read(path, 2, {});
        QVERIFY(right && std::abs(right->loudest() - 0.5) < 1e-3);
        const auto all = later.read(path, 0, {});
        QVERIFY(all && all->between(4, 5).least < -0.4 && all->between(4, 5).most > 0.9);
        QCOMPARE(later.read(path, 3, {}).error().code, ErrorCode::InvalidArgument);
    }

    void aFileThatChangedIsReadAnew() {
        const std::string path = writeRamp("changes.wav", 30000);
        PeaksStore store(file("changes").toStdString());
        QVERIFY(readings(store, path) > 0);
        QCOMPARE(readings(store, path), 0);
        writeRamp("changes.wav", 20000);
        QVERIFY(!store.find(path));
        const auto peaks = store.read(path, {});
        QVERIFY(peaks);
        QCOMPARE(peaks->front().frames(), std::uint64_t{20000});
    }

    void whatIsDamagedInTheFolderIsMadeAnew() {
        const std::string path = writeRamp("damaged.wav", 30000);
        PeaksStore store(file("damaged").toStdString());
        QVERIFY(readings(store, path) > 0);
        QFile entry(file("damaged/" + kept("damaged").value(0)));
        QVERIFY(entry.open(QIODevice::ReadOnly));
        const QByteArray whole = entry.readAll();
        entry.close();
        const auto write = [&](const QByteArray& bytes) {
            QVERIFY(entry.open(QIODevice::WriteOnly | QIODevice::Truncate));
            entry.write(bytes);
            entry.close();
        };
        for (const int size : {0, 5, 40, static_cast<int>(whole.size()) - 1}) {
            write(whole.left(size));
            QVERIFY(!store.find(path));
        }
        for (int at = 0; at < whole.size(); at += 997) {
            QByteArray bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ 4);
            write(bytes);
            QVERIFY2(!store.find(path), qPrintable(QString::number(at)));
        }
        QVERIFY(readings(store, path) > 0);
        QCOMPARE(readings(store, path), 0);
    }

    void aFolderThatCannotBeWrittenIsNoError() {
        const std::string path = writeRamp("unkept.wav", 10000);
        QFile inTheWay(file("in-the-way"));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        for (const QString& folder : {file("in-the-way"), file("in-the-way/below"), QString()}) {
            PeaksStore store(folder.toStdString());
            QVERIFY(readings(store, path) > 0);
            QVERIFY(readings(store, path) > 0);
        }
    }

    void theFolderStaysWithinItsSizeAndKeepsWhatWasAskedForLast() {
        const std::string first = writeRamp("room-0.wav", 30000);
        PeaksStore measure(file("measure").toStdString());
        QVERIFY(readings(measure, first) > 0);
        const auto size = static_cast<std::uint64_t>(
            QFileInfo(file("measure/" + kept("measure").value(0))).size());
        PeaksStore store(file("room").toStdString(), size * 4);
        std::string last;
        for (int i = 0; i < 12; ++i) {
            last = writeRamp(QString("room-%1.wav").arg(i), 30000);
            QVERIFY(readings(store, last) > 0);
            QVERIFY(kept("room").size() <= 4);
        }
        QVERIFY(!store.find(first));
        QVERIFY(store.find(last));
    }

    void aRoughPictureShowsTheSoundsShape() {
        const std::string path = writeRamp("rough.wav", 400000);
        const auto rough = WaveformPeaks::readRoughly(path);
        QVERIFY(rough);
        QCOMPARE(rough->size(), std::size_t{2});
        QCOMPARE(rough->front().frames(), std::uint64_t{400000});
        // The first look is at the beginning; how many follow depends on the machine.
        QVERIFY(rough->front().between(0, 0.01).most < 0.01);
        QVERIFY(rough->front().loudest() <= 1);
        QVERIFY(rough->back().between(0, 50).most <= 0.01f);
        QVERIFY(!WaveformPeaks::readRoughly(file("nowhere.wav").toStdString()));
    }
};

STRIA_TEST(PeaksStoreTest)
#include "peaks_store_test.moc"
