// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QString>
#include <QStringList>
#include <vector>

namespace stria {

class SoundPlaces;
class SoundReader;
struct SoundLook;

/// A file that could be a sound, or a folder to go into.
struct SoundEntry {
    QString path; ///< absolute
    QString name;
    bool isFolder = false;

    bool operator==(const SoundEntry&) const = default;
};
/// What lies in a folder: folders, and files whose names end as those of sounds do, by name. Does
/// not look into files. Any thread.
std::vector<SoundEntry> soundsIn(const QString& folder);

/// The files of one place, with what is known of each; as many as pass the filter, in the order
/// that was asked for, folders first. What is read meanwhile appears in place.
class SoundList : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Name, Wave, Length, Channels, Rate, Level, Use, ColumnCount };

    SoundList(SoundReader& reader, const SoundPlaces& places, QObject* parent = nullptr);

    void setEntries(std::vector<SoundEntry> entries);
    /// Words that all stand in the name.
    void setFilter(const QString& filter);
    /// How many events of the piece play each file.
    void setUse(QHash<QString, int> events) { m_use = std::move(events); }
    void favouritesChanged();

    int countOfAll() const;
    int countOfShown() const;
    const SoundEntry* entryAt(const QModelIndex& index) const;
    QModelIndex indexOf(const QString& path) const;
    const SoundLook* lookAt(const QModelIndex& index) const;
    bool isFavourite(const QModelIndex& index) const;
    /// Those of these rows first, then all others.
    QStringList filesFrom(int firstRow, int lastRow) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order) override;

  private:
    QString textOf(const SoundEntry& entry, int column) const;
    void arrange();
    void showNew(const QString& file);

    SoundReader& m_reader;
    const SoundPlaces& m_places;
    std::vector<SoundEntry> m_entries; ///< by name
    std::vector<int> m_shown;          ///< of m_entries
    QHash<QString, int> m_rows;
    QHash<QString, int> m_use;
    QString m_filter;
    int m_sortColumn = Name;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace stria
