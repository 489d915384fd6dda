// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/export/command_line.h"
#include "ui/look/palette.h"

using namespace stria;

class ExportDialogTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Project m_project;

    template <class Widget> static Widget* named(QWidget& parent, const QString& name) {
        for (Widget* widget : parent.findChildren<Widget*>())
            if (widget->accessibleName() == name)
                return widget;
        return nullptr;
    }
    static QPushButton* exportButton(ExportDialog& dialog) {
        for (QPushButton* button : dialog.findChildren<QPushButton*>())
            if (button->text() == "Export")
                return button;
        return nullptr;
    }
    ExportDialog::Context context(const QString& file = "piece.wav") {
        ExportDialog::Context c;
        c.projectFile = "piece.stria";
        c.suggestedFile = m_folder.filePath(file);
        c.scoreEnd = 30;
        return c;
    }
    static QString noFile(const QString&) { return {}; }
    static bool never(const QString&) { return false; }
    static void choose(QComboBox* box, const QString& text) {
        QVERIFY(box);
        const int index = box->findText(text);
        QVERIFY2(index >= 0, qPrintable(text));
        box->setFocus();
        while (box->currentIndex() < index)
            QTest::keyClick(box, Qt::Key_Down);
        while (box->currentIndex() > index)
            QTest::keyClick(box, Qt::Key_Up);
    }
    static void type(QLineEdit* field, const QString& text) {
        QVERIFY(field);
        field->setFocus();
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Delete);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Tab);
    }

  private slots:
    void initTestCase() {
        look::apply(*qApp, Theme::Light);
        Settings settings;
        settings.loopStart = 4;
        settings.loopEnd = 8;
        m_project.changeSettings(settings);
    }

    void theWholePieceAsItIsNeedsNoChoices() {
        ExportDialog dialog(m_project, context(), noFile, never);
        RenderSpec plain;
        plain.outputFile = m_folder.filePath("piece.wav").toStdString();
        QCOMPARE(dialog.spec(), plain);
        QVERIFY(exportButton(dialog)->isEnabled());
    }
    void theFormatFollowsTheNameAndTheNameTheFormat() {
        ExportDialog dialog(m_project, context(), noFile, never);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        choose(named<QComboBox>(dialog, "Format"), "FLAC");
        QCOMPARE(dialog.spec().outputFile, m_folder.filePath("piece.flac").toStdString());
        QCOMPARE(dialog.spec().format, std::string());
        type(named<QLineEdit>(dialog, "File"), m_folder.filePath("other.aif"));
        QCOMPARE(named<QComboBox>(dialog, "Format")->currentText(), QStringLiteral("AIFF"));
        QCOMPARE(dialog.spec().outputFile, m_folder.filePath("other.aif").toStdString());
        choose(named<QComboBox>(dialog, "Encoding"), "24 bits");
        QCOMPARE(dialog.spec().encoding, std::string("pcm24"));
    }
    void stretchRateAndTailAreTaken() {
        ExportDialog dialog(m_project, context(), noFile, never);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        choose(named<QComboBox>(dialog, "What to export"), "The loop region");
        QCOMPARE(dialog.spec().startTime, 4.0);
        QCOMPARE(dialog.spec().endTime, 8.0);
        choose(named<QComboBox>(dialog, "How the past is treated"), "Leaves out what came before");
        QCOMPARE(dialog.spec().past, RenderSpec::PastSound::Crop);
        choose(named<QComboBox>(dialog, "What to export"), "From … to …");
        type(named<QLineEdit>(dialog, "From"), "1:02.5");
        type(named<QLineEdit>(dialog, "To"), "70");
        QCOMPARE(dialog.spec().startTime, 62.5);
        QCOMPARE(dialog.spec().endTime, 70.0);
        type(named<QLineEdit>(dialog, "Tail"), "3.5");
        QCOMPARE(dialog.spec().tail, 3.5);
        choose(named<QComboBox>(dialog, "Sample rate"), "96000 Hz");
        QCOMPARE(dialog.spec().sampleRate, std::optional<double>(96000));
    }
    void whatCannotBeIsSaidAndExportIsOff() {
        ExportDialog dialog(m_project, context(), noFile, never);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        type(named<QLineEdit>(dialog, "File"), m_folder.filePath("gone/piece.wav"));
        QVERIFY(!exportButton(dialog)->isEnabled());
        type(named<QLineEdit>(dialog, "File"), m_folder.filePath("piece.xyz"));
        choose(named<QComboBox>(dialog, "What to export"), "From … to …");
        type(named<QLineEdit>(dialog, "From"), "31");
        QVERIFY(!exportButton(dialog)->isEnabled());
        type(named<QLineEdit>(dialog, "To"), "32");
        type(named<QLineEdit>(dialog, "File"), "");
        QVERIFY(!exportButton(dialog)->isEnabled());
    }
    void anExistingFileIsReplacedOnlyAfterAsking() {
        QFile file(m_folder.filePath("there.wav"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        int asked = 0;
        bool answer = false;
        ExportDialog dialog(m_project, context("there.wav"), noFile, [&](const QString&) {
            ++asked;
            return answer;
        });
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::mouseClick(exportButton(dialog), Qt::LeftButton);
        QCOMPARE(asked, 1);
        QVERIFY(dialog.isVisible());
        answer = true;
        QTest::mouseClick(exportButton(dialog), Qt::LeftButton);
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    }
    void theCommandLineSaysTheSame() {
        RenderSpec spec;
        spec.outputFile = "/tmp/my piece's.flac";
        spec.startTime = 1.5;
        spec.endTime = 20;
        spec.tail = 2;
        spec.encoding = "pcm16";
        spec.sampleRate = 48000;
        spec.ksmps = 16;
        spec.keepGoing = true;
        QCOMPARE(commandLine(spec, "a.stria"),
                 QStringLiteral("stria-cli render a.stria -o '/tmp/my piece'\\''s.flac' --from 1.5 "
                                "--to 20 --tail 2 --encoding pcm16 --sr 48000 --ksmps 16 "
                                "--keep-going"));
    }
    void everyWidgetThatCanBeUsedHasAName() {
        ExportDialog dialog(m_project, context(), noFile, never);
        for (QWidget* widget : dialog.findChildren<QWidget*>())
            if (widget->focusPolicy() != Qt::NoFocus && widget->parent() == &dialog)
                QVERIFY2(!QAccessible::queryAccessibleInterface(widget)
                              ->text(QAccessible::Name)
                              .isEmpty(),
                         widget->metaObject()->className());
    }
};

QTEST_MAIN(ExportDialogTest)
#include "export_dialog_test.moc"
