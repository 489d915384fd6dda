// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "ui/document/event_clipboard.h"
#include "ui/document/gradual_edit.h"
#include "ui/timeline/timeline_scene.h"

namespace stria {

/// Puts a text from the clipboard into the document, as one step of undo. A long one is read on
/// another thread and inserted piece by piece, so that the window goes on. UI thread only.
class Pasting : public QObject {
    Q_OBJECT

  public:
    explicit Pasting(TimelineScene& scene, QObject* parent = nullptr);

    /// The earliest event comes to `start`. While one text is pasted another is refused.
    void paste(const QString& text, double start);
    bool isBusy() const { return m_edit.isBusy(); }

    /// More lines are refused: what would be hard to work with afterwards.
    static constexpr int mostLines = 200'000;

  signals:
    void said(const QString& sentence);

  private:
    void finish(const PastedEvents& pasted);
    void tell(const PastedEvents& pasted);

    TimelineScene& m_scene;
    GradualEdit m_edit;
};

} // namespace stria
