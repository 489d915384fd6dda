// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/keyboard_panel.h"

#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>
#include <cmath>

#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"
#include "tests/ui/transport/recording.h"
#include "ui/audition/midi_port_box.h"
#include "ui/audition/parameter_knob.h"
#include "ui/document/selection.h"
#include "ui/transport/null_output.h"

using namespace stria;
using namespace stria::test;

namespace {

/// Says by its level what it was given: amp + pitch / 1000.
const char* const telling = "; kamp: loudness, 0..1\n|kamp=0.1, imidi=60|\n"
                            "outch 1, a(kamp + imidi / 1000)\n";

} // namespace

class KeyboardPanelTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Recording> m_recording;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<EventAudition> m_audition;
    std::unique_ptr<KeyboardNotes> m_notes;
    std::unique_ptr<KeyboardPanel> m_panel;
    InstrumentId m_tone;
    EventId m_event;

    float heard() {
        const std::vector<float> side = m_recording->side(0);
        return side.empty() ? 0 : side.back();
    }
    bool isNear(double level) { return std::abs(heard() - static_cast<float>(level)) < 1e-5F; }
    void show() {
        QSignalSpy prepared(m_audition.get(), &EventAudition::prepared);
        m_panel->show();
        m_panel->keys().setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        QTRY_COMPARE(prepared.count(), 1);
    }

  private slots:
    void init() {
        ScoreBuilder score;
        m_tone = score.instrument("tone", telling);
        m_event = score.event(m_tone, 2, 0.6);
        m_recording = std::make_unique<Recording>();
        m_document = std::make_unique<Document>();
        m_document->reset(score.project, {});
        m_document->selection().setCurrentInstrument(m_tone);
        m_audition = std::make_unique<EventAudition>([this] {
            return std::make_unique<NullOutput>(
                [this](std::span<const float> samples) { m_recording->add(samples); });
        });
        m_notes = std::make_unique<KeyboardNotes>(*m_document, *m_audition);
        m_panel = std::make_unique<KeyboardPanel>(*m_notes);
        m_panel->resize(900, 160);
    }
    void cleanup() {
        m_panel.reset();
        m_notes.reset();
        m_audition.reset();
        m_document->discardJournal();
        m_document.reset();
    }

    void lettersPlayNotesWhileTheyAreDown() {
        show();
        QTest::keyPress(&m_panel->keys(), Qt::Key_Z);
        QTRY_VERIFY(isNear(0.148)); // the C below middle C
        QTest::keyRelease(&m_panel->keys(), Qt::Key_Z);
        QTRY_VERIFY(!m_audition->isSounding());
        QTest::keyClick(&m_panel->keys(), Qt::Key_Right);
        QTest::keyPress(&m_panel->keys(), Qt::Key_Q);
        QTRY_VERIFY(isNear(0.172));
        QTest::keyRelease(&m_panel->keys(), Qt::Key_Q);
        QTRY_VERIFY(!m_audition->isSounding());
    }

    void theMousePlaysLouderFurtherDown() {
        show();
        const QRectF key = m_panel->keys().keyRect(60);
        const QPoint low(static_cast<int>(key.center().x()), static_cast<int>(key.bottom()) - 1);
        QTest::mousePress(&m_panel->keys(), Qt::LeftButton, {}, low);
        QTRY_VERIFY(heard() > 0.17F && heard() < 0.19F); // 127/100 of 0.1, and 0.06
        QTest::mouseRelease(&m_panel->keys(), Qt::LeftButton, {}, low);
        QTRY_VERIFY(!m_audition->isSounding());
    }

    void losingTheFocusEndsWhatLettersPlay() {
        show();
        QTest::keyPress(&m_panel->keys(), Qt::Key_Z);
        QTRY_VERIFY(isNear(0.148));
        m_panel->stepButton().setFocus();
        QTRY_VERIFY(!m_audition->isSounding());
    }

    void aKeyPressedBeforeTheInstrumentIsWarmSoundsWhenItIs() {
        m_panel->show();
        m_notes->press(60, 100);
        QTRY_VERIFY(isNear(0.16));
        m_notes->release(60);
        QTRY_VERIFY(!m_audition->isSounding());
    }

    void knobsAreThereForDynamicParametersAndAreHeard() {
        show();
        QCOMPARE(m_panel->knobs().size(), std::size_t(1));
        ParameterKnob& knob = *m_panel->knobs()[0];
        QCOMPARE(knob.parameter(), std::string("kamp"));
        m_notes->press(60, 100);
        QTRY_VERIFY(isNear(0.16));
        knob.dial().setFocus();
        QTest::keyClick(&knob.dial(), Qt::Key_PageUp); // a tenth of its range, 0..1
        QTRY_VERIFY(isNear(0.26));
        m_notes->release(60);
        QTRY_VERIFY(!m_audition->isSounding());
        // What it was turned to stays for the next note.
        m_notes->press(60, 100);
        QTRY_VERIFY(isNear(0.26));
        m_notes->release(60);
    }

    void knobsTurnedWhileAnEventSoundsBecomeItsAutomation() {
        show();
        m_panel->recordButton().click();
        m_audition->play(m_document->project(), {}, *m_document->project().find(m_event), {});
        QTRY_VERIFY(isNear(0.16));
        QTest::qWait(50); // the first value is kept where time has passed
        m_panel->knobs()[0]->dial().setScaledValue(0.4);
        emit m_panel->knobs()[0]->dial().turned(0.4);
        QTRY_VERIFY(isNear(0.46));
        QTRY_VERIFY(!m_audition->isSounding());
        const auto automations = m_document->project().automationsOf(m_event);
        QCOMPARE(automations.size(), std::size_t(1));
        QCOMPARE(automations[0]->parameter, std::string("kamp"));
        QCOMPARE(automations[0]->points.front().value, 0.1);
        QCOMPARE(automations[0]->points.back().value, 0.4);
        QVERIFY(automations[0]->points.back().time > 0);
        QVERIFY(automations[0]->points.back().time < 0.7);
        m_document->undoStack().undo();
        QVERIFY(m_document->project().automationsOf(m_event).empty());
    }

    void aKnobOverrulesACurveWhileItIsHeld() {
        m_document->edit("Draw", [&](Project& project) {
            ScoreEvent event = *project.find(m_event);
            event.duration = 3;
            (void)project.change(event);
            (void)project.insert(Automation{AutomationId::random(),
                                            m_event,
                                            "kamp",
                                            {{0, 0.3, {}}, {0.01, 0.2, {}}, {3, 0.2, {}}},
                                            false,
                                            0,
                                            {}});
        });
        show();
        m_panel->recordButton().click();
        m_audition->play(m_document->project(), {}, *m_document->project().find(m_event), {});
        QTRY_VERIFY(isNear(0.26));
        KnobDial& dial = m_panel->knobs()[0]->dial();
        QTest::mousePress(&dial, Qt::LeftButton, {}, {20, 30});
        // From 0.1 up by a tenth of the way.
        QMouseEvent up(QEvent::MouseMove, QPointF(20, 10), dial.mapToGlobal(QPointF(20, 10)),
                       Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&dial, &up);
        const double turned = m_panel->knobs()[0]->value();
        QVERIFY(std::abs(turned - 0.2) < 1e-3);
        QTRY_VERIFY(isNear(turned + 0.06));
        QMouseEvent further(QEvent::MouseMove, QPointF(20, -30), dial.mapToGlobal(QPointF(20, -30)),
                            Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&dial, &further);
        QTRY_VERIFY(isNear(m_panel->knobs()[0]->value() + 0.06));
        QTest::mouseRelease(&dial, Qt::LeftButton, {}, {20, -30});
        QTRY_VERIFY(isNear(0.26));
        QTRY_VERIFY(!m_audition->isSounding());
        const auto automations = m_document->project().automationsOf(m_event);
        QCOMPARE(automations.size(), std::size_t(1));
        const auto& points = automations[0]->points;
        QCOMPARE(points.front().value, 0.3);
        QCOMPARE(points.back(), (Breakpoint{3, 0.2, {}}));
        QVERIFY(std::any_of(points.begin(), points.end(),
                            [](const Breakpoint& point) { return point.value > 0.35; }));
        QCOMPARE(points[points.size() - 2].value, 0.2);
    }

    void stepEntryWritesNotesAndChords() {
        show();
        double at = 4;
        m_notes->setStepPlace([&] { return KeyboardNotes::Step{at, 0.5}; });
        connect(m_notes.get(), &KeyboardNotes::stepped, this,
                [&](double seconds) { at = seconds; });
        m_panel->stepButton().click();
        PianoKeys& keys = m_panel->keys();
        QTest::keyClick(&keys, Qt::Key_X); // D
        m_notes->rest();
        QTest::keyPress(&keys, Qt::Key_Z);
        QTest::keyPress(&keys, Qt::Key_C);
        QTest::keyRelease(&keys, Qt::Key_Z);
        QTest::keyRelease(&keys, Qt::Key_C);
        QCOMPARE(at, 5.5);
        std::multiset<std::pair<double, double>> written;
        m_document->project().all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            if (event.id == m_event)
                return;
            QCOMPARE(event.duration, 0.5);
            QCOMPARE(event.arguments.size(), std::size_t(1));
            QCOMPARE(event.arguments[0].parameter, std::string("imidi"));
            written.emplace(event.start, std::get<double>(event.arguments[0].value));
        });
        QCOMPARE(written, (std::multiset<std::pair<double, double>>{{4, 50}, {5, 48}, {5, 52}}));
        m_document->undoStack().undo();
        QCOMPARE(m_document->project().all<ScoreEvent>().size(), std::size_t(2));
    }

    void midiMessagesPlayAndShowTheKey() {
        show();
        m_panel->midi().take({0x93, 62, 100});
        QTRY_VERIFY(isNear(0.162));
        m_panel->midi().take({0xb0, 1, 5}); // a controller
        m_panel->midi().take({0x93, 62, 0});
        QTRY_VERIFY(!m_audition->isSounding());
        m_panel->midi().take({0x80, 62});
    }

    void codeThatChangesIsHeardFromTheNextKeyOn() {
        show();
        QSignalSpy prepared(m_audition.get(), &EventAudition::prepared);
        m_document->edit("Edit", [&](Project& project) {
            Instrument changed = *project.find(m_tone);
            changed.body = "outch 1, a(0.7)\n";
            (void)project.change(changed);
        });
        QTRY_COMPARE(prepared.count(), 1);
        QVERIFY(m_panel->knobs().empty());
        m_notes->press(60, 100);
        QTRY_VERIFY(isNear(0.7));
        m_notes->release(60);
    }

    void anInstrumentThatShapesItselfByItsLengthGetsOne() {
        m_document->edit("Edit", [&](Project& project) {
            Instrument changed = *project.find(m_tone);
            changed.body = "outch 1, a(p3 / 10)\n";
            (void)project.change(changed);
        });
        show();
        m_notes->press(60, 100);
        QTRY_VERIFY(isNear(0.3));
        m_notes->release(60);
        QTRY_VERIFY(!m_audition->isSounding());
    }

    void middleCIsNoIntervalWhereThePitchIsOne() {
        m_document->edit("Edit", [&](Project& project) {
            Instrument changed = *project.find(m_tone);
            changed.body = "; kpitch: semitones from the sample's own, -24..24\n|kpitch=0|\n"
                           "outch 1, a(0.5 + kpitch / 100)\n";
            (void)project.change(changed);
        });
        show();
        m_notes->press(60, 100);
        QTRY_VERIFY(isNear(0.5));
        m_notes->release(60);
        m_notes->press(55, 100);
        QTRY_VERIFY(isNear(0.45));
        m_notes->release(55);
    }

    void aKeyboardThatNobodySeesFollowsNothing() {
        QSignalSpy changes(m_notes.get(), &KeyboardNotes::instrumentChanged);
        m_document->selection().setCurrentInstrument({});
        m_document->selection().setCurrentInstrument(m_tone);
        QCOMPARE(changes.count(), 0);
        show();
        QCOMPARE(m_panel->knobs().size(), std::size_t(1));
    }

    void everyPartHasAName() {
        show();
        for (const QWidget* widget : m_panel->findChildren<QWidget*>())
            if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible() &&
                !widget->objectName().startsWith("qt_"))
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
    void aMidiKeyboardThatIsChosenIsRememberedWhileItIsNotThere() {
        if (!MidiInput::isSupported())
            QSKIP("built without MIDI");
        MidiPortBox box(m_panel->midi());
        QCOMPARE(box.currentText(), QStringLiteral("No MIDI keyboard"));
        m_panel->midi().choose("A keyboard that nobody has");
        QCOMPARE(box.currentText(), QStringLiteral("A keyboard that nobody has (not there)"));
        QVERIFY(m_panel->midi().port().isEmpty());
        MidiInput later;
        later.restore();
        QCOMPARE(later.chosen(), QStringLiteral("A keyboard that nobody has"));
        later.choose({});
        m_panel->midi().restore();
        QCOMPARE(box.currentText(), QStringLiteral("No MIDI keyboard"));
    }
};

STRIA_WIDGET_TEST(KeyboardPanelTest)
#include "keyboard_panel_test.moc"
