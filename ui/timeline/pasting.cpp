// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/pasting.h"

#include <algorithm>

namespace stria {

namespace {

constexpr int atOnce = 50'000; // characters that are read without another thread

} // namespace

Pasting::Pasting(TimelineScene& scene, QObject* parent)
    : QObject(parent), m_scene(scene), m_edit(scene.document()) {}

void Pasting::paste(const QString& text, double start) {
    if (isBusy())
        return emit said(tr("The last paste is still under way."));
    const auto lines = text.count(QLatin1Char('\n')) + 1;
    if (lines > mostLines)
        return emit said(
            tr("Nothing was pasted: the clipboard holds %1 lines, and at most %2 can be "
               "pasted at once.")
                .arg(lines)
                .arg(mostLines));
    const auto size = text.size() <= atOnce ? GradualEdit::Size::Small : GradualEdit::Size::Large;
    if (size == GradualEdit::Size::Large)
        emit said(tr("Pasting\u2026"));
    const auto pasted = std::make_shared<PastedEvents>();
    m_edit.run(
        tr("Paste"), size,
        [pasted, text = text.toStdString(), start](Project& project) {
            *pasted = pasteText(project, text, start);
        },
        [this, pasted] { finish(*pasted); });
}

void Pasting::finish(const PastedEvents& pasted) {
    if (!pasted.events.empty())
        m_scene.selection().setEvents({pasted.events.begin(), pasted.events.end()},
                                      pasted.events.front());
    tell(pasted);
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
