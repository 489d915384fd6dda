// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include <QLabel>
#include <QPushButton>
#include <QTime>

#include "ui/document/background_render.h"
#include "ui/document/document.h"
#include "ui/document/event_times.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/window/elided_label.h"

namespace stria {

StatusLine::StatusLine(Document& document, QWidget* parent)
    : QStatusBar(parent), m_document(document), m_problems(new QPushButton),
      m_format(new QPushButton), m_size(new QLabel), m_rendered(new QLabel),
      m_said(new ElidedLabel), m_unconfined(new QLabel), m_saved(new ElidedLabel) {
    setSizeGripEnabled(false);
    setAccessibleName(tr("Status"));
    for (QPushButton* button : {m_problems, m_format}) {
        button->setFlat(true);
        button->setProperty("kind", "link");
        button->setFont(look::font(sizes::text));
        addWidget(button);
    }
    m_format->setToolTip(tr("Rate, channels and samples in a cycle: click to change them"));
    connect(m_problems, &QPushButton::clicked, this, &StatusLine::problemsRequested);
    connect(m_format, &QPushButton::clicked, this, &StatusLine::pieceRequested);
    for (QLabel* label : {m_size, m_rendered, m_said}) {
        label->setProperty("kind", "dim");
        label->setContentsMargins(8, 0, 8, 0);
        addWidget(label, label == m_said ? 1 : 0);
    }
    for (QLabel* label : {m_said, m_saved})
        label->setTextFormat(Qt::PlainText);
    m_said->setAccessibleName(tr("Message"));
    m_saved->setProperty("kind", "dim");
    m_saved->setContentsMargins(8, 0, 8, 0);
    m_unconfined->setProperty("kind", "dim");
    m_unconfined->setContentsMargins(8, 0, 8, 0);
    m_unconfined->setText(tr("Pieces are not confined on this system"));
    m_unconfined->hide();
    addPermanentWidget(m_unconfined);
    addPermanentWidget(m_saved);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(100);
    m_forget.setSingleShot(true);
    m_forget.setInterval(8000);
    connect(&m_refresh, &QTimer::timeout, this, &StatusLine::showDocument);
    connect(&m_forget, &QTimer::timeout, m_said, &QLabel::clear);
    connect(&m_document, &Document::settled, &m_refresh, qOverload<>(&QTimer::start));
    connect(&m_document, &Document::modifiedChanged, this, &StatusLine::showSaved);
    connect(&m_document, &Document::replaced, this, [this] {
        m_savedAt.clear();
        m_trouble.clear();
        showSaved();
    });
    connect(&m_document, &Document::saved, this, [this] {
        m_savedAt = QTime::currentTime().toString(QStringLiteral("HH:mm"));
        m_trouble.clear();
        showSaved();
    });
    setProblems(0, 0);
    showDocument();
    showSaved();
}

void StatusLine::setProblems(int problems, int errors) {
    m_problems->setText(problems == 0 ? tr("No problems") : tr("%n problem(s)", nullptr, problems));
    m_problems->setIcon(look::icon(problems == 0 ? QStringLiteral("good")
                                   : errors > 0  ? QStringLiteral("problem")
                                                 : QStringLiteral("warning")));
    m_problems->setToolTip(tr("Show the list of problems (F8 goes to the next in the code)"));
}

void StatusLine::setRender(const BackgroundRender* render) {
    if (!render) {
        m_rendered->setText(tr("Not rendered"));
        return;
    }
    if (!render->isDone()) {
        m_rendered->setText(
            tr("Rendering %1 %").arg(std::lround(render->progress().fraction * 100)));
        return;
    }
    m_rendered->setText(render->result()->ok() ? tr("Rendered") : tr("Not rendered to the end"));
}

void StatusLine::say(const QString& sentence) {
    m_said->setText(sentence);
    m_forget.start();
}

void StatusLine::setTrouble(const QString& sentence) {
    m_trouble = sentence;
    showSaved();
}

void StatusLine::setUnconfined(const QString& sentence) {
    m_unconfined->setToolTip(sentence);
    m_unconfined->setAccessibleDescription(sentence);
    m_unconfined->setVisible(!sentence.isEmpty());
}

void StatusLine::showDocument() {
    const Project& project = m_document.project();
    const Settings& settings = project.settings();
    m_format->setText(tr("%1 kHz · %n channel(s) · ksmps %2", nullptr, settings.channels)
                          .arg(figures::shortest(settings.sampleRate / 1000))
                          .arg(settings.ksmps));
    m_size->setText(tr("%n event(s)", nullptr, int(project.all<ScoreEvent>().size())) + " · " +
                    figures::time(scoreEnd(project), 1));
}

void StatusLine::showSaved() {
    if (!m_trouble.isEmpty()) {
        m_saved->setText(m_trouble);
        return;
    }
    if (m_document.isSaving())
        m_saved->setText(tr("Saving…"));
    else if (m_document.isModified())
        m_saved->setText(tr("Not saved yet · every change is kept"));
    else if (m_savedAt.isEmpty())
        m_saved->setText(tr("Every change is kept"));
    else
        m_saved->setText(tr("Saved %1 · every change is kept").arg(m_savedAt));
}

} // namespace stria
