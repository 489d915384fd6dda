// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/inspector/panel_driver.h"
#include "ui/document/bus_edits.h"
#include "ui/document/bus_routes.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/document/sound_pictures.h"
#include "ui/look/palette.h"

using namespace stria;

class InspectorTest : public QObject {
    Q_OBJECT

    InstrumentId m_glass, m_reverb;
    BusId m_wet;
    EventId m_first, m_second, m_effect;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<SoundPictures> m_pictures;
    std::unique_ptr<Inspector> m_inspector;

    template <class Widget> Widget* named(const QString& name) const {
        QCoreApplication::processEvents(); // fields that were just made appear
        for (Widget* widget : m_inspector->findChildren<Widget*>())
            if (widget->accessibleName() == name && widget->isVisibleTo(m_inspector.get()))
                return widget;
        return nullptr;
    }
    void type(const QString& field, const QString& text) {
        test::typeInto(named<QLineEdit>(field), text);
    }
    const ScoreEvent& eventOf(EventId id) const { return *m_document->project().find(id); }

  private slots:
    void initTestCase() { look::apply(*qApp, Theme::Dark); }
    void init() {
        Project project;
        Instrument glass;
        glass.id = m_glass = InstrumentId::random();
        glass.name = "glass";
        glass.body = "|kamp=0.3, kmidi=60, ibus=0, Sword=\"a\"|\na1 oscili kamp, mtof:k(kmidi)\n"
                     "busmix(ibus, a1)";
        glass.order = 1;
        QVERIFY(project.insert(glass));
        Instrument reverb;
        reverb.id = m_reverb = InstrumentId::random();
        reverb.name = "reverb";
        reverb.body = "ibus = p5\nasig = busin(ibus)\nouts asig, asig";
        reverb.order = 2;
        QVERIFY(project.insert(reverb));
        Bus wet;
        wet.id = m_wet = BusId::random();
        wet.name = "wet";
        QVERIFY(project.insert(wet));
        const auto add = [&](InstrumentId instrument, double start) {
            ScoreEvent e;
            e.id = EventId::random();
            e.instrument = instrument;
            e.start = start;
            e.order = start;
            e.arguments = {{"ibus", m_wet}};
            static_cast<void>(project.insert(e));
            return e.id;
        };
        m_first = add(m_glass, 1);
        m_second = add(m_glass, 2);
        m_effect = add(m_reverb, 0);
        m_document = std::make_unique<Document>();
        m_document->reset(project, {});
        m_pictures = std::make_unique<SoundPictures>(*m_document);
        m_inspector = std::make_unique<Inspector>(*m_document, *m_pictures);
        m_inspector->resize(320, 900);
        m_inspector->show();
        QVERIFY(QTest::qWaitForWindowActive(m_inspector.get()));
    }
    void cleanup() {
        m_inspector.reset();
        m_pictures.reset();
        m_document->discardJournal();
        m_document.reset();
    }

