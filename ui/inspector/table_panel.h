// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <memory>

#include "engine/model/project.h"
#include "ui/document/table_shapes.h"

class QLabel;
class QLineEdit;

namespace stria {

class Document;
class NumberField;
class PanelForm;
class TablePicture;

/// The current table: its name, number and length, a picture to draw into, and what it can be
/// filled with. Numbers are worked out on another thread, so that a long table blocks nothing.
class TablePanel : public QWidget {
    Q_OBJECT

  public:
    explicit TablePanel(Document& document, QWidget* parent = nullptr);
    ~TablePanel() override; ///< waits for numbers under way

    bool isWorking() const { return m_making.isRunning(); }

  signals:
    /// Ask for a file of numbers and read it into the table.
    void fileRequested(stria::TableId table);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    using Numbers = std::shared_ptr<const std::vector<double>>;

    QWidget* makeShapes();
    void refresh();
    void setName();
    void setNumber(double number);
    void setLength(double frames);
    void addHarmonics();
    void typeNumbers();
    /// `make` runs on another thread and gives one number a frame.
    void fill(const QString& step, std::function<std::vector<double>(std::size_t frames)> make,
              std::size_t frames);
    void take();
    void changeTable(TableId id, const QString& step, const std::function<void(Table&)>& change);
    void say(const QString& word);
    const Table* table() const;

    Document& m_document;
    PanelForm* m_form;
    QLabel* m_heading;
    QLineEdit* m_name;
    NumberField* m_number;
    NumberField* m_length;
    TablePicture* m_picture;
    QLineEdit* m_harmonics;
    QLabel* m_word;
    QTimer m_later;
    TableId m_shown;
    QFutureWatcher<Numbers> m_making;
    TableId m_target; ///< of the numbers under way
    QString m_step;
};

} // namespace stria
