// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/trust.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"
#include "tests/ui/window/two_notes.h"
#include "ui/document/document.h"
#include "ui/document/event_clipboard.h"
#include "ui/window/dialogs.h"

using namespace stria;

namespace {

constexpr InstrumentId tone{1};
constexpr int openWithout = 0;
constexpr int allow = 1;
constexpr int cancel = 2;

class CountedDialogs final : public Dialogs {
  public:
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override { return {}; }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        return {};
    }
    int ask(const Question& question) override {
        asked << question.text;
        return answer;
    }
    void tell(const QString&, const QString& text, const QString&) override { told << text; }

    int answer = cancel;
    QStringList asked;
    QStringList told;
};

/// A window's document and what decides about it, on a folder and a store of its own.
struct Piece {
    explicit Piece(const QTemporaryDir& folder)
        : store(folder.filePath("allowed").toStdString()), path(folder.filePath("piece.stria")),
          trust(document, dialogs, store) {}

    void load(const Project& project) {
        const auto there = loadProject(path.toStdString());
        document.reset(project, path, false,
                       there ? SeenFile{there->hash, there->project} : SeenFile());
    }
    void type(const std::string& body) {
        document.edit("Type", [&](Project& project) {
            Instrument instrument = *project.find(tone);
            instrument.body = body;
            (void)project.change(instrument);
        });
    }
    std::string body() const { return document.project().find(tone)->body; }
    bool isStored() const { return QFile::exists(QString::fromStdString(storeFile())); }
    std::string storeFile() const { return QFileInfo(path).path().toStdString() + "/allowed"; }

    TrustStore store;
    QString path;
    Document document;
    CountedDialogs dialogs;
    Trust trust;
};

Project withBody(const std::string& body) {
    Project project = test::twoNotes();
    Instrument instrument = *project.find(tone);
    instrument.body = body;
    (void)project.change(instrument);
    return project;
}

const std::string writes = "asig oscili 0.1, 440\nfout \"x.wav\", 4, asig\n";
const std::string runs = "asig oscili 0.1, 440\nires system_i 1, \"touch marker\"\n";

} // namespace

class TrustTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    void writeFile(const QString& name, const QByteArray& text) const {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void harmlessCodeIsNotAskedAboutAndNothingIsStored() {
        Piece piece(*m_folder);
        piece.load(test::twoNotes());
        QVERIFY(piece.trust.mayPlay());
        QVERIFY(piece.dialogs.asked.isEmpty());
        QVERIFY(piece.trust.allowed() == Allowance{});
        QVERIFY(!piece.isStored());
    }

    void aDangerousFileInThePlaceOfAHarmlessOneIsAskedAbout() {
        Piece piece(*m_folder);
        piece.load(test::twoNotes());
        QVERIFY(piece.trust.mayPlay());
        piece.load(withBody(runs));
        QVERIFY(!piece.trust.isDecided());
        QVERIFY(!piece.trust.mayPlay());
        QCOMPARE(piece.dialogs.asked.size(), 1);
        const QString& text = piece.dialogs.asked.front();
        for (const char* word : {"system_i", "touch marker", "instrument tone, line 2"})
            QVERIFY2(text.contains(word), qPrintable(text));
        QVERIFY(piece.trust.allowed() == Allowance{});
        QVERIFY(!piece.isStored()); // cancelled
    }

    void theQuestionIsToldOnLinesThatHideNothing() {
        Piece piece(*m_folder);
        piece.load(withBody("ires system_i 1, {{ true\n\n\n\u202Eharmless }}\n"));
        QVERIFY(!piece.trust.mayPlay());
        const QString& text = piece.dialogs.asked.front();
        QVERIFY2(text.contains("true \uFFFDharmless"), qPrintable(text));
        QVERIFY(!text.contains(QChar(0x202E)));
    }

