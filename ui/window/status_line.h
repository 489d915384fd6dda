// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QPushButton;

namespace stria {

class BackgroundRender;
class Document;

/// The line at the bottom: problems, format, size, how much is rendered, and that every change is
/// kept.
class StatusLine : public QStatusBar {
    Q_OBJECT

  public:
    explicit StatusLine(Document& document, QWidget* parent = nullptr);

    void setProblems(int problems, int errors);
    /// Null: nothing is rendered.
    void setRender(const BackgroundRender* render);
    /// A sentence that stays for a few seconds.
    void say(const QString& sentence);
    /// Stays until the next save; empty when all is well.
    void setTrouble(const QString& sentence);
    /// Stays: what this system cannot keep pieces from.
    void setUnconfined(const QString& sentence);

  signals:
    void problemsRequested();
    void pieceRequested(); ///< its rate and the like were clicked

  private:
    void showDocument();
    void showSaved();

    Document& m_document;
    QPushButton* m_problems;
    QPushButton* m_format;
    QLabel* m_size;
    QLabel* m_rendered;
    QLabel* m_said;
    QLabel* m_unconfined;
    QLabel* m_saved;
    QTimer m_refresh;
    QTimer m_forget;
    QString m_savedAt;
    QString m_trouble;
};

} // namespace stria
