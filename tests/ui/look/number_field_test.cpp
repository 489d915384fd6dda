// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/look/number_field.h"

#include <QSignalSpy>
#include <QtTest>

using namespace stria;

class NumberFieldTest : public QObject {
    Q_OBJECT

    static void type(QLineEdit& field, const QString& text) {
        field.setFocus();
        field.selectAll();
        QTest::keyClicks(&field, text);
    }

  private slots:
    void returnCommitsOnce() {
        NumberField field;
        field.setValue(1);
        QSignalSpy spy(&field, &NumberField::committed);
        type(field, "2.5");
        QCOMPARE(spy.count(), 0);
        QTest::keyClick(&field, Qt::Key_Return);
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].toDouble(), 2.5);
        QCOMPARE(field.text(), QString("2.500"));
    }

    void theSameValueIsNotCommitted() {
        NumberField field;
        field.setValue(2.5);
        QSignalSpy spy(&field, &NumberField::committed);
        type(field, "2.50");
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(spy.count(), 0);
    }

    void whatIsNoNumberIsRefusedWithAWord_data() {
        QTest::addColumn<QString>("typed");
        for (const char* text : {"abc", "1e999", "nan", "-1", "", "1 2"})
            QTest::newRow(text) << QString(text);
    }
    void whatIsNoNumberIsRefusedWithAWord() {
        QFETCH(QString, typed);
        NumberField field;
        field.setRange(0, 100);
        field.setValue(7);
        QSignalSpy committed(&field, &NumberField::committed);
        QSignalSpy refused(&field, &NumberField::refused);
        field.setFocus();
        field.selectAll();
        QTest::keyClick(&field, Qt::Key_Delete);
        QTest::keyClicks(&field, typed);
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(committed.count(), 0);
        QCOMPARE(refused.count(), 1);
        QVERIFY(!refused[0][0].toString().isEmpty());
        QVERIFY(field.property("wrong").toBool());
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString("7.000"));
        QVERIFY(!field.property("wrong").toBool());
    }

    void arrowsStepAndStayInTheRange() {
        NumberField field;
        field.setRange(0, 1);
        field.setStep(0.1);
        field.setValue(0.8);
        QSignalSpy spy(&field, &NumberField::committed);
        QTest::keyClick(&field, Qt::Key_Up);
        QCOMPARE(field.value(), 0.9);
        QTest::keyClick(&field, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(field.value(), 1.0);
        QTest::keyClick(&field, Qt::Key_Up);
        QCOMPARE(spy.count(), 2);
        QTest::keyClick(&field, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(field.value(), 0.99);
    }

    void aWordStandsForASpecialValue() {
        TimeField field;
        field.setRange(0, 1e6);
        field.setSpecialValue(-1, "endless");
        field.setValue(-1);
        QCOMPARE(field.text(), QString("endless"));
        type(field, "1:02");
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(field.value(), 62.0);
        type(field, "Endless");
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(field.value(), -1.0);
        QCOMPARE(field.text(), QString("endless"));
    }

    void severalValuesStayUntilOneIsTyped() {
        NumberField field;
        field.setSeveral();
        QSignalSpy spy(&field, &NumberField::committed);
        QVERIFY(field.text().isEmpty());
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(spy.count(), 0);
        type(field, "0");
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
    }

    void whatIsBeingTypedIsNotOverwritten() {
        QWidget window;
        NumberField field(&window);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        type(field, "42");
        field.setValue(3);
        QCOMPARE(field.text(), QString("42"));
    }
};

STRIA_WIDGET_TEST(NumberFieldTest)
#include "number_field_test.moc"
