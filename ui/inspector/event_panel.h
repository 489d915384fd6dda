// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <vector>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace stria {

class ArgumentField;
class CurvePicture;
class Document;
class NumberField;
class PanelForm;
class TimeField;

/// Everything of the chosen events, as typed values. Several events show what they have in common,
/// and an edit goes to all of them.
class EventPanel : public QWidget {
    Q_OBJECT

  public:
    explicit EventPanel(Document& document, QWidget* parent = nullptr);

  signals:
    void auditionRequested(stria::EventId event);

  private:
    struct ParameterRow {
        Parameter parameter;
        ArgumentField* field = nullptr;
        CurvePicture* curve = nullptr;
        QToolButton* reset = nullptr;
    };

    void rebuild();
    void refresh();
    void refreshRow(ParameterRow& row);
    void addGeneralRows();
    void addParameterRows(const Instrument& instrument);
    void addSeedRow();
    /// The chosen events that still exist, the current one first.
    std::vector<const ScoreEvent*> events() const;
    /// The instrument that all of them have; null if there is none.
    const Instrument* commonInstrument() const;
    QString heading() const;
    /// One step that changes each chosen event.
    void changeEvents(const QString& name, const std::function<void(ScoreEvent&)>& change);

    Document& m_document;
    InstrumentFacts m_facts;
    QTimer m_refreshSoon;
    PanelForm* m_form;
    InstrumentId m_shownInstrument;
    std::string m_shownBody;
    QLabel* m_heading = nullptr;
    QLineEdit* m_name = nullptr;
    TimeField* m_start = nullptr;
    TimeField* m_duration = nullptr;
    NumberField* m_priority = nullptr;
    NumberField* m_seed = nullptr;
    std::vector<ParameterRow> m_rows;
};

} // namespace stria
