// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/parameter_mending.h"

#include <QCoreApplication>
#include <algorithm>

#include "engine/orchestra/parameters.h"
#include "ui/document/document.h"

namespace stria {

namespace {

QString mendingText(const char* words, int number = -1) {
    return QCoreApplication::translate("ParameterMending", words, nullptr, number);
}

/// "181 events and 62 curves"
QString usersOf(const UnknownParameter& unknown) {
    const int events = static_cast<int>(unknown.events.size());
    const int curves = static_cast<int>(unknown.curves.size());
    const QString ofEvents =
        events == 1 ? mendingText("1 event") : mendingText("%n events", events);
    const QString ofCurves =
        curves == 1 ? mendingText("1 curve") : mendingText("%n curves", curves);
    if (curves == 0)
        return ofEvents;
    return events == 0 ? ofCurves : mendingText("%1 and %2").arg(ofEvents, ofCurves);
}

} // namespace

std::vector<ParameterMending> parameterMendings(const Project& project, InstrumentId instrument,
                                                const std::string& name) {
    const auto unknown = unknownParameter(project, instrument, name);
    if (!unknown)
        return {};
    std::vector<std::string> names;
    if (const auto parameters = readParameters(*project.find(instrument)))
        for (const Parameter& parameter : parameters->parameters)
            names.push_back(parameter.name);
    std::stable_partition(names.begin(), names.end(),
                          [&](const std::string& each) { return each == unknown->successor; });
    const QString old = QString::fromStdString(name);
    const QString users = usersOf(*unknown);
    std::vector<ParameterMending> mendings;
    const auto add = [&](const QString& text, const QString& shortText, auto change) {
        mendings.push_back({text, shortText, [=](Document& document) {
                                document.edit(text, [&](Project& present) {
                                    // Others may use it by now.
                                    if (const auto now =
                                            unknownParameter(present, instrument, name))
                                        change(present, *now);
                                });
                            }});
    };
    for (const std::string& each : names) {
        const QString next = QString::fromStdString(each);
        add(mendingText("Rename %1 to %2 in %3").arg(old, next, users),
            mendingText("Rename to %1").arg(next),
            [each](Project& present, const UnknownParameter& now) {
                renameUnknownParameter(present, now, each);
            });
    }
    add(mendingText("Remove %1 from %2").arg(old, users), mendingText("Remove"),
        [](Project& present, const UnknownParameter& now) {
            removeUnknownParameter(present, now);
        });
    return mendings;
}

} // namespace stria