    void whatWasAllowedIsNotAskedAboutAtTheNextOpening() {
        {
            Piece piece(*m_folder);
            piece.load(withBody(runs));
            piece.dialogs.answer = allow;
            QVERIFY(piece.trust.mayPlay());
            QVERIFY((piece.trust.allowed() == Allowance{.run = true}));
            QVERIFY(piece.trust.mayPlay());
            QCOMPARE(piece.dialogs.asked.size(), 1);
        }
        Piece again(*m_folder);
        again.load(withBody(runs));
        QVERIFY(again.trust.isDecided());
        QVERIFY((again.trust.allowed() == Allowance{.run = true}));
        // Another text is another question.
        again.load(withBody(runs + "ires system_i 1, \"another\"\n"));
        QVERIFY(!again.trust.isDecided());
        QVERIFY(again.trust.allowed() == Allowance{});
    }

    void withoutItThePiecePlaysConfinedAndIsNotAskedAboutAgain() {
        Piece piece(*m_folder);
        piece.load(withBody(runs));
        piece.dialogs.answer = openWithout;
        QVERIFY(piece.trust.mayPlay());
        QVERIFY(piece.trust.mayPlay());
        piece.type(runs + "asig = asig * 0.5\n");
        QVERIFY(piece.trust.mayPlay());
        QCOMPARE(piece.dialogs.asked.size(), 1);
        QVERIFY(piece.trust.allowed() == Allowance{});
        QVERIFY(!piece.isStored());
        piece.load(withBody(runs));
        QVERIFY(!piece.trust.isDecided());
    }

    void whatIsTypedHereIsNeverAskedAbout() {
        {
            Piece piece(*m_folder);
            piece.document.reset(test::twoNotes(), {}); // made here, or harmless
            piece.type(writes);
            QVERIFY(piece.trust.mayPlay());
            QVERIFY((piece.trust.allowed() == Allowance{.write = true}));
            piece.type(writes + runs);
            QVERIFY((piece.trust.allowed() == Allowance{.write = true, .run = true}));
            piece.document.undoStack().undo();
            QVERIFY((piece.trust.allowed() == Allowance{.write = true}));
            piece.document.undoStack().redo();
            QVERIFY(piece.trust.mayPlay());
            QVERIFY(!piece.isStored());
            QSignalSpy saved(&piece.document, &Document::saved);
            piece.document.save(piece.path);
            QVERIFY(saved.count() > 0 || saved.wait(stria::test::patience));
            QTRY_VERIFY(piece.isStored());
            QVERIFY(piece.dialogs.asked.isEmpty());
        }
        Piece again(*m_folder);
        const auto loaded = loadProject(again.path.toStdString());
        QVERIFY(loaded);
        again.load(loaded->project);
        QVERIFY(again.trust.isDecided());
        QVERIFY((again.trust.allowed() == Allowance{.write = true, .run = true}));
    }

    void savingWhatWasNotAllowedStoresNothing() {
        Piece piece(*m_folder);
        piece.load(withBody(runs));
        piece.dialogs.answer = openWithout;
        QVERIFY(piece.trust.mayPlay());
        QSignalSpy saved(&piece.document, &Document::saved);
        piece.document.save(piece.path);
        QVERIFY(saved.count() > 0 || saved.wait(stria::test::patience));
        QTRY_VERIFY(!piece.trust.isReading());
        QVERIFY(!piece.isStored());
    }

    void typingIntoForeignCodeDoesNotMakeItOwn() {
        Piece piece(*m_folder);
        piece.load(withBody(runs));
        piece.type(runs + "; a word\n");
        QVERIFY(!piece.trust.isDecided());
        QVERIFY(piece.trust.allowed() == Allowance{});
    }

    void whatIsPastedIsAskedAbout() {
        QFile clip(STRIA_SOURCE_DIR "/tests/data/trust/clip.txt");
        QVERIFY(clip.open(QIODevice::ReadOnly));
        const std::string text = clip.readAll().toStdString();
        Piece piece(*m_folder);
        piece.document.reset(Project(), {});
        piece.document.edit("Paste", [&](Project& project) { (void)pasteText(project, text, 0); });
        QCOMPARE(piece.document.project().all<Instrument>().size(), std::size_t{1});
        QVERIFY(!piece.trust.isDecided());
        QVERIFY(piece.trust.allowed() == Allowance{});
        // Nor does undoing and doing it again make it own.
        piece.document.undoStack().undo();
        QVERIFY(piece.trust.isDecided());
        piece.document.undoStack().redo();
        QVERIFY(!piece.trust.mayPlay());
        QCOMPARE(piece.dialogs.asked.size(), 1);
    }

