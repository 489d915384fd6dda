// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_places.h"

#include <QSettings>
#include <algorithm>
#include <cmath>

namespace stria {

namespace {

constexpr int mostFolders = 12;

QString settingOf(const char* name) {
    return QStringLiteral("sounds/") + QLatin1String(name);
}

} // namespace

SoundPlaces::SoundPlaces() {
    const QSettings settings;
    m_folders = settings.value(settingOf("folders")).toStringList();
    m_favourites = settings.value(settingOf("favourites")).toStringList();
    m_listening.playsAtOnce = settings.value(settingOf("playAtOnce"), true).toBool();
    m_listening.loops = settings.value(settingOf("loop"), false).toBool();
    const double gain = settings.value(settingOf("gain"), 0.0).toDouble();
    m_listening.gain = std::isfinite(gain) ? std::clamp(gain, -60.0, 12.0) : 0;
    m_place = settings.value(settingOf("place")).toString();
    m_filter = settings.value(settingOf("filter")).toString();
}

void SoundPlaces::use(const QString& folder) {
    if (folder.isEmpty() || (!m_folders.isEmpty() && m_folders.front() == folder))
        return;
    m_folders.removeAll(folder);
    m_folders.prepend(folder);
    while (m_folders.size() > mostFolders)
        m_folders.removeLast();
    QSettings().setValue(settingOf("folders"), m_folders);
}

void SoundPlaces::forget(const QString& folder) {
    if (m_folders.removeAll(folder) > 0)
        QSettings().setValue(settingOf("folders"), m_folders);
}

void SoundPlaces::setFavourite(const QString& file, bool favourite) {
    if (favourite == isFavourite(file))
        return;
    if (favourite)
        m_favourites.append(file);
    else
        m_favourites.removeAll(file);
    QSettings().setValue(settingOf("favourites"), m_favourites);
}

void SoundPlaces::setListening(const Listening& listening) {
    if (listening == m_listening)
        return;
    m_listening = listening;
    QSettings settings;
    settings.setValue(settingOf("playAtOnce"), listening.playsAtOnce);
    settings.setValue(settingOf("loop"), listening.loops);
    settings.setValue(settingOf("gain"), listening.gain);
}

void SoundPlaces::leave(const QString& place, const QString& filter) {
    m_place = place;
    m_filter = filter;
    QSettings settings;
    settings.setValue(settingOf("place"), place);
    settings.setValue(settingOf("filter"), filter);
}

} // namespace stria
