// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/score_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <algorithm>
#include <limits>

#include "ui/export/form_row.h"

namespace stria {

ScoreFields::ScoreFields(const Project& project, const std::unordered_set<EventId>& selected,
                         double scoreEnd, QFormLayout& form, QWidget* parent)
    : QObject(parent), m_settings(project.settings()),
      m_selected(selected.begin(), selected.end()) {
    std::sort(m_selected.begin(), m_selected.end());
    m_selectionStart = std::numeric_limits<double>::infinity();
    for (const EventId& id : m_selected)
        if (const ScoreEvent* event = project.find(id))
            m_selectionStart = std::min(m_selectionStart, event->start);
    buildRange(selected, scoreEnd, form, parent);
    buildStems(form, parent);
    buildEnds(form, parent);
    m_keepGoing = new QCheckBox(tr("Leave out events that fail, and go on"), parent);
    m_keepGoing->setToolTip(tr("Without this, an event that Csound cannot play stops the export, "
                               "so that nothing is missing unnoticed."));
    form.addRow(QString(), m_keepGoing);

    for (QComboBox* box : {m_range, m_stems, m_past})
        connect(box, &QComboBox::currentIndexChanged, this, &ScoreFields::refresh);
    for (NumberField* field : std::initializer_list<NumberField*>{m_from, m_to, m_tail})
        connect(field, &NumberField::committed, this, &ScoreFields::refresh);
    connect(m_keepGoing, &QCheckBox::toggled, this, &ScoreFields::refresh);
    connect(m_stems, &QComboBox::currentIndexChanged, this, [this] {
        emit stemsChosen(static_cast<RenderSpec::Stems>(m_stems->currentData().toInt()));
    });
    refresh();
}

void ScoreFields::buildRange(const std::unordered_set<EventId>& selected, double scoreEnd,
                             QFormLayout& form, QWidget* parent) {
    m_range = new QComboBox(parent);
    m_range->setAccessibleName(tr("What to export"));
    m_range->addItem(tr("The whole piece"), static_cast<int>(Range::Whole));
    if (m_settings.loopEnd > m_settings.loopStart)
        m_range->addItem(tr("The loop region"), static_cast<int>(Range::Loop));
    if (!selected.empty())
        m_range->addItem(tr("%n chosen event(s) only", nullptr, static_cast<int>(selected.size())),
                         static_cast<int>(Range::Selection));
    m_range->addItem(tr("From … to …"), static_cast<int>(Range::Times));
    m_from = new TimeField(parent);
    m_to = new TimeField(parent);
    for (TimeField* field : {m_from, m_to})
        field->setRange(0, 1e7);
    m_from->setAccessibleName(tr("From"));
    m_to->setAccessibleName(tr("To"));
    m_to->setValue(scoreEnd);
    form.addRow(tr("What"), formRow({m_range, m_from, m_to}));
}

void ScoreFields::buildStems(QFormLayout& form, QWidget* parent) {
    using Stems = RenderSpec::Stems;
    m_stems = new QComboBox(parent);
    m_stems->setAccessibleName(tr("Files"));
    m_stems->addItem(tr("One file"), static_cast<int>(Stems::None));
    m_stems->addItem(tr("One for each track"), static_cast<int>(Stems::Tracks));
    m_stems->addItem(tr("One for each event"), static_cast<int>(Stems::Events));
    m_stems->addItem(tr("One for each instrument"), static_cast<int>(Stems::Instruments));
    m_stems->setToolTip(tr("Each file holds its own events, with the effects that they go through. "
                           "All begin at the same time, so that they fit above each other."));
    form.addRow(tr("Files"), formRow({m_stems}));
}

void ScoreFields::buildEnds(QFormLayout& form, QWidget* parent) {
    m_past = new QComboBox(parent);
    m_past->addItem(tr("Sounds as in the whole piece"));
    m_past->addItem(tr("Leaves out what came before"));
    m_past->setToolTip(tr("Exact: the past is computed silently. Otherwise what ended before is "
                          "left out, which is quicker."));
    m_past->setAccessibleName(tr("How the past is treated"));
    m_tail = new TimeField(parent);
    m_tail->setRange(0, 3600);
    m_tail->setValue(0);
    m_tail->setToolTip(tr("Seconds added at the end, for reverberation"));
    m_tail->setAccessibleName(tr("Tail"));
    form.addRow(tr("Beginning"), formRow({m_past, formLabel(tr("Tail"), m_tail), m_tail}));
}

ScoreFields::Range ScoreFields::range() const {
    return static_cast<Range>(m_range->currentData().toInt());
}

void ScoreFields::read(RenderSpec& spec) const {
    spec.tail = m_tail->value();
    spec.keepGoing = m_keepGoing->isChecked();
    spec.stems = static_cast<RenderSpec::Stems>(m_stems->currentData().toInt());
    switch (range()) {
    case Range::Whole:
        break;
    case Range::Loop:
        spec.startTime = m_settings.loopStart;
        spec.endTime = m_settings.loopEnd;
        break;
    case Range::Selection:
        spec.onlyEvents = m_selected;
        spec.startTime = m_selectionStart;
        break;
    case Range::Times:
        spec.startTime = m_from->value();
        spec.endTime = m_to->value();
        break;
    }
    if (m_past->isEnabled() && m_past->currentIndex() == 1)
        spec.past = RenderSpec::PastSound::Crop;
}

void ScoreFields::show(const RenderSpec& spec) {
    m_stems->setCurrentIndex(m_stems->findData(static_cast<int>(spec.stems)));
    m_past->setCurrentIndex(spec.past == RenderSpec::PastSound::Crop ? 1 : 0);
    m_tail->setValue(spec.tail);
    m_keepGoing->setChecked(spec.keepGoing);
    refresh();
}

QString ScoreFields::problem() const {
    if (range() == Range::Times && m_to->value() <= m_from->value())
        return tr("The end must lie after the beginning.");
    return {};
}

void ScoreFields::refresh() {
    const bool times = range() == Range::Times;
    m_from->setVisible(times);
    m_to->setVisible(times);
    m_past->setEnabled((times && m_from->value() > 0) ||
                       (range() == Range::Loop && m_settings.loopStart > 0));
    emit changed();
}

} // namespace stria
