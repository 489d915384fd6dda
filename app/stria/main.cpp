// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QSettings>
#include <QTimer>
#include <QTranslator>
#include <clocale>
#include <memory>

#include "ui/transport/rtaudio_output.h"
#include "ui/window/main_window.h"

namespace {

stria::Theme themeOf(const QString& word) {
    if (word == QLatin1String("dark"))
        return stria::Theme::Dark;
    if (word == QLatin1String("light"))
        return stria::Theme::Light;
    return static_cast<stria::Theme>(QSettings().value(QStringLiteral("theme"), 0).toInt());
}

} // namespace

int main(int argc, char* argv[]) {
    QApplication application(argc, argv);
    // QApplication takes it from the environment, and numbers in CSDs would read "0,5".
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName(QStringLiteral("stria"));
    QApplication::setOrganizationName(QStringLiteral("stria"));
    QApplication::setApplicationDisplayName(QStringLiteral("Stria"));
    QApplication::setApplicationVersion(QStringLiteral(STRIA_VERSION));

    QTranslator plurals;
    if (plurals.load(QStringLiteral(":/i18n/stria_en.qm")))
        QApplication::installTranslator(&plurals);

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Opens a score for Csound in a window."));
    parser.addPositionalArgument(QStringLiteral("project"),
                                 QStringLiteral("Project to open; the last one if left out."),
                                 QStringLiteral("[PROJECT]"));
    const QCommandLineOption themeOption(QStringLiteral("theme"),
                                         QStringLiteral("Colours: dark or light."),
                                         QStringLiteral("dark|light"));
    parser.addOption(themeOption);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);

    stria::look::apply(application, themeOf(parser.value(themeOption)));
    stria::MainWindow window({std::make_shared<stria::RtAudioDevices>(), nullptr});
    window.show();
    QTimer::singleShot(0, &window, [&window, paths = parser.positionalArguments()] {
        window.files().offerLostWork([&window, paths] {
            const QString last = window.files().recentFiles().value(0);
            if (!paths.isEmpty())
                window.files().openPath(paths.front());
            else if (QFileInfo::exists(last))
                window.files().openPath(last);
        });
    });
    return QApplication::exec();
}
