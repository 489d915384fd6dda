// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/instrument_editor.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <Qsci/qsciscintilla.h>

#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/editor/code_completion.h"
#include "ui/editor/code_view.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/name_field.h"
#include "ui/editor/problem_line.h"
#include "ui/look/palette.h"

using namespace stria;

namespace {

const std::string glassBody = "; struck glass\n|kamp=0.3, kbright=0.5|\na1 oscili kamp, 440\n"
                              "outs a1, a1\n";

OpcodeCatalogue someOpcodes() {
    return OpcodeCatalogue({{"oscili", "a", "kkjo", true},
                            {"oscil", "a", "kkjo", true},
                            {"oscilikt", "a", "kkk", true},
                            {"outs", "(null)", "y", true}});
}

} // namespace

class UrlTaker : public QObject {
    Q_OBJECT

  public:
    QStringList urls;

  public slots:
    void take(const QUrl& url) { urls << url.toLocalFile(); }
};

class InstrumentEditorTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { look::apply(*qApp, Theme::Dark); }
    void init();
    void cleanup();

    void theFirstInstrumentAndTheGlobalCodeAreOpen();
    void typingChangesTheDocumentInOneStep();
    void undoTakesTypingBackAndMovesTheCaretThere();
    void typingOverASelectionIsOneStep();
    void anotherPlaceIsAnotherStep();
    void lineEndsAndBytesStayWhatTheyAre();
    void whatOthersChangeIsShown();
    void theFirstGlobalCodeIsMadeByTyping();
    void theCurrentInstrumentOpensItsTab();
    void aTabThatIsClickedIsTheCurrentInstrument();
    void tabsGoByKeys();
    void aRemovedInstrumentClosesItsTab();
    void anotherDocumentStartsAnew();
    void eventsAreCounted();
    void auditionAsksForTheInstrument();
    void anInstrumentIsRenamedInItsTab();
    void aNameThatIsTakenIsRefused();
    void mistakesAreMarkedWhileTyping();
    void problemsFromOutsideAreMarkedUntilTheTextIsEdited();
    void aMissingVariableBecomesAParameter();
    void problemsAreVisitedByKeys();
    void aPlaceIsShown();
    void aHoverTellsOfAParameterAndAProblem();
    void theLineBelowTellsOfTheParameterAtTheCaret();
    void linesAreCommentedAndBack();
    void wordsAreOfferedAndTakenByTab();
    void returnEndsTheLineWhileWordsAreOffered();
    void formsOfAnOpcodeAreShown();
    void theManualOpensAtTheOpcode();
    void aTextIsFound();
    void colourFollowsMeaning();
    void keysOfTheWindowWorkInTheCodeButSpaceIsTyped();
    void everythingHasAName();

  private:
    static CodeView& viewOf(const InstrumentEditor& editor) {
        CodeView* current = nullptr;
        for (CodeView* one : editor.findChildren<CodeView*>())
            if (one->isVisibleTo(&editor))
                current = one;
        return *current;
    }
    CodeView& view() { return viewOf(*m_editor); }
    const Instrument& glass() const { return *m_document->project().find(m_glass); }
    QStringList tabs() const {
        QStringList titles;
        for (int i = 0; i < m_tabs->count(); ++i)
            titles << m_tabs->tabText(i);
        return titles;
    }
    QString line() const { return m_editor->findChild<ProblemLine*>()->text(); }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }
    void type(const QString& text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    InstrumentId insert(const std::string& name, const std::string& body, double order);

    std::unique_ptr<Document> m_document;
    std::unique_ptr<InstrumentEditor> m_editor;
    QTabBar* m_tabs = nullptr;
    InstrumentId m_glass;
    InstrumentId m_reverb;
};

InstrumentId InstrumentEditorTest::insert(const std::string& name, const std::string& body,
                                          double order) {
    Instrument instrument;
    instrument.id = InstrumentId::random();
    instrument.name = name;
    instrument.body = body;
    instrument.order = order;
    m_document->edit("Add", [&](Project& project) { (void)project.insert(instrument); });
    return instrument.id;
}

void InstrumentEditorTest::init() {
    m_document = std::make_unique<Document>();
    m_glass = insert("glass", glassBody, 1);
    m_reverb = insert("reverb", "a1 = 1\n", 2);
    m_editor = std::make_unique<InstrumentEditor>(*m_document);
    m_editor->setOpcodes(someOpcodes());
    m_tabs = m_editor->findChild<QTabBar*>();
    m_editor->resize(800, 400);
    m_editor->show();
    m_editor->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    view().setFocus();
}

