// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stria {

class Document;

/// Making and removing the parts of a project that are no events: each an undoable step that makes
/// the new part the current one. A name that is taken gets a number.
namespace project_parts {

void addInstrument(Document& document);
/// Of the current instrument; nothing happens where there is none.
void duplicateInstrument(Document& document);
/// The current instrument with its events.
void removeInstrument(Document& document);
void addBus(Document& document);
void addTable(Document& document);
/// A file inside the project's folder is kept by its relative path.
void addSoundFile(Document& document, const QString& path);

} // namespace project_parts
} // namespace stria
