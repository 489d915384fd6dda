// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/table_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>
#include <cmath>

#include "tests/support/test_program.h"
#include "tests/ui/inspector/panel_driver.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/inspector/number_list_dialog.h"
#include "ui/inspector/table_picture.h"
#include "ui/look/palette.h"

using namespace stria;

class TablePanelTest : public QObject {
    Q_OBJECT

    TableId m_table, m_other;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TablePanel> m_panel;

    template <class Widget> Widget* named(const QString& name) const {
        return test::named<Widget>(*m_panel, name);
    }
    void type(const QString& field, const QString& text) const {
        test::typeInto(named<QLineEdit>(field), text);
    }
    void press(const QString& button) const {
        auto* const found = named<QPushButton>(button);
        QVERIFY2(found, qPrintable(button));
        QTest::mouseClick(found, Qt::LeftButton);
        QTRY_VERIFY(!m_panel->isWorking());
        QCoreApplication::processEvents();
    }
    const Table& table() const { return *m_document->project().find(m_table); }
    const std::vector<double>& numbers() const { return *table().data; }
    QString said() const { return test::shownError(*m_panel); }

  private slots:
    void initTestCase() { look::apply(*qApp, Theme::Dark); }
    void init() {
        Project project;
        Table table;
        table.id = m_table = TableId::random();
        table.name = "wave";
        table.data = std::make_shared<const std::vector<double>>(64);
        QVERIFY(project.insert(table));
        table.id = m_other = TableId::random();
        table.name = "other";
        table.number = 7;
        QVERIFY(project.insert(table));
        m_document = std::make_unique<Document>();
        m_document->reset(project, {});
        m_panel = std::make_unique<TablePanel>(*m_document);
        m_panel->resize(300, 700);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_document->selection().setCurrentSource(m_table);
    }
    void cleanup() {
        m_panel.reset();
        m_document->discardJournal();
        m_document.reset();
    }

    void itIsNamedAndNumbered() {
        type("Name", "bell");
        QCOMPARE(table().name, std::string("bell"));
        type("Number", "12");
        QCOMPARE(table().number, 12);
        type("Number", "7");
        QCOMPARE(table().number, 12);
        QVERIFY2(said().contains("other"), qPrintable(said()));
        m_document->undoStack().undo();
        QCOMPARE(table().number, 0);
    }

    void shapesFillIt() {
        press("Sine");
        QTRY_COMPARE(numbers()[16], 1.0);
        QCOMPARE(m_document->undoStack().undoText(), QString("Fill table: Sine"));
        press("Line");
        QTRY_COMPARE(numbers()[63], 1.0);
        m_document->undoStack().undo();
        QCOMPARE(numbers()[16], 1.0);
        press("Noise");
        QTRY_VERIFY(numbers()[16] != 1.0);
    }

    void harmonicsFillIt() {
        type("Harmonics", "0 1");
        QTRY_VERIFY(std::abs(numbers()[8] - 1) < 1e-12); // two periods
        QVERIFY(std::abs(numbers()[40] - 1) < 1e-12);
        type("Harmonics", "1 half");
        QVERIFY2(said().contains("half"), qPrintable(said()));
        QVERIFY(std::abs(numbers()[8] - 1) < 1e-12);
    }

    void anotherLengthKeepsTheShape() {
        press("Line");
        QTRY_COMPARE(numbers()[63], 1.0);
        type("Length", "5");
        QTRY_COMPARE(numbers().size(), std::size_t{5});
        QCOMPARE(numbers()[2], 0.5);
        type("Length", "0");
        QCOMPARE(numbers().size(), std::size_t{5});
    }

