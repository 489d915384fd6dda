// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_list.h"

#include <QCollator>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QLocale>
#include <QSet>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "ui/look/figures.h"
#include "ui/sounds/sound_places.h"
#include "ui/sounds/sound_reader.h"

namespace stria {

namespace {

/// What libsndfile reads, by the ends of names; films too, so that they are told why not.
const QSet<QString>& soundEndings() {
    static const QSet<QString> endings{
        "wav", "wave", "wavex", "bwf",  "rf64", "w64",   "aif",  "aiff", "aifc", "au",
        "snd", "flac", "ogg",   "oga",  "opus", "mp3",   "mp2",  "caf",  "sd2",  "voc",
        "svx", "8svx", "iff",   "nist", "sph",  "paf",   "xi",   "htk",  "sds",  "avr",
        "wve", "mpc",  "pvf",   "mat",  "sf",   "ircam", "sdif", "mtx",  "m4a",  "aac",
        "wma", "mp4",  "mov",   "mkv",  "avi",  "webm"};
    return endings;
}

/// 2 before 10, on every computer alike.
QCollator byName() {
    QCollator collator{QLocale(QLocale::English)};
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

int alignmentOfColumn(int column) {
    return static_cast<int>((column > SoundList::Wave ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignVCenter);
}

QString levelText(double level) {
    return level > 0 ? figures::decibels(level) + QStringLiteral(" dB") : SoundList::tr("silent");
}

} // namespace

std::vector<SoundEntry> soundsIn(const QString& folder) {
    std::vector<SoundEntry> entries;
    // System: a pipe that is named like a sound stays in sight, and says what it is.
    QDirIterator it(folder, QDir::Dirs | QDir::Files | QDir::System | QDir::NoDotAndDotDot);
    while (it.hasNext()) {
        it.next();
        const QFileInfo file = it.fileInfo();
        const bool isFolder = file.isDir();
        if (!isFolder && !soundEndings().contains(file.suffix().toLower()))
            continue;
        entries.push_back({it.filePath(), it.fileName(), isFolder});
    }
    const QCollator collator = byName();
    std::vector<std::pair<QCollatorSortKey, std::size_t>> keys;
    keys.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        keys.emplace_back(collator.sortKey(entries[i].name), i);
    std::stable_sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
        const bool folderA = entries[a.second].isFolder, folderB = entries[b.second].isFolder;
        return folderA != folderB ? folderA : a.first < b.first;
    });
    std::vector<SoundEntry> sorted;
    sorted.reserve(entries.size());
    for (const auto& [key, place] : keys)
        sorted.push_back(std::move(entries[place]));
    return sorted;
}

SoundList::SoundList(SoundReader& reader, const SoundPlaces& places, QObject* parent)
    : QAbstractTableModel(parent), m_reader(reader), m_places(places) {
    connect(&reader, &SoundReader::changed, this, &SoundList::showNew);
}

void SoundList::setEntries(std::vector<SoundEntry> entries) {
    beginResetModel();
    m_entries = std::move(entries);
    arrange();
    endResetModel();
}

void SoundList::setFilter(const QString& filter) {
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = filter;
    arrange();
    endResetModel();
}

void SoundList::sort(int column, Qt::SortOrder order) {
    beginResetModel();
    m_sortColumn = column;
    m_order = order;
    arrange();
    endResetModel();
}

void SoundList::arrange() {
    const QStringList words = m_filter.split(' ', Qt::SkipEmptyParts);
    m_shown.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (std::all_of(words.begin(), words.end(), [&](const QString& word) {
                return m_entries[i].name.contains(word, Qt::CaseInsensitive);
            }))
            m_shown.push_back(static_cast<int>(i));
    const auto figure = [this](int place) {
        constexpr double unknown = -std::numeric_limits<double>::infinity();
        const SoundEntry& entry = m_entries[static_cast<std::size_t>(place)];
        const SoundLook* const look = m_reader.lookOf(entry.path);
        if (m_sortColumn == Use)
            return static_cast<double>(m_use.value(entry.path));
        if (!look || !look->info)
            return unknown;
        if (m_sortColumn == Length)
            return look->seconds();
        if (m_sortColumn == Channels)
            return static_cast<double>(look->info->channels);
        return m_sortColumn == Rate ? look->info->sampleRate : look->level().value_or(unknown);
    };
    const bool byFigure = m_sortColumn != Name && m_sortColumn != Wave;
    const bool down = m_order == Qt::DescendingOrder;
    std::stable_sort(m_shown.begin(), m_shown.end(), [&](int a, int b) {
        const bool folderA = m_entries[static_cast<std::size_t>(a)].isFolder;
        const bool folderB = m_entries[static_cast<std::size_t>(b)].isFolder;
        if (folderA != folderB)
            return folderA;
        if (byFigure)
            return down ? figure(b) < figure(a) : figure(a) < figure(b);
        return down ? b < a : a < b;
    });
    m_rows.clear();
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        m_rows.insert(m_entries[static_cast<std::size_t>(m_shown[row])].path,
                      static_cast<int>(row));
}

void SoundList::showNew(const QString& file) {
    if (const auto row = m_rows.constFind(file); row != m_rows.constEnd())
        emit dataChanged(index(*row, 0), index(*row, ColumnCount - 1));
}

void SoundList::favouritesChanged() {
    if (!m_shown.empty())
        emit dataChanged(index(0, Name), index(rowCount() - 1, Name));
}

int SoundList::countOfAll() const {
    return static_cast<int>(std::count_if(m_entries.begin(), m_entries.end(),
                                          [](const auto& entry) { return !entry.isFolder; }));
}

int SoundList::countOfShown() const {
    return static_cast<int>(std::count_if(m_shown.begin(), m_shown.end(), [this](int place) {
        return !m_entries[static_cast<std::size_t>(place)].isFolder;
    }));
}

const SoundEntry* SoundList::entryAt(const QModelIndex& index) const {
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    return &m_entries[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(index.row())])];
}