void InstrumentEditorTest::cleanup() {
    m_editor.reset();
    m_document->discardJournal();
    m_document.reset();
}

void InstrumentEditorTest::theFirstInstrumentAndTheGlobalCodeAreOpen() {
    QCOMPARE(tabs(), QStringList({"glass", "Global code"}));
    QCOMPARE(m_tabs->currentIndex(), 0);
    QCOMPARE(m_editor->currentInstrument(), m_glass);
    QCOMPARE(view().code(), glassBody);
}

void InstrumentEditorTest::typingChangesTheDocumentInOneStep() {
    const int steps = m_document->undoStack().count();
    press(Qt::Key_End, Qt::ControlModifier);
    type("print 1");
    QCOMPARE(glass().body, glassBody + "print 1");
    QCOMPARE(m_document->undoStack().count(), steps + 1);
    QCOMPARE(m_document->undoStack().undoText(), QString("Edit glass"));
}

void InstrumentEditorTest::undoTakesTypingBackAndMovesTheCaretThere() {
    type("x ");
    press(Qt::Key_End, Qt::ControlModifier);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(glass().body, glassBody);
    QCOMPARE(view().code(), glassBody);
    QCOMPARE(view().caret(), 0L);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(view().code(), "x " + glassBody);
    QCOMPARE(view().caret(), 2L);
}

void InstrumentEditorTest::typingOverASelectionIsOneStep() {
    press(Qt::Key_End, Qt::ShiftModifier);
    type("x");
    QVERIFY(glass().body.starts_with("x\n|kamp"));
    m_document->undoStack().undo();
    QCOMPARE(glass().body, glassBody);
}

void InstrumentEditorTest::anotherPlaceIsAnotherStep() {
    const int steps = m_document->undoStack().count();
    type("; ;; "); // letters that repeat what follows are one run all the same
    QCOMPARE(m_document->undoStack().count(), steps + 1);
    press(Qt::Key_Down);
    type("c");
    QCOMPARE(m_document->undoStack().count(), steps + 2);
    press(Qt::Key_Backspace);
    QCOMPARE(m_document->undoStack().count(), steps + 3);
}

void InstrumentEditorTest::lineEndsAndBytesStayWhatTheyAre() {
    const std::string strange = std::string("a\r\nb\rc\n\xFF\0d \xEF\xBB\xBF", 14) + "é\r\n";
    const InstrumentId id = insert("strange", strange, 3);
    m_editor->showInstrument(id);
    view().setFocus();
    QCOMPARE(view().code(), strange);
    press(Qt::Key_End, Qt::ControlModifier);
    type("e");
    QCOMPARE(m_document->project().find(id)->body, strange + "e");
    press(Qt::Key_Return); // as the first line ends
    QCOMPARE(m_document->project().find(id)->body, strange + "e\r\n");
    m_document->undoStack().undo();
    m_document->undoStack().undo();
    QCOMPARE(view().code(), strange);
}

void InstrumentEditorTest::whatOthersChangeIsShown() {
    Instrument changed = glass();
    changed.body = "print 5";
    m_document->edit("Change", [&](Project& project) { (void)project.change(changed); });
    QCOMPARE(view().code(), std::string("print 5"));
    m_document->undoStack().undo();
    QCOMPARE(view().code(), glassBody);
}

void InstrumentEditorTest::theFirstGlobalCodeIsMadeByTyping() {
    press(Qt::Key_PageDown, Qt::ControlModifier);
    QVERIFY(!m_editor->currentInstrument());
    type("gi1 = 2");
    const auto codes = m_document->project().inOrder<GlobalCode>();
    QCOMPARE(codes.size(), std::size_t(1));
    QCOMPARE(codes[0]->text, std::string("gi1 = 2"));
    m_document->undoStack().undo();
    QVERIFY(m_document->project().inOrder<GlobalCode>().empty());
    QCOMPARE(view().code(), std::string());
    QCOMPARE(tabs(), QStringList({"glass", "Global code"}));
    m_document->undoStack().redo();
    QCOMPARE(view().code(), std::string("gi1 = 2"));
}

