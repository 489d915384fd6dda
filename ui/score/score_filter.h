// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "ui/score/score_columns.h"

namespace stria {

/// Which events of the score are shown. All its terms must hold:
///
///   glass              the word stands in the instrument, track, name or a text
///   -glass             it does not
///   kamp > 0.5         a column compared by < <= > >= = !=; kamp may be written amp, times as
///                      1:02.5, and "endless" is above all numbers
///   name = "a b"       a text, compared whole and without regard to case
///   name ~ solo        a text that holds another
///
/// A value; safe to use from any thread.
class ScoreFilter {
  public:
    /// Everything.
    ScoreFilter() = default;
    /// Errors: a column that is not there, a comparison without a value, a text compared by size.
    static Expected<ScoreFilter> read(const QString& text, const ScoreColumns& columns);

    bool isEmpty() const { return m_terms.empty(); }
    bool accepts(const Project& project, const ScoreColumns& columns,
                 const ScoreEvent& event) const;

  private:
    enum class Comparison { Less, AtMost, More, AtLeast, Equal, Differs, Holds };
    struct Term {
        std::vector<int> columns; ///< empty: the word is looked for in all texts
        Comparison comparison = Comparison::Holds;
        bool excludes = false;
        bool isNumber = false;
        double number = 0;
        QString text;
    };
    class Reader;

    static bool holds(const Term& term, const CellValue& value);

    std::vector<Term> m_terms;
};

} // namespace stria
