// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <algorithm>

#include "ui/editor/code_view.h"
#include "ui/look/palette.h"

namespace stria {

FindBar::FindBar(QWidget* parent)
    : QWidget(parent), m_field(new QLineEdit(this)), m_count(new QLabel(this)),
      m_matchCase(new QToolButton(this)) {
    m_field->setPlaceholderText(tr("Find"));
    m_field->setAccessibleName(tr("Find in the code"));
    m_field->setClearButtonEnabled(true);
    m_field->setMaximumWidth(320);
    m_count->setProperty("kind", "dim");
    m_matchCase->setText(QStringLiteral("Aa"));
    m_matchCase->setCheckable(true);
    m_matchCase->setToolTip(tr("Tell capital letters from small ones"));
    m_matchCase->setAccessibleName(m_matchCase->toolTip());

    const auto button = [this](const QString& icon, const QString& name, auto slot) {
        auto* made = new QToolButton(this);
        made->setIcon(look::icon(icon));
        made->setToolTip(name);
        made->setAccessibleName(name);
        connect(made, &QToolButton::clicked, this, slot);
        return made;
    };
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(sizes::grid, sizes::grid / 2, sizes::grid, sizes::grid / 2);
    layout->setSpacing(sizes::grid / 2);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_matchCase);
    layout->addWidget(button("chevron-up", tr("Previous match"), &FindBar::findPrevious));
    layout->addWidget(button("chevron-down", tr("Next match"), &FindBar::findNext));
    layout->addWidget(m_count);
    layout->addStretch();
    layout->addWidget(button("close", tr("Close the search"), &FindBar::close));

    connect(m_field, &QLineEdit::textChanged, this, &FindBar::search);
    connect(m_matchCase, &QToolButton::toggled, this, &FindBar::search);
    hide();
}

void FindBar::setView(CodeView* view) {
    if (m_view) {
        m_view->setMatches({}, 0);
        m_view->disconnect(this);
    }
    m_view = view;
    if (m_view)
        connect(m_view, &CodeView::edited, this, &FindBar::search);
    search();
}

void FindBar::open() {
    if (m_view && m_view->hasSelectedText() && !m_view->selectedText().contains('\n'))
        m_field->setText(m_view->selectedText());
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    search();
}

void FindBar::close() {
    hide();
    search();
    if (m_view)
        m_view->setFocus(Qt::OtherFocusReason);
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->modifiers() & Qt::ShiftModifier ? findPrevious() : findNext();
    else
        QWidget::keyPressEvent(event);
}

void FindBar::search() {
    m_matches.clear();
    const std::string wanted = m_field->text().toStdString();
    m_length = wanted.size();
    if (m_view && isVisible() && !wanted.empty()) {
        const auto lower = [](unsigned char c) {
            return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        };
        const bool matchCase = m_matchCase->isChecked();
        const auto equal = [&](char a, char b) {
            return matchCase ? a == b
                             : lower(static_cast<unsigned char>(a)) ==
                                   lower(static_cast<unsigned char>(b));
        };
        const std::string& code = m_view->code();
        auto from = code.begin();
        while ((from = std::search(from, code.end(), wanted.begin(), wanted.end(), equal)) !=
               code.end()) {
            m_matches.push_back(static_cast<std::size_t>(from - code.begin()));
            from += static_cast<std::ptrdiff_t>(wanted.size());
        }
    }
    if (m_view)
        m_view->setMatches(m_matches, m_length);
    showCount();
}

void FindBar::showCount() {
    if (m_field->text().isEmpty())
        m_count->clear();
    else if (m_matches.empty())
        m_count->setText(tr("not found"));
    else
        m_count->setText(m_matches.size() == 1 ? tr("1 match")
                                               : tr("%1 matches").arg(m_matches.size()));
}

void FindBar::findNext() {
    if (m_matches.empty())
        return;
    const auto selectionEnd =
        static_cast<std::size_t>(m_view->send(QsciScintilla::SCI_GETSELECTIONEND));
    const bool atMatch = m_view->hasSelectedText();
    const auto next =
        std::lower_bound(m_matches.begin(), m_matches.end(),
                         atMatch ? selectionEnd : static_cast<std::size_t>(m_view->caret()));
    go(next == m_matches.end() ? 0 : static_cast<std::size_t>(next - m_matches.begin()));
}

void FindBar::findPrevious() {
    if (m_matches.empty())
        return;
    const auto selectionBegin =
        static_cast<std::size_t>(m_view->send(QsciScintilla::SCI_GETSELECTIONSTART));
    const auto next = std::lower_bound(m_matches.begin(), m_matches.end(), selectionBegin);
    const auto index = static_cast<std::size_t>(next - m_matches.begin());
    go(index == 0 ? m_matches.size() - 1 : index - 1);
}

void FindBar::go(std::size_t index) {
    m_view->select(m_matches[index], m_length);
    m_count->setText(tr("%1 of %2").arg(index + 1).arg(m_matches.size()));
}

} // namespace stria
