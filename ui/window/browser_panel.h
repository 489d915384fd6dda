// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QTreeWidget>
#include <QWidget>

#include "engine/model/id.h"

class QLineEdit;
class QMenu;
class QTabBar;
class QToolButton;

namespace stria {

class Document;

/// The left side: what the piece is made of. Instruments with the number of their events, buses
/// with writers -> readers; sound files; tables. A filter narrows the list down.
class BrowserPanel : public QWidget {
    Q_OBJECT

  public:
    explicit BrowserPanel(Document& document, QWidget* parent = nullptr);

    QTreeWidget& list() { return *m_list; }

  signals:
    void addRequested(); ///< an instrument, sound file... as the tab says
    void editCodeRequested(stria::InstrumentId instrument);
    void auditionRequested(stria::InstrumentId instrument);
    void hearRequested(stria::SoundSourceId sound);
    void placeRequested(stria::SoundSourceId sound); ///< an event of it
    void findRequested(stria::SoundSourceId sound);  ///< where its file lies
    void removeInstrumentRequested();                ///< the current one
    void removeBusRequested(stria::BusId bus);
    void said(const QString& sentence);

  public:
    enum Tab { Instruments, Samples, Tables };
    Tab tab() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void rebuild();
    void fillInstruments();
    void fillBuses();
    void fillSamples();
    void fillTables();
    QTreeWidgetItem* addHeading(const QString& text);
    QTreeWidgetItem* addRow(const QString& name, const QString& figure, quint64 id, int kind);
    void choose(QTreeWidgetItem* item);
    void showChosen();
    void activate(const QTreeWidgetItem& item);
    void showMenu(const QPoint& position);
    void fillInstrumentMenu(QMenu& menu, InstrumentId id);
    void fillBusMenu(QMenu& menu, BusId id);
    void fillSampleMenu(QMenu& menu, SoundSourceId id);
    void remove(int kind, quint64 id);

    Document& m_document;
    QTabBar* m_tabs;
    QLineEdit* m_filter;
    QTreeWidget* m_list;
    QToolButton* m_add;
    QTimer m_refresh;
    bool m_filling = false;
};

} // namespace stria