    void aStrokeOfTheMouseIsOneStep() {
        auto* const picture = m_panel->findChild<TablePicture*>();
        const int steps = m_document->undoStack().count();
        const int width = picture->width(), height = picture->height();
        const auto at = [&](double x, double y) {
            return QPoint(static_cast<int>(x * width), static_cast<int>(y * height));
        };
        QTest::mousePress(picture, Qt::LeftButton, {}, at(0.25, 0.5));
        QTest::mouseMove(picture, at(0.5, 0.25));
        QTest::mouseMove(picture, at(0.75, 0.02));
        QVERIFY(numbers()[32] == 0); // not before the button is let go
        QTest::mouseRelease(picture, Qt::LeftButton, {}, at(0.75, 0.02));
        QCOMPARE(m_document->undoStack().count(), steps + 1);
        QVERIFY2(std::abs(numbers()[32] - 0.5) < 0.05, qPrintable(QString::number(numbers()[32])));
        QVERIFY(std::abs(numbers()[24] - 0.25) < 0.06); // between the points of the mouse
        QVERIFY(numbers()[47] > 0.9);
        QCOMPARE(numbers()[5], 0.0);
        m_document->undoStack().undo();
        QCOMPARE(numbers(), std::vector<double>(64));
        // Escape takes a stroke back.
        QTest::mousePress(picture, Qt::LeftButton, {}, at(0.25, 0.9));
        QTest::keyClick(picture, Qt::Key_Escape);
        QTest::mouseRelease(picture, Qt::LeftButton, {}, at(0.25, 0.9));
        QCOMPARE(numbers(), std::vector<double>(64));
    }

    void numbersAreTypedAndNonsenseIsSaid() {
        press("Numbers…");
        auto* const dialog = m_panel->findChild<NumberListDialog*>();
        QVERIFY(dialog);
        auto* const text = dialog->findChild<QPlainTextEdit*>();
        QCOMPARE(text->toPlainText().split('\n').size(), 8);
        const auto enter = [&](const QString& typed) {
            text->clear();
            QTest::keyClicks(text, typed);
            for (QPushButton* button : dialog->findChildren<QPushButton*>())
                if (button->isDefault())
                    QTest::mouseClick(button, Qt::LeftButton);
        };
        const auto word = [&] {
            for (const QLabel* label : dialog->findChildren<QLabel*>())
                if (label->property("kind") == "error" && label->isVisible())
                    return label->text();
            return QString();
        };
        for (const auto& [typed, told] :
             {std::pair("1 2 three", "three"), {"1e999", "1e999"}, {"", "no number"}}) {
            enter(typed);
            QVERIFY2(word().contains(told), qPrintable(word()));
            QVERIFY(dialog->isVisible());
            QCOMPARE(numbers().size(), std::size_t{64});
        }
        QGuiApplication::clipboard()->setText(QString(1'000'001, '1'));
        text->paste();
        QVERIFY2(word().contains("too many"), qPrintable(word()));
        enter("1, 0.5, -0.25");
        QCOMPARE(numbers(), (std::vector<double>{1, 0.5, -0.25}));
        QVERIFY(!dialog->isVisible());
        m_document->undoStack().undo();
        QCOMPARE(numbers().size(), std::size_t{64});
    }

    void aTableOfAMillionNumbersIsFilledAndTooLongForText() {
        type("Length", "1000000");
        QTRY_COMPARE(numbers().size(), std::size_t{1000000});
        press("Saw");
        QTRY_COMPARE(numbers()[500000], 0.0);
        QTRY_COMPARE(numbers()[0], 1.0);
        press("Numbers…");
        const auto* const text =
            m_panel->findChild<NumberListDialog*>()->findChild<QPlainTextEdit*>();
        QVERIFY(text->toPlainText().isEmpty());
        QVERIFY(text->placeholderText().contains("1,000,000"));
    }

    void ofSeveralChannelsAllAreFilled() {
        m_document->edit("stereo", [&](Project& project) {
            Table changed = *project.find(m_table);
            changed.channels = 2;
            (void)project.change(changed);
        });
        press("Sine");
        QTRY_COMPARE(numbers()[16], 1.0); // of 32 frames
        QCOMPARE(numbers()[17], 1.0);
        QCOMPARE(numbers().size(), std::size_t{64});
    }
};

STRIA_WIDGET_TEST(TablePanelTest)
#include "table_panel_test.moc"