    void aTextThatIsPastedForOwnCodeThatRunsItIsAskedAbout() {
        Piece piece(*m_folder);
        piece.load(test::twoNotes());
        piece.type("|Sdo=\"\"|\nires system_i 1, Sdo\nasig oscili 0.1, 440\n");
        QVERIFY((piece.trust.allowed() == Allowance{.run = true}));
        const auto handing = [](std::uint64_t id, const std::string& text) {
            ScoreEvent event;
            event.id = EventId{id};
            event.instrument = tone;
            event.arguments = {{"Sdo", text}};
            return event;
        };
        // What is typed into a field changes an event that is there.
        piece.document.edit("Draw", [&](Project& project) {
            ScoreEvent drawn = handing(71, "");
            drawn.arguments.clear();
            (void)project.insert(drawn);
        });
        piece.document.edit(
            "Type", [&](Project& project) { (void)project.change(handing(71, "play bell")); });
        QVERIFY((piece.trust.allowed() == Allowance{.run = true}));
        piece.document.edit(
            "Duplicate", [&](Project& project) { (void)project.insert(handing(72, "play bell")); });
        QVERIFY((piece.trust.allowed() == Allowance{.run = true}));
        const std::string foreign = "{\"kind\":\"event\",\"id\":\"f9\",\"instrument\":\"" +
                                    tone.toText() +
                                    "\",\"duration\":1,\"args\":{\"Sdo\":\"touch marker\"}}\n";
        piece.document.edit("Paste",
                            [&](Project& project) { (void)pasteText(project, foreign, 0); });
        QVERIFY(!piece.trust.isDecided());
        QVERIFY(piece.trust.allowed() == Allowance{});
        piece.document.undoStack().undo();
        QVERIFY(piece.trust.isDecided());
    }

    void aTextForCodeThatReachesNowhereNewIsNotAskedAbout() {
        Piece piece(*m_folder);
        piece.load(test::twoNotes());
        piece.type("|Sname=\"\"|\nprints Sname\nasig oscili 0.1, 440\nfout \"x.wav\", 4, asig\n");
        piece.document.edit("Paste", [](Project& project) {
            ScoreEvent event;
            event.id = EventId{71};
            event.instrument = tone;
            event.arguments = {{"Sname", std::string("a name")}};
            (void)project.insert(event);
        });
        QVERIFY(piece.trust.isDecided());
    }

    void codeFromAnotherProgramIsAskedAboutWhereItIsPastedIntoOwnCode() {
        Piece piece(*m_folder);
        std::string clipboard;
        piece.trust.setForeignClipboard([&] { return clipboard; });
        piece.load(test::twoNotes());
        piece.type(writes);
        clipboard = "asig = asig * 0.5\n";
        piece.type(writes + clipboard);
        QVERIFY(piece.trust.isDecided()); // harmless
        clipboard = "ires system_i 1, \"touch marker\"\n";
        piece.type(writes + clipboard);
        QVERIFY(!piece.trust.isDecided());
        QVERIFY(piece.trust.allowed() == Allowance{});
        clipboard.clear();
        piece.type(writes + runs);         // by hand, or copied here
        QVERIFY(!piece.trust.isDecided()); // over what came from elsewhere
        piece.load(test::twoNotes());
        piece.type(writes + runs);
        QVERIFY(piece.trust.isDecided());
        // The first text of global code.
        clipboard = "gires system_i 1, \"touch marker\"\n";
        piece.document.edit("Paste", [&](Project& project) {
            GlobalCode code;
            code.id = GlobalCodeId{5};
            code.text = clipboard;
            (void)project.insert(code);
        });
        QVERIFY(!piece.trust.isDecided());
    }

