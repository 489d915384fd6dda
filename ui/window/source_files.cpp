// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/source_files.h"

#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QWidget>
#include <QtConcurrentRun>
#include <utility>

#include "engine/sound/regular_file.h"
#include "ui/document/document.h"
#include "ui/document/dragged_part.h"
#include "ui/document/table_shapes.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/dialogs.h"
#include "ui/window/playing.h"

namespace stria {

namespace {

Expected<std::vector<double>> readNumbers(const QString& path) {
    auto file = RegularFile::open(path.toStdString());
    if (!file)
        return tl::make_unexpected(file.error());
    constexpr std::uint64_t mostBytes = std::uint64_t{1} << 29;
    const std::string name = QFileInfo(path).fileName().toStdString();
    if (file->size() > mostBytes)
        return failure(ErrorCode::FileUnreadable,
                       name + " is too large: a file of numbers may have 512 MB.");
    std::string text(file->size(), '\0');
    const auto got = file->read(std::as_writable_bytes(std::span(text)));
    if (!got)
        return tl::make_unexpected(got.error());
    text.resize(*got);
    auto numbers = table_shapes::read(text);
    if (!numbers) {
        Diagnostic problem = numbers.error();
        problem.place.text = TextKind::File;
        problem.place.file = name;
        return tl::make_unexpected(problem);
    }
    return numbers;
}

} // namespace

SourceFiles::SourceFiles(Document& document, Dialogs& dialogs, TimelineView& timeline,
                         Playing& playing, SoundPreview& preview, QWidget& window)
    : QObject(&window), m_document(document), m_dialogs(dialogs), m_timeline(timeline),
      m_playing(playing), m_preview(preview) {
    window.setAcceptDrops(true);
    window.installEventFilter(this);
    connect(&m_reading, &QFutureWatcherBase::finished, this, [this] {
        m_isReading = false;
        m_reading.result()();
    });
    connect(&m_timeline.placing(), &SoundPlacing::refused, this,
            [this](const Diagnostics& problems) { tell(tr("Not added"), problems); });
    connect(&m_preview, &SoundPreview::failed, this, [this](const Diagnostic& problem) {
        if (!m_isAsking)
            m_dialogs.tell(tr("Not played"), QString::fromStdString(problem.toText()), {});
    });
    // One thing is heard at a time.
    connect(&m_preview, &SoundPreview::stateChanged, this, [this] {
        if (m_preview.isPlaying() && m_playing.isPlaying())
            m_playing.stop();
    });
    connect(&m_playing, &Playing::stateChanged, this, [this] {
        if (m_playing.isPlaying() && m_preview.isPlaying())
            m_preview.stop();
    });
}

SourceFiles::~SourceFiles() {
    m_reading.disconnect(this);
    m_reading.waitForFinished();
    m_preview.disconnect(this);
    m_playing.disconnect(this);
}

void SourceFiles::tell(const QString& title, const Diagnostics& problems) {
    QStringList lines;
    for (const Diagnostic& problem : problems)
        lines << QString::fromStdString(problem.toText());
    if (lines.size() > 1)
        m_dialogs.tell(title,
                       tr("%n file(s) cannot be used.", nullptr, static_cast<int>(lines.size())),
                       lines.join('\n'));
    else
        m_dialogs.tell(title, lines.join('\n'), {});
}

void SourceFiles::read(std::function<Answer()> work) {
    if (std::exchange(m_isReading, true))
        return;
    m_reading.setFuture(QtConcurrent::run(std::move(work)));
}

SoundAnswer SourceFiles::ask(const SoundQuestion& question) {
    if (std::exchange(m_isAsking, true))
        return {};
    SoundAnswer answer = m_dialogs.chooseSounds(question);
    m_isAsking = false;
    return answer;
}

void SourceFiles::addSounds() {
    SoundQuestion question;
    question.several = true;
    question.mayPlace = true;
    const SoundAnswer answer = ask(question);
    if (answer.sounds.empty())
        return;
    if (answer.place) {
        m_timeline.placing().place(answer.sounds, m_timeline.atPlayHead());
        return;
    }
    QStringList files;
    for (const ChosenSound& sound : answer.sounds)
        files << sound.path;
    m_timeline.placing().add(files);
}

void SourceFiles::find(SoundSourceId sound) {
    const SoundSource* const source = m_document.project().find(sound);
    if (!source)
        return;
    const QFileInfo file(fileOf(*source, m_document.folder()));
    SoundQuestion question;
    question.purpose = tr("for %1").arg(file.fileName());
    question.file = file.exists()         ? file.filePath()
                    : file.dir().exists() ? file.path()
                                          : m_document.folder();
    const SoundAnswer answer = ask(question);
    if (!answer.sounds.empty())
        link(sound, answer.sounds.front().path);
}

void SourceFiles::giveSound(const std::vector<EventId>& events, const Parameter& parameter) {
    const ScoreEvent* const event =
        events.empty() ? nullptr : m_document.project().find(events.front());
    const Instrument* const instrument =
        event ? m_document.project().find(event->instrument) : nullptr;
    if (!instrument)
        return;
    SoundQuestion question;
    question.purpose =
        tr("for %1, %2")
            .arg(QString::fromStdString(instrument->name), QString::fromStdString(parameter.name));
    if (const Argument* const given = argumentOf(*event, parameter))
        if (const auto* const id = std::get_if<SoundSourceId>(&given->value))
            if (const SoundSource* const source = m_document.project().find(*id))
                question.file = fileOf(*source, m_document.folder());
    const SoundAnswer answer = ask(question);
    if (answer.sounds.empty())
        return;
    read([this, events, parameter, chosen = answer.sounds.front()]() -> Answer {
        auto found = lookAtSound(chosen.path);
        if (!found)
            return [this, problem = found.error()] { tell(tr("Not taken"), {problem}); };
        return [this, events, parameter, chosen, found = std::move(*found)] {
            setSound(events, parameter, chosen, found);
        };
    });
}

void SourceFiles::setSound(const std::vector<EventId>& events, const Parameter& parameter,
                           const ChosenSound& chosen, const FoundSound& found) {
    const QString name = QFileInfo(chosen.path).fileName();
    const QString folder = m_document.folder();
    m_document.edit(
        tr("Set %1").arg(QString::fromStdString(parameter.name)), [&](Project& project) {
            const bool isText = parameter.kind == Parameter::Kind::Text;
            const ArgumentValue value =
                isText
                    ? ArgumentValue(
                          pathInProject(QString::fromStdString(found.path), folder).toStdString())
                    : ArgumentValue(addSound(project, found, folder));
            for (const EventId id : events) {
                const ScoreEvent* const event = project.find(id);
                if (!event)
                    continue;
                ScoreEvent changed = *event;
                setArgument(changed, parameter, value);
                m_timeline.placing().setStretch(changed, chosen);
                (void)project.change(std::move(changed));
            }
        });
    emit said(tr("%1 is played now.").arg(name));
}

void SourceFiles::link(SoundSourceId sound, const QString& path) {
    const QString folder = m_document.folder();
    const QString file =
        QDir(folder.isEmpty() ? QDir::currentPath() : folder).absoluteFilePath(path);
    std::vector<std::pair<SoundSource, QString>> others;
    m_document.project().all<SoundSource>().forEach([&](const SoundSource& other) {
        if (other.id != sound)
            others.emplace_back(other, fileOf(other, folder));
    });
    read([this, sound, file, others]() -> Answer {
        auto found = lookAtSound(file);
        if (!found)
            return [this, problem = found.error()] { tell(tr("Not found"), {problem}); };
        std::vector<std::pair<SoundSourceId, FoundSound>> all{{sound, std::move(*found)}};
        const QDir place = QFileInfo(file).dir();
        for (const auto& [other, old] : others) {
            if (QFileInfo::exists(old) || !place.exists(QFileInfo(old).fileName()))
                continue;
            auto again = lookAtSound(place.filePath(QFileInfo(old).fileName()));
            if (again && (other.hash.empty() || other.hash == again->hash))
                all.emplace_back(other.id, std::move(*again));
        }
        return [this, all] { linkAll(all); };
    });
}

void SourceFiles::linkAll(const std::vector<std::pair<SoundSourceId, FoundSound>>& found) {
    const QString name = QFileInfo(QString::fromStdString(found.front().second.path)).fileName();
    const int others = static_cast<int>(found.size()) - 1;
    m_document.edit(tr("Link %1").arg(name), [&](Project& project) {
        for (const auto& [id, sound] : found)
            if (const SoundSource* const source = project.find(id)) {
                SoundSource linked = *source;
                linkSound(linked, sound, m_document.folder());
                (void)project.change(std::move(linked));
            }
    });
    emit said(
        others > 0
            ? tr("Linked %1, and %n other missing file(s) beside it.", nullptr, others).arg(name)
            : tr("Linked %1.").arg(name));
}

void SourceFiles::hear(SoundSourceId sound) {
    const SoundSource* const source = m_document.project().find(sound);
    if (!source)
        return;
    SoundPreview::Part part;
    part.start = source->skipTime;
    part.channel = source->channel;
    m_preview.setGain(1);
    m_preview.setLooping(false);
    m_preview.play(fileOf(*source, m_document.folder()), part.start, part);
}

void SourceFiles::fillTable(TableId table) {
    const QString path =
        m_dialogs.chooseFileToOpen(tr("Numbers for the table"), m_document.folder(),
                                   tr("Numbers (*.csv *.txt *.dat *.tsv);;All files (*)"));
    if (path.isEmpty() || !m_document.project().find(table))
        return;
    read([this, path, table]() -> Answer {
        auto numbers = readNumbers(path);
        if (!numbers)
            return [this, problem = numbers.error()] { tell(tr("Not read"), {problem}); };
        const auto data = std::make_shared<const std::vector<double>>(std::move(*numbers));
        return [this, data, table, name = QFileInfo(path).fileName()] {
            const Table* const present = m_document.project().find(table);
            if (!present)
                return;
            Table filled = *present;
            filled.data = data;
            filled.channels = 1;
            m_document.edit(tr("Fill table from %1").arg(name),
                            [&](Project& project) { (void)project.change(std::move(filled)); });
            emit said(tr("%L1 numbers read from %2.").arg(data->size()).arg(name));
        };
    });
}

void SourceFiles::take(const QStringList& files) {
    QStringList sounds, projects, texts;
    for (const QString& file : files)
        (dragged_part::isProject(file)      ? projects
         : dragged_part::isCsoundText(file) ? texts
                                            : sounds)
            << file;
    if (!projects.isEmpty())
        emit projectDropped(projects.front());
    else if (!texts.isEmpty())
        m_dialogs.tell(tr("Not opened"),
                       tr("%1 is a text of Csound, which Stria does not open as a project. Its "
                          "instruments can be pasted into the code editor, and its i statements "
                          "into the timeline.")
                           .arg(QFileInfo(texts.front()).fileName()),
                       {});
    else
        m_timeline.placing().add(sounds);
}

bool SourceFiles::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove &&
        event->type() != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto& drop = static_cast<QDropEvent&>(*event);
    const QStringList files = dragged_part::files(*drop.mimeData());
    if (files.isEmpty())
        return QObject::eventFilter(watched, event);
    drop.setDropAction(Qt::CopyAction);
    drop.accept();
    // Later: a question of ours would keep the other program waiting.
    if (event->type() == QEvent::Drop)
        QMetaObject::invokeMethod(
            this, [this, files] { take(files); }, Qt::QueuedConnection);
    return true;
}

} // namespace stria
