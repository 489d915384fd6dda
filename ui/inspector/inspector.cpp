// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include <QScrollArea>
#include <QTabBar>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/inspector/bus_panel.h"
#include "ui/inspector/event_panel.h"
#include "ui/inspector/instrument_panel.h"
#include "ui/inspector/project_panel.h"
#include "ui/inspector/sample_panel.h"
#include "ui/inspector/table_panel.h"

namespace stria {

Inspector::Inspector(Document& document, SoundPictures& pictures, QWidget* parent)
    : QTabWidget(parent) {
    setAccessibleName(tr("Inspector"));
    setDocumentMode(true);
    // All tabs stay in sight: close together, in a narrow dock with shorter names.
    tabBar()->setProperty("kind", "narrow");
    setUsesScrollButtons(false);
    setElideMode(Qt::ElideRight);
    auto* const event = new EventPanel(document, pictures);
    auto* const bus = new BusPanel(document);
    connect(bus, &BusPanel::removeRequested, this, &Inspector::busRemoveRequested);
    auto* const instrument = new InstrumentPanel(document);
    QWidget* const eventTab = addPanel(event, tr("Event"));
    QWidget* const busTab = addPanel(bus, tr("Bus"));
    QWidget* const instrumentTab = addPanel(instrument, tr("Instrument"));
    m_piece = new ProjectPanel(document);
    m_pieceTab = addPanel(m_piece, tr("Piece"));
    addSources(document, pictures);
    connect(event, &EventPanel::auditionRequested, this, &Inspector::auditionRequested);
    connect(event, &EventPanel::soundWanted, this, &Inspector::eventSoundWanted);
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

QWidget* Inspector::addPanel(QWidget* panel, const QString& name) {
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(name);
    scroll->setWidget(panel);
    addTab(scroll, name);
    return scroll;
}

void Inspector::addSources(Document& document, SoundPictures& pictures) {
    auto* const sample = new SamplePanel(document, pictures);
    auto* const table = new TablePanel(document);
    QWidget* const sampleTab = addPanel(sample, tr("Sample"));
    QWidget* const tableTab = addPanel(table, tr("Table"));
    connect(sample, &SamplePanel::findRequested, this, &Inspector::soundFindRequested);
    connect(sample, &SamplePanel::fileTyped, this, &Inspector::soundFileTyped);
    connect(sample, &SamplePanel::hearRequested, this, &Inspector::soundHearRequested);
    connect(sample, &SamplePanel::placeRequested, this, &Inspector::soundPlaceRequested);
    connect(table, &TablePanel::fileRequested, this, &Inspector::tableFileRequested);
    const Selection& selection = document.selection();
    const auto show = [this, &selection, sampleTab, tableTab] {
        const bool isSample = static_cast<bool>(selection.currentSound());
        const bool isTable = static_cast<bool>(selection.currentTable());
        setTabVisible(indexOf(sampleTab), isSample);
        setTabVisible(indexOf(tableTab), isTable);
        if (isSample || isTable)
            setCurrentWidget(isSample ? sampleTab : tableTab);
    };
    connect(&selection, &Selection::currentSourceChanged, this, show);
    show();
}

void Inspector::showPiece() {
    setCurrentWidget(m_pieceTab);
    m_piece->startTyping();
}

} // namespace stria
