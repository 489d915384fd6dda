// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "engine/model/diagnostic.h"
#include "ui/document/parameter_mending.h"

class QLabel;
class QToolButton;

namespace stria {

/// One line below the code: the problem at the caret with what can be done about it, or a word on
/// what the caret stands on.
class ProblemLine : public QWidget {
    Q_OBJECT

  public:
    explicit ProblemLine(QWidget* parent = nullptr);

    /// `canAdd`: the problem goes when its variable becomes a parameter.
    void showProblem(const Diagnostic& problem, int problemCount, bool canAdd);
    void showText(const QString& text);
    /// A problem of the score that this code has brought about, and what can be done.
    void showMending(const Diagnostic& problem, const ParameterMending& mending);
    /// As a person reads it.
    QString text() const;

  signals:
    void goRequested(const stria::Diagnostic& problem);
    void addRequested(const stria::Diagnostic& problem);
    void mendingRequested(const stria::ParameterMending& mending);

  private:
    Diagnostic m_problem;
    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_go;
    QToolButton* m_add;
    QToolButton* m_mend;
    ParameterMending m_mending;
};

} // namespace stria
