// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/number_list_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QVBoxLayout>
#include <functional>

#include "ui/document/table_shapes.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr int mostCharacters = 1'000'000;

/// Takes no text that would be slow to work with.
class NumberText : public QPlainTextEdit {
  public:
    using QPlainTextEdit::QPlainTextEdit;
    std::function<void(int characters)> refused;

  protected:
    void insertFromMimeData(const QMimeData* source) override {
        const int characters = static_cast<int>(source->text().size());
        if (characters > mostCharacters && refused)
            return refused(characters);
        QPlainTextEdit::insertFromMimeData(source);
    }
};

} // namespace

NumberListDialog::NumberListDialog(const QString& name, const std::vector<double>& numbers,
                                   int channels, QWidget* parent)
    : QDialog(parent), m_channels(channels), m_word(new QLabel(this)) {
    setWindowTitle(tr("Numbers of %1").arg(name));
    resize(480, 400);
    auto* const text = new NumberText(this);
    m_text = text;
    text->refused = [this](int characters) {
        say(tr("That are %L1 characters, too many to be edited here. Put them into a file and use "
               "“From a file…”.")
                .arg(characters));
    };
    m_text->setAccessibleName(tr("Numbers"));
    m_text->setFont(look::codeFont());
    m_text->setTabChangesFocus(true);
    constexpr int perLine = 8;
    if (numbers.size() <= mostShown)
        m_text->setPlainText(QString::fromStdString(table_shapes::write(numbers, perLine)));
    else
        m_text->setPlaceholderText(
            tr("The table has %L1 numbers, too many to be shown as text. What is typed or pasted "
               "here replaces them.")
                .arg(numbers.size()));
    auto* const hint = new QLabel(tr("With spaces, commas or line ends between them. How many "
                                     "there are is the length of the table."),
                                  this);
    hint->setWordWrap(true);
    hint->setProperty("kind", "dim");
    m_word->setWordWrap(true);
    m_word->setProperty("kind", "error");
    m_word->hide();
    auto* const buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(hint);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_word);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &NumberListDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_text, &QPlainTextEdit::textChanged, m_word, &QWidget::hide);
}

void NumberListDialog::say(const QString& word) {
    m_word->setText(word);
    m_word->show();
}

void NumberListDialog::take() {
    const auto numbers = table_shapes::read(m_text->toPlainText().toStdString());
    if (!numbers) {
        const int line = numbers.error().place.line;
        const QString message = QString::fromStdString(numbers.error().message);
        say(line > 0 ? tr("Line %1: %2").arg(line).arg(message) : message);
        if (line > 0) {
            m_text->setTextCursor(QTextCursor(m_text->document()->findBlockByNumber(line - 1)));
            m_text->setFocus();
        }
        return;
    }
    if (numbers->size() % static_cast<std::size_t>(m_channels) != 0)
        return say(tr("The table has %1 channels, and %L2 numbers cannot be shared out among them.")
                       .arg(m_channels)
                       .arg(numbers->size()));
    emit given(*numbers);
    accept();
}

} // namespace stria
