// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/plain_csound.h"

#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace stria::test {

bool hasPlainCsound() {
    return !QStandardPaths::findExecutable("csound").isEmpty();
}

PlainRender renderByPlainCsound(const std::string& csdPath) {
    const QTemporaryDir folder;
    const QString output = folder.filePath("out.wav");
    const QFileInfo csd(QString::fromStdString(csdPath));
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("OPCODE6DIR64", folder.path());
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(csd.absolutePath());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("csound", {"-d", "-m0", "-W", "-f", "-o", output, csd.absoluteFilePath()});
    constexpr int hangGuard = 60000;
    PlainRender render;
    if (!process.waitForFinished(hangGuard)) {
        process.kill();
        process.waitForFinished();
        return render;
    }
    render.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    render.messages = process.readAll().toStdString();
    render.sound = readSound(output.toStdString());
    return render;
}

} // namespace stria::test
