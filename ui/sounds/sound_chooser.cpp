// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_chooser.h"

#include <QDir>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QStandardPaths>
#include <QStyle>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "ui/document/document.h"
#include "ui/document/sound_files.h"
#include "ui/look/figures.h"
#include "ui/sounds/listening_bar.h"
#include "ui/sounds/place_listing.h"
#include "ui/sounds/sound_preview.h"
#include "ui/sounds/sound_table.h"

namespace stria {

SoundChooser::SoundChooser(SoundQuestion question, const Document& document, SoundPreview& preview,
                           QWidget* parent)
    : QDialog(parent), m_question(std::move(question)), m_preview(preview),
      m_reader(keptPeaksFolder()), m_list(m_reader, m_places), m_folder(document.folder()) {
    setObjectName(QStringLiteral("soundChooser"));
    setWindowTitle(m_question.purpose.isEmpty() ? tr("Choose a sound")
                                                : tr("Choose a sound %1").arg(m_question.purpose));
    QStringList always{m_folder, QStandardPaths::writableLocation(QStandardPaths::MusicLocation)};
    always.removeIf(
        [](const QString& folder) { return folder.isEmpty() || !QDir(folder).exists(); });
    always << QDir::homePath();
    always.removeDuplicates();
    m_placesPanel = new PlacesPanel(m_places, always, this);
    readPiece(document);
    resize(1100, 720);
    setMinimumSize(640, 460);
    m_parts = new SoundChooserParts(m_question, m_list, m_places.listening(), m_placesPanel);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_parts);
    m_parts->filter->installEventFilter(this);
    addKeys();
    connectAll();
    begin();
}

SoundChooser::~SoundChooser() {
    m_listing.disconnect(this);
    m_preview.disconnect(this);
}

void SoundChooser::readPiece(const Document& document) {
    for (const SoundSource* source : document.project().inOrder<SoundSource>())
        m_piece << fileOf(*source, m_folder);
    m_piece.removeDuplicates();
    m_list.setUse(eventsOfFiles(document.project(), m_folder));
}

void SoundChooser::addKeys() {
    const auto inList = [this](const QKeySequence& key, const std::function<void()>& work) {
        auto* const shortcut = new QShortcut(key, m_parts->table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, work);
    };
    inList(Qt::Key_Space, [this] { togglePlaying(); });
    inList(Qt::Key_I, [this] { putRegionsEnd(true); });
    inList(Qt::Key_O, [this] { putRegionsEnd(false); });
    inList(Qt::Key_W, [this] { setRegion(std::nullopt); });
    inList(Qt::Key_L, [this] { m_parts->bar->toggleLoop(); });
    inList(Qt::Key_F, [this] { toggleFavourite(m_path); });
    inList(Qt::Key_Return, [this] { activate(); });
    inList(Qt::Key_Enter, [this] { activate(); });
    inList(Qt::SHIFT | Qt::Key_Return, [this] { take(false); });
    inList(Qt::Key_Backspace, [this] { goUp(); });
    const auto everywhere = [this](const QKeySequence& key, const std::function<void()>& work) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, work);
    };
    everywhere(Qt::CTRL | Qt::Key_F, [this] {
        m_parts->filter->setFocus();
        m_parts->filter->selectAll();
    });
    everywhere(Qt::CTRL | Qt::Key_Up, [this] { goUp(); });
    everywhere(Qt::CTRL | Qt::Key_O, [this] { m_placesPanel->addFolder(); });
}

