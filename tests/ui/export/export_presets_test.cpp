// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/export/export_presets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

using namespace stria;

class ExportPresetsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString file() const { return m_folder->filePath("config/export-presets.json"); }
    QByteArray bytes() const {
        QFile stored(file());
        return stored.open(QIODevice::ReadOnly) ? stored.readAll() : QByteArray();
    }
    void store(const QByteArray& text) const {
        QDir().mkpath(QFileInfo(file()).path());
        QFile stored(file());
        QVERIFY(stored.open(QIODevice::WriteOnly) && stored.write(text) == text.size());
    }
    static RenderSpec full() {
        RenderSpec spec;
        spec.outputFile = "{project} {track}";
        spec.stems = RenderSpec::Stems::Tracks;
        spec.tail = 1.25;
        spec.format = "ogg";
        spec.encoding = "vorbis";
        spec.compressionBitrate = 192;
        spec.sampleRate = 48000;
        spec.ksmps = 16;
        spec.normalisation = {Normalisation::To::Loudness, -18.5, -2, true};
        spec.dither = true;
        spec.metadata.artist = "Ö";
        spec.metadata.comment = "x";
        spec.past = RenderSpec::PastSound::Crop;
        spec.keepGoing = true;
        spec.measure = true;
        return spec;
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsSavedIsReadAgain() {
        ExportPresets presets(file());
        QVERIFY(!presets.all().empty() && presets.all().front().isOurs);
        QVERIFY(presets.save("mine", full()).has_value());
        const ExportPresets again(file());
        QVERIFY(again.find("mine"));
        QCOMPARE(again.find("mine")->spec, full());
        QVERIFY(!again.find("mine")->isOurs);
    }
    void namesOfOursAndNoNameAreRefused() {
        ExportPresets presets(file());
        QVERIFY(!presets.save(presets.all().front().name, full()));
        QVERIFY(!presets.save("  ", full()));
        QVERIFY(!QFile::exists(file()));
    }
    void keysOfLaterVersionsStay() {
        store(R"({"later":1,"presets":[{"name":"a","format":"flac","reverb":{"x":2}},)"
              R"({"name":"b","format":"wav","texts":{"isrc":"DE"}}]})");
        ExportPresets presets(file());
        RenderSpec spec = presets.find("b")->spec;
        spec.tail = 3;
        QVERIFY(presets.save("b", spec).has_value());
        QVERIFY(presets.remove("nothing").has_value());
        const QJsonObject document = QJsonDocument::fromJson(bytes()).object();
        QCOMPARE(document["later"].toInt(), 1);
        const QJsonArray list = document["presets"].toArray();
        QCOMPARE(list[0].toObject()["reverb"].toObject()["x"].toInt(), 2);
        QCOMPARE(list[1].toObject()["texts"].toObject()["isrc"].toString(), QString("DE"));
        QCOMPARE(list[1].toObject()["tail"].toDouble(), 3.0);
    }
    void aDamagedFileIsPutAsideAndNonsenseIsBounded() {
        store("this is no JSON");
        ExportPresets presets(file());
        QVERIFY(presets.save("mine", full()).has_value());
        QFile aside(file() + ".damaged");
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), QByteArray("this is no JSON"));
        store(R"({"presets":[{"name":"odd","tail":1e999,"levelTarget":99,"bitrate":-5,)"
              R"("sampleRate":"x","ksmps":-1,"stems":7,"level":"x"},7,{"format":"wav"}]})");
        const ExportPresets odd(file());
        if (const ExportPreset* preset = odd.find("odd")) {
            QVERIFY(preset->spec.tail <= 3600 && preset->spec.normalisation.target <= 0);
            QCOMPARE(preset->spec.compressionBitrate, 0);
            QVERIFY(!preset->spec.sampleRate && !preset->spec.ksmps);
        }
    }
    void aPlaceThatCannotBeWrittenIsAnError() {
        ExportPresets presets("/proc/nowhere/presets.json");
        const auto saved = presets.save("mine", full());
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::FileUnwritable);
    }
    void aPresetMatchesWhatSoundsTheSame() {
        ExportPreset preset{"cd", full(), false};
        preset.spec.outputFile.clear();
        preset.spec.metadata.comment.clear();
        RenderSpec other = full();
        other.sampleRate.reset();
        other.metadata.comment = "something else";
        Settings settings;
        settings.sampleRate = 48000;
        QVERIFY(preset.matches(other, settings));
        settings.sampleRate = 44100;
        QVERIFY(!preset.matches(other, settings));
    }
};

STRIA_CORE_TEST(ExportPresetsTest)
#include "export_presets_test.moc"
