// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_panel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/score/score_project.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/look/palette.h"
#include "ui/score/batch_dialog.h"
#include "ui/score/score_table.h"

using namespace stria;

class ScorePanelTest : public QObject {
    Q_OBJECT

    test::TableScore m_score;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<ScorePanel> m_panel;

    ScoreTable& table() { return m_panel->table(); }
    ScoreModel& model() { return m_panel->model(); }
    const Project& project() { return m_document->project(); }
    const ScoreEvent& eventOf(EventId id) { return *project().find(id); }
    QLineEdit& filter() { return *m_panel->findChild<QLineEdit*>(); }
    QString said() {
        for (const QLabel* label : m_panel->findChildren<QLabel*>())
            if (label->accessibleName() == "Message")
                return label->text();
        return {};
    }

    QModelIndex cell(EventId id, const char* title) {
        return model().index(model().rows().placeOf(id),
                             test::TableScore::at(model().columns(), title));
    }
    QString text(EventId id, const char* title) {
        return cellText(project(), model().columns(), eventOf(id),
                        test::TableScore::at(model().columns(), title));
    }
    /// The shown column from top to bottom.
    QStringList shown(const char* title) {
        QStringList texts;
        for (int row = 0; row < model().rowCount(); ++row)
            texts << model()
                         .index(row, test::TableScore::at(model().columns(), title))
                         .data()
                         .toString();
        return texts;
    }
    void click(const QModelIndex& index, Qt::KeyboardModifiers modifiers = {}) {
        table().scrollTo(index);
        QTest::mouseClick(table().viewport(), Qt::LeftButton, modifiers,
                          table().visualRect(index).center());
    }
    void clickHeader(const char* title) {
        QHeaderView* header = table().horizontalHeader();
        const int column = test::TableScore::at(model().columns(), title);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(column) + 10, header->height() / 2});
    }
    void type(const QString& text) {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    /// An editor commits a moment after its key.
    static void press(Qt::Key key) {
        QTest::keyClick(QApplication::focusWidget(), key);
        QApplication::processEvents();
    }
    std::unordered_set<EventId> chosen() { return m_document->selection().events(); }
    QString lastStep() { return m_document->undoStack().undoText(); }
    BatchDialog* dialog() { return m_panel->findChild<BatchDialog*>(); }
    template <class Field> Field* field(const char* name) {
        for (Field* field : dialog()->findChildren<Field*>())
            if (field->accessibleName() == name)
                return field;
        return nullptr;
    }
    static void fill(QLineEdit* field, const char* text) {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
    }

  private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        look::apply(*qApp, Theme::Dark);
    }

    void init() {
        m_score = test::TableScore();
        m_document = std::make_unique<Document>();
        m_document->reset(m_score.project, {});
        m_panel = std::make_unique<ScorePanel>(*m_document);
        new QAbstractItemModelTester(&m_panel->model(),
                                     QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     &m_panel->model());
        m_panel->resize(1200, 400);
        m_panel->show();
        m_panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        table().setFocus();
    }
    void cleanup() {
        m_panel.reset();
        m_document.reset();
    }

    void eventsStandInOrderOfTheirStart() {
        QCOMPARE(shown("Start"), QStringList({"1.000", "2.000", "4.000", "8.000"}));
        QCOMPARE(shown("Duration"), QStringList({"2.000", "3.000", "1.000", "endless"}));
        QCOMPARE(shown("kamp"), QStringList({"0.5", "1", "0.3", "0.3"}));
        QCOMPARE(shown("kmidi"), QStringList({"60", "", "67", "60"}));
    }

    void whatHappensToTheDocumentIsSeenWithoutReset() {
        QSignalSpy reset(&model(), &QAbstractItemModel::modelReset);
        m_document->edit("move", [&](Project& changing) {
            ScoreEvent moved = eventOf(m_score.first);
            moved.start = 5;
            (void)changing.change(moved);
            (void)changing.remove(m_score.said);
            ScoreEvent added = moved;
            added.id = EventId::random();
            added.start = 0.5;
            (void)changing.insert(added);
        });
        QCOMPARE(shown("Start"), QStringList({"0.500", "4.000", "5.000", "8.000"}));
        m_document->undoStack().undo();
        QCOMPARE(shown("Start"), QStringList({"1.000", "2.000", "4.000", "8.000"}));
        QCOMPARE(reset.count(), 0);
    }

    void aNewParameterGetsAColumnAndOneThatIsGoneLosesIt() {
        m_document->edit("code", [&](Project& changing) {
            Instrument glass = *changing.find(m_score.glass);
            glass.body = "|kamp=0.3, kbright=0.5|\nout kamp";
            (void)changing.change(glass);
        });
        QCOMPARE(shown("kbright"), QStringList({"0.5", "", "0.5", "0.5"}));
        QCOMPARE(test::TableScore::at(model().columns(), "kmidi"), -1);
        m_document->undoStack().undo();
        QCOMPARE(shown("kmidi"), QStringList({"60", "", "67", "60"}));
    }

    void aClickOnAHeaderSortsAndAnotherTurnsItRound() {
        clickHeader("Duration");
        QCOMPARE(shown("Duration"), QStringList({"1.000", "2.000", "3.000", "endless"}));
        clickHeader("Duration");
        QCOMPARE(shown("Duration"), QStringList({"endless", "3.000", "2.000", "1.000"}));
        QCOMPARE(model().sorting().descending, true);
    }

    void theFilterIsTypedAndColumnsOfNoEventHide() {
        QTest::keyClick(&table(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(filter().hasFocus());
        QTest::keyClicks(&filter(), "glass kamp < 0.4");
        QTest::keyClick(&filter(), Qt::Key_Return);
        QCOMPARE(shown("Start"), QStringList({"4.000", "8.000"}));
        QVERIFY(table().isColumnHidden(test::TableScore::at(model().columns(), "Stext")));
        QVERIFY(table().hasFocus());
        filter().setFocus();
        filter().selectAll();
        QTest::keyClicks(&filter(), "loud > 1");
        QTest::keyClick(&filter(), Qt::Key_Return);
        QCOMPARE(said(), QString::fromUtf8("There is no column “loud”."));
        QCOMPARE(shown("Start"), QStringList({"4.000", "8.000"})); // what it was
        filter().clear();
        QCOMPARE(model().rowCount(), 4);
        QVERIFY(!table().isColumnHidden(test::TableScore::at(model().columns(), "Stext")));
    }

    void rowsAreChosenByMouseAsEventsOfTheDocument() {
        click(cell(m_score.said, "Start"));
        QVERIFY(chosen() == std::unordered_set{m_score.said});
        QVERIFY(m_document->selection().currentEvent() == m_score.said);
        click(cell(m_score.endless, "Start"), Qt::ShiftModifier);
        QVERIFY((chosen() == std::unordered_set{m_score.said, m_score.second, m_score.endless}));
        click(cell(m_score.second, "Start"), Qt::ControlModifier);
        QVERIFY((chosen() == std::unordered_set{m_score.said, m_score.endless}));
        click(cell(m_score.first, "Start"));
        QVERIFY(chosen() == std::unordered_set{m_score.first});
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {},
                          {10, table().viewport()->height() - 5});
        QVERIFY(chosen().empty());
    }

    void aDragAcrossCellsChoosesRowsAndMarksColumns() {
        const auto at = [this](EventId id, const char* title) {
            return table().visualRect(cell(id, title)).center();
        };
        QTest::mousePress(table().viewport(), Qt::LeftButton, {}, at(m_score.first, "kamp"));
        QMouseEvent move(QEvent::MouseMove, QPointF(at(m_score.second, "kmidi")),
                         table().viewport()->mapToGlobal(QPointF(at(m_score.second, "kmidi"))),
                         Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(table().viewport(), &move);
        QTest::mouseRelease(table().viewport(), Qt::LeftButton, {}, at(m_score.second, "kmidi"));
        QVERIFY((chosen() == std::unordered_set{m_score.first, m_score.said, m_score.second}));
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "0.5\t60\n1\t\n0.3\t67\n");
    }

    void theNumberOfARowMarksAllItsCells() {
        QHeaderView* header = table().verticalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {10, header->sectionViewportPosition(1) + 8});
        QVERIFY(chosen() == std::unordered_set{m_score.said});
        QVERIFY(table().markedColumns() == table().seenColumns());
        QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                          {10, header->sectionViewportPosition(2) + 8});
        QVERIFY((chosen() == std::unordered_set{m_score.said, m_score.second}));
    }

    void rowsAreChosenByTheKeyboard() {
        click(cell(m_score.first, "Start"));
        QTest::keyClick(&table(), Qt::Key_Down);
        QVERIFY(chosen() == std::unordered_set{m_score.said});
        QTest::keyClick(&table(), Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY((chosen() == std::unordered_set{m_score.said, m_score.second}));
        QTest::keyClick(&table(), Qt::Key_Escape);
        QVERIFY(chosen().empty());
        QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(chosen().size(), std::size_t{4});
    }

    void ctrlAndTheKeysChooseRowsThatLieApart() {
        click(cell(m_score.first, "Start"));
        QTest::keyClick(&table(), Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_Down, Qt::ControlModifier);
        QVERIFY(chosen() == std::unordered_set{m_score.first});
        QTest::keyClick(&table(), Qt::Key_Space, Qt::ControlModifier);
        QVERIFY((chosen() == std::unordered_set{m_score.first, m_score.second}));
        QTest::keyClick(&table(), Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(chosen() == std::unordered_set{m_score.first});
        QTest::keyClick(&table(), Qt::Key_Space, Qt::ShiftModifier);
        QVERIFY(table().markedColumns() == table().seenColumns());
    }

    void theCurrentColumnIsSortedByKey() {
        click(cell(m_score.first, "Duration"));
        const auto key = [this] {
            QTest::keyClick(&table(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        };
        key();
        QCOMPARE(shown("Duration"), QStringList({"1.000", "2.000", "3.000", "endless"}));
        key();
        QCOMPARE(shown("Duration"), QStringList({"endless", "3.000", "2.000", "1.000"}));
    }

    void aRowIsAddedBehindTheCurrentOne() {
        click(cell(m_score.first, "Start"));
        QTest::keyClick(&table(), Qt::Key_Insert);
        QCOMPARE(shown("Start"), QStringList({"1.000", "2.000", "3.000", "4.000", "8.000"}));
        QCOMPARE(shown("kamp").at(2), "0.5");
        QCOMPARE(lastStep(), "Add event");
        QTRY_COMPARE(table().currentIndex().row(), 2);
        QSignalSpy heard(m_panel.get(), &ScorePanel::auditionRequested);
        QTest::keyClick(&table(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(heard.count(), 1);
        QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_Delete);
        QCOMPARE(model().rowCount(), 0);
        QTest::keyClick(&table(), Qt::Key_Insert);
        QCOMPARE(model().rowCount(), 1);
    }

    void whatAnotherViewChoosesIsShown() {
        m_document->selection().setEvents({m_score.second, m_score.first}, m_score.second);
        QVERIFY(cell(m_score.first, "Start").data(ScoreModel::ChosenRole).toBool());
        QVERIFY(!cell(m_score.said, "Start").data(ScoreModel::ChosenRole).toBool());
        QTRY_COMPARE(table().currentIndex().row(), model().rows().placeOf(m_score.second));
    }

    void theChosenRowStaysCurrentWhereverSortingPutsIt() {
        click(cell(m_score.endless, "kamp"));
        clickHeader("Start");
        QCOMPARE(table().currentIndex(), cell(m_score.endless, "kamp"));
        QCOMPARE(table().currentIndex().row(), 0);
    }

    void theFirstRowIsCurrentWhereTheChosenOneIsFilteredAway() {
        click(cell(m_score.first, "kamp"));
        filter().setText("kamp < 0.4");
        QTest::keyClick(&filter(), Qt::Key_Return);
        QCOMPARE(table().currentIndex(), cell(m_score.second, "kamp"));
        QTest::keyClick(&table(), Qt::Key_Down);
        QVERIFY(chosen() == std::unordered_set{m_score.endless});
    }

    void aCellIsTypedInPlaceAsOneStep() {
        click(cell(m_score.first, "Start"));
        type("3");
        press(Qt::Key_Return);
        QCOMPARE(eventOf(m_score.first).start, 3.0);
        QCOMPARE(m_document->undoStack().count(), 1);
        QCOMPARE(lastStep(), "Set Start");
        QCOMPARE(shown("Start"), QStringList({"2.000", "3.000", "4.000", "8.000"}));
        m_document->undoStack().undo();
        QCOMPARE(eventOf(m_score.first).start, 1.0);
    }

    void aCellIsOpenedByReturnAndLeftUnchangedByEscape() {
        click(cell(m_score.first, "Name"));
        QTest::keyClick(&table(), Qt::Key_Return);
        auto* const editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(editor && editor->accessibleName() == "Name");
        QTest::keyClicks(editor, "answer");
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(eventOf(m_score.first).name.empty());
        QTest::keyClick(&table(), Qt::Key_F2);
        QTest::keyClicks(QApplication::focusWidget(), "answer");
        press(Qt::Key_Return);
        QCOMPARE(eventOf(m_score.first).name, "answer");
        // Opened and closed again: no step.
        const int steps = m_document->undoStack().count();
        QTest::keyClick(&table(), Qt::Key_F2);
        press(Qt::Key_Return);
        QCOMPARE(m_document->undoStack().count(), steps);
    }

    void returnGoesOnToTheCellBelow() {
        click(cell(m_score.first, "kamp"));
        for (const char* value : {".5", ".6"}) {
            type(value);
            press(Qt::Key_Return);
        }
        QCOMPARE(text(m_score.first, "kamp"), "0.5");
        const EventId second = model().rows().at(model().rows().placeOf(m_score.first) + 1);
        QCOMPARE(text(second, "kamp"), "0.6");
        QCOMPARE(table().currentIndex().row(), model().rows().placeOf(m_score.first) + 2);
        // What is refused stays where it can be put right.
        const QModelIndex here = table().currentIndex();
        type("x");
        press(Qt::Key_Return);
        QCOMPARE(table().currentIndex(), here);
    }

    void aWrongValueIsSaidAndTheOldOneStays() {
        click(cell(m_score.first, "Duration"));
        type("-2");
        press(Qt::Key_Return);
        QCOMPARE(said(), "The duration of an event cannot be -2: it must be a number of seconds "
                         "from 0 on, or -1 for an endless event.");
        QCOMPARE(eventOf(m_score.first).duration, 2.0);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void whatIsTypedOnceGoesToAllChosenRows() {
        click(cell(m_score.first, "kamp"));
        click(cell(m_score.second, "kamp"), Qt::ShiftModifier);
        type(".75");
        press(Qt::Key_Return);
        for (const EventId id : {m_score.first, m_score.said, m_score.second})
            QCOMPARE(text(id, "kamp"), "0.75");
        QCOMPARE(text(m_score.endless, "kamp"), "0.3");
        QCOMPARE(m_document->undoStack().count(), 1);
        QCOMPARE(lastStep(), "Set kamp of 3 events");
    }

    void aCellOfAnotherInstrumentsParameterCannotBeEdited() {
        click(cell(m_score.said, "kmidi"));
        type("5");
        QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) == nullptr);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void cellsAreCopiedAndPastedByKeys() {
        click(cell(m_score.first, "kamp"));
        click(cell(m_score.said, "kamp"), Qt::ShiftModifier);
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "0.5\n1\n");
        click(cell(m_score.second, "kamp"));
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(text(m_score.second, "kamp"), "0.5");
        QCOMPARE(text(m_score.endless, "kamp"), "1");
        QCOMPARE(lastStep(), "Paste cells");
        m_document->undoStack().undo();
        QCOMPARE(text(m_score.endless, "kamp"), "0.3");
    }

    void asManyLinesAsChosenRowsGoToThese() {
        QGuiApplication::clipboard()->setText("0.1\n0.2\n");
        click(cell(m_score.first, "kamp"));
        click(cell(m_score.second, "kamp"), Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(shown("kamp"), QStringList({"0.1", "1", "0.2", "0.3"}));
        QCOMPARE(table().markedColumns().size(), std::size_t{1});
    }

    void oneCellIsPastedIntoAllChosenRows() {
        QGuiApplication::clipboard()->setText("72");
        click(cell(m_score.second, "kmidi"));
        click(cell(m_score.endless, "kmidi"), Qt::ShiftModifier);
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(text(m_score.second, "kmidi"), "72");
        QCOMPARE(text(m_score.endless, "kmidi"), "72");
        QCOMPARE(text(m_score.first, "kmidi"), "60");
    }

    void wholeRowsAreCopiedAndPastedAsNewEvents() {
        QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(model().rowCount(), 8);
        QCOMPARE(chosen().size(), std::size_t{4});
        QCOMPARE(said(), "Pasted 4 events");
    }

    void statementsAreCopiedAndPastedByKeys() {
        click(cell(m_score.second, "Start"));
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "i \"glass\" 4 1 0 0.3 67 0\n");
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(model().rowCount(), 5);
        QCOMPARE(shown("Start"), QStringList({"1.000", "2.000", "4.000", "4.000", "8.000"}));
        QGuiApplication::clipboard()->setText("i \"glass\" 0 1\ni \"glass\" abc 1\n");
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(model().rowCount(), 5);
        QCOMPARE(said(), QString::fromUtf8("line 2, column 11: A number was expected, not “abc”."));
    }

    void eventsOfTheTimelineAreForIt() {
        QSignalSpy wanted(m_panel.get(), &ScorePanel::eventsPasteRequested);
        QGuiApplication::clipboard()->setText("{\"kind\":\"event\"}");
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(wanted.count(), 1);
    }

    void rowsAreDeletedByKey() {
        click(cell(m_score.first, "Start"));
        click(cell(m_score.second, "Start"), Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_Delete);
        QCOMPARE(shown("Start"), QStringList({"2.000", "8.000"}));
        QCOMPARE(lastStep(), "Delete 2 events");
        QVERIFY(chosen().empty());
    }

    void aColumnIsChangedWithPreviewAsOneStep() {
        click(cell(m_score.first, "kamp"));
        click(cell(m_score.endless, "kamp"), Qt::ShiftModifier);
        QTest::keyClick(&table(), Qt::Key_B, Qt::ControlModifier);
        QVERIFY(dialog());
        QCOMPARE(field<QComboBox>("Column")->currentText(), "kamp");
        fill(field<QLineEdit>("Times"), "2");
        QTRY_COMPARE(text(m_score.first, "kamp"), "1"); // seen while typing
        QCOMPARE(m_document->undoStack().count(), 0);
        fill(field<QLineEdit>("Times"), "3");
        QTRY_COMPARE(text(m_score.first, "kamp"), "1.5"); // of what it was, not of the preview
        for (QPushButton* button : dialog()->findChildren<QPushButton*>())
            if (button->text() == "Apply")
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(m_document->undoStack().count(), 1);
        QCOMPARE(lastStep(), "Scale kamp of 4 events");
        QCOMPARE(shown("kamp"), QStringList({"1.5", "3", "0.9", "0.9"}));
        m_document->undoStack().undo();
        QCOMPARE(shown("kamp"), QStringList({"0.5", "1", "0.3", "0.3"}));
    }

    void aPreviewIsTakenBackByEscape() {
        QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_B, Qt::ControlModifier);
        field<QComboBox>("Column")->setCurrentText("Start");
        field<QComboBox>("Change")->setCurrentIndex(1);
        fill(field<QLineEdit>("Plus"), "10");
        QTRY_COMPARE(eventOf(m_score.first).start, 11.0);
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QCOMPARE(eventOf(m_score.first).start, 1.0);
        QCOMPARE(m_document->undoStack().count(), 0);
        QVERIFY(m_document->project() == m_score.project);
    }

    void aChangeThatCannotBeIsSaidAndCannotBeApplied() {
        QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&table(), Qt::Key_B, Qt::ControlModifier);
        field<QComboBox>("Column")->setCurrentText("Start");
        field<QComboBox>("Change")->setCurrentIndex(1);
        const auto message = [this] {
            for (const QLabel* label : dialog()->findChildren<QLabel*>())
                if (label->property("kind") == "error")
                    return label->text();
            return QString();
        };
        fill(field<QLineEdit>("Plus"), "-5");
        QTRY_COMPARE(
            message(),
            "The start of an event cannot be -4: it must be a number of seconds from 0 on.");
        QTest::keyClick(dialog(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(dialog()->isVisible());
        QVERIFY(m_document->project() == m_score.project);
        fill(field<QLineEdit>("Plus"), "soon");
        QTRY_COMPARE(message(), "A number is needed in each field.");
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void manyRowsAreSortedWhileTheWindowGoesOn() {
        Project many = m_score.project;
        for (int i = 0; i < 5000; ++i) {
            ScoreEvent more = *many.find(m_score.first);
            more.id = EventId::random();
            more.start = (i * 7919) % 5000;
            (void)many.insert(more);
        }
        m_document->reset(many, {});
        QTRY_COMPARE(model().rowCount(), 5004);
        const auto starts = [this] {
            std::vector<double> result;
            for (const EventId id : model().rows().events())
                result.push_back(eventOf(id).start);
            return result;
        };
        const auto now = starts();
        QVERIFY(std::is_sorted(now.begin(), now.end()));
        filter().setText("start < 100");
        QTest::keyClick(&filter(), Qt::Key_Return);
        QTRY_COMPARE(model().rowCount(), 103 + 1);
        // An event that goes while others are sorted does no harm.
        m_document->edit("remove", [&](Project& changing) { (void)changing.remove(m_score.said); });
        (void)shown("Start");
        QTRY_COMPARE(model().rowCount(), 103);
    }

    void aTableOutOfSightFollowsNothingUntilItIsSeen() {
        m_panel->setInView(false);
        QSignalSpy changes(&model(), &QAbstractItemModel::dataChanged);
        m_document->edit("move", [&](Project& changing) {
            ScoreEvent moved = eventOf(m_score.first);
            moved.start = 5;
            (void)changing.change(moved);
        });
        QCOMPARE(changes.count(), 0);
        m_panel->setInView(true);
        QCOMPARE(shown("Start"), QStringList({"2.000", "4.000", "5.000", "8.000"}));
    }

    void everyPartHasAName() {
        for (const QWidget* widget : m_panel->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || !qobject_cast<const QLineEdit*>(widget),
                     widget->metaObject()->className());
        }
        QMenu menu;
        m_panel->fillMenu(menu);
        for (const QAction* action : menu.actions())
            QVERIFY(action->isSeparator() || !action->shortcut().isEmpty());
    }
};

STRIA_WIDGET_TEST(ScorePanelTest)
#include "score_panel_test.moc"
