// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/pasting.h"

#include <QTimer>
#include <QtConcurrentRun>
#include <algorithm>

namespace stria {

namespace {

constexpr int atOnce = 50'000;          // characters that are read without another thread
constexpr std::size_t pieceSize = 4000; // changes between two looks at the event loop

} // namespace

Pasting::Pasting(TimelineScene& scene, QObject* parent) : QObject(parent), m_scene(scene) {
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (!m_watcher.isCanceled())
            begin(m_watcher.result());
    });
    connect(&scene.document(), &Document::replaced, this, &Pasting::abandon);
}

Pasting::~Pasting() {
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

std::shared_ptr<Pasting::Plan> Pasting::plan(Project copy, const std::string& text, double start) {
    auto plan = std::make_shared<Plan>();
    copy.recordInto(&plan->changes);
    plan->pasted = pasteText(copy, text, start);
    return plan;
}

void Pasting::paste(const QString& text, double start) {
    if (isBusy())
        return emit said(tr("The last paste is still under way."));
    if (text.size() <= atOnce)
        return begin(plan(m_scene.project(), text.toStdString(), start));
    const auto lines = text.count(QLatin1Char('\n')) + 1;
    if (lines > mostLines)
        return emit said(
            tr("Nothing was pasted: the clipboard holds %1 lines, and at most %2 can be "
               "pasted at once.")
                .arg(lines)
                .arg(mostLines));
    emit said(tr("Pasting\u2026"));
    m_watcher.setFuture(QtConcurrent::run(
        [copy = m_scene.project(), text, start] { return plan(copy, text.toStdString(), start); }));
}

void Pasting::begin(std::shared_ptr<Plan> plan) {
    m_plan = std::move(plan);
    m_done = 0;
    if (m_plan->pasted.events.empty()) {
        tell(m_plan->pasted);
        m_plan.reset();
        return;
    }
    m_edit.emplace(m_scene.document().begin(tr("Paste")));
    insertSome();
}

void Pasting::insertSome() {
    if (!m_edit)
        return;
    const auto& changes = m_plan->changes;
    const std::size_t end = std::min(changes.size(), m_done + pieceSize);
    m_edit->extend([&](Project& project) {
        for (; m_done < end; ++m_done)
            (void)project.apply(changes[m_done]);
    });
    if (m_done < changes.size())
        QTimer::singleShot(0, this, &Pasting::insertSome);
    else
        finish();
}

void Pasting::finish() {
    m_edit->commit();
    m_edit.reset();
    if (m_plan->changes.size() <= pieceSize)
        return choose();
    QTimer::singleShot(0, this, &Pasting::choose);
}

void Pasting::choose() {
    if (!m_plan)
        return;
    const PastedEvents pasted = std::move(m_plan->pasted);
    m_plan.reset();
    m_scene.selection().setEvents({pasted.events.begin(), pasted.events.end()},
                                  pasted.events.front());
    tell(pasted);
}

/// Another document is there: what was read is not for it.
void Pasting::abandon() {
    m_watcher.cancel();
    m_edit.reset();
    m_plan.reset();
}

void Pasting::tell(const PastedEvents& pasted) {
    const auto error =
        std::find_if(pasted.problems.begin(), pasted.problems.end(),
                     [](const Diagnostic& problem) { return problem.severity == Severity::Error; });
    if (error != pasted.problems.end())
        emit said(tr("Nothing was pasted: %1").arg(QString::fromStdString(error->toText())));
    else if (pasted.events.empty())
        emit said(tr("The clipboard holds no events."));
    else if (!pasted.problems.empty())
        emit said(tr("Pasted %n events. %1", nullptr, static_cast<int>(pasted.events.size()))
                      .arg(QString::fromStdString(pasted.problems.front().toText())));
    else if (pasted.refused > 0)
        emit said(tr("%n lines of the clipboard are no events.", nullptr, pasted.refused));
    else
        emit said(tr("Pasted %n events", nullptr, static_cast<int>(pasted.events.size())));
}

} // namespace stria
