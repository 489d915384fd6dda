// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

#include "engine/model/id.h"

namespace stria {

class Document;
class ProjectPanel;

/// The right side of the window: what is chosen, with typed values. Choosing something in another
/// view brings its tab to the front.
class Inspector : public QTabWidget {
    Q_OBJECT

  public:
    explicit Inspector(Document& document, QWidget* parent = nullptr);

    /// The settings of the whole piece, ready to be typed.
    void showPiece();

  signals:
    void auditionRequested(stria::EventId event);
    void editCodeRequested(stria::InstrumentId instrument);

  private:
    ProjectPanel* m_piece;
    QWidget* m_pieceTab;
};

} // namespace stria
