// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/look/palette.h"

#include <QDirIterator>
#include <QPainter>
#include <QtTest>
#include <cmath>

using namespace stria;

namespace {

double luminance(const QColor& colour) {
    const auto part = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) +
           0.0722 * part(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QApplication& application() {
    return *qobject_cast<QApplication*>(qApp);
}

} // namespace

class PaletteTest : public QObject {
    Q_OBJECT

  private slots:
    void textIsReadableOnEveryBackground_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void textIsReadableOnEveryBackground() {
        QFETCH(bool, dark);
        look::apply(application(), dark ? Theme::Dark : Theme::Light);
        const Colours& c = look::colours();
        QCOMPARE(c.dark, dark);
        for (const QColor& text : {c.text, c.dimText, c.accent, c.parameter, c.kRate, c.aRate,
                                   c.iRate, c.opcode, c.comment, c.string, c.error, c.good})
            for (const QColor& ground : {c.background, c.panel, c.raised, c.selected})
                QVERIFY2(contrast(text, ground) >= 4.5,
                         qPrintable(text.name() + " on " + ground.name()));
        QVERIFY(contrast(c.onAccent, c.accent) >= 4.5);
    }

    void theStyleSheetHasNoNameLeft() {
        for (const Theme theme : {Theme::Dark, Theme::Light}) {
            look::apply(application(), theme);
            QVERIFY(!application().styleSheet().contains('@'));
        }
    }

    void iconsTakeTheColourOfTheTheme() {
        look::icon("play");
        int icons = 0;
        for (QDirIterator it(":/icons", {"*.svg"}); it.hasNext(); ++icons) {
            const QString name = QFileInfo(it.next()).completeBaseName();
            const QIcon icon = look::icon(name);
            look::apply(application(), Theme::Dark);
            const QImage dark = icon.pixmap(QSize(40, 40), 1.0).toImage();
            look::apply(application(), Theme::Light);
            const QImage light = icon.pixmap(QSize(40, 40), 1.0).toImage();
            QImage empty(dark.size(), dark.format());
            empty.fill(Qt::transparent);
            QVERIFY2(dark != empty, qPrintable(name));
            const bool coloured = name.contains("-on-") || name == "stria";
            QVERIFY2(coloured == (dark == light), qPrintable(name));
        }
        QVERIFY(icons > 20);
        QVERIFY(look::icon("no such icon").isNull());
    }

    void neighboursDifferInColour() {
        for (int i = 0; i < 40; ++i)
            QVERIFY(look::instrumentColour(i) != look::instrumentColour(i + 1));
        QVERIFY(look::instrumentColour(-1).isValid());
    }
};

STRIA_WIDGET_TEST(PaletteTest)
#include "palette_test.moc"
