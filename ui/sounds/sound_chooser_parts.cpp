// SPDX-License-Identifier: GPL-3.0-or-later
// How the parts of the SoundChooser lie, and its keys.
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>
#include <functional>
#include <utility>

#include "ui/look/palette.h"
#include "ui/sounds/listening_bar.h"
#include "ui/sounds/sound_chooser.h"
#include "ui/sounds/sound_table.h"

namespace stria {

namespace {

QFrame* lineAcross(QWidget* parent) {
    auto* const line = new QFrame(parent);
    line->setFixedHeight(1);
    line->setStyleSheet(QStringLiteral("background: %1;").arg(look::colours().line.name()));
    return line;
}

QLabel* keyCap(const QString& text, QWidget* parent) {
    auto* const cap = new QLabel(text, parent);
    cap->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    cap->setFont(look::font(sizes::smallText));
    cap->setStyleSheet(QStringLiteral("border: 1px solid %1; border-radius: 3px; padding: 1px 5px; "
                                      "color: %2;")
                           .arg(look::colours().line.name(), look::colours().dimText.name()));
    return cap;
}

} // namespace

void SoundChooser::build() {
    resize(1100, 720);
    setMinimumSize(640, 460);
    auto* const upper = new QSplitter(Qt::Horizontal, this);
    upper->addWidget(m_placesPanel);
    upper->addWidget(buildList());
    upper->setStretchFactor(1, 1);
    upper->setSizes({208, 892});
    upper->setChildrenCollapsible(false);
    auto* const all = new QSplitter(Qt::Vertical, this);
    all->addWidget(upper);
    all->addWidget(buildSound());
    all->setStretchFactor(0, 1);
    all->setSizes({384, 272});
    all->setChildrenCollapsible(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(all, 1);
    layout->addWidget(lineAcross(this));
    layout->addWidget(buildFoot());
}

QWidget* SoundChooser::buildList() {
    auto* const part = new QWidget(this);
    m_placeName = new QLabel(part);
    m_placeName->setFont(look::font(sizes::text, true));
    m_count = new QLabel(part);
    m_count->setProperty("kind", "dim");
    m_filter = new QLineEdit(part);
    m_filter->setPlaceholderText(tr("Filter, or a path  (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter the sounds"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedHeight(sizes::field);
    m_filter->setMinimumWidth(240);
    m_filter->addAction(look::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_table = new SoundTable(m_list, part);
    if (!m_question.several)
        m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->setSpacing(12);
    head->addWidget(m_placeName);
    head->addWidget(m_count);
    head->addStretch(1);
    head->addWidget(m_filter);
    auto* const layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    return part;
}

QWidget* SoundChooser::buildSound() {
    auto* const part = new QWidget(this);
    part->setProperty("kind", "bar");
    part->setAttribute(Qt::WA_StyledBackground);
    m_name = new QLabel(part);
    m_name->setFont(look::font(sizes::text, true));
    m_name->setTextFormat(Qt::PlainText);
    m_facts = new QLabel(part);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setAccessibleName(tr("What the sound is"));
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_position = new QLabel(part);
    m_position->setFont(look::font(sizes::text));
    m_wave = new SoundWave(part);
    m_bar = new ListeningBar(m_places.listening(), part);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->setSpacing(16);
    head->addWidget(m_name);
    head->addWidget(m_facts, 1);
    head->addWidget(m_position);
    auto* const frame = new QHBoxLayout;
    frame->setContentsMargins(16, 0, 16, 0);
    frame->addWidget(m_wave);
    auto* const layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(frame, 1);
    layout->addWidget(m_bar);
    return part;
}

QWidget* SoundChooser::buildFoot() {
    auto* const part = new QWidget(this);
    part->setProperty("kind", "bar");
    part->setAttribute(Qt::WA_StyledBackground);
    auto* const row = new QHBoxLayout(part);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(8);
    const std::pair<QStringList, QString> hints[] = {{{tr("Space")}, tr("play, stop")},
                                                     {{"↑", "↓"}, tr("next sound")},
                                                     {{"I", "O"}, tr("region here")},
                                                     {{"F"}, tr("favourite")}};
    for (const auto& [keys, text] : hints) {
        for (const QString& key : keys)
            row->addWidget(keyCap(key, part));
        auto* const label = new QLabel(text, part);
        label->setProperty("kind", "small");
        row->addWidget(label);
        row->addSpacing(8);
    }
    row->addStretch(1);
    m_chosenCount = new QLabel(part);
    m_chosenCount->setProperty("kind", "small");
    row->addWidget(m_chosenCount);
    const auto button = [&](const QString& text, const QString& toolTip) {
        auto* const made = new QPushButton(text, part);
        made->setAutoDefault(false); // Return belongs to the list
        made->setMinimumHeight(sizes::button);
        made->setToolTip(toolTip);
        row->addWidget(made);
        return made;
    };
    connect(button(tr("Cancel"), tr("Nothing is taken (Escape)")), &QPushButton::clicked, this,
            &QDialog::reject);
    if (m_question.mayPlace) {
        m_onlyToList = button(tr("Only to the samples"), tr("Without an event (Shift+Enter)"));
        connect(m_onlyToList, &QPushButton::clicked, this, [this] { take(false); });
    }
    m_take = button(QString(), tr("Enter"));
    m_take->setProperty("kind", "primary");
    m_take->setMinimumWidth(128);
    connect(m_take, &QPushButton::clicked, this, [this] { take(m_question.mayPlace); });
    return part;
}

void SoundChooser::addKeys() {
    const auto inList = [this](const QKeySequence& key, const std::function<void()>& work) {
        auto* const shortcut = new QShortcut(key, m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, work);
    };
    inList(Qt::Key_Space, [this] { togglePlaying(); });
    inList(Qt::Key_I, [this] { putRegionsEnd(true); });
    inList(Qt::Key_O, [this] { putRegionsEnd(false); });
    inList(Qt::Key_W, [this] { setRegion(std::nullopt); });
    inList(Qt::Key_L, [this] { m_bar->toggleLoop(); });
    inList(Qt::Key_F, [this] { toggleFavourite(m_path); });
    inList(Qt::Key_Return, [this] { activate(); });
    inList(Qt::Key_Enter, [this] { activate(); });
    inList(Qt::SHIFT | Qt::Key_Return, [this] { take(false); });
    inList(Qt::Key_Backspace, [this] { goUp(); });
    const auto everywhere = [this](const QKeySequence& key, const std::function<void()>& work) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, work);
    };
    everywhere(Qt::CTRL | Qt::Key_F, [this] {
        m_filter->setFocus();
        m_filter->selectAll();
    });
    everywhere(Qt::CTRL | Qt::Key_Up, [this] { goUp(); });
    everywhere(Qt::CTRL | Qt::Key_O, [this] { m_placesPanel->addFolder(); });
}

} // namespace stria
