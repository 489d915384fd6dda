// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <variant>

#include "engine/model/id.h"

class QMimeData;

namespace stria {

/// Parts of the project, and files from elsewhere, on their way from one view to another by the
/// mouse.
namespace dragged_part {

using Part = std::variant<std::monostate, InstrumentId, SoundSourceId>;

QString format();
/// The caller owns it.
QMimeData* wrap(const Part& part);
/// Neither where something else is dragged.
Part unwrap(const QMimeData& data);

/// Files of this machine that are dragged.
QStringList files(const QMimeData& data);
/// By its name a project, or a text of Csound: nothing that could be a sound.
bool isProject(const QString& file);
bool isCsoundText(const QString& file);

} // namespace dragged_part
} // namespace stria
