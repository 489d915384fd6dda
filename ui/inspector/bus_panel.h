// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "engine/model/project.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace stria {

class Document;
class NumberField;
class PanelForm;

/// The buses: add and remove, and for the chosen one its name, kind and first value, who writes it
/// and who reads it.
class BusPanel : public QWidget {
    Q_OBJECT

  public:
    explicit BusPanel(Document& document, QWidget* parent = nullptr);

  private:
    void fillList();
    void refresh();
    void showRoute();
    void addBus();
    void removeBus();
    void changeBus(const QString& name, const std::function<void(Bus&)>& change);
    const Bus* bus() const;

    Document& m_document;
    QComboBox* m_list;
    QToolButton* m_remove;
    PanelForm* m_form;
    QLineEdit* m_name;
    QComboBox* m_kind;
    NumberField* m_value;
    QCheckBox* m_persistent;
    QLabel* m_route;
    QLabel* m_empty;
};

} // namespace stria
