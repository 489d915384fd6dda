// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/canvas_painter.h"

#include <QTemporaryDir>
#include <QtTest>

#include "engine/compile/sample_instruments.h"
#include "tests/support/sound_files.h"
#include "tests/support/test_program.h"
#include "ui/timeline/timeline_view.h"

using namespace stria;

class CanvasPainterTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Project m_project;
    SoundSourceId m_sound;

    QString path(const QString& name) const { return m_folder.filePath(name); }

  private slots:
    void initTestCase() {
        test::writeToneAndSilence(path("tone.wav"), 0.5);
        SoundSource source;
        source.id = m_sound = SoundSourceId::random();
        source.path = "tone.wav";
        (void)m_project.insert(source);
    }

    void anEventShowsTheWaveThatItPlays() {
        Project project = m_project;
        Instrument instrument = sampleInstrument(2, false);
        instrument.id = InstrumentId::random();
        (void)project.insert(instrument);
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument.id;
        event.start = 1;
        event.duration = 4;
        event.arguments = {{"itable", m_sound}, {"kspeed", 0.5}};
        (void)project.insert(event);
        Document document;
        document.reset(project, path("piece.stria"));
        TimeAxis axis;
        TimeGrid grid;
        TimelineView view(document, axis, grid);
        view.resize(1000, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        axis.setStart(0);
        axis.setPixelsPerSecond(100);
        const auto shot = [&] { return view.canvas().viewport()->grab().toImage(); };
        (void)shot();
        QTRY_VERIFY(view.pictures().of(m_sound));
        const QImage image = shot();
        // At half speed a second of sound takes two, and the silence after it two more.
        const QRectF rect = view.canvas().rectOf(event.id);
        const auto y = static_cast<int>(rect.top() + 17 + (rect.height() - 19) * 0.15);
        const QRgb wave = image.pixel(static_cast<int>(axis.xAt(2)), y);
        const QRgb silence = image.pixel(static_cast<int>(axis.xAt(4)), y);
        QVERIFY(wave != silence);
        QCOMPARE(image.pixel(static_cast<int>(axis.xAt(2.9)), y), wave);
        QCOMPARE(image.pixel(static_cast<int>(axis.xAt(3.1)), y), silence);
        // The same with the start of the event out of view.
        axis.setStart(1.5);
        const QImage scrolled = shot();
        QCOMPARE(scrolled.pixel(static_cast<int>(axis.xAt(2.9)), y), wave);
        QCOMPARE(scrolled.pixel(static_cast<int>(axis.xAt(3.1)), y), silence);
    }
};

STRIA_WIDGET_TEST(CanvasPainterTest)
#include "canvas_painter_test.moc"