    void theChosenEventShowsItsValuesAndTheInstrumentsDefaults() {
        m_document->selection().setEvents({m_second});
        QVERIFY(named<QLineEdit>("Start")->text().startsWith("2.000"));
        QCOMPARE(named<QLineEdit>("kamp")->text(), QStringLiteral("0.300"));
        QCOMPARE(named<QComboBox>("ibus")->currentText(), QStringLiteral("wet"));
        QCOMPARE(named<QLineEdit>("Sword")->text(), QStringLiteral("a"));
        bool found = false;
        for (const QLabel* label : m_inspector->findChildren<QLabel*>())
            found = found || label->text() == "GLASS · EVENT 2 OF 2";
        QVERIFY(found);
    }
    void thePieceHasItsTitleAndItsRates() {
        m_inspector->showPiece();
        QVERIFY(named<QLineEdit>("Title")->hasFocus());
        type("Title", "Lanterns");
        type("Rate", "48000");
        type("Channels", "4");
        type("ksmps", "16");
        type("A4", "442");
        type("End", "1:30");
        const Settings& settings = m_document->project().settings();
        QCOMPARE(settings.title, std::string("Lanterns"));
        QCOMPARE(settings.sampleRate, 48000.0);
        QCOMPARE(settings.channels, 4);
        QCOMPARE(settings.ksmps, 16);
        QCOMPARE(settings.a4, 442.0);
        QCOMPARE(settings.endMarker, 90.0);
        QCOMPARE(m_document->undoStack().count(), 6);
        m_document->undoStack().undo();
        QCOMPARE(named<QLineEdit>("End")->text(), QStringLiteral("last event"));
    }
    void aRateThatCannotBeIsNotTaken() {
        m_inspector->showPiece();
        for (const char* wrong : {"-1", "1e999", "fast", "2"}) {
            type("Rate", wrong);
            QCOMPARE(m_document->project().settings().sampleRate, 44100.0);
        }
        QVERIFY(!m_document->undoStack().canUndo());
    }
    void anOptionThatStriaCannotTakeIsRefusedWithTheReason() {
        m_inspector->showPiece();
        type("Options", "--omacro:GAIN=2 -m0");
        QCOMPARE(m_document->project().settings().csoundOptions,
                 (std::vector<std::string>{"--omacro:GAIN=2", "-m0"}));
        type("Options", "-odac");
        QCOMPARE(m_document->project().settings().csoundOptions.size(), std::size_t{2});
        bool told = false;
        for (const QLabel* label : m_inspector->findChildren<QLabel*>())
            told = told || (label->isVisible() && label->text().contains("-o"));
        QVERIFY(told);
    }
    void typedValuesAreOneStepEachAndCanBeUndone() {
        const Project before = m_document->project();
        m_document->selection().setEvents({m_first});
        type("Start", "1:02.5");
        QCOMPARE(eventOf(m_first).start, 62.5);
        type("Duration", "endless");
        QCOMPARE(eventOf(m_first).duration, ScoreEvent::endless);
        type("kmidi", "67");
        type("Sword", "b\"c");
        QCOMPARE(eventOf(m_first).arguments.size(), std::size_t{3});
        QCOMPARE(m_document->undoStack().count(), 4);
        while (m_document->undoStack().canUndo())
            m_document->undoStack().undo();
        QVERIFY(m_document->project() == before);
        QCOMPARE(named<QLineEdit>("kmidi")->text(), QStringLiteral("60.000"));
    }
    void nonsenseIsNotTaken() {
        const Project before = m_document->project();
        m_document->selection().setEvents({m_first});
        for (const char* text : {"abc", "1e999", "nan", "-3"})
            type("Start", text);
        QVERIFY(m_document->project() == before);
    }
    void anEditOfSeveralEventsGoesToAllOfThem() {
        m_document->selection().setEvents({m_first, m_second});
        type("kamp", "0.7");
        for (const EventId id : {m_first, m_second})
            QVERIFY(std::any_of(eventOf(id).arguments.begin(), eventOf(id).arguments.end(),
                                [](const Argument& a) {
                                    return a == Argument{"kamp", 0.7};
                                }));
        QCOMPARE(m_document->undoStack().count(), 1);
        QVERIFY(named<QLineEdit>("Start")->text().isEmpty() ||
                !named<QLineEdit>("Start")->text().startsWith("1"));
    }
    void aParameterGoesBackToItsDefault() {
        m_document->selection().setEvents({m_first});
        type("kamp", "0.7");
        auto* const reset = named<QToolButton>("Back to the default of kamp");
        QVERIFY(reset);
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(eventOf(m_first).arguments.size(), std::size_t{1});
        QVERIFY(!named<QToolButton>("Back to the default of kamp"));
    }
    void reRollingGivesOtherRandomNumbers() {
        m_document->selection().setEvents({m_first});
        QTest::mouseClick(named<QToolButton>("Re-roll"), Qt::LeftButton);
        QVERIFY(eventOf(m_first).seed != 0);
    }
    void anEventOfAnotherInstrumentGetsItsOwnFields() {
        m_document->selection().setEvents({m_first});
        QVERIFY(named<QLineEdit>("kamp"));
        m_document->selection().setEvents({m_effect});
        QVERIFY(!named<QLineEdit>("kamp"));
        QVERIFY(named<QComboBox>("ibus"));
        m_document->selection().clearEvents();
        QVERIFY(!named<QComboBox>("ibus"));
    }
    void aBusTellsWhoWritesAndWhoReadsIt() {
        const auto routes = busRoutes(m_document->project());
        QCOMPARE(routes.size(), std::size_t{1});
        QCOMPARE(routes[0].writers, std::vector<InstrumentId>{m_glass});
        QCOMPARE(routes[0].readers, std::vector<InstrumentId>{m_reverb});
        QCOMPARE(routes[0].writingEvents, 2);
        m_document->selection().setCurrentBus(m_wet);
        QCOMPARE(m_inspector->tabText(m_inspector->currentIndex()), QStringLiteral("Bus"));
        bool found = false;
        for (const QLabel* label : m_inspector->findChildren<QLabel*>())
            found = found || (label->text().contains("glass") && label->text().contains("reverb"));
        QVERIFY(found);
    }
    void aControlBusHasALaneAndARangeOfItsOwn() {
        m_document->selection().setCurrentBus(m_wet);
        QVERIFY(!named<QCheckBox>("Lane in the timeline"));
        m_document->edit("kind", [&](Project& p) { setBusKind(p, m_wet, Bus::Kind::Control); });
        const Project before = m_document->project();
        const auto bus = [&] { return *m_document->project().find(m_wet); };
        QTest::mouseClick(named<QCheckBox>("Lane in the timeline"), Qt::LeftButton, {}, {6, 8});
        QCOMPARE(bus().laneShown, std::optional(true));
        type("Least of the bus", "-5");
        type("Most of the bus", "5");
        type("Unit of the bus", "V");
        QCOMPARE(bus().hint, (ParameterHint{{}, -5, 5, "V", false}));
        type("Most of the bus", "most");
        QVERIFY(!bus().hint.maximum);
        for (int i = 0; i < 5; ++i)
            m_document->undoStack().undo();
        QVERIFY(m_document->project() == before);
    }
    void anAudioBusKeepsNoAutomation() {
        m_document->edit("curve", [&](Project& p) {
            setBusKind(p, m_wet, Bus::Kind::Control);
            static_cast<void>(p.insert(
                Automation{AutomationId::random(), m_wet, {}, {{0, 1, {}}}, false, 0, {}}));
        });
        const Project before = m_document->project();
        m_document->selection().setCurrentBus(m_wet);
        QTest::keyClick(named<QComboBox>("Kind"), Qt::Key_Up);
        QVERIFY(m_document->project().find(m_wet)->kind == Bus::Kind::Audio);
        QVERIFY(m_document->project().automationsOf(m_wet).empty());
        m_document->undoStack().undo();
        QVERIFY(m_document->project() == before);
    }
    void removingABusLeavesNoReferenceBehindAndIsOneStep() {
        const Project before = m_document->project();
        m_document->selection().setCurrentBus(m_wet);
        connect(m_inspector.get(), &Inspector::busRemoveRequested, this, [this](BusId bus) {
            m_document->edit("Remove bus", [bus](Project& p) { removeBus(p, bus); });
        });
        QTest::mouseClick(named<QToolButton>("Remove this bus"), Qt::LeftButton);
        QVERIFY(!m_document->project().find(m_wet));
        QVERIFY(eventOf(m_first).arguments.front().value == ArgumentValue(0.0));
        m_document->undoStack().undo();
        QVERIFY(m_document->project() == before);
        QTest::mouseClick(named<QToolButton>("Add a bus"), Qt::LeftButton);
        QCOMPARE(m_document->project().all<Bus>().size(), std::size_t{2});
    }
    void everyWidgetThatTakesTheFocusHasAName() {
        m_document->selection().setEvents({m_first});
        for (QWidget* widget : m_inspector->findChildren<QWidget*>())
            if (widget->focusPolicy() != Qt::NoFocus && !widget->focusProxy() &&
                widget->isVisibleTo(m_inspector.get()))
                QVERIFY2(!QAccessible::queryAccessibleInterface(widget)
                              ->text(QAccessible::Name)
                              .isEmpty(),
                         widget->metaObject()->className());
    }
};

STRIA_WIDGET_TEST(InspectorTest)
#include "inspector_test.moc"
