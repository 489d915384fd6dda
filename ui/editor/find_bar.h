// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <cstddef>
#include <vector>

class QLabel;
class QLineEdit;
class QToolButton;

namespace stria {

class CodeView;

/// A bar below the code to look for a text in it. Return goes on, Shift+Return back, Escape closes.
class FindBar : public QWidget {
    Q_OBJECT

  public:
    explicit FindBar(QWidget* parent = nullptr);

    /// The text that is searched; null for none.
    void setView(CodeView* view);
    /// Shows the bar and takes the focus; what is selected in the view becomes the search.
    void open();
    void close();
    void findNext();
    void findPrevious();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void search();
    void go(std::size_t index);
    void showCount();

    CodeView* m_view = nullptr;
    QLineEdit* m_field;
    QLabel* m_count;
    QToolButton* m_matchCase;
    std::vector<std::size_t> m_matches; ///< byte offsets
    std::size_t m_length = 0;
};

} // namespace stria
