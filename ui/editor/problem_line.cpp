// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/problem_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

#include "ui/look/palette.h"

namespace stria {

ProblemLine::ProblemLine(QWidget* parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)),
      m_go(new QToolButton(this)), m_add(new QToolButton(this)), m_mend(new QToolButton(this)) {
    setFixedHeight(sizes::row);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_text->setAccessibleName(tr("Problem"));
    m_add->setText(tr("Add as parameter"));
    m_add->setToolTip(tr("Add the variable to the list of parameters at the top"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * sizes::grid, 0, sizes::grid, 0);
    layout->setSpacing(sizes::grid);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_add);
    layout->addWidget(m_mend);
    layout->addWidget(m_go);
    connect(m_go, &QToolButton::clicked, this, [this] { emit goRequested(m_problem); });
    connect(m_mend, &QToolButton::clicked, this, [this] { emit mendingRequested(m_mending); });
    connect(m_add, &QToolButton::clicked, this, [this] { emit addRequested(m_problem); });
    showText({});
}

void ProblemLine::showProblem(const Diagnostic& problem, int problemCount, bool canAdd) {
    m_problem = problem;
    const bool isError = problem.severity == Severity::Error;
    const QIcon icon = look::icon(isError ? QStringLiteral("problem") : QStringLiteral("warning"));
    m_icon->setPixmap(icon.pixmap(2 * sizes::grid, 2 * sizes::grid));
    m_icon->show();
    m_text->setProperty("kind", isError ? "error" : "");
    m_text->style()->polish(m_text);
    m_text->setText(QString::fromStdString(problem.message));
    m_text->setToolTip(m_text->text());
    QString where = tr("Line %1").arg(problem.place.line);
    if (problemCount > 1)
        where += tr(" · %1 problems").arg(problemCount);
    m_go->setText(where);
    m_go->setAccessibleName(tr("Go to line %1").arg(problem.place.line));
    m_go->setVisible(problem.place.line > 0);
    m_add->setVisible(canAdd);
    m_mend->hide();
}

void ProblemLine::showMending(const Diagnostic& problem, const ParameterMending& mending) {
    showProblem(problem, 1, false);
    m_mending = mending;
    m_mend->setText(mending.text);
    m_mend->show();
}

void ProblemLine::showText(const QString& text) {
    m_icon->hide();
    m_go->hide();
    m_add->hide();
    m_mend->hide();
    m_text->setProperty("kind", "dim");
    m_text->style()->polish(m_text);
    m_text->setText(text);
    m_text->setToolTip({});
}

QString ProblemLine::text() const {
    return m_text->text();
}

} // namespace stria