void SoundChooser::connectAll() {
    m_listAnew.setSingleShot(true);
    m_listAnew.setInterval(250);
    m_wish.setSingleShot(true);
    m_wish.setInterval(20);
    connect(&m_listAnew, &QTimer::timeout, this, &SoundChooser::listAnew);
    connect(&m_wish, &QTimer::timeout, this, &SoundChooser::wishForSeen);
    connect(&m_listing, &QFutureWatcherBase::finished, this, &SoundChooser::showListing);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_listAnew,
            qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this](const QString& file) {
        m_reader.forget(file);
        if (file == m_path)
            m_reader.choose(file);
        m_listAnew.start();
    });
    connect(m_parts->cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_parts->take, &QPushButton::clicked, this, [this] { take(m_question.mayPlace); });
    if (m_parts->onlyToList)
        connect(m_parts->onlyToList, &QPushButton::clicked, this, [this] { take(false); });
    connect(m_placesPanel, &PlacesPanel::placeChanged, this, &SoundChooser::openPlace);
    connect(m_parts->filter, &QLineEdit::textChanged, this, &SoundChooser::filterTyped);
    connect(m_parts->table, &SoundTable::currentPathChanged, this, &SoundChooser::choose);
    connect(m_parts->table, &SoundTable::chosenChanged, this, &SoundChooser::showCounts);
    connect(m_parts->table, &SoundTable::seen, &m_wish, qOverload<>(&QTimer::start));
    connect(m_parts->table, &SoundTable::starClicked, this, &SoundChooser::toggleFavourite);
    connect(m_parts->table, &QAbstractItemView::doubleClicked, this, &SoundChooser::activate);
    connect(&m_reader, &SoundReader::changed, this, [this](const QString& file) {
        if (file == m_path)
            showChosen();
        if (m_parts->table->chosenFiles().contains(file))
            showCounts();
    });
    connect(m_parts->wave, &SoundWave::regionChanged, this,
            [this] { setRegion(m_parts->wave->region()); });
    connect(m_parts->wave, &SoundWave::momentClicked, this, [this](double seconds) {
        m_head = seconds;
        m_parts->wave->setPlayHead(seconds);
        if (m_preview.isPlaying())
            playFrom(seconds);
    });
    connect(m_parts->bar, &ListeningBar::playToggled, this, &SoundChooser::togglePlaying);
    connect(m_parts->bar, &ListeningBar::regionTyped, this, &SoundChooser::setRegion);
    connect(m_parts->bar, &ListeningBar::listeningChanged, this, [this] {
        m_places.setListening(m_parts->bar->listening());
        m_preview.setGain(std::pow(10, m_parts->bar->listening().gain / 20));
        m_preview.setLooping(m_parts->bar->listening().loops);
    });
    connect(&m_preview, &SoundPreview::stateChanged, this, [this] {
        m_parts->bar->setPlaying(m_preview.isPlaying());
        m_parts->bar->setDevice(m_preview.device());
        if (!m_preview.isPlaying() && m_wasInWork) {
            const auto& region = m_parts->wave->region();
            m_head = region ? region->start : 0;
        }
        m_wasInWork = m_preview.isPlaying();
    });
    connect(&m_preview, &SoundPreview::positionChanged, this, [this](double seconds) {
        if (!m_preview.isPlaying() || m_preview.file() != m_path)
            return;
        m_head = seconds;
        m_parts->wave->setPlayHead(seconds);
        m_parts->position->setText(
            tr("at %1 s").arg(figures::fixed(std::round(seconds * 1e3) / 1e3, 3)));
    });
    connect(&m_preview, &SoundPreview::deviceChanged, this,
            [this] { m_parts->bar->setDevice(m_preview.device()); });
    connect(&m_preview, &SoundPreview::failed, this, [this](const Diagnostic& problem) {
        m_heardWhy = QString::fromStdString(problem.message);
        m_heardWhy.replace(m_path, QFileInfo(m_path).fileName());
        showChosen();
    });
}

void SoundChooser::begin() {
    m_preview.setGain(std::pow(10, m_parts->bar->listening().gain / 20));
    m_preview.setLooping(m_parts->bar->listening().loops);
    m_parts->bar->setDevice(m_preview.device());
    m_placesPanel->setCount(PlacesPanel::ofThePiece(), static_cast<int>(m_piece.size()));
    m_placesPanel->setCount(PlacesPanel::favourites(),
                            static_cast<int>(m_places.favourites().size()));
    const QFileInfo asked(m_question.file);
    QString place = m_question.file.isEmpty() ? m_places.place()
                    : asked.isDir()           ? asked.absoluteFilePath()
                                              : asked.absolutePath();
    if (!m_question.file.isEmpty() && !asked.isDir())
        m_wanted = asked.absoluteFilePath();
    if (!place.startsWith(':') && (place.isEmpty() || !QDir(place).exists()))
        place = m_places.folders().value(0, m_folder);
    if (!place.startsWith(':') && (place.isEmpty() || !QDir(place).exists()))
        place = QDir::homePath();
    m_parts->filter->setText(m_question.file.isEmpty() ? m_places.filter() : QString());
    showChosen();
    m_placesPanel->setPlace(place);
    m_parts->table->setFocus();
}

