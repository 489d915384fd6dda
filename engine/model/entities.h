// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Calls the macro `Do` with the name of each type of thing that a project holds: for sources that
/// instantiate a template for all of them.
#define STRIA_FOR_EACH_ENTITY(Do)                                                                  \
    Do(Instrument) Do(ScoreEvent) Do(Automation) Do(Bus) Do(Table) Do(SoundSource) Do(Channel)     \
        Do(GlobalCode) Do(FixedString) Do(Track) Do(Marker)