void InstrumentEditorTest::theCurrentInstrumentOpensItsTab() {
    m_document->selection().setCurrentInstrument(m_reverb);
    QTRY_COMPARE(tabs(), QStringList({"glass", "reverb", "Global code"}));
    QCOMPARE(m_editor->currentInstrument(), m_reverb);
    m_document->selection().setCurrentInstrument(m_glass);
    QTRY_COMPARE(m_tabs->currentIndex(), 0);
    QCOMPARE(view().code(), glassBody);
}

void InstrumentEditorTest::aTabThatIsClickedIsTheCurrentInstrument() {
    m_editor->showInstrument(m_reverb);
    QTest::mouseClick(m_tabs, Qt::LeftButton, {}, m_tabs->tabRect(0).center());
    QCOMPARE(m_document->selection().currentInstrument(), m_glass);
    QTest::mouseClick(m_tabs, Qt::LeftButton, {}, m_tabs->tabRect(1).center());
    QCOMPARE(m_document->selection().currentInstrument(), m_reverb);
    QTest::mouseClick(m_tabs, Qt::MiddleButton, {}, m_tabs->tabRect(1).center());
    QCOMPARE(tabs(), QStringList({"glass", "Global code"}));
}

void InstrumentEditorTest::tabsGoByKeys() {
    m_editor->showInstrument(m_reverb);
    view().setFocus();
    press(Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(m_editor->currentInstrument(), m_glass);
    QVERIFY(view().hasFocus());
    press(Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(tabs(), QStringList({"reverb", "Global code"}));
    press(Qt::Key_PageDown, Qt::ControlModifier);
    press(Qt::Key_W, Qt::ControlModifier); // the global code stays
    QCOMPARE(tabs(), QStringList({"reverb", "Global code"}));
}

void InstrumentEditorTest::aRemovedInstrumentClosesItsTab() {
    m_document->edit("Remove", [&](Project& project) { (void)project.remove(m_glass); });
    QCOMPARE(tabs(), QStringList({"Global code"}));
    m_document->undoStack().undo();
    m_editor->showInstrument(m_glass);
    QCOMPARE(view().code(), glassBody);
}

void InstrumentEditorTest::anotherDocumentStartsAnew() {
    Project project;
    Instrument other;
    other.id = InstrumentId::random();
    other.name = "other & more";
    other.body = "print 9";
    QVERIFY(project.insert(other));
    m_document->reset(std::move(project), {});
    QTRY_COMPARE(tabs(), QStringList({"other && more", "Global code"}));
    QCOMPARE(view().code(), std::string("print 9"));
}

void InstrumentEditorTest::eventsAreCounted() {
    const auto shows = [this](const QString& text) {
        for (const QLabel* label : m_editor->findChildren<QLabel*>())
            if (label->text() == text)
                return true;
        return false;
    };
    QVERIFY(shows("0 events"));
    m_document->edit("Add", [&](Project& project) {
        for (int i = 0; i < 3; ++i) {
            ScoreEvent event;
            event.id = EventId::random();
            event.instrument = i < 2 ? m_glass : m_reverb;
            (void)project.insert(event);
        }
    });
    QVERIFY(shows("2 events"));
    m_editor->showInstrument(m_reverb);
    QVERIFY(shows("1 event"));
}

void InstrumentEditorTest::auditionAsksForTheInstrument() {
    QSignalSpy spy(m_editor.get(), &InstrumentEditor::auditionRequested);
    QToolButton* button = nullptr;
    for (QToolButton* one : m_editor->findChildren<QToolButton*>())
        if (one->text() == "Audition")
            button = one;
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);
    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(spy.size(), 2);
    QCOMPARE(spy[0][0].value<InstrumentId>(), m_glass);
    QCOMPARE(view().code(), glassBody);
    press(Qt::Key_PageDown, Qt::ControlModifier);
    QVERIFY(!button->isEnabled());
}

void InstrumentEditorTest::anInstrumentIsRenamedInItsTab() {
    QTest::mouseDClick(m_tabs, Qt::LeftButton, {}, m_tabs->tabRect(0).center());
    auto* field = m_editor->findChild<NameField*>();
    QVERIFY(field->hasFocus());
    type("bell");
    press(Qt::Key_Return);
    QCOMPARE(glass().name, std::string("bell"));
    QCOMPARE(tabs()[0], QString("bell"));
    QVERIFY(field->isHidden());
    QVERIFY(view().hasFocus());
    m_document->undoStack().undo();
    QCOMPARE(tabs()[0], QString("glass"));
    press(Qt::Key_F2);
    type("other");
    press(Qt::Key_Escape);
    QCOMPARE(glass().name, std::string("glass"));
}

void InstrumentEditorTest::aNameThatIsTakenIsRefused() {
    press(Qt::Key_F2);
    type("reverb");
    press(Qt::Key_Return);
    auto* field = m_editor->findChild<NameField*>();
    QVERIFY(!field->isHidden());
    QVERIFY(field->accessibleDescription().contains("reverb"));
    QCOMPARE(glass().name, std::string("glass"));
}

void InstrumentEditorTest::mistakesAreMarkedWhileTyping() {
    press(Qt::Key_End, Qt::ControlModifier);
    type("outs a1, \"x");
    QTRY_COMPARE(view().problems().size(), std::size_t(1));
    QCOMPARE(view().problems()[0].place.line, 5);
    QVERIFY(line().contains("not closed"));
    const long begin = view().send(QsciScintilla::SCI_POSITIONFROMLINE, 4) + 9;
    QVERIFY(view().send(QsciScintilla::SCI_INDICATORALLONFOR, static_cast<std::uintptr_t>(begin)));
    type("\"");
    QTRY_VERIFY(view().problems().empty());
    QCOMPARE(line(), QString());
}

void InstrumentEditorTest::problemsFromOutsideAreMarkedUntilTheTextIsEdited() {
    Diagnostic problem{ErrorCode::CompileError, "There is no opcode oscilly", {}, Severity::Error};
    problem.place.text = TextKind::InstrumentBody;
    problem.place.instrument = m_glass;
    problem.place.line = 3;
    Diagnostic elsewhere = problem;
    elsewhere.place.instrument = m_reverb;
    elsewhere.place.line = 1;
    m_editor->setProblems({problem, elsewhere});
    QCOMPARE(view().problems().size(), std::size_t(1));
    QVERIFY(line().contains("oscilly"));
    m_editor->showInstrument(m_reverb);
    QCOMPARE(view().problems().size(), std::size_t(1));
    m_editor->showInstrument(m_glass);
    view().setFocus();
    type(" ");
    QTRY_VERIFY(view().problems().empty());
}

void InstrumentEditorTest::aMissingVariableBecomesAParameter() {
    press(Qt::Key_End, Qt::ControlModifier);
    type("k2 = kres");
    QTRY_VERIFY(line().contains("kres"));
    QToolButton* add = nullptr;
    for (QToolButton* one : m_editor->findChildren<QToolButton*>())
        if (one->text() == "Add as parameter")
            add = one;
    QVERIFY(add && add->isVisible());
    QTest::mouseClick(add, Qt::LeftButton);
    QVERIFY(glass().body.find("|kamp=0.3, kbright=0.5, kres=0|") != std::string::npos);
    QTRY_VERIFY(view().problems().empty());
    QVERIFY(add->isHidden());
    m_document->undoStack().undo();
    QCOMPARE(glass().body, glassBody + "k2 = kres");
}

void InstrumentEditorTest::problemsAreVisitedByKeys() {
    Instrument changed = glass();
    changed.body = "k1 = kfirst\nprint 1\nk2 = ksecond\n";
    m_document->edit("Change", [&](Project& project) { (void)project.change(changed); });
    QTRY_COMPARE(view().problems().size(), std::size_t(2));
    press(Qt::Key_Home, Qt::ControlModifier);
    press(Qt::Key_F8);
    QCOMPARE(view().caretLine(), 3);
    press(Qt::Key_F8);
    QCOMPARE(view().caretLine(), 1);
    press(Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(view().caretLine(), 3);
}

void InstrumentEditorTest::aPlaceIsShown() {
    Place place;
    place.text = TextKind::InstrumentBody;
    place.instrument = m_glass;
    place.line = 3;
    place.column = 4;
    place.length = 6;
    m_editor->showInstrument(m_reverb);
    QVERIFY(m_editor->showPlace(place));
    QCOMPARE(m_editor->currentInstrument(), m_glass);
    QCOMPARE(view().selectedText(), QString("oscili"));
    QVERIFY(view().hasFocus());
    place.text = TextKind::InstrumentInit;
    QVERIFY(m_editor->showPlace(place));
    QCOMPARE(tabs(), QStringList({"glass", "reverb", "glass · init", "Global code"}));
    place.instrument = InstrumentId::random();
    QVERIFY(!m_editor->showPlace(place));
    QVERIFY(!m_editor->showPlace(Place{}));
}

void InstrumentEditorTest::aHoverTellsOfAParameterAndAProblem() {
    const auto hover = [this](int codeLine, int column) {
        CodeView& code = view();
        const long byte = code.send(QsciScintilla::SCI_POSITIONFROMLINE,
                                    static_cast<std::uintptr_t>(codeLine - 1)) +
                          column - 1;
        const QPoint at(
            static_cast<int>(code.send(QsciScintilla::SCI_POINTXFROMPOSITION, 0, byte)) + 3,
            static_cast<int>(code.send(QsciScintilla::SCI_POINTYFROMPOSITION, 0, byte)) + 5);
        QToolTip::hideText();
        if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); }))
            return QString("it stays");
        QHelpEvent event(QEvent::ToolTip, at, code.viewport()->mapToGlobal(at));
        QApplication::sendEvent(code.viewport(), &event);
        return QToolTip::isVisible() ? QToolTip::text() : QString();
    };
    QVERIFY(hover(3, 12).startsWith("kamp: parameter p5, default 0.3"));
    QVERIFY(hover(3, 4).contains("oscili"));
    QCOMPARE(hover(1, 4), QString());
    press(Qt::Key_End, Qt::ControlModifier);
    type("k2 = kres");
    QTRY_VERIFY(!view().problems().empty());
    QVERIFY(hover(5, 7).contains("kres is used before"));
}

