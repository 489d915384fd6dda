// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/document/selection.h"

namespace stria {

class Dialogs;
class Document;

/// Making and removing the parts of a project that are no events: each an undoable step that makes
/// the new part the current one. A name that is taken gets a number.
namespace project_parts {

void addInstrument(Document& document);
/// Of the current instrument; nothing happens where there is none.
void duplicateInstrument(Document& document);
/// The current instrument with its events; where it has some, a person is asked first. What to say
/// of it, empty where nothing is removed.
QString removeInstrument(Document& document, Dialogs& dialogs);
/// The same of a bus; events that were given it stay, without one.
QString removeBus(Document& document, Dialogs& dialogs, BusId bus);
void addBus(Document& document);
void addTable(Document& document);
/// A table or a sound file; what is given it keeps its place. What to say of it: a name, and how
/// many events are left without it.
QString removeSource(Document& document, const SourceId& source);

} // namespace project_parts
} // namespace stria
