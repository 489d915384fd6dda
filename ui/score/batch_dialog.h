// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "ui/document/document.h"
#include "ui/score/batch_change.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace stria {

class NumberField;
class ScoreModel;

/// Changes one column of many events at once. What it will be is seen at once, here and in every
/// view; closing without Apply takes it back. One step of undo. The window behind takes no input
/// meanwhile, so that nothing else edits what is previewed.
class BatchDialog : public QDialog {
    Q_OBJECT

  public:
    /// `columns` are those to choose from, `column` the first choice.
    BatchDialog(ScoreModel& model, std::vector<EventId> events, const std::vector<int>& columns,
                int column, QWidget* parent = nullptr);
    ~BatchDialog() override;

    void accept() override;
    void reject() override;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    struct Limits {
        double least = 0;
        double most = 1;
    };
    void buildFields(const std::vector<int>& columns, int column);
    void buildPreview();
    void showFields();
    void fillLimits();
    void previewSoon();
    void preview();
    /// Changes the first `most` events as an open edit; false when it cannot be.
    bool showFirst(std::size_t most);
    /// Nothing while a field holds what is no number.
    std::optional<BatchChange> change() const;
    QString stepName(const BatchChange& change) const;
    Limits limits(int column) const;
    void tell(const QString& sentence, bool isError);

    ScoreModel& m_model;
    const std::vector<EventId> m_events;
    std::optional<OpenEdit> m_edit;
    QTimer m_soon;
    QFormLayout* m_form;
    QComboBox* m_column;
    QComboBox* m_kind;
    NumberField* m_first;
    NumberField* m_second;
    QComboBox* m_shape;
    NumberField* m_exponent;
    NumberField* m_seed;
    QCheckBox* m_whole;
    QLineEdit* m_find;
    QLineEdit* m_replacement;
    QTreeWidget* m_list;
    QLabel* m_message;
    QPushButton* m_apply;
};

} // namespace stria
