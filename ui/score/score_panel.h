// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>
#include <functional>

#include "engine/model/diagnostic.h"
#include "ui/score/score_model.h"

class QAction;
class QLabel;
class QLineEdit;
class QMenu;

namespace stria {

class BatchDialog;
class Project;
class ScoreTable;

/// The score as a table, with a line to filter it and what can be done to the chosen events.
class ScorePanel : public QWidget {
    Q_OBJECT

  public:
    explicit ScorePanel(Document& document, QWidget* parent = nullptr);
    ~ScorePanel() override; ///< takes an open preview back

    ScoreModel& model() { return m_model; }
    ScoreTable& table() { return *m_table; }
    /// Whether it can be seen. While it cannot it follows nothing.
    void setInView(bool inView);
    bool isInView() const { return m_inView; }
    /// What can be done here, for a menu; the keys work while the focus is inside.
    void fillMenu(QMenu& menu) const;

    QSize sizeHint() const override { return {800, 280}; }

    void copyCells();
    void copyStatements();
    void paste();
    void removeChosen();
    void changeChosen();
    /// An event like that of the current row, right behind it; in an empty table one of the current
    /// instrument.
    void addRow();

  signals:
    /// The clipboard holds events as the timeline copies them.
    void eventsPasteRequested();
    void auditionRequested(stria::EventId event);
    /// As ScoreModel tells it.
    void soundWanted(const std::vector<stria::EventId>& events, const stria::Parameter& parameter);

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QAction* make(const QString& text, const QKeySequence& key, void (ScorePanel::*work)());
    void buildActions();
    void buildBar();
    void applyFilter();
    void showCounts();
    void say(const QString& sentence, bool isProblem = false);
    void enable();
    void findInstead();
    void chooseAll();
    void markWholeRows();
    void toggleRow();
    void sortByColumn();
    void hear();
    /// One step of undo, or none and the error.
    template <class Work> auto editOrRefuse(const QString& name, Work&& work);
    void pasteText(const QString& text);

    Document& m_document;
    ScoreModel m_model;
    ScoreTable* m_table;
    QPointer<BatchDialog> m_dialog;
    QLineEdit* m_filter;
    QLabel* m_counts;
    QLabel* m_said;
    QWidget* m_bar;
    bool m_inView = false;
    QTimer m_filterSoon;
    QTimer m_countSoon;
    QAction *m_copyCells, *m_copyStatements, *m_paste, *m_remove, *m_add, *m_selectAll,
        *m_wholeRows, *m_toggle, *m_change, *m_find, *m_sort, *m_hear;
};

} // namespace stria
