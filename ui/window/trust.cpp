// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/trust.h"

#include <QObject>

#include "engine/orchestra/code_effects.h"

namespace stria {

QStringList textsThatReachOutside(const Project& project) {
    QStringList names;
    const auto reaches = [](const std::string& code) {
        return !code.empty() && readCodeEffects(code).usesOutsideWorld;
    };
    for (const Instrument* instrument : project.inOrder<Instrument>())
        if (reaches(instrument->body) || reaches(instrument->init))
            names << QObject::tr("instrument %1").arg(QString::fromStdString(instrument->name));
    for (const GlobalCode* code : project.inOrder<GlobalCode>())
        if (reaches(code->text) || !code->file.empty())
            names << QObject::tr("global code %1")
                         .arg(QString::fromStdString(code->name.empty() ? code->file : code->name));
    return names;
}

} // namespace stria
