// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "engine/model/settings.h"

class QLabel;
class QLineEdit;

namespace stria {

class Document;
class NumberField;
class PanelForm;
class TimeField;

/// What holds for the whole piece: its title, how it is computed, where it ends. Each value that is
/// typed is one step of the undo list.
class ProjectPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ProjectPanel(Document& document, QWidget* parent = nullptr);
    ~ProjectPanel() override;

    /// Lets the title be typed.
    void startTyping();

  private:
    void refresh();
    void change(const QString& step, const std::function<void(Settings&)>& work);
    QLineEdit* addText(const QString& label);
    NumberField* addNumber(const QString& label, double least, double most,
                           const std::function<void(Settings&, double)>& set);
    void takeOptions();

    Document& m_document;
    PanelForm* m_form;
    QLineEdit* m_title;
    NumberField* m_rate;
    NumberField* m_channels;
    NumberField* m_ksmps;
    NumberField* m_a4;
    TimeField* m_end;
    NumberField* m_priorities;
    NumberField* m_audioBuses;
    NumberField* m_controlBuses;
    QLineEdit* m_options;
    QLabel* m_refusal; ///< why an option cannot be used
};

} // namespace stria
