// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include <QScrollArea>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/inspector/bus_panel.h"
#include "ui/inspector/event_panel.h"
#include "ui/inspector/instrument_panel.h"
#include "ui/inspector/project_panel.h"

namespace stria {

Inspector::Inspector(Document& document, QWidget* parent) : QTabWidget(parent) {
    setAccessibleName(tr("Inspector"));
    setDocumentMode(true);
    const auto add = [this](QWidget* panel, const QString& name) {
        auto* const scroll = new QScrollArea(this);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        scroll->setAccessibleName(name);
        scroll->setWidget(panel);
        addTab(scroll, name);
        return scroll;
    };
    auto* const event = new EventPanel(document);
    auto* const bus = new BusPanel(document);
    auto* const instrument = new InstrumentPanel(document);
    QWidget* const eventTab = add(event, tr("Event"));
    QWidget* const busTab = add(bus, tr("Bus"));
    QWidget* const instrumentTab = add(instrument, tr("Instrument"));
    m_piece = new ProjectPanel(document);
    m_pieceTab = add(m_piece, tr("Piece"));
    connect(event, &EventPanel::auditionRequested, this, &Inspector::auditionRequested);
    connect(instrument, &InstrumentPanel::editCodeRequested, this, &Inspector::editCodeRequested);

    Selection& selection = document.selection();
    connect(&selection, &Selection::eventsChanged, this, [this, &selection, eventTab] {
        if (!selection.events().empty())
            setCurrentWidget(eventTab);
    });
    connect(&selection, &Selection::currentBusChanged, this, [this, &selection, busTab] {
        if (selection.currentBus())
            setCurrentWidget(busTab);
    });
    connect(&selection, &Selection::currentInstrumentChanged, this,
            [this, &selection, instrumentTab] {
                if (selection.events().empty() && selection.currentInstrument())
                    setCurrentWidget(instrumentTab);
            });
}

void Inspector::showPiece() {
    setCurrentWidget(m_pieceTab);
    m_piece->startTyping();
}

} // namespace stria
