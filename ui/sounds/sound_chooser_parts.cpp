// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_chooser_parts.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>
#include <utility>

#include "ui/look/palette.h"
#include "ui/sounds/listening_bar.h"
#include "ui/sounds/places_panel.h"
#include "ui/sounds/sound_question.h"
#include "ui/sounds/sound_table.h"
#include "ui/sounds/sound_wave.h"

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

SoundChooserParts::SoundChooserParts(const SoundQuestion& question, SoundList& list,
                                     const SoundPlaces::Listening& listening, PlacesPanel* places) {
    auto* const upper = new QSplitter(Qt::Horizontal, this);
    upper->addWidget(places);
    upper->addWidget(buildList(list, question.several));
    upper->setStretchFactor(1, 1);
    upper->setSizes({208, 892});
    upper->setChildrenCollapsible(false);
    auto* const all = new QSplitter(Qt::Vertical, this);
    all->addWidget(upper);
    all->addWidget(buildSound(listening));
    all->setStretchFactor(0, 1);
    all->setSizes({384, 272});
    all->setChildrenCollapsible(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(all, 1);
    layout->addWidget(lineAcross(this));
    layout->addWidget(buildFoot(question.mayPlace));
}

QWidget* SoundChooserParts::buildList(SoundList& list, bool several) {
    auto* const part = new QWidget(this);
    placeName = new QLabel(part);
    placeName->setFont(look::font(sizes::text, true));
    count = new QLabel(part);
    count->setProperty("kind", "dim");
    filter = new QLineEdit(part);
    filter->setPlaceholderText(tr("Filter, or a path  (Ctrl+F)"));
    filter->setAccessibleName(tr("Filter the sounds"));
    filter->setClearButtonEnabled(true);
    filter->setFixedHeight(sizes::field);
    filter->setMinimumWidth(240);
    filter->addAction(look::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    table = new SoundTable(list, part);
    if (!several)
        table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->setSpacing(12);
    head->addWidget(placeName);
    head->addWidget(count);
    head->addStretch(1);
    head->addWidget(filter);
    auto* const layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(table, 1);
    return part;
}

QWidget* SoundChooserParts::buildSound(const SoundPlaces::Listening& listening) {
    auto* const part = new QWidget(this);
    part->setProperty("kind", "bar");
    part->setAttribute(Qt::WA_StyledBackground);
    name = new QLabel(part);
    name->setFont(look::font(sizes::text, true));
    name->setTextFormat(Qt::PlainText);
    facts = new QLabel(part);
    facts->setTextFormat(Qt::PlainText);
    facts->setAccessibleName(tr("What the sound is"));
    facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    position = new QLabel(part);
    position->setFont(look::font(sizes::text));
    wave = new SoundWave(part);
    bar = new ListeningBar(listening, part);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->setSpacing(16);
    head->addWidget(name);
    head->addWidget(facts, 1);
    head->addWidget(position);
    auto* const frame = new QHBoxLayout;
    frame->setContentsMargins(16, 0, 16, 0);
    frame->addWidget(wave);
    auto* const layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(frame, 1);
    layout->addWidget(bar);
    return part;
}

QWidget* SoundChooserParts::buildFoot(bool mayPlace) {
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
    chosenCount = new QLabel(part);
    chosenCount->setProperty("kind", "small");
    row->addWidget(chosenCount);
    const auto button = [&](const QString& text, const QString& toolTip) {
        auto* const made = new QPushButton(text, part);
        made->setAutoDefault(false); // Return belongs to the list
        made->setMinimumHeight(sizes::button);
        made->setToolTip(toolTip);
        row->addWidget(made);
        return made;
    };
    cancel = button(tr("Cancel"), tr("Nothing is taken (Escape)"));
    if (mayPlace)
        onlyToList = button(tr("Only to the samples"), tr("Without an event (Shift+Enter)"));
    take = button(QString(), tr("Enter"));
    take->setProperty("kind", "primary");
    take->setMinimumWidth(128);
    return part;
}

} // namespace stria
