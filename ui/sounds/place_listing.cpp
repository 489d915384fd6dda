// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/place_listing.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "ui/sounds/places_panel.h"

namespace stria {

PlaceListing listPlace(const QString& place, const QStringList& files, const QStringList& piece) {
    PlaceListing listing{place, {}, {}, 0};
    for (const QString& file : piece)
        listing.missing += !QFileInfo::exists(file);
    if (!place.startsWith(':')) {
        const QFileInfo folder(place);
        if (!folder.exists())
            listing.problem =
                QCoreApplication::translate("PlaceListing", "There is no folder %1 any more.")
                    .arg(place);
        else if (!folder.isReadable() || !folder.isExecutable())
            listing.problem =
                QCoreApplication::translate("PlaceListing",
                                            "The folder %1 cannot be read: it may not be yours.")
                    .arg(place);
        else
            listing.entries = soundsIn(place);
        return listing;
    }
    for (const QString& file : files)
        if (place == PlacesPanel::favourites() ||
            QFileInfo::exists(file) == (place == PlacesPanel::ofThePiece()))
            listing.entries.push_back({file, QFileInfo(file).fileName(), false});
    return listing;
}

} // namespace stria
