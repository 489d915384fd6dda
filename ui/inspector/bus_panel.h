// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
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
class HintFields;
class NumberField;
class PanelForm;

/// The buses: add and remove, and for the chosen one its name, kind and first value, its automation
/// lane and the range of that, who writes it and who reads it.
class BusPanel : public QWidget {
    Q_OBJECT

  public:
    explicit BusPanel(Document& document, QWidget* parent = nullptr);
    ~BusPanel() override;

  signals:
    void removeRequested(stria::BusId bus);

  private:
    void fillList();
    void refresh();
    void showRoute();
    void add();
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
    QLabel* m_laneHeading;
    QCheckBox* m_lane;
    HintFields* m_hint;
    QLabel* m_route;
    QTimer m_routeAge; ///< routes cost a look at each event: they come a moment after a change
    QLabel* m_empty;
};

} // namespace stria