/// Ends what is heard, and remembers where the person was.
void SoundChooser::done(int result) {
    m_preview.stop();
    m_places.leave(m_placesPanel->place(), m_parts->filter->text());
    QDialog::done(result);
}

void SoundChooser::openPlace(const QString& place) {
    m_parts->table->setEmptyText(tr("Reading…"));
    m_quiet = true;
    m_list.setEntries({});
    const QStringList watched = m_watcher.directories() + m_watcher.files();
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    if (!place.startsWith(':'))
        m_watcher.addPath(place);
    listAnew();
}

void SoundChooser::listAnew() {
    const QString place = m_placesPanel->place();
    const QStringList files = place == PlacesPanel::favourites() ? m_places.favourites() : m_piece;
    m_listing.setFuture(QtConcurrent::run(listPlace, place, files, m_piece));
}

void SoundChooser::showListing() {
    const PlaceListing listing = m_listing.result();
    if (listing.place != m_placesPanel->place())
        return; // the person is elsewhere by now
    m_placesPanel->setCount(PlacesPanel::notFound(), listing.missing);
    const QString wanted = m_wanted.isEmpty() ? m_path : m_wanted;
    const bool wasQuiet = std::exchange(m_quiet, true);
    m_list.setEntries(listing.entries);
    m_placesPanel->setCount(listing.place, m_list.countOfAll());
    m_parts->table->setEmptyText(
        !listing.problem.isEmpty() ? listing.problem
        : m_list.countOfAll() > 0  ? tr("No sound here has such a name.")
        : listing.place == PlacesPanel::notFound()
            ? tr("All sounds of this piece are there.")
            : tr("No sound here. Add a folder at the left, or go up with Ctrl+Up."));
    if (m_list.indexOf(wanted).isValid())
        m_parts->table->setCurrentPath(wanted);
    else if (m_list.rowCount() > 0)
        m_parts->table->setCurrentIndex(m_list.index(0, 0));
    if (m_list.indexOf(m_wanted).isValid() || !wasQuiet)
        m_wanted.clear();
    m_quiet = false;
    choose();
    showCounts();
    m_wish.start();
}

void SoundChooser::goUp() {
    const QString place = m_placesPanel->place();
    QDir folder(place.startsWith(':') ? QFileInfo(m_path).path() : place);
    m_wanted = place.startsWith(':') ? m_path : place;
    if (place.startsWith(':') || folder.cdUp())
        m_placesPanel->setPlace(folder.absolutePath());
}

void SoundChooser::activate() {
    const SoundEntry* const entry = m_list.entryAt(m_parts->table->currentIndex());
    if (!entry)
        return;
    if (entry->isFolder)
        m_placesPanel->setPlace(QString(entry->path));
    else
        take(m_question.mayPlace);
}

void SoundChooser::filterTyped() {
    const QString text = m_parts->filter->text();
    const bool isPath = text.startsWith('/') || text.startsWith('~');
    const QString before = m_path;
    m_quiet = true;
    m_list.setFilter(isPath ? QString() : text);
    if (m_list.indexOf(before).isValid())
        m_parts->table->setCurrentPath(before);
    else if (m_list.rowCount() > 0)
        m_parts->table->setCurrentIndex(m_list.index(0, 0));
    m_quiet = false;
    choose();
    showCounts();
    m_wish.start();
}

/// A path in the filter's field leads there.
void SoundChooser::goToTyped() {
    QString text = m_parts->filter->text();
    if (text.startsWith('~'))
        text.replace(0, 1, QDir::homePath());
    const QFileInfo file(text);
    if (!text.startsWith('/') || !file.exists())
        return m_parts->table->setFocus();
    m_wanted = file.isDir() ? QString() : file.absoluteFilePath();
    m_parts->filter->clear();
    const QString place = file.isDir() ? file.absoluteFilePath() : file.absolutePath();
    if (place == m_placesPanel->place())
        listAnew();
    m_placesPanel->setPlace(place);
    m_parts->table->setFocus();
}

