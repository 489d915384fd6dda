// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace stria {

class Document;
class PanelForm;

/// The chosen instrument: name, colour, aliases, what its documentation says, and for each
/// parameter kind, default, range, unit and scale.
class InstrumentPanel : public QWidget {
    Q_OBJECT

  public:
    explicit InstrumentPanel(Document& document, QWidget* parent = nullptr);
    ~InstrumentPanel() override;

  signals:
    void editCodeRequested(stria::InstrumentId instrument);

  private:
    void refresh();
    void addNameRow(const Instrument& instrument);
    void addColourRow(const Instrument& instrument);
    void addParameter(const Instrument& instrument, const InstrumentParameters& parameters,
                      const Parameter& parameter);
    void changeHint(const std::string& parameter,
                    const std::function<void(ParameterHint&)>& change);
    void changeInstrument(const QString& name, const std::function<void(Instrument&)>& change);
    const Instrument* instrument() const;

    Document& m_document;
    InstrumentFacts m_facts;
    PanelForm* m_form;
    std::optional<Instrument> m_shown;
    int m_shownEvents = -1;
};

} // namespace stria
