// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// Events as text: records, one a line, with their automations and what they refer to
/// (instruments, buses, tables, sound sources), so that another project can take them in.
std::string eventsAsText(const Project& project, const std::vector<EventId>& events);

/// Puts events on the clipboard: for Stria all of them, for other programs `text`, or the records
/// where it is empty. UI thread only.
void copyEvents(const Project& project, const std::vector<EventId>& events,
                const QString& text = {});
/// What pasteText takes from the clipboard: the events where there are any, else its text. UI
/// thread only.
QString copiedText();

struct PastedEvents {
    std::vector<EventId> events;
    int refused = 0; ///< lines that are no records of anything that can be pasted
    /// Of the statements of a score: where one is an error, nothing was pasted.
    Diagnostics problems;
};
/// Inserts what a text holds, under new ids, the earliest event at `start`: records, or the `i`
/// statements of a Csound score. What records refer to is taken from the project where it is there
/// (by id, instruments and buses also by name), else inserted as well. Any thread.
PastedEvents pasteText(Project& project, const std::string& text, double start);

} // namespace stria