void SoundChooser::choose() {
    const QString path = m_parts->table->currentPath();
    const bool isOther = std::exchange(m_path, path) != path;
    if (m_quiet || (!isOther && m_parts->wave->length() > 0))
        return;
    if (m_preview.isPlaying() && m_preview.file() != path)
        m_preview.stop();
    m_heardWhy.clear();
    m_parts->position->clear();
    if (!m_watcher.files().isEmpty())
        m_watcher.removePaths(m_watcher.files());
    const SoundEntry* const entry = m_list.entryAt(m_parts->table->currentIndex());
    const bool isFile = entry && !entry->isFolder;
    if (isFile && QFileInfo(path).isFile())
        m_watcher.addPath(path);
    m_reader.choose(isFile ? path : QString());
    m_parts->wave->setLength(0);
    showChosen();
    const auto region = m_regions.constFind(path);
    m_head = region == m_regions.constEnd() ? 0 : region->start;
    const SoundLook* const look = lookOf(path);
    const bool wasHere = isOther && m_parts->table->hasFocus() && isActiveWindow();
    if (isFile && wasHere && m_parts->bar->listening().playsAtOnce &&
        !(look && !look->problem.isEmpty()))
        playFrom(m_head);
}

const SoundLook* SoundChooser::lookOf(const QString& path) const {
    return path.isEmpty() ? nullptr : m_reader.lookOf(path);
}

void SoundChooser::showChosen() {
    const SoundEntry* const entry = m_list.entryAt(m_parts->table->currentIndex());
    const SoundLook* const look = lookOf(m_path);
    m_parts->name->setText(entry ? entry->name : QString());
    m_parts->facts->setProperty("kind", "dim");
    m_parts->facts->clear();
    const bool isSound = look && look->info && look->problem.isEmpty();
    m_parts->bar->setUsable(isSound);
    if (!isSound) {
        m_parts->wave->setLength(0);
        m_parts->bar->setRegion(std::nullopt, 0);
        m_parts->wave->setWord(!entry            ? tr("Choose a sound to see and hear it.")
                               : entry->isFolder ? tr("A folder: Enter opens it.")
                               : look && !look->problem.isEmpty() ? look->problem
                                                                  : tr("Reading…"));
        return;
    }
    const double length = look->seconds();
    QStringList facts{figures::channels(look->info->channels),
                      figures::kilohertz(look->info->sampleRate),
                      QString::fromStdString(look->info->format + " " + look->info->encoding),
                      figures::time(length)};
    if (const auto level = look->level())
        facts << (*level > 0 ? tr("peak %1 dB").arg(figures::decibels(*level)) : tr("silent"));
    else if (look->peaks)
        facts << tr("%1 % looked at").arg(static_cast<int>(look->done * 100));
    m_parts->facts->setText(facts.join(QStringLiteral(" · ")));
    if (!m_heardWhy.isEmpty()) {
        m_parts->facts->setProperty("kind", "error");
        m_parts->facts->setText(m_heardWhy);
    }
    m_parts->facts->style()->unpolish(m_parts->facts);
    m_parts->facts->style()->polish(m_parts->facts);
    if (m_parts->wave->length() != length) {
        m_parts->wave->setLength(length);
        const auto region = m_regions.constFind(m_path);
        if (region != m_regions.constEnd())
            m_parts->wave->setRegion(*region);
        m_parts->wave->setPlayHead(m_head);
        m_parts->bar->setRegion(m_parts->wave->region(), length);
    }
    if (look->peaks)
        m_parts->wave->setPeaks(look->peaks, look->isWhole);
    else
        m_parts->wave->setWord(tr("Reading…"));
}

QString SoundChooser::factsText() const {
    return m_parts->facts->text();
}

void SoundChooser::showCounts() {
    const int all = m_list.countOfAll(), shown = m_list.countOfShown();
    m_parts->placeName->setText(PlacesPanel::nameOf(m_placesPanel->place()));
    m_parts->count->setText(shown == all ? tr("%n sound(s)", nullptr, all)
                                         : tr("%1 of %2 match").arg(shown).arg(all));
    const QStringList files = m_parts->table->chosenFiles();
    const auto usable = std::count_if(files.begin(), files.end(), [this](const QString& file) {
        const SoundLook* const look = lookOf(file);
        return !look || look->problem.isEmpty();
    });
    const int count = static_cast<int>(usable);
    m_parts->chosenCount->setText(count > 1 ? tr("%n sound(s) chosen", nullptr, count) : QString());
    const bool possible = count == 1 || (count > 1 && m_question.several);
    m_parts->take->setEnabled(possible);
    if (m_parts->onlyToList)
        m_parts->onlyToList->setEnabled(possible);
    const QString what = m_question.mayPlace ? tr("Add %n sound(s)", nullptr, count)
                                             : tr("Take %n sound(s)", nullptr, count);
    m_parts->take->setText(count > 1             ? what
                           : m_question.mayPlace ? tr("Add at the play head")
                                                 : tr("Take sound"));
}

