// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/problems_panel.h"

#include <QToolButton>
#include <QtTest>

#include "tests/support/test_program.h"
#include "ui/document/document.h"

using namespace stria;

namespace {

Diagnostic leftOut(std::uint64_t event) {
    Place place;
    place.event = EventId{event};
    place.eventName = "glass at " + std::to_string(event) + " s";
    place.instrument = InstrumentId{1};
    place.parameter = "kbright";
    return {ErrorCode::UnknownName, "Instrument glass has no parameter kbright.", place,
            Severity::Warning};
}

} // namespace

class ProblemsPanelTest : public QObject {
    Q_OBJECT

  private slots:
    void whatIsSaidOfManyEventsIsOneLineThatOpens() {
        ProblemsPanel panel;
        const Diagnostic error{ErrorCode::SyntaxError, "a line", {}, Severity::Error};
        panel.setChecked({leftOut(1), leftOut(2), error, leftOut(3)});
        QCOMPARE(panel.problemCount(), 2);
        QCOMPARE(panel.errorCount(), 1);
        const QTreeWidgetItem& group = *panel.topLevelItem(1);
        QCOMPARE(group.text(1), "3 events");
        QCOMPARE(group.childCount(), 3);
        QCOMPARE(group.child(2)->text(1), "event glass at 3 s");
        QSignalSpy asked(&panel, &ProblemsPanel::placeRequested);
        emit panel.itemActivated(group.child(2), 0);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<Place>().event, EventId{3});
        panel.setChecked({leftOut(1)});
        QCOMPARE(panel.topLevelItem(0)->childCount(), 0);
        QCOMPARE(panel.topLevelItem(0)->text(1), "event glass at 1 s");
    }

    void whatCanBeMendedHasAButton() {
        ProblemsPanel panel;
        QStringList done;
        panel.setMender([&](const Place& place) {
            std::vector<ParameterMending> mendings;
            for (const char* text : {"Rename", "Remove"})
                mendings.push_back({QString::fromStdString(place.parameter) + ' ' + text, text,
                                    [&done, text](Document&) { done << text; }});
            return mendings;
        });
        Document document;
        QObject::connect(&panel, &ProblemsPanel::mendingRequested, &panel,
                         [&](const ParameterMending& mending) {
                             mending.work(document);
                             panel.setChecked({}); // the line and its button go
                         });
        panel.setChecked({leftOut(1), leftOut(2)});
        const auto buttons =
            panel.itemWidget(panel.topLevelItem(0), 2)->findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 2);
        QCOMPARE(buttons[1]->text(), "Remove");
        QToolButton* const button = buttons[0];
        QCOMPARE(button->text(), "Rename");
        QCOMPARE(button->toolTip(), "kbright Rename");
        button->click();
        QTRY_COMPARE(done, QStringList{"Rename"});
        QCOMPARE(panel.problemCount(), 0);
    }
};

STRIA_WIDGET_TEST(ProblemsPanelTest)
#include "problems_panel_test.moc"
