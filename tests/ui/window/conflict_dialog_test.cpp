// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/window/conflict_dialog.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTreeWidget>
#include <QtTest>

using namespace stria;

class ConflictDialogTest : public QObject {
    Q_OBJECT

    const std::vector<MergeConflict> m_conflicts = {
        {"event", 7, "\"glass\" at 3.5 s", "duration", "2", "3"},
        {"automation", 9, "kamp of \"glass\"", "points", "0 0.1", "0 0.2"},
        {"automation", 9, "kamp of \"glass\"", "points", "1 0.1", "1 0.2"},
        {"settings", 0, "", "title", "\"A\"", "\"B\""},
    };
    std::vector<bool> theirs(const ConflictDialog& dialog) const {
        std::vector<bool> sides;
        for (const MergeConflict& conflict : m_conflicts)
            sides.push_back(dialog.choices().of(conflict) == MergeSide::Theirs);
        return sides;
    }

  private slots:
    void whatIsHereStandsAtFirst() {
        ConflictDialog dialog(m_conflicts);
        QCOMPARE(dialog.list().topLevelItemCount(), 4);
        QCOMPARE(dialog.list().topLevelItem(0)->text(0), "event \"glass\" at 3.5 s, duration");
        QCOMPARE(dialog.list().topLevelItem(0)->text(1), "2");
        QCOMPARE(dialog.list().topLevelItem(0)->text(2), "3");
        QVERIFY((theirs(dialog) == std::vector{false, false, false, false}));
    }

    void keysChooseForTheLine() {
        ConflictDialog dialog(m_conflicts);
        dialog.show();
        QTest::keyClick(&dialog.list(), Qt::Key_Right);
        QVERIFY((theirs(dialog) == std::vector{true, false, false, false}));
        QTest::keyClick(&dialog.list(), Qt::Key_Down);
        QTest::keyClick(&dialog.list(), Qt::Key_Space); // parts of one field go together
        QVERIFY((theirs(dialog) == std::vector{true, true, true, false}));
        QTest::keyClick(&dialog.list(), Qt::Key_Up);
        QTest::keyClick(&dialog.list(), Qt::Key_Left);
        QVERIFY((theirs(dialog) == std::vector{false, true, true, false}));
        const QString spoken =
            dialog.list().topLevelItem(1)->data(0, Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains("in the file 0 0.2 stands"), qPrintable(spoken));
    }

    void aClickTakesAValue() {
        ConflictDialog dialog(m_conflicts);
        dialog.show();
        QTreeWidget& list = dialog.list();
        const QRect row = list.visualItemRect(list.topLevelItem(3));
        const auto click = [&](int column) {
            QTest::mouseClick(list.viewport(), Qt::LeftButton, {},
                              {list.columnViewportPosition(column) + 8, row.center().y()});
        };
        click(2);
        QVERIFY((theirs(dialog) == std::vector{false, false, false, true}));
        click(0);
        QVERIFY((theirs(dialog) == std::vector{false, false, false, true}));
        click(1);
        QVERIFY((theirs(dialog) == std::vector{false, false, false, false}));
    }

    void buttonsChooseForAllAndEnd() {
        ConflictDialog dialog(m_conflicts);
        dialog.show();
        QStringList texts;
        for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
            texts << button->text();
            if (button->text() == "All from the file")
                button->click();
        }
        QVERIFY((theirs(dialog) == std::vector{true, true, true, true}));
        QVERIFY(texts.contains("Use these") && texts.contains("Decide later"));
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QCOMPARE(dialog.result(), int(QDialog::Rejected));
    }
};

STRIA_WIDGET_TEST(ConflictDialogTest)
#include "conflict_dialog_test.moc"
