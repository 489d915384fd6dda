// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/project_parts.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/document/bus_edits.h"
#include "ui/document/document.h"
#include "ui/document/event_edits.h"
#include "ui/document/sound_files.h"
#include "ui/window/dialogs.h"

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

QString counted(const char* text, int count) {
    return QCoreApplication::translate("stria::project_parts", text, nullptr, count);
}

bool mayDelete(Dialogs& dialogs, const QString& name, const QString& consequence) {
    Question question;
    question.title = tr("Delete %1").arg(name);
    question.text = consequence;
    question.answers = {tr("Delete"), tr("Cancel")};
    question.cancelAnswer = 1;
    return dialogs.ask(question) == 0;
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

QString removeInstrument(Document& document, Dialogs& dialogs) {
    const InstrumentId id = document.selection().currentInstrument();
    const Instrument* const instrument = document.project().find(id);
    if (!instrument)
        return {};
    const QString name = QString::fromStdString(instrument->name);
    const int played = document.eventCounts().of(id);
    const QString heard = counted("%n event(s)", played);
    if (played > 0 &&
        !mayDelete(dialogs, name, tr("%1 is played by %2; they go too.").arg(name, heard)))
        return {};
    document.edit(tr("Delete instrument"), [id](Project& project) {
        std::vector<EventId> events;
        project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            if (event.instrument == id)
                events.push_back(event.id);
        });
        removeEvents(project, events);
        (void)project.remove(id);
    });
    if (played == 0)
        return tr("%1 is deleted.").arg(name);
    return tr("%1 is deleted with %2. Undo brings all back.").arg(name, heard);
}

QString removeBus(Document& document, Dialogs& dialogs, BusId id) {
    const Project& project = document.project();
    const Bus* const bus = project.find(id);
    if (!bus)
        return {};
    const QString name = busName(project, *bus);
    const int given = eventsGiven(project, id);
    const int curves = static_cast<int>(project.automationsOf(id).size());
    QStringList lost;
    if (given > 0)
        lost << tr("%1 lose it").arg(counted("%n event(s)", given));
    if (curves > 0)
        lost << tr("its automation goes");
    const QString loss = lost.join(tr(" and "));
    if (!loss.isEmpty() && !mayDelete(dialogs, name, tr("If %1 goes, %2.").arg(name, loss)))
        return {};
    document.edit(tr("Delete %1").arg(name), [id](Project& p) { stria::removeBus(p, id); });
    if (loss.isEmpty())
        return tr("%1 is deleted.").arg(name);
    return tr("%1 is deleted: %2. Undo brings all back.").arg(name, loss);
}

void addBus(Document& document) {
    BusId bus;
    document.edit(tr("New bus"),
                  [&](Project& project) { bus = stria::addBus(project, Bus::Kind::Audio); });
    document.selection().setCurrentBus(bus);
}

void addTable(Document& document) {
    constexpr std::size_t length = 1024;
    const auto present = document.project().inOrder<Table>();
    Table table;
    table.id = TableId::random();
    table.name = freeName(tr("table"), [&](const std::string& name) {
        return std::any_of(present.begin(), present.end(),
                           [&](const Table* each) { return each->name == name; });
    });
    table.data = std::make_shared<std::vector<double>>(length);
    table.order = orderAfterAll<Table>(document.project());
    document.edit(tr("New table"), [&](Project& project) { (void)project.insert(table); });
    document.selection().setCurrentSource(table.id);
}

QString removeSource(Document& document, const SourceId& source) {
    const Project& project = document.project();
    const auto* const soundId = std::get_if<SoundSourceId>(&source);
    const auto* const tableId = std::get_if<TableId>(&source);
    const SoundSource* const sound = soundId ? project.find(*soundId) : nullptr;
    const Table* const table = tableId ? project.find(*tableId) : nullptr;
    if (!sound && !table)
        return {};
    const int events = sound ? eventsGiven(project, *soundId) : eventsGiven(project, *tableId);
    const std::string& own = sound ? sound->name : table->name;
    const QString name =
        own.empty() ? (sound ? tr("the sample") : tr("the table")) : QString::fromStdString(own);
    const QString use = counted("used by %n event(s)", events);
    const QString step = tr("Delete %1").arg(name);
    document.edit(events > 0 ? QStringLiteral("%1 (%2)").arg(step, use) : step, [&](Project& p) {
        if (sound)
            (void)p.remove(*soundId);
        else
            (void)p.remove(*tableId);
    });
    if (events == 0)
        return tr("%1 is deleted.").arg(name);
    return tr("%1 is deleted, and it was %2. Undo brings it back.").arg(name, use);
}

} // namespace stria::project_parts
