// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/opcode_catalogue.h"
#include "tests/support/test_program.h"

#include <QTest>

using namespace stria;

class OpcodeCatalogueTest : public QObject {
    Q_OBJECT

  private slots:
    void anEmptyOneKnowsNothing() {
        const OpcodeCatalogue catalogue;
        QVERIFY(catalogue.empty());
        QVERIFY(!catalogue.contains("oscili"));
        QVERIFY(!catalogue.needsPlugins("oscili"));
        QVERIFY(catalogue.names().empty());
        QVERIFY(catalogue.signaturesOf("oscili").empty());
    }
    void formsOfOneNameAreFoundTogether() {
        const OpcodeCatalogue catalogue({{"oscili.kk", "a", "kkjo", true},
                                         {"line", "k", "iii", true},
                                         {"oscili.aa", "a", "aajo", true}});
        QCOMPARE(catalogue.names(), (std::vector<std::string>{"line", "oscili"}));
        QVERIFY(catalogue.contains("oscili"));
        QVERIFY(catalogue.contains("oscili.kk"));
        const auto forms = catalogue.signaturesOf("oscili");
        QCOMPARE(forms.size(), std::size_t(2));
        QCOMPARE(forms[0].inputs, std::string("kkjo"));
        QCOMPARE(forms[1].inputs, std::string("aajo"));
    }
    void pluginsAreNeededWhereNoFormIsInTheCore() {
        const OpcodeCatalogue catalogue(
            {{"pan3", "a", "a", false}, {"both.k", "k", "k", false}, {"both.a", "a", "a", true}});
        QVERIFY(catalogue.needsPlugins("pan3"));
        QVERIFY(!catalogue.needsPlugins("both"));
        QVERIFY(!catalogue.needsPlugins("nothing"));
    }
};

STRIA_TEST(OpcodeCatalogueTest)
#include "opcode_catalogue_test.moc"
