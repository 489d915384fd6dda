// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"

namespace stria {

class Lanes;

/// What may be done to events, as functions on a Project; the window wraps them in undo steps.
/// Ids that lead nowhere are passed over. Automations go with their events: their times are
/// relative to the event's start.
namespace score_edits {

using Events = std::vector<EventId>;

/// Sets both times (an endless event stays endless); a beat anchor and an absolute stop follow.
void setTimes(ScoreEvent& event, double start, double duration, const TempoMap& tempo);

/// Every event `seconds` later; all together no earlier than 0.
void move(Project& project, const Events& events, double seconds);
/// Changes the pitch of those that have a parameter for it.
void transpose(Project& project, const Events& events, double semitones,
               const InstrumentFacts& facts);
/// Onto the lane `steps` below (above if negative) the one where each lies now, as far as there
/// are lanes. `lanes` describes the project as it is before.
void changeLane(Project& project, const Lanes& lanes, const Events& events, int steps);
/// Moves the ends; an event keeps at least `least` seconds. Endless ones stay endless.
void moveEnd(Project& project, const Events& events, double seconds, double least);
/// Moves the starts and leaves the ends, and what the curves do at each moment, where they are.
void moveStart(Project& project, const Events& events, double seconds, double least);
/// Removes them and moves what starts after the stretch they took earlier by its length.
void removeRipple(Project& project, const Events& events);

/// Original -> copy.
using Copies = std::unordered_map<EventId, EventId>;
Copies newIds(const Events& events);
/// Inserts copies under the given ids, `seconds` later, with their automations.
void copy(Project& project, const Copies& copies, double seconds);
/// So many copies, each `length` seconds after the one before; their ids, the first copy first.
Events repeat(Project& project, const Events& events, int times, double length);
/// Cuts each event that sounds at `time` in two; the second halves.
Events split(Project& project, const Events& events, double time);
/// Moves each start by itself towards where `snap` says: all the way with a strength of 1.
void quantise(Project& project, const Events& events, const std::function<double(double)>& snap,
              double strength);
/// Everything chosen `factor` times as long, from the earliest start on, automation included.
void stretch(Project& project, const Events& events, double factor);
/// After the tempo changed: events by beats get their new times, and so do their curves.
void followTempo(Project& project, const TempoMap& before);

/// Earliest start and latest end (start for endless ones); equal when there is none.
std::pair<double, double> extent(const Project& project, const Events& events);

} // namespace score_edits
} // namespace stria
