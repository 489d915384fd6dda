// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/sample_panel.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <sndfile.h>

#include "tests/support/test_program.h"
#include "tests/ui/inspector/panel_driver.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/inspector/wave_picture.h"
#include "ui/look/palette.h"

using namespace stria;

class SamplePanelTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    SoundSourceId m_sound, m_missing;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<SoundPictures> m_pictures;
    std::unique_ptr<SamplePanel> m_panel;

    template <class Widget> Widget* named(const QString& name) const {
        return test::named<Widget>(*m_panel, name);
    }
    void type(const QString& field, const QString& text) const {
        test::typeInto(named<QLineEdit>(field), text);
    }
    QString trouble() const { return test::shownError(*m_panel); }
    const SoundSource& sound() const { return *m_document->project().find(m_sound); }

  private slots:
    void initTestCase() {
        look::apply(*qApp, Theme::Dark);
        SF_INFO info{};
        info.samplerate = 8000;
        info.channels = 2;
        info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
        SNDFILE* file =
            sf_open(m_folder.filePath("bell.wav").toUtf8().constData(), SFM_WRITE, &info);
        std::vector<double> samples;
        for (int i = 0; i < 2 * 12000; ++i)
            samples.push_back(i % 4 < 2 ? 0.5 : -0.5);
        sf_writef_double(file, samples.data(), 12000);
        sf_close(file);
    }
    void init() {
        Project project;
        SoundSource source;
        source.id = m_sound = SoundSourceId::random();
        source.name = "bell";
        source.path = "bell.wav";
        QVERIFY(project.insert(source));
        source.id = m_missing = SoundSourceId::random();
        source.path = "gone.wav";
        QVERIFY(project.insert(source));
        for (int i = 0; i < 3; ++i) {
            ScoreEvent event;
            event.id = EventId::random();
            event.arguments = {{"itable", m_sound}};
            QVERIFY(project.insert(event));
        }
        m_document = std::make_unique<Document>();
        m_document->reset(project, m_folder.filePath("piece.stria"));
        m_pictures = std::make_unique<SoundPictures>(*m_document);
        m_panel = std::make_unique<SamplePanel>(*m_document, *m_pictures);
        m_panel->resize(300, 600);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_document->selection().setCurrentSource(m_sound);
    }
    void cleanup() {
        m_panel.reset();
        m_pictures.reset();
        m_document->discardJournal();
        m_document.reset();
    }

    void itTellsWhatTheFileIsAndWhoPlaysIt() {
        auto* const facts = named<QLabel>("What the file is");
        QTRY_VERIFY(facts->isVisible());
        QVERIFY2(facts->text().contains("0:01.500") && facts->text().contains("8000 Hz") &&
                     facts->text().contains("stereo"),
                 qPrintable(facts->text()));
        QVERIFY(named<QLabel>("BELL · 3 EVENT(S)"));
        QVERIFY(trouble().isEmpty());
        // The wave is drawn: half as high as the picture.
        auto* const picture = m_panel->findChild<WavePicture*>();
        const QImage image = picture->grab().toImage();
        const int middle = image.width() / 2;
        QCOMPARE(image.pixelColor(middle, image.height() * 3 / 8), look::colours().accent);
        QCOMPARE(image.pixelColor(middle, image.height() / 8), look::colours().background);
    }

    void nameChannelAndSkippedTimeAreStepsOfUndo() {
        QTRY_COMPARE(named<QComboBox>("Channel")->count(), 3);
        type("Name", "glocke");
        QCOMPARE(sound().name, std::string("glocke"));
        named<QComboBox>("Channel")->setFocus();
        QTest::keyClick(named<QComboBox>("Channel"), Qt::Key_Down);
        QTest::keyClick(named<QComboBox>("Channel"), Qt::Key_Down);
        QCOMPARE(sound().channel, 2);
        type("Skip", "500 ms");
        QCOMPARE(sound().skipTime, 0.5);
        type("Skip", "9"); // beyond the end
        QCOMPARE(sound().skipTime, 0.5);
        for (int i = 0; i < 4; ++i)
            m_document->undoStack().undo();
        QCOMPARE(sound().name, std::string("bell"));
        QCOMPARE(sound().channel, 0);
        QCOMPARE(sound().skipTime, 0.0);
    }

    void aMissingFileIsSaidInWords() {
        m_document->selection().setCurrentSource(m_missing);
        QTRY_VERIFY2(trouble().contains("gone.wav"), qPrintable(trouble()));
        QVERIFY(!named<QPushButton>("Hear it")->isEnabled());
        QVERIFY(!named<QLabel>("What the file is")->isVisible());
        QSignalSpy typed(m_panel.get(), &SamplePanel::fileTyped);
        type("File", "bell.wav");
        QCOMPARE(typed.count(), 1);
        QCOMPARE(typed[0][1].toString(), QString("bell.wav"));
        QCOMPARE(m_document->project().find(m_missing)->path, std::string("gone.wav"));
    }
};

STRIA_WIDGET_TEST(SamplePanelTest)
#include "sample_panel_test.moc"
