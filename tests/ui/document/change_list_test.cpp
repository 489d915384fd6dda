// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/change_list.h"

#include <QtTest>

#include "engine/model/project.h"
#include "tests/support/test_program.h"
#include "tests/ui/document/named_bus.h"

using namespace stria;
using stria::test::namedBus;

class ChangeListTest : public QObject {
    Q_OBJECT

  private slots:
    void changesOfOneThingBecomeOne() {
        const auto list = merged({EntityChange<Bus>{BusId{1}, namedBus(1, "a"), namedBus(1, "b")},
                                  EntityChange<Bus>{BusId{2}, namedBus(2, "x"), namedBus(2, "y")},
                                  EntityChange<Bus>{BusId{1}, namedBus(1, "b"), namedBus(1, "c")}});
        QCOMPARE(list.size(), std::size_t{2});
        QCOMPARE(list[0], Change(EntityChange<Bus>{BusId{1}, namedBus(1, "a"), namedBus(1, "c")}));
    }

    void whatComesBackIsLeftOut() {
        QVERIFY(merged({EntityChange<Bus>{BusId{1}, namedBus(1, "a"), namedBus(1, "b")},
                        EntityChange<Bus>{BusId{1}, namedBus(1, "b"), namedBus(1, "a")},
                        EntityChange<Bus>{BusId{3}, {}, namedBus(3, "new")},
                        EntityChange<Bus>{BusId{3}, namedBus(3, "new"), {}}})
                    .empty());
    }

    void thingsOfDifferentKindsWithOneIdStayApart() {
        Marker marker;
        marker.id = MarkerId{1};
        QCOMPARE(merged({EntityChange<Bus>{BusId{1}, {}, namedBus(1, "a")},
                         EntityChange<Marker>{MarkerId{1}, {}, marker}})
                     .size(),
                 std::size_t{2});
    }
};

STRIA_TEST(ChangeListTest)
#include "change_list_test.moc"
