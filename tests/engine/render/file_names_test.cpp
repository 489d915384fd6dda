// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/file_names.h"
#include "tests/support/test_program.h"

#include <QtTest>

using namespace stria;

class FileNamesTest : public QObject {
    Q_OBJECT

    static std::string name(const std::string& pattern, const std::string& track,
                            const std::string& event = {}) {
        const auto read = NamePattern::read(pattern);
        if (!read)
            return "error: " + read.error().message;
        return read->name([&](const std::string& word) {
            return word == "track" ? track : word == "event" ? event : word + "!";
        });
    }

  private slots:
    void wordsInBracesStandForWhatTheFileIsAbout() {
        QCOMPARE(name("{project} {track}", "drums"), std::string("project! drums"));
        QCOMPARE(name("{number}-{track}{track}", "x"), std::string("number!-xx"));
        QCOMPARE(name("take {{1}} {track}", "x"), std::string("take {1} x"));
    }
    void aNameWithoutWordsStaysAsItIs() {
        QCOMPARE(name("what? a:b.", ""), std::string("what? a:b."));
        QCOMPARE(name("{{x}}", ""), std::string("{x}"));
    }
    void whereAWordStandsForNothingItsSeparatorGoes() {
        QCOMPARE(name("{track} - {event}", "drums"), std::string("drums"));
        QCOMPARE(name("{track} - {event}", "", "kick"), std::string("kick"));
        QCOMPARE(name("a_{track}_{event}", "", "kick"), std::string("a_kick"));
        QCOMPARE(name("{track}", ""), std::string("untitled"));
    }
    void wrongWordsAndBracesAreNamed() {
        for (const auto& [pattern, mention] : std::vector<std::pair<std::string, std::string>>{
                 {"{trak}", "{trak}"}, {"a {", "not closed"}, {"a } b", "opens"}, {"{}", "{}"}}) {
            const auto read = NamePattern::read(pattern);
            QVERIFY2(!read, pattern.c_str());
            QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
            QVERIFY2(read.error().message.find(mention) != std::string::npos,
                     read.error().message.c_str());
            QVERIFY(read.error().message.find("{instrument}") != std::string::npos);
        }
    }
    void namesHoldOnlyWhatEverySystemCanStore() {
        QCOMPARE(safeFileName("a/b\\c:d*e?f\"g<h>i|j"), std::string("a-b-c-d-e-f-g-h-i-j"));
        QCOMPARE(safeFileName("two\nlines\t"), std::string("two lines"));
        QCOMPARE(safeFileName("../.."), std::string("-"));
        QCOMPARE(safeFileName(".hidden. "), std::string("hidden"));
        QCOMPARE(safeFileName(""), std::string("untitled"));
        QCOMPARE(safeFileName("con"), std::string("con_"));
        QCOMPARE(safeFileName("LPT3.take"), std::string("LPT3.take_"));
        QCOMPARE(safeFileName("Glöckchen 鐘"), std::string("Glöckchen 鐘"));
    }
    void aLongNameIsCutBetweenCharacters() {
        std::string text;
        for (int i = 0; i < 100; ++i)
            text += "鐘";
        const std::string cut = safeFileName(text);
        QCOMPARE(cut.size(), std::size_t{198});
        QCOMPARE(cut, text.substr(0, 198));
    }
    void equalNamesGetNumbersAndMeetNone() {
        std::vector<std::string> unique{"glass", "Glass", "glass 2", "glass", "ÄU", "äu"};
        makeUnique(unique);
        QCOMPARE(unique, (std::vector<std::string>{"glass", "Glass 3", "glass 2", "glass 4", "ÄU",
                                                   "äu 2"}));
    }
};

STRIA_CORE_TEST(FileNamesTest)
#include "file_names_test.moc"
