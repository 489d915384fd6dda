// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <vector>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"
#include "ui/inspector/argument_field.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QLineEdit;
class QToolButton;

namespace stria {

class CurvePicture;
class Document;
class NumberField;
class PanelForm;
class SoundPictures;
class TimeField;

/// Everything of the chosen events, as typed values. Several events show what they have in common,
/// and an edit goes to all of them.
class EventPanel : public QWidget {
    Q_OBJECT

  public:
    EventPanel(Document& document, SoundPictures& pictures, QWidget* parent = nullptr);
    ~EventPanel() override;

  signals:
    void auditionRequested(stria::EventId event);
    /// A sound is to be chosen for a parameter of the chosen events.
    void soundWanted(const stria::Parameter& parameter);

  private:
    struct ParameterRow {
        Parameter parameter;
        ArgumentField* field = nullptr;
        CurvePicture* curve = nullptr;
        QToolButton* reset = nullptr;
    };

    /// What is chosen, seen in one pass over the events.
    struct Chosen {
        const ScoreEvent* current = nullptr; ///< null: none is chosen
        std::size_t count = 0;
        const Instrument* instrument = nullptr;           ///< that all have; null if they differ
        const InstrumentParameters* parameters = nullptr; ///< of the instrument
        bool sameName = true, sameStart = true, sameDuration = true, samePriority = true,
             sameSeed = true;
        /// Of each parameter the values that differ, but no more than tell what to show.
        std::vector<ArgumentField::Values> values;
        std::vector<bool> given;           ///< by at least one event
        std::vector<std::string> leftOver; ///< names that the current event uses in vain
    };

    void rebuild();
    void refresh();
    void showChosen(const Chosen& chosen);
    void showRow(ParameterRow& row, const Chosen& chosen, std::size_t parameter);
    void addGeneralRows();
    void addParameterRows(const Chosen& chosen);
    /// What the current event gives to parameters that are gone from the code.
    void addLeftOverRows(const Chosen& chosen);
    /// Of the library's own players.
    void addSampleRows(const Chosen& chosen);
    void showSample(const Chosen& chosen);
    void takeNaturalLength();
    void addSeedRow();
    Chosen lookAtChosen();
    QString heading(const Chosen& chosen) const;
    /// One step that changes each chosen event.
    void changeEvents(const QString& name, const std::function<void(ScoreEvent&)>& change);

    Document& m_document;
    SoundPictures& m_pictures;
    InstrumentFacts m_facts;
    QTimer m_refreshSoon;
    PanelForm* m_form;
    InstrumentId m_shownInstrument;
    std::string m_shownBody;
    std::vector<std::string> m_shownLeftOver;
    QLabel* m_heading = nullptr;
    QLineEdit* m_name = nullptr;
    TimeField* m_start = nullptr;
    TimeField* m_duration = nullptr;
    NumberField* m_priority = nullptr;
    NumberField* m_seed = nullptr;
    QCheckBox* m_loop = nullptr; ///< null: no sample
    QLabel* m_passes = nullptr;
    QPushButton* m_natural = nullptr;
    std::vector<ParameterRow> m_rows;
};

} // namespace stria
