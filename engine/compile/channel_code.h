// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/compile/draft.h"

namespace stria {

/// The project's channels: declared and set at the start, later changes by notes.
class ChannelCode {
  public:
    /// Adds the notes and reserves the instruments.
    explicit ChannelCode(Draft& draft);
    void addChannels(Draft& draft) const;
    void addInstruments(Draft& draft) const;

  private:
    int m_numberSetter = 0; ///< 0: not needed
    int m_textSetter = 0;
};

} // namespace stria
