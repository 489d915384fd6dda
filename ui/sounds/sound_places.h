// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace stria {

/// What is remembered of choosing sounds, from one start of the program to the next: the folders
/// that were used, the files that are liked, and how it was listened. UI thread only.
class SoundPlaces {
  public:
    struct Listening {
        bool playsAtOnce = true;
        bool loops = false;
        double gain = 0; ///< dB

        bool operator==(const Listening&) const = default;
    };

    SoundPlaces(); ///< as it was left
    /// The last used first.
    const QStringList& folders() const { return m_folders; }
    /// Moves it to the front; of many the oldest goes.
    void use(const QString& folder);
    void forget(const QString& folder);

    const QStringList& favourites() const { return m_favourites; }
    bool isFavourite(const QString& file) const { return m_favourites.contains(file); }
    void setFavourite(const QString& file, bool favourite);

    const Listening& listening() const { return m_listening; }
    void setListening(const Listening& listening);

    /// Where the dialog was left: a folder, or the name of one of its lists.
    const QString& place() const { return m_place; }
    const QString& filter() const { return m_filter; }
    void leave(const QString& place, const QString& filter);

  private:
    QStringList m_folders;
    QStringList m_favourites;
    Listening m_listening;
    QString m_place;
    QString m_filter;
};

} // namespace stria