    void itIsReadInTheBackground() {
        writeFile("part.inc", "ires system_i 1, \"touch marker\"\n");
        Piece piece(*m_folder);
        QSignalSpy judged(&piece.trust, &Trust::judged);
        piece.load(withBody("#include \"part.inc\"\nasig oscili 0.1, 440\n"));
        QVERIFY(piece.trust.isReading());
        QVERIFY(judged.count() > 0 || judged.wait(60000));
        QVERIFY(!piece.trust.isReading());
        QVERIFY(piece.trust.lastAllowed() == Allowance{});
        piece.dialogs.answer = allow;
        QVERIFY(piece.trust.mayPlay());
        QVERIFY((piece.trust.lastAllowed() == Allowance{.run = true}));
        piece.type("#include \"part.inc\"\nasig oscili 0.2, 440\n");
        QVERIFY(piece.trust.isReading());
        QVERIFY(judged.wait(60000));
        QVERIFY((piece.trust.lastAllowed() == Allowance{.run = true}));
    }

    void whatIsSavedIsKeptOnlyWhenItHasBeenRead() {
        Piece piece(*m_folder);
        piece.load(test::twoNotes());
        piece.type(runs);
        QSignalSpy saved(&piece.document, &Document::saved);
        piece.document.save(piece.path);
        QVERIFY(saved.count() > 0 || saved.wait(stria::test::patience));
        QTRY_VERIFY(piece.isStored());
        QVERIFY(
            TrustStore(piece.storeFile()).find(hashOfReachingText(piece.document.project(), {})) ==
            Allowance{.run = true});
    }

    void aHarmlessInstrumentIsPastedIntoOwnCodeThatWritesWithoutAQuestion() {
        Piece piece(*m_folder);
        piece.load(test::twoNotes());
        piece.type(writes);
        piece.document.edit("Paste", [](Project& project) {
            Instrument other;
            other.id = InstrumentId{77};
            other.name = "other";
            other.body = "a1 oscili 0.1, 220\nouts a1, a1\n";
            (void)project.insert(other);
        });
        QVERIFY(piece.trust.isDecided());
        QVERIFY((piece.trust.allowed() == Allowance{.write = true}));
    }

    void whatComesInFromTheFileIsAskedAboutAlsoWhenDoneAgain() {
        Piece piece(*m_folder);
        piece.load(test::twoNotes());
        piece.trust.takeFromElsewhere([&] { piece.type(runs); });
        QVERIFY(!piece.trust.isDecided());
        piece.document.undoStack().undo();
        QVERIFY(piece.trust.isDecided());
        piece.document.undoStack().redo();
        QVERIFY(!piece.trust.isDecided());
        QVERIFY(piece.trust.allowed() == Allowance{});
    }

    void anIncludedFileWhoseContentChangesIsAskedAbout() {
        writeFile("part.inc", "; harmless\n");
        Piece piece(*m_folder);
        piece.load(withBody("#include \"part.inc\"\nasig oscili 0.1, 440\n"));
        QVERIFY(piece.trust.mayPlay());
        writeFile("part.inc", "ires system_i 1, \"touch marker\"\n");
        QVERIFY(!piece.trust.isDecided());
        piece.dialogs.answer = allow;
        QVERIFY(piece.trust.mayPlay());
        QVERIFY(piece.dialogs.asked.front().contains("part.inc, line 1"));
        QVERIFY(piece.trust.isDecided());
        writeFile("part.inc", "ires system_i 1, \"touch another\"\n");
        QVERIFY(!piece.trust.isDecided());
        QVERIFY(piece.trust.allowed() == Allowance{});
    }

    void recoveredCodeIsAskedAboutUnlessItWasAllowed() {
        // Recovery replaces the document, as loading does, and tells that it is not in the file.
        Piece piece(*m_folder);
        piece.document.reset(withBody(runs), piece.path, true);
        QVERIFY(!piece.trust.isDecided());
        piece.dialogs.answer = allow;
        QVERIFY(piece.trust.mayPlay());
        piece.document.reset(withBody(runs), {}, true);
        QVERIFY(piece.trust.isDecided());
    }

    void whatCannotBeKeptIsToldAndHoldsForTheSession() {
        QTemporaryDir folder;
        Document document;
        CountedDialogs dialogs;
        Trust trust(document, dialogs, TrustStore("/proc/nowhere/allowed"));
        document.reset(withBody(runs), {});
        dialogs.answer = allow;
        QVERIFY(trust.mayPlay());
        QCOMPARE(dialogs.told.size(), 1);
        QVERIFY((trust.allowed() == Allowance{.run = true}));
    }
};

STRIA_WIDGET_TEST(TrustTest)
#include "trust_test.moc"
