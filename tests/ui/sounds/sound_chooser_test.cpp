// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/sounds/sound_chooser.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <sndfile.h>
#include <sys/stat.h>

#include "ui/document/document.h"
#include "ui/look/palette.h"
#include "ui/sounds/listening_bar.h"
#include "ui/sounds/sound_preview.h"
#include "ui/sounds/sound_table.h"

using namespace stria;

namespace {

/// Hears nothing, and remembers what it was to play.
class SilentPreview final : public SoundPreview {
  public:
    void play(const QString& file, double from, Part part) override {
        played << file;
        m_file = file;
        m_from = from;
        m_part = part;
        m_plays = true;
        emit stateChanged();
    }
    void setPart(Part part) override { m_part = part; }
    void setLooping(bool looping) override { m_looping = looping; }
    void setGain(double gain) override { m_gain = gain; }
    void stop() override {
        m_plays = false;
        emit stateChanged();
    }
    bool isPlaying() const override { return m_plays; }
    QString file() const override { return m_plays ? m_file : QString(); }
    double position() const override { return m_from; }
    QString device() const override { return QStringLiteral("no device"); }
    void moveTo(double seconds) { emit positionChanged(seconds); }
    void fail(const QString& why) {
        stop();
        emit failed({ErrorCode::FileUnreadable, why.toStdString(), {}});
    }

    QStringList played;
    QString m_file;
    double m_from = 0, m_gain = 0;
    Part m_part;
    bool m_plays = false, m_looping = false;
};

} // namespace

class SoundChooserTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    SilentPreview m_preview;
    std::unique_ptr<SoundChooser> m_chooser;

    QString path(const QString& name) const { return m_folder->filePath(name); }
    QString writeSound(const QString& name, double seconds, int channels = 2,
                       double level = 0.5) const {
        SF_INFO info{};
        info.samplerate = 8000;
        info.channels = channels;
        info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
        QDir().mkpath(QFileInfo(path(name)).path());
        SNDFILE* const file = sf_open(path(name).toUtf8().constData(), SFM_WRITE, &info);
        std::vector<double> samples;
        for (int i = 0; i < static_cast<int>(seconds * 8000) * channels; ++i)
            samples.push_back(i % 2 == 0 ? level : -level);
        sf_write_double(file, samples.data(), static_cast<sf_count_t>(samples.size()));
        sf_close(file);
        return path(name);
    }
    void writeBytes(const QString& name, const QByteArray& bytes) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void open(SoundQuestion question = {}) {
        if (question.file.isEmpty())
            question.file = m_folder->path();
        m_chooser = std::make_unique<SoundChooser>(question, *m_document, m_preview);
        m_chooser->show();
        m_chooser->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_chooser.get()));
        QTRY_VERIFY(!m_chooser->isListing());
        QCoreApplication::processEvents();
    }
    SoundTable& table() const { return m_chooser->table(); }
    SoundList& list() const { return m_chooser->list(); }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &table(),
                        static_cast<Qt::Key>(key), modifiers);
    }
    QString cell(const QString& name, SoundList::Column column) const {
        const QModelIndex index = list().indexOf(path(name));
        return index.siblingAtColumn(column).data().toString();
    }
    QString current() const { return QFileInfo(table().currentPath()).fileName(); }
    QStringList shown() const {
        QStringList names;
        for (int row = 0; row < list().rowCount(); ++row)
            names << list().index(row, 0).data().toString();
        return names;
    }

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-sounds-test");
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
    }
    void init() {
        QSettings().clear();
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = std::make_unique<Document>();
        m_preview.stop();
        m_preview.played.clear();
    }
    void cleanup() {
        m_chooser.reset();
        m_document->discardJournal();
        m_document.reset();
    }

    void filesAreListedByNameWithWhatTheyAre() {
        writeSound("tone 10.wav", 1.5, 1, 0.25);
        writeSound("tone 9.wav", 0.5, 2, 1);
        writeSound("inside/deep.wav", 0.1);
        writeBytes("words.txt", "no sound");
        open();
        QCOMPARE(shown(), (QStringList{"inside", "tone 9.wav", "tone 10.wav"}));
        QTRY_COMPARE(cell("tone 10.wav", SoundList::Level), QString::fromUtf8("−12.0 dB"));
        QCOMPARE(cell("tone 10.wav", SoundList::Length), QString("0:01.500"));
        QCOMPARE(cell("tone 10.wav", SoundList::Channels), QString("1"));
        QCOMPARE(cell("tone 10.wav", SoundList::Rate), QString("8 kHz"));
        QCOMPARE(list().countOfAll(), 2);
    }

    void arrowsChooseAndHearAtOnceAndSpaceStops() {
        const QString a = writeSound("a.wav", 1), b = writeSound("b.wav", 1);
        open();
        QVERIFY(m_preview.played.isEmpty()); // nothing sounds before a key
        key(Qt::Key_Down);
        QCOMPARE(m_preview.played, QStringList{b});
        key(Qt::Key_Up);
        QCOMPARE(m_preview.played, (QStringList{b, a}));
        key(Qt::Key_Space);
        QVERIFY(!m_preview.isPlaying());
        key(Qt::Key_Space);
        QCOMPARE(m_preview.played.size(), 3);
        key(Qt::Key_Escape);
        QVERIFY(!m_preview.isPlaying());
        QVERIFY(!m_chooser->isVisible());
        QVERIFY(m_chooser->answer().sounds.empty());
    }

    void withoutTheSwitchOnlySpacePlays() {
        writeSound("a.wav", 1);
        const QString b = writeSound("b.wav", 1);
        SoundPlaces().setListening({false, false, -6});
        open();
        key(Qt::Key_Down);
        QVERIFY(m_preview.played.isEmpty());
        key(Qt::Key_Space);
        QCOMPARE(m_preview.played, QStringList{b});
        QVERIFY(std::abs(m_preview.m_gain - std::pow(10, -6 / 20.0)) < 1e-9);
    }

    void aMarkedRegionBecomesSkipAndDuration() {
        const QString a = writeSound("a.wav", 2);
        open();
        QTRY_COMPARE(m_chooser->wave().length(), 2.0);
        key(Qt::Key_Space);
        m_preview.moveTo(0.5);
        key(Qt::Key_I);
        m_preview.moveTo(1.25);
        key(Qt::Key_O);
        QCOMPARE(m_preview.m_part.start, 0.5);
        QCOMPARE(m_preview.m_part.end, 1.25);
        key(Qt::Key_Return);
        QVERIFY(!m_chooser->isVisible());
        QCOMPARE(m_chooser->answer().sounds.size(), std::size_t{1});
        const ChosenSound& chosen = m_chooser->answer().sounds.front();
        QCOMPARE(chosen.path, a);
        QCOMPARE(chosen.skip, 0.5);
        QCOMPARE(chosen.duration, 0.75);
        QVERIFY(!m_preview.isPlaying());
    }

    void eachSoundKeepsItsRegionAndADoubleClickTakesTheWhole() {
        writeSound("a.wav", 2);
        writeSound("b.wav", 4);
        SoundQuestion several;
        several.several = true;
        open(several);
        QTRY_COMPARE(m_chooser->wave().length(), 2.0);
        m_chooser->wave().setRegion(SoundWave::Region{0.5, 1});
        emit m_chooser->wave().regionChanged();
        key(Qt::Key_Down);
        QTRY_COMPARE(m_chooser->wave().length(), 4.0);
        QVERIFY(!m_chooser->wave().region());
        key(Qt::Key_Up);
        QTRY_COMPARE(m_chooser->wave().length(), 2.0);
        QVERIFY((m_chooser->wave().region() == SoundWave::Region{0.5, 1}));
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(m_chooser->takeButton().text(), QString("Take 2 sound(s)"));
        QTest::mouseClick(&m_chooser->takeButton(), Qt::LeftButton);
        const auto& sounds = m_chooser->answer().sounds;
        QCOMPARE(sounds.size(), std::size_t{2});
        QCOMPARE(sounds[0].duration, 0.5);
        QVERIFY(sounds[1].isWhole());
    }

    void theFilterIsTypedAndLeftByTheKeyboard() {
        for (const char* name : {"bell high.wav", "bell low.wav", "drum.wav"})
            writeSound(name, 0.1);
        open();
        key(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&m_chooser->filter()));
        QTest::keyClicks(&m_chooser->filter(), "low bell");
        QCOMPARE(shown(), QStringList{"bell low.wav"});
        key(Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&table()));
        QVERIFY(m_chooser->isVisible()); // that was not yet the taking
        QCOMPARE(current(), QString("bell low.wav"));
        m_chooser->filter().setText("nothing like it");
        QCOMPARE(list().rowCount(), 0);
        QVERIFY(!m_chooser->takeButton().isEnabled());
    }

    void foldersAreGoneIntoAndLeftByKeysAndAPathIsTyped() {
        writeSound("inner/a.wav", 0.1);
        writeSound("other/b.wav", 0.1);
        open();
        QCOMPARE(current(), QString("inner"));
        key(Qt::Key_Return);
        QTRY_COMPARE(shown(), QStringList{"a.wav"});
        key(Qt::Key_Up, Qt::ControlModifier);
        QTRY_COMPARE(current(), QString("inner"));
        m_chooser->filter().setFocus();
        QTest::keyClicks(&m_chooser->filter(), path("other/b.wav"));
        key(Qt::Key_Return);
        QTRY_COMPARE(current(), QString("b.wav"));
        QVERIFY(m_chooser->filter().text().isEmpty());
    }

    void favouritesAndFoldersThatWereUsedAreRemembered() {
        const QString a = writeSound("mine/a.wav", 0.1);
        SoundQuestion there;
        there.file = path("mine");
        open(there);
        key(Qt::Key_F);
        key(Qt::Key_Return);
        QCOMPARE(SoundPlaces().favourites(), QStringList{a});
        QCOMPARE(SoundPlaces().folders().value(0), path("mine"));
        m_chooser = std::make_unique<SoundChooser>(SoundQuestion(), *m_document, m_preview);
        m_chooser->show();
        QTRY_COMPARE(shown(), QStringList{"a.wav"}); // where it was left
        m_chooser->places().setPlace(PlacesPanel::favourites());
        QTRY_COMPARE(table().currentPath(), a);
        QVERIFY(list().isFavourite(list().index(0, 0)));
    }

    void theSoundsOfThePieceAndThoseThatAreGoneAreLists() {
        const QString there = writeSound("there.wav", 0.1);
        for (const QString& file : {there, path("gone.wav")}) {
            SoundSource source;
            source.id = SoundSourceId::random();
            source.path = file.toStdString();
            m_document->edit("add", [&](Project& project) {
                ScoreEvent event;
                event.id = EventId::random();
                event.arguments = {{"itable", source.id}};
                (void)project.insert(source);
                (void)project.insert(event);
            });
        }
        open();
        m_chooser->places().setPlace(PlacesPanel::ofThePiece());
        QTRY_COMPARE(shown(), QStringList{"there.wav"});
        QCOMPARE(cell("there.wav", SoundList::Use), QString("1 event(s)"));
        m_chooser->places().setPlace(PlacesPanel::notFound());
        QTRY_COMPARE(shown(), QStringList{"gone.wav"});
        QTRY_VERIFY(cell("gone.wav", SoundList::Wave).contains("There is no file"));
    }

    /// Each stays in the list with a word, nothing waits, and none can be taken.
    void whatCannotBeReadSaysWhy() {
        writeBytes("empty.wav", {});
        writeBytes("film.mp4", QByteArray("\0\0\0\x18"
                                          "ftypmp42",
                                          12) +
                                   QByteArray(5000, 'x'));
        writeBytes("words.wav", "these are words");
        QCOMPARE(::mkfifo(path("pipe.wav").toUtf8().constData(), 0600), 0);
        QVERIFY(QFile::link(path("nowhere"), path("broken.wav")));
        writeSound(QString::fromUtf8("звук 音 صوت.wav"), 0.2);
        writeSound("silence.wav", 0);
        open();
        const std::pair<const char*, const char*> words[] = {
            {"empty.wav", "Empty, not"},        {"film.mp4", "No sound file"},
            {"words.wav", "No sound file"},     {"pipe.wav", "A pipe"},
            {"silence.wav", "its length is 0"}, {"broken.wav", "There is no file"}};
        for (const auto& [name, word] : words) {
            if (!list().indexOf(path(name)).isValid())
                continue; // a link to nowhere is no entry of some file systems' folders
            QTRY_VERIFY2(cell(name, SoundList::Wave).contains(word),
                         qPrintable(QString(name) + ": " + cell(name, SoundList::Wave)));
            table().setCurrentPath(path(name));
            QTRY_VERIFY(!m_chooser->takeButton().isEnabled());
            key(Qt::Key_Return);
            QVERIFY(m_chooser->isVisible());
        }
        table().setCurrentPath(path(QString::fromUtf8("звук 音 صوت.wav")));
        QTRY_VERIFY(m_chooser->takeButton().isEnabled());
        QTRY_VERIFY(!cell(QString::fromUtf8("звук 音 صوت.wav"), SoundList::Level).isEmpty());
    }

    void aFolderThatCannotBeReadOrIsGoneSaysSo() {
        open();
        m_chooser->places().setPlace(path("nowhere"));
        QTRY_VERIFY(!m_chooser->isListing());
        QCOMPARE(list().rowCount(), 0);
        QVERIFY(!m_chooser->takeButton().isEnabled());
    }

    void aFileThatChangesIsLookedAtAnewAndOneThatVanishesLeavesTheList() {
        writeSound("a.wav", 1);
        writeSound("b.wav", 1);
        open();
        QTRY_VERIFY(!cell("a.wav", SoundList::Level).isEmpty());
        writeSound("a.wav", 3);
        QTRY_COMPARE_WITH_TIMEOUT(cell("a.wav", SoundList::Length), QString("0:03.000"), 30000);
        QTRY_COMPARE(m_chooser->wave().length(), 3.0);
        QVERIFY(QFile::remove(path("a.wav")));
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList{"b.wav"}, 30000);
        QTRY_COMPARE(current(), QString("b.wav"));
    }

    void whatKeepsASoundFromBeingHeardIsSaidInTheDialog() {
        writeSound("a.wav", 1);
        open();
        QTRY_COMPARE(m_chooser->wave().length(), 1.0);
        key(Qt::Key_Space);
        m_preview.fail(path("a.wav") + " was changed or cut while it played.");
        QCOMPARE(m_chooser->factsText(), QString("a.wav was changed or cut while it played."));
    }

    void aSoundOfManyHoursIsShownRoughlyAndStaysOutOfTheList() {
        // 40 hours of silence: a header, and a hole on the disk.
        writeSound("long.wav", 0.001, 1);
        QFile file(path("long.wav"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const quint32 data = 40U * 3600U * 8000U * 2U;
        QVERIFY(file.resize(qint64{44} + data));
        const auto put = [&](qint64 at, quint32 number) {
            file.seek(at);
            file.write(reinterpret_cast<const char*>(&number), 4);
        };
        put(4, data + 36);
        put(40, data);
        file.close();
        writeSound("short.wav", 0.1);
        open();
        QTRY_COMPARE(cell("long.wav", SoundList::Length), QString("40:00:00.000"));
        QTRY_VERIFY(m_chooser->reader().lookOf(path("long.wav"))->peaks);
        key(Qt::Key_Down); // ends the reading of the long one
        QTRY_VERIFY(!cell("short.wav", SoundList::Level).isEmpty());
        QTRY_VERIFY(!m_chooser->reader().isReading());
        QVERIFY(cell("long.wav", SoundList::Level).isEmpty());
    }
};

STRIA_WIDGET_TEST(SoundChooserTest)
#include "sound_chooser_test.moc"