QModelIndex SoundList::indexOf(const QString& path) const {
    const auto row = m_rows.constFind(path);
    return row == m_rows.constEnd() ? QModelIndex() : index(*row, Name);
}

const SoundLook* SoundList::lookAt(const QModelIndex& index) const {
    const SoundEntry* const entry = entryAt(index);
    return entry && !entry->isFolder ? m_reader.lookOf(entry->path) : nullptr;
}

bool SoundList::isFavourite(const QModelIndex& index) const {
    const SoundEntry* const entry = entryAt(index);
    return entry && m_places.isFavourite(entry->path);
}

QStringList SoundList::filesFrom(int firstRow, int lastRow) const {
    QStringList seen, others;
    for (int row = 0; row < rowCount(); ++row) {
        const SoundEntry& entry =
            m_entries[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(row)])];
        if (!entry.isFolder)
            (row >= firstRow && row <= lastRow ? seen : others) << entry.path;
    }
    return seen + others;
}

int SoundList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int SoundList::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString SoundList::textOf(const SoundEntry& entry, int column) const {
    if (column == Name)
        return entry.name;
    if (column == Use) {
        const int events = m_use.value(entry.path, -1);
        return events < 0 ? QString() : tr("%n event(s)", nullptr, events);
    }
    const SoundLook* const look = entry.isFolder ? nullptr : m_reader.lookOf(entry.path);
    if (!look)
        return {};
    if (!look->problem.isEmpty())
        return column == Wave ? look->problem : QString();
    const SoundFileInfo& info = *look->info;
    switch (column) {
    case Length:
        return figures::time(look->seconds());
    case Channels:
        return QString::number(info.channels);
    case Rate:
        return figures::kilohertz(info.sampleRate);
    case Level:
        return look->level() ? levelText(*look->level()) : QString();
    default:
        return {};
    }
}

QVariant SoundList::data(const QModelIndex& index, int role) const {
    const SoundEntry* const entry = entryAt(index);
    if (!entry)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*entry, index.column());
    case Qt::ToolTipRole:
        return index.column() == Wave ? textOf(*entry, Wave)
                                      : QDir::toNativeSeparators(entry->path);
    case Qt::TextAlignmentRole:
        return alignmentOfColumn(index.column());
    case Qt::AccessibleTextRole: {
        QStringList parts;
        for (int column = 0; column < ColumnCount; ++column)
            if (const QString text = textOf(*entry, column); !text.isEmpty())
                parts << text;
        return index.column() == Name ? parts.join(QStringLiteral(", "))
                                      : textOf(*entry, index.column());
    }
    default:
        return {};
    }
}

QVariant SoundList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOfColumn(section);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Name"), tr("Wave"),  tr("Length"),       tr("Ch."),
                              tr("Rate"), tr("Level"), tr("In this piece")};
    return section >= 0 && section < ColumnCount ? titles[section] : QString();
}

Qt::ItemFlags SoundList::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

} // namespace stria