void SoundChooser::wishForSeen() {
    const int first = m_parts->table->indexAt({8, 4}).row();
    const QModelIndex last = m_parts->table->indexAt({8, m_parts->table->viewport()->height() - 4});
    m_reader.wish(
        m_list.filesFrom(std::max(first, 0), last.isValid() ? last.row() : m_list.rowCount()));
}

void SoundChooser::togglePlaying() {
    if (m_preview.isPlaying())
        m_preview.stop();
    else if (const SoundEntry* entry = m_list.entryAt(m_parts->table->currentIndex());
             entry && !entry->isFolder)
        playFrom(m_head);
}

void SoundChooser::playFrom(double seconds) {
    const auto region = m_regions.constFind(m_path);
    SoundPreview::Part part;
    if (region != m_regions.constEnd())
        part = {region->start, region->end, 0};
    const bool inside = seconds >= part.start && (part.end == 0 || seconds < part.end - 0.005);
    const double length = m_parts->wave->length();
    const bool atEnd = length > 0 && seconds >= length - 0.005;
    m_heardWhy.clear();
    m_preview.play(m_path, inside && !atEnd ? seconds : part.start, part);
}

void SoundChooser::putRegionsEnd(bool isStart) {
    const double length = m_parts->wave->length();
    if (length <= 0)
        return;
    auto region = m_parts->wave->region().value_or(SoundWave::Region{0, length});
    (isStart ? region.start : region.end) = m_parts->wave->rounded(m_head);
    if (region.end <= region.start)
        (isStart ? region.end : region.start) = isStart ? length : 0;
    setRegion(region);
}

void SoundChooser::setRegion(const std::optional<SoundWave::Region>& region) {
    m_parts->wave->setRegion(region);
    const auto& kept = m_parts->wave->region();
    if (kept)
        m_regions[m_path] = *kept;
    else
        m_regions.remove(m_path);
    m_parts->bar->setRegion(kept, m_parts->wave->length());
    if (m_preview.isPlaying())
        m_preview.setPart(kept ? SoundPreview::Part{kept->start, kept->end, 0}
                               : SoundPreview::Part());
    else
        m_head = kept ? kept->start : 0;
}

void SoundChooser::toggleFavourite(const QString& path) {
    const SoundEntry* const entry = m_list.entryAt(m_list.indexOf(path));
    if (!entry || entry->isFolder)
        return;
    m_places.setFavourite(path, !m_places.isFavourite(path));
    m_list.favouritesChanged();
    m_placesPanel->setCount(PlacesPanel::favourites(),
                            static_cast<int>(m_places.favourites().size()));
}

void SoundChooser::take(bool place) {
    SoundAnswer answer;
    answer.place = place && m_question.mayPlace;
    for (const QString& file : m_parts->table->chosenFiles()) {
        const SoundLook* const look = lookOf(file);
        if (look && !look->problem.isEmpty())
            continue;
        ChosenSound sound{file, 0, 0};
        if (const auto region = m_regions.constFind(file); region != m_regions.constEnd()) {
            sound.skip = region->start;
            sound.duration = region->end - region->start;
        }
        answer.sounds.push_back(sound);
    }
    if (answer.sounds.empty() || (answer.sounds.size() > 1 && !m_question.several))
        return;
    m_places.use(QFileInfo(answer.sounds.front().path).absolutePath());
    m_answer = std::move(answer);
    accept();
}

bool SoundChooser::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_parts->filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            goToTyped();
            return true;
        }
        if (key == Qt::Key_Down) {
            m_parts->table->setFocus();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

/// Return in a field commits it, and nothing else.
void SoundChooser::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return event->accept();
    QDialog::keyPressEvent(event);
}

} // namespace stria
