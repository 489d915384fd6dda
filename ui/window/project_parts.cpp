// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/project_parts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "ui/document/document.h"
#include "ui/document/event_edits.h"
#include "ui/document/selection.h"

namespace stria::project_parts {
namespace {

constexpr auto firstBody = R"(; a plain tone to begin with
|kamp=0.2, kmidi=60|
aenv linsegr 0, 0.01, 1, 0.2, 0
asig vco2 kamp, cpsmidinn(kmidi)
asig moogladder asig, 2400, 0.2
outall asig * aenv
)";

QString tr(const char* text) {
    return QCoreApplication::translate("stria::project_parts", text);
}

std::string freeName(const QString& wanted,
                     const std::function<bool(const std::string&)>& isTaken) {
    std::string name = wanted.toStdString();
    for (int n = 2; isTaken(name); ++n)
        name = QStringLiteral("%1%2").arg(wanted).arg(n).toStdString();
    return name;
}

std::string freeInstrumentName(const Project& project, const QString& wanted) {
    return freeName(wanted, [&](const std::string& name) { return project.instrumentNamed(name); });
}

template <class Entity> double orderAfterAll(const Project& project) {
    const auto all = project.inOrder<Entity>();
    return all.empty() ? 1 : all.back()->order + 1;
}

void insertInstrument(Document& document, const QString& step, Instrument instrument) {
    instrument.id = InstrumentId::random();
    instrument.order = orderAfterAll<Instrument>(document.project());
    document.edit(step, [&](Project& project) { (void)project.insert(instrument); });
    document.selection().setCurrentInstrument(instrument.id);
}

} // namespace

void addInstrument(Document& document) {
    Instrument instrument;
    instrument.name = freeInstrumentName(document.project(), tr("tone"));
    instrument.body = firstBody;
    insertInstrument(document, tr("New instrument"), std::move(instrument));
}

void duplicateInstrument(Document& document) {
    const Project& project = document.project();
    const Instrument* const current = project.find(document.selection().currentInstrument());
    if (!current)
        return;
    Instrument copy = *current;
    copy.name = freeInstrumentName(project, QString::fromStdString(current->name));
    insertInstrument(document, tr("Duplicate instrument"), std::move(copy));
}

void removeInstrument(Document& document) {
    const InstrumentId id = document.selection().currentInstrument();
    if (!document.project().find(id))
        return;
    document.edit(tr("Delete instrument"), [id](Project& project) {
        std::vector<EventId> events;
        project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            if (event.instrument == id)
                events.push_back(event.id);
        });
        removeEvents(project, events);
        (void)project.remove(id);
    });
}

void addBus(Document& document) {
    Bus bus;
    bus.id = BusId::random();
    bus.name = freeName(tr("bus"), [&](const std::string& name) {
        return document.project().busNamed(name) != nullptr;
    });
    bus.order = orderAfterAll<Bus>(document.project());
    document.edit(tr("New bus"), [&](Project& project) { (void)project.insert(bus); });
    document.selection().setCurrentBus(bus.id);
}

void addTable(Document& document) {
    document.edit(tr("New table"), [](Project& project) {
        constexpr std::size_t length = 1024;
        Table table;
        table.id = TableId::random();
        table.name = "table";
        table.order = orderAfterAll<Table>(project);
        table.data = std::make_shared<std::vector<double>>(length);
        (void)project.insert(table);
    });
}

void addSoundFile(Document& document, const QString& path) {
    QString kept = path;
    if (!document.folder().isEmpty()) {
        const QString relative = QDir(document.folder()).relativeFilePath(path);
        if (!relative.startsWith(QLatin1String("..")))
            kept = relative;
    }
    SoundSource source;
    source.id = SoundSourceId::random();
    source.name = QFileInfo(path).completeBaseName().toStdString();
    source.path = kept.toStdString();
    source.order = orderAfterAll<SoundSource>(document.project());
    document.edit(tr("Add %1").arg(QFileInfo(path).fileName()),
                  [&](Project& project) { (void)project.insert(source); });
}

} // namespace stria::project_parts
