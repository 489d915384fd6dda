// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <vector>

class QLabel;
class QPlainTextEdit;

namespace stria {

/// The numbers of a table as text, to be typed and pasted. What is no number is said, with its
/// line, and nothing is taken until it is mended.
class NumberListDialog : public QDialog {
    Q_OBJECT

  public:
    NumberListDialog(const QString& name, const std::vector<double>& numbers, int channels,
                     QWidget* parent = nullptr);

    /// More numbers than this are not shown as text.
    static constexpr std::size_t mostShown = 20'000;

  signals:
    void given(const std::vector<double>& numbers);

  private:
    void take();
    void say(const QString& word);

    int m_channels;
    QPlainTextEdit* m_text;
    QLabel* m_word;
};

} // namespace stria
