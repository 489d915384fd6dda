// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/problem_groups.h"
#include "tests/support/test_program.h"

#include <QTest>

using namespace stria;

namespace {

Diagnostic ofEvent(std::uint64_t id, const std::string& message,
                   Severity severity = Severity::Warning) {
    Place place;
    place.event = EventId{id};
    place.eventName = "glass at " + std::to_string(id) + " s";
    return {ErrorCode::UnknownName, message, place, severity};
}

} // namespace

class ProblemGroupsTest : public QObject {
    Q_OBJECT

  private slots:
    void whatIsSaidOfSeveralEventsIsOneGroup() {
        const auto groups = groupProblems(
            {ofEvent(1, "no kx"), ofEvent(2, "no ky"), ofEvent(3, "no kx"), ofEvent(4, "no kx")});
        QCOMPARE(groups.size(), std::size_t{2});
        QCOMPARE(groups[0].count(), std::size_t{3});
        QCOMPARE(groups[0].problems[2].place.event, EventId{4});
        QCOMPARE(groups[0].toText(), "event glass at 1 s: no kx (and 2 more events)");
        QCOMPARE(groups[1].toText(), "event glass at 2 s: no ky");
    }

    void otherSeveritiesCodesAndPlacesStandAlone() {
        Diagnostic elsewhere = ofEvent(3, "no kx");
        elsewhere.place.line = 7;
        Diagnostic otherCode = ofEvent(4, "no kx");
        otherCode.code = ErrorCode::WrongType;
        QCOMPARE(groupProblems({ofEvent(1, "no kx"), ofEvent(2, "no kx", Severity::Error),
                                elsewhere, otherCode})
                     .size(),
                 std::size_t{4});
    }

    void whatNamesNoEventStandsAlone() {
        const Diagnostic problem{ErrorCode::SyntaxError, "a line", {}, Severity::Error};
        const auto groups = groupProblems({problem, problem});
        QCOMPARE(groups.size(), std::size_t{2});
        QVERIFY(groupProblems({}).empty());
    }
};

STRIA_TEST(ProblemGroupsTest)
#include "problem_groups_test.moc"
