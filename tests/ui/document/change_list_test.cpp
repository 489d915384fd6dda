// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/change_list.h"

#include <QtTest>

#include "engine/model/project.h"

using namespace stria;

namespace {

Bus bus(std::uint64_t id, const std::string& name) {
    Bus result;
    result.id = BusId{id};
    result.name = name;
    return result;
}

} // namespace

class ChangeListTest : public QObject {
    Q_OBJECT

  private slots:
    void changesOfOneThingBecomeOne() {
        const auto list = merged({EntityChange<Bus>{BusId{1}, bus(1, "a"), bus(1, "b")},
                                  EntityChange<Bus>{BusId{2}, bus(2, "x"), bus(2, "y")},
                                  EntityChange<Bus>{BusId{1}, bus(1, "b"), bus(1, "c")}});
        QCOMPARE(list.size(), std::size_t{2});
        QCOMPARE(list[0], Change(EntityChange<Bus>{BusId{1}, bus(1, "a"), bus(1, "c")}));
    }

    void whatComesBackIsLeftOut() {
        QVERIFY(merged({EntityChange<Bus>{BusId{1}, bus(1, "a"), bus(1, "b")},
                        EntityChange<Bus>{BusId{1}, bus(1, "b"), bus(1, "a")},
                        EntityChange<Bus>{BusId{3}, {}, bus(3, "new")},
                        EntityChange<Bus>{BusId{3}, bus(3, "new"), {}}})
                    .empty());
    }

    void thingsOfDifferentKindsWithOneIdStayApart() {
        Marker marker;
        marker.id = MarkerId{1};
        QCOMPARE(merged({EntityChange<Bus>{BusId{1}, {}, bus(1, "a")},
                         EntityChange<Marker>{MarkerId{1}, {}, marker}})
                     .size(),
                 std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(ChangeListTest)
#include "change_list_test.moc"
