// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QFutureWatcher>
#include <QTimer>
#include <memory>
#include <vector>

#include "ui/document/instrument_facts.h"
#include "ui/score/score_columns.h"
#include "ui/score/score_filter.h"
#include "ui/score/score_rows.h"

namespace stria {

class Document;

/// The score as a table: a row an event, in the order and with the filter that are set. It follows
/// the document: values at once, rows when an edit is over. Many rows are filtered and sorted on
/// another thread. What is chosen is the document's selection, shared with all views. UI thread
/// only.
///
/// Setting a cell is one step of undo. Where its row is chosen it sets that column of all chosen
/// rows.
class ScoreModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Role { DefaultRole = Qt::UserRole, ChosenRole };

    explicit ScoreModel(Document& document, QObject* parent = nullptr);
    ~ScoreModel() override; ///< waits for what is being sorted

    Document& document() const { return m_document; }
    const ScoreColumns& columns() const { return *m_columns; }
    const ScoreRows& rows() const { return *m_rows; }
    /// Chosen events that are shown, from top to bottom.
    std::vector<EventId> chosen() const;
    /// Whether an event that is shown has something in that column.
    bool isColumnInView(int column) const;

    /// A model that nobody looks at follows nothing until it is looked at again.
    void setActive(bool active);
    /// Rows stay where they are for as long, whatever their values become.
    void setHeld(bool held);
    /// As in ScoreFilter::read. With an error the filter stays what it was.
    Expected<void> setFilter(const QString& text);
    ScoreSorting sorting() const { return m_sorting; }
    void sort(int column, Qt::SortOrder order) override;
    bool isArranging() const { return m_soon.isActive() || m_watcher.isRunning(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

  signals:
    /// Rows have come, gone or changed places, or other columns are in view.
    void arranged();
    /// What was typed cannot be used, with a sentence that says why.
    void refused(const QModelIndex& index, const QString& why);
    /// `?` was given: a sound is to be chosen for these.
    void soundWanted(const std::vector<stria::EventId>& events, const stria::Parameter& parameter);
    /// The filter names a column that is gone: everything is shown.
    void filterLost(const QString& why);

  private:
    struct Arrangement {
        std::vector<ScoreRowsStep> steps;
        std::vector<bool> columnsInView;
    };
    struct Task;

    const ScoreEvent* eventAt(const QModelIndex& index) const;
    QString toolTip(const ScoreEvent& event, int column) const;
    QVariant alignmentOf(int column) const;
    bool isAutomated(const ScoreEvent& event, int column) const;
    void settle();
    void readColumns();
    void arrangeSoon();
    void arrange();
    void take(const Arrangement& arrangement);
    void changeOrder(const std::shared_ptr<const ScoreRows>& rows);

    Document& m_document;
    InstrumentFacts m_facts;
    std::shared_ptr<const ScoreColumns> m_columns = std::make_shared<const ScoreColumns>();
    std::shared_ptr<const ScoreRows> m_rows = std::make_shared<const ScoreRows>();
    std::vector<bool> m_columnsInView;
    int m_columnCount = 0;
    QString m_filterText;
    ScoreFilter m_filter;
    ScoreSorting m_sorting;
    QTimer m_soon;
    QFutureWatcher<std::shared_ptr<const Arrangement>> m_watcher;
    bool m_active = false;
    bool m_held = false;
    bool m_stale = true;        ///< the document has changed since the rows were arranged
    bool m_columnsStale = true; ///< an instrument has
};

} // namespace stria