void InstrumentEditorTest::theLineBelowTellsOfTheParameterAtTheCaret() {
    view().goTo(3, 12);
    QTRY_VERIFY(line().startsWith("kamp: parameter p5, default 0.3, given by 0 of 0 events"));
    view().goTo(3, 20);
    QTRY_COMPARE(line(), QString());
}

void InstrumentEditorTest::linesAreCommentedAndBack() {
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Down, Qt::ShiftModifier);
    press(Qt::Key_Down, Qt::ShiftModifier);
    press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(glass().body, std::string("; struck glass\n|kamp=0.3, kbright=0.5|\n"
                                       "; a1 oscili kamp, 440\n; outs a1, a1\n"));
    press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(glass().body, glassBody);
}

void InstrumentEditorTest::wordsAreOfferedAndTakenByTab() {
    press(Qt::Key_End, Qt::ControlModifier);
    type("a2 osci");
    QVERIFY(view().send(QsciScintilla::SCI_AUTOCACTIVE));
    press(Qt::Key_Down);
    press(Qt::Key_Tab);
    QCOMPARE(glass().body, glassBody + "a2 oscili");
    type(" kbr");
    press(Qt::Key_Tab);
    QCOMPARE(glass().body, glassBody + "a2 oscili kbright");
    type(" ; osci");
    QVERIFY(!view().send(QsciScintilla::SCI_AUTOCACTIVE));
    press(Qt::Key_Return);
    press(Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(view().send(QsciScintilla::SCI_AUTOCACTIVE));
    press(Qt::Key_Escape);
    QVERIFY(!view().send(QsciScintilla::SCI_AUTOCACTIVE));
}

void InstrumentEditorTest::returnEndsTheLineWhileWordsAreOffered() {
    press(Qt::Key_End, Qt::ControlModifier);
    type("a2 oscil");
    QVERIFY(view().send(QsciScintilla::SCI_AUTOCACTIVE));
    press(Qt::Key_Return);
    QCOMPARE(glass().body, glassBody + "a2 oscil\n");
}

void InstrumentEditorTest::formsOfAnOpcodeAreShown() {
    press(Qt::Key_End, Qt::ControlModifier);
    type("a2 oscilikt ");
    const auto* completion = view().findChild<CodeCompletion*>();
    QCOMPARE(completion->tipAtCaret(), QString("a  oscilikt  k, k, k"));
    QVERIFY(completion->isTipShown());
    type("1, 2");
    QVERIFY(completion->isTipShown());
    press(Qt::Key_Return);
    QTRY_VERIFY(!completion->isTipShown());
}

void InstrumentEditorTest::theManualOpensAtTheOpcode() {
    QTemporaryDir data;
    QVERIFY(QDir(data.path()).mkpath("doc/csound-doc/html"));
    QFile page(data.path() + "/doc/csound-doc/html/oscili.html");
    QVERIFY(page.open(QIODevice::WriteOnly));
    const QByteArray before = qgetenv("XDG_DATA_DIRS");
    qputenv("XDG_DATA_DIRS", data.path().toUtf8());
    UrlTaker taker;
    QDesktopServices::setUrlHandler("file", &taker, "take");
    view().goTo(3, 6); // within the name
    press(Qt::Key_F1);
    view().goTo(3, 18); // among its arguments
    press(Qt::Key_F1);
    QCOMPARE(taker.urls, QStringList({page.fileName(), page.fileName()}));
    view().goTo(4, 2);
    press(Qt::Key_F1);
    QCOMPARE(taker.urls.size(), 2);
    QVERIFY(line().contains("outs"));
    QDesktopServices::unsetUrlHandler("file");
    qputenv("XDG_DATA_DIRS", before);
}

void InstrumentEditorTest::aTextIsFound() {
    press(Qt::Key_F, Qt::ControlModifier);
    auto* bar = m_editor->findChild<FindBar*>();
    QVERIFY(bar->isVisible());
    type("A1");
    press(Qt::Key_Return);
    QCOMPARE(view().selectedText(), QString("a1"));
    QCOMPARE(view().caretLine(), 3);
    press(Qt::Key_Return);
    QCOMPARE(view().caretLine(), 4);
    press(Qt::Key_Return);
    press(Qt::Key_Return);
    QCOMPARE(view().caretLine(), 3);
    press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(view().caretLine(), 4);
    press(Qt::Key_Escape);
    QVERIFY(bar->isHidden());
    QVERIFY(view().hasFocus());
}

void InstrumentEditorTest::colourFollowsMeaning() {
    view().grab();
    const auto styleAt = [this](std::string_view text) {
        return view().styleAt(static_cast<long>(view().code().find(text)));
    };
    QCOMPARE(styleAt("; struck"), CodeStyle::Comment);
    QCOMPARE(styleAt("kbright"), CodeStyle::Parameter);
    QCOMPARE(styleAt("oscili"), CodeStyle::Opcode);
    QCOMPARE(styleAt("a1 oscili"), CodeStyle::AudioVariable);
    type("/* ");
    QCOMPARE(styleAt("outs"), CodeStyle::Comment);
    press(Qt::Key_Backspace);
    press(Qt::Key_Backspace);
    QCOMPARE(styleAt("outs"), CodeStyle::Opcode);
    // The list of parameters is read anew while it is typed.
    press(Qt::Key_Backspace);
    press(Qt::Key_Down);
    press(Qt::Key_Home);
    press(Qt::Key_Right);
    type("knew, ");
    QTRY_COMPARE(styleAt("knew"), CodeStyle::Parameter);
}

void InstrumentEditorTest::keysOfTheWindowWorkInTheCodeButSpaceIsTyped() {
    QMainWindow window;
    int steals = 0; // keys that belong to the code
    const auto add = [&](const QKeySequence& key, auto work) {
        auto* action = new QAction(&window);
        action->setShortcut(key);
        connect(action, &QAction::triggered, &window, work);
        window.addAction(action);
    };
    int undos = 0;
    add(QKeySequence::Undo, [&] {
        ++undos;
        m_document->undoStack().undo();
    });
    for (const QKeySequence& key :
         {QKeySequence(Qt::Key_Space), QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Home),
          QKeySequence(Qt::Key_A), QKeySequence(QKeySequence::SelectAll),
          QKeySequence(QKeySequence::Copy), QKeySequence(QKeySequence::Paste),
          QKeySequence(Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_D)})
        add(key, [&] { ++steals; });
    auto* editor = new InstrumentEditor(*m_document);
    window.setCentralWidget(editor);
    m_editor->hide();
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    viewOf(*editor).setFocus();
    type("a bA");
    QCOMPARE(glass().body, "a bA" + glassBody);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undos, 1);
    QCOMPARE(glass().body, glassBody);
    QCOMPARE(view().code(), glassBody); // two editors agree

    press(Qt::Key_Home);
    press(Qt::Key_Delete);
    press(Qt::Key_Return);
    QCOMPARE(glass().body, "\n" + glassBody.substr(1));
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_C, Qt::ControlModifier);
    press(Qt::Key_V, Qt::ControlModifier);
    press(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(steals, 0);
}

void InstrumentEditorTest::everythingHasAName() {
    m_editor->findChild<FindBar*>()->open();
    for (QWidget* widget : m_editor->findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
            continue;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                 widget->metaObject()->className());
    }
}

STRIA_WIDGET_TEST(InstrumentEditorTest)
#include "instrument_editor_test.moc"
