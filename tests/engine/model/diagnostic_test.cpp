// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/diagnostic.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <set>

using namespace stria;

class DiagnosticTest : public QObject {
    Q_OBJECT

  private slots:
    void aPlaceReadsAsASentencePart() {
        Place place;
        QCOMPARE(place.toText(), std::string());
        place.text = TextKind::InstrumentBody;
        place.instrumentName = "glass";
        place.line = 7;
        place.column = 3;
        QCOMPARE(place.toText(), std::string("instrument glass, line 7, column 3"));
    }
    void aDiagnosticPutsThePlaceFirst() {
        Diagnostic diagnostic{ErrorCode::SyntaxError, "This string is not closed.", {}, {}};
        diagnostic.place.instrumentName = "bell";
        QCOMPARE(diagnostic.toText(), std::string("instrument bell: This string is not closed."));
    }
    void theNearestNameForgivesATypingMistake() {
        const std::vector<std::string> names = {"kcutoff", "kamp", "kfreq"};
        QCOMPARE(nearestName("kcutof", names), std::string("kcutoff"));
        QCOMPARE(nearestName("kapm", names), std::string("kamp"));
        QCOMPARE(nearestName("KFREQ", names), std::string("kfreq"));
        QCOMPARE(nearestName("entirelyelse", names), std::string());
        QCOMPARE(nearestName("oscilli", {"oscil1i", "oscili"}), std::string("oscili"));
        QCOMPARE(nearestName("k", {}), std::string());
    }
    void idsKeepTheirText() {
        const EventId id = EventId::random();
        QCOMPARE(id.toText().size(), std::size_t{16});
        QCOMPARE(*EventId::fromText(id.toText()), id);
        QCOMPARE(EventId::fromText("2a")->bits, 42u);
        for (const char* bad : {"", "0", "xyz", "12345678901234567", "-1", " 1", "0x1"})
            QVERIFY2(!EventId::fromText(bad), bad);
    }
    void idsDoNotRepeat() {
        std::set<EventId> seen;
        for (int i = 0; i < 10000; ++i)
            QVERIFY(seen.insert(EventId::random()).second);
    }
};

STRIA_TEST(DiagnosticTest)
#include "diagnostic_test.moc"
