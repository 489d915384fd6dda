// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "engine/render/sound_meter.h"
#include "tests/support/test_program.h"
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
        c.projectName = "piece";
        c.presetFile = m_folder.filePath("config/presets.json");
        c.suggestedFile = m_folder.filePath(file);
        c.scoreEnd = 30;
        return c;
    }
    static QString noFile(const QString&) { return {}; }
    static bool never(const QStringList&) { return false; }
    /// Widgets that can have the focus and that a person sees.
    static QString problem(QWidget& dialog) {
        return named<QLabel>(dialog, "What is to be put right")->text();
    }
    static QString previewOf(QWidget& dialog) {
        return named<QLabel>(dialog, "Names of the files")->text();
    }
    /// Two tracks with two events each, at 1 s and 2 s.
    static Project twoTracks() {
        Project project;
        Instrument instrument;
        instrument.id = {1};
        instrument.name = "tone";
        instrument.body = "|kfreq=441|\na1 poscil 0.1, kfreq\nouts a1, a1";
        static_cast<void>(project.insert(instrument));
        for (std::uint64_t i = 1; i <= 2; ++i) {
            Track track;
            track.id = {i};
            track.name = i == 1 ? "high" : "low/deep";
            track.order = static_cast<double>(i);
            static_cast<void>(project.insert(track));
            for (std::uint64_t k = 1; k <= 2; ++k) {
                ScoreEvent event;
                event.id = {i * 10 + k};
                event.instrument = instrument.id;
                event.track = track.id;
                event.start = static_cast<double>(k);
                event.name = "note " + std::to_string(i * 10 + k);
                static_cast<void>(project.insert(event));
            }
        }
        return project;
    }
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
        plain.measure = true;
        QCOMPARE(dialog.spec(), plain);
        QCOMPARE(dialog.plan(), std::vector<RenderSpec>{plain});
        QCOMPARE(previewOf(dialog), QString());
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
        QVERIFY2(problem(dialog).contains("gone"), qPrintable(problem(dialog)));
        type(named<QLineEdit>(dialog, "File"), m_folder.filePath("{trck}.wav"));
        QVERIFY(!exportButton(dialog)->isEnabled());
        QVERIFY2(problem(dialog).contains("{trck}"), qPrintable(problem(dialog)));
        QVERIFY(QDir(m_folder.path()).mkpath("folder.wav"));
        type(named<QLineEdit>(dialog, "File"), m_folder.filePath("folder.wav"));
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
        ExportDialog dialog(m_project, context("there.wav"), noFile, [&](const QStringList& files) {
            ++asked;
            return answer && files == QStringList{m_folder.filePath("there.wav")};
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
    void aFolderThatGoesWhileTheDialogIsOpenIsSaid() {
        QVERIFY(QDir(m_folder.path()).mkpath("goes"));
        ExportDialog dialog(m_project, context("goes/piece.wav"), noFile, never);
        dialog.show();
        QVERIFY(exportButton(dialog)->isEnabled());
        QVERIFY(QDir(m_folder.filePath("goes")).removeRecursively());
        QTest::mouseClick(exportButton(dialog), Qt::LeftButton);
        QVERIFY(dialog.isVisible());
        QVERIFY2(problem(dialog).contains("goes"), qPrintable(problem(dialog)));
    }
    void theProjectItselfIsNoPlaceForASound() {
        QFile project(m_folder.filePath("mine.stria"));
        QVERIFY(project.open(QIODevice::WriteOnly));
        ExportDialog::Context own = context();
        own.projectFile = project.fileName();
        ExportDialog dialog(m_project, own, noFile, never);
        named<QLineEdit>(dialog, "File")->setText(project.fileName());
        QVERIFY(!exportButton(dialog)->isEnabled());
        QVERIFY2(problem(dialog).contains("itself"), qPrintable(problem(dialog)));
    }
    void aFileThatAnotherExportWritesIsRefused() {
        ExportDialog::Context busy = context();
        busy.filesUnderWay = {m_folder.filePath("piece.wav")};
        ExportDialog dialog(m_project, busy, noFile, never);
        QVERIFY(!exportButton(dialog)->isEnabled());
        QVERIFY2(problem(dialog).contains("another export"), qPrintable(problem(dialog)));
    }
    void levelAndDitherAreTakenWhereTheyCanBe() {
        ExportDialog dialog(m_project, context(), noFile, never);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        auto* const dither = dialog.findChild<QCheckBox*>();
        for (QCheckBox* box : dialog.findChildren<QCheckBox*>())
            if (box->text() == "Dither") {
                QVERIFY(!box->isEnabled());
                choose(named<QComboBox>(dialog, "Encoding"), "16 bits");
                QVERIFY(box->isEnabled());
                QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
            }
        QVERIFY(dither);
        QVERIFY(dialog.spec().dither);
        choose(named<QComboBox>(dialog, "Level"), "Normalised to a peak");
        type(named<QLineEdit>(dialog, "Level to reach"), "-3.5");
        QCOMPARE(dialog.spec().normalisation, (Normalisation{Normalisation::To::Peak, -3.5, -1}));
        if (named<QComboBox>(dialog, "Level")->count() == 3 && SoundMeter::isAvailable()) {
            choose(named<QComboBox>(dialog, "Level"), "Normalised to a loudness");
            type(named<QLineEdit>(dialog, "Level to reach"), "-20");
            type(named<QLineEdit>(dialog, "Limit of the true peak"), "-2");
            QCOMPARE(dialog.spec().normalisation,
                     (Normalisation{Normalisation::To::Loudness, -20, -2}));
        }
        choose(named<QComboBox>(dialog, "Encoding"), "24 bits");
        QVERIFY(!dialog.spec().dither);
        QVERIFY(exportButton(dialog)->isEnabled());
    }
    void stemsGetNamesOfTheirOwnThatAreShown() {
        ExportDialog dialog(twoTracks(), context(), noFile, never);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        choose(named<QComboBox>(dialog, "Files"), "One for each track");
        QCOMPARE(dialog.spec().outputFile, m_folder.filePath("piece {track}.wav").toStdString());
        QVERIFY2(previewOf(dialog).contains("piece high.wav") &&
                     previewOf(dialog).contains("piece low-deep.wav"),
                 qPrintable(previewOf(dialog)));
        QCOMPARE(dialog.plan().size(), std::size_t{2});
        choose(named<QComboBox>(dialog, "Files"), "One for each event");
        QCOMPARE(dialog.plan().size(), std::size_t{4});
        QCOMPARE(dialog.plan()[0].outputFile,
                 m_folder.filePath("piece 01 note 11.wav").toStdString());
        QCOMPARE(dialog.plan()[0].onlyEvents, std::vector<EventId>{{11}});
        choose(named<QComboBox>(dialog, "Level"), "Normalised to a peak");
        QVERIFY(dialog.spec().normalisation.together);
        type(named<QLineEdit>(dialog, "File"), m_folder.filePath("{number} of {project}.wav"));
        choose(named<QComboBox>(dialog, "Files"), "One for each instrument");
        QCOMPARE(dialog.plan().at(0).outputFile,
                 m_folder.filePath("01 of piece.wav").toStdString());
        choose(named<QComboBox>(dialog, "Files"), "One file");
        QVERIFY(!dialog.spec().normalisation.together);
        type(named<QLineEdit>(dialog, "File"), m_folder.filePath("{project} x.wav"));
        QCOMPARE(previewOf(dialog), QStringLiteral("→ piece x.wav"));
    }
    void chosenEventsBeginTheFile() {
        ExportDialog::Context some = context();
        some.selectedEvents = {{12}, {22}};
        ExportDialog dialog(twoTracks(), some, noFile, never);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        choose(named<QComboBox>(dialog, "What to export"), "2 chosen event(s) only");
        QCOMPARE(dialog.spec().onlyEvents, (std::vector<EventId>{{12}, {22}}));
        QCOMPARE(dialog.spec().startTime, 2.0);
    }
    void theTitleOfThePieceIsInTheFileUnlessTakenOut() {
        Project titled = twoTracks();
        Settings settings = titled.settings();
        settings.title = "Tidal Glass";
        titled.changeSettings(settings);
        ExportDialog dialog(titled, context(), noFile, never);
        QCOMPARE(dialog.spec().metadata.title, std::string("Tidal Glass"));
        named<QLineEdit>(dialog, "Artist")->setText("Ö");
        QCOMPARE(dialog.spec().metadata.artist, std::string("Ö"));
        QCOMPARE(problem(dialog), QString());
        named<QLineEdit>(dialog, "File")->setText(m_folder.filePath("a.w64"));
        QVERIFY2(problem(dialog).contains("artist"), qPrintable(problem(dialog)));
        QVERIFY(exportButton(dialog)->isEnabled());
    }

    void aPresetIsSavedChosenAndDeleted() {
        const auto press = [](QWidget& dialog, const QString& name) {
            QTest::mouseClick(named<QToolButton>(dialog, name), Qt::LeftButton);
        };
        {
            ExportDialog dialog(m_project, context(), noFile, never);
            dialog.show();
            QVERIFY(QTest::qWaitForWindowActive(&dialog));
            auto* const presets = named<QComboBox>(dialog, "Preset");
            QCOMPARE(presets->currentText(), QStringLiteral("As it is, 32-bit float"));
            QVERIFY(!named<QToolButton>(dialog, "Delete this preset")->isEnabled());
            choose(named<QComboBox>(dialog, "Format"), "FLAC");
            type(named<QLineEdit>(dialog, "Tail"), "2.5");
            QCOMPARE(presets->currentIndex(), 0);
            press(dialog, "Save these settings as a preset");
            auto* const ask = dialog.findChild<QInputDialog*>();
            QVERIFY(ask);
            QTest::keyClicks(ask->findChild<QLineEdit*>(), "mine");
            QTest::keyClick(ask, Qt::Key_Return);
            QCOMPARE(presets->currentText(), QStringLiteral("mine"));
        }
        ExportDialog dialog(m_project, context("other.wav"), noFile, never);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        auto* const presets = named<QComboBox>(dialog, "Preset");
        choose(presets, "mine");
        QCOMPARE(dialog.spec().outputFile, m_folder.filePath("other.flac").toStdString());
        QCOMPARE(dialog.spec().tail, 2.5);
        choose(presets, "CD, 16 bits with dither");
        QVERIFY(dialog.spec().dither);
        QCOMPARE(dialog.spec().encoding, std::string("pcm16"));
        QCOMPARE(dialog.spec().outputFile, m_folder.filePath("other.wav").toStdString());
        choose(presets, "mine");
        QVERIFY(!dialog.spec().dither);
        press(dialog, "Delete this preset");
        QCOMPARE(presets->findText("mine"), -1);
    }

    void everyWidgetThatCanBeUsedHasAName() {
        ExportDialog dialog(m_project, context(), noFile, never);
        for (QWidget* widget : dialog.findChildren<QWidget*>())
            if (widget->focusPolicy() != Qt::NoFocus && widget->window() == &dialog)
                QVERIFY2(!QAccessible::queryAccessibleInterface(widget)
                              ->text(QAccessible::Name)
                              .isEmpty(),
                         widget->metaObject()->className());
    }
};

STRIA_WIDGET_TEST(ExportDialogTest)
#include "export_dialog_test.moc"
