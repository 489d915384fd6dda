// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>
#include <QTreeWidget>
#include <QWidget>

class QToolButton;

namespace stria {

class SoundPlaces;

/// Where sounds come from: folders that were used, what is liked, and what the piece has. A place
/// is the path of a folder or one of the words below.
class PlacesPanel : public QWidget {
    Q_OBJECT

  public:
    static QString favourites() { return QStringLiteral(":favourites"); }
    static QString ofThePiece() { return QStringLiteral(":piece"); }
    static QString notFound() { return QStringLiteral(":missing"); }

    /// `always`: folders that are offered without having been used.
    PlacesPanel(SoundPlaces& places, QStringList always, QWidget* parent = nullptr);

    const QString& place() const { return m_place; }
    /// Tells of it.
    void setPlace(const QString& place);
    /// For a heading: "bells", "Favourites".
    static QString nameOf(const QString& place);
    void refresh();
    /// How many sounds a place has.
    void setCount(const QString& place, int count);
    void addFolder(); ///< asks which
    QTreeWidget& tree() { return *m_tree; }

  signals:
    void placeChanged(const QString& place);

  private:
    void addHeading(const QString& text);
    void addPlace(const QString& place, const QString& icon);
    void showMenu(const QPoint& position);
    void markCurrent();

    SoundPlaces& m_places;
    const QStringList m_always;
    QString m_place;
    QTreeWidget* m_tree;
    QHash<QString, int> m_counts;
    bool m_filling = false;
};

} // namespace stria
