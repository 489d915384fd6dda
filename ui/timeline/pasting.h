// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "ui/document/event_clipboard.h"
#include "ui/timeline/timeline_scene.h"

namespace stria {

/// Puts a text from the clipboard into the document, as one step of undo. A long one is read on
/// another thread and inserted piece by piece, so that the window goes on. UI thread only.
class Pasting : public QObject {
    Q_OBJECT

  public:
    explicit Pasting(TimelineScene& scene, QObject* parent = nullptr);
    ~Pasting() override; ///< waits for the reading

    /// The earliest event comes to `start`. While one text is pasted another is refused.
    void paste(const QString& text, double start);
    bool isBusy() const { return m_watcher.isRunning() || m_plan; }

    /// More lines are refused: what would be hard to work with afterwards.
    static constexpr int mostLines = 200'000;

  signals:
    void said(const QString& sentence);

  private:
    /// What is to happen to the document, found out on a copy of it.
    struct Plan {
        PastedEvents pasted;
        std::vector<Change> changes;
    };
    static std::shared_ptr<Plan> plan(Project copy, const std::string& text, double start);
    void begin(std::shared_ptr<Plan> plan);
    void insertSome();
    void finish();
    void choose();
    void abandon();
    void tell(const PastedEvents& pasted);

    TimelineScene& m_scene;
    QFutureWatcher<std::shared_ptr<Plan>> m_watcher;
    std::shared_ptr<Plan> m_plan;
    std::size_t m_done = 0; ///< changes of the plan that are in the document
    std::optional<OpenEdit> m_edit;
};

} // namespace stria
