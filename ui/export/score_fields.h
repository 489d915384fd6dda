// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <unordered_set>

#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "ui/look/number_field.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;

namespace stria {

/// The rows of a form that say what of the score is exported: the stretch, the events, which get
/// files of their own, the past and the tail.
class ScoreFields : public QObject {
    Q_OBJECT

  public:
    /// The rows live in the form; this object belongs to `parent`, and so do they.
    ScoreFields(const Project& project, const std::unordered_set<EventId>& selected,
                double scoreEnd, QFormLayout& form, QWidget* parent);

    void read(RenderSpec& spec) const;
    /// All but the stretch, which belongs to one piece.
    void show(const RenderSpec& spec);
    /// A sentence; empty where all can be.
    QString problem() const;

  signals:
    void changed();
    void stemsChosen(RenderSpec::Stems stems);

  private:
    enum class Range { Whole, Loop, Selection, Times };
    Range range() const;
    void buildRange(const std::unordered_set<EventId>& selected, double scoreEnd, QFormLayout& form,
                    QWidget* parent);
    void buildStems(QFormLayout& form, QWidget* parent);
    void buildEnds(QFormLayout& form, QWidget* parent);
    void refresh();

    const Settings m_settings;
    std::vector<EventId> m_selected; ///< sorted
    double m_selectionStart = 0;
    QComboBox* m_range;
    TimeField* m_from;
    TimeField* m_to;
    QComboBox* m_stems;
    QComboBox* m_past;
    TimeField* m_tail;
    QCheckBox* m_keepGoing;
};

} // namespace stria
