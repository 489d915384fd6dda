// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/document/gradual_edit.h"

#include <QtTest>
#include <set>

using namespace stria;

namespace {

constexpr std::uint64_t many = 10'000;

Document::Work adding(std::uint64_t count) {
    return [count](Project& project) {
        for (std::uint64_t i = 1; i <= count; ++i) {
            Marker marker;
            marker.id = MarkerId{i};
            marker.time = static_cast<double>(i);
            (void)project.insert(marker);
        }
    };
}

} // namespace

class GradualEditTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Document> m_document;

    std::size_t markers() const { return m_document->project().all<Marker>().size(); }

  private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { m_document = std::make_unique<Document>(); }
    void cleanup() {
        m_document->discardJournal();
        m_document.reset();
    }

    void aSmallEditIsThereAtOnce() {
        GradualEdit edit(*m_document);
        bool isDone = false;
        edit.run("Add", GradualEdit::Size::Small, adding(3), [&] { isDone = true; });
        QVERIFY(isDone);
        QCOMPARE(markers(), std::size_t{3});
        QCOMPARE(m_document->undoStack().undoText(), QStringLiteral("Add"));
    }

    void aLargeEditComesInPiecesAndIsOneStepOfUndo() {
        GradualEdit edit(*m_document);
        bool isDone = false;
        std::set<std::size_t> seen;
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&] { seen.insert(markers()); });
        look.start(0);
        edit.run("Add", GradualEdit::Size::Large, adding(many), [&] { isDone = true; });
        QVERIFY(edit.isBusy());
        QTRY_VERIFY(isDone);
        QVERIFY(!edit.isBusy());
        QCOMPARE(markers(), std::size_t{many});
        QVERIFY(seen.size() > 2); // the window was heard in between
        QCOMPARE(m_document->undoStack().count(), 1);
        m_document->undoStack().undo();
        QCOMPARE(markers(), std::size_t{0});
    }

    void workThatChangesNothingIsNoStepButIsDone() {
        GradualEdit edit(*m_document);
        bool isDone = false;
        edit.run(
            "Nothing", GradualEdit::Size::Large, [](Project&) {}, [&] { isDone = true; });
        QTRY_VERIFY(isDone);
        QVERIFY(!m_document->undoStack().canUndo());
        QVERIFY(!edit.isBusy());
    }

    void whatIsAbandonedLeavesNothing() {
        GradualEdit edit(*m_document);
        bool isDone = false;
        edit.run("Add", GradualEdit::Size::Large, adding(many), [&] { isDone = true; });
        bool isAbandoned = false;
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&] {
            if (!isAbandoned && markers() > 0) {
                QVERIFY(markers() < many);
                edit.abandon();
                isAbandoned = true;
            }
        });
        look.start(0);
        QTRY_VERIFY(isAbandoned);
        QCOMPARE(markers(), std::size_t{0});
        QTest::qWait(50);
        QVERIFY(!isDone);
        QVERIFY(!m_document->undoStack().canUndo());
    }

    void anotherDocumentEndsIt() {
        GradualEdit edit(*m_document);
        edit.run("Add", GradualEdit::Size::Large, adding(many), [] {});
        m_document->reset(Project(), {});
        QTRY_VERIFY(!edit.isBusy()); // the work itself goes on to its end on its thread
        QCoreApplication::processEvents();
        QCOMPARE(markers(), std::size_t{0});
        QVERIFY(!edit.isBusy());
    }
};

STRIA_WIDGET_TEST(GradualEditTest)
#include "gradual_edit_test.moc"
