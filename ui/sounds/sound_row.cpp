// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_row.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/look/palette.h"
#include "ui/sounds/sound_list.h"
#include "ui/sounds/sound_reader.h"

namespace stria {

namespace {

constexpr int starSide = 14, nameLeft = 40, barWidth = 48, nearFullScale = 3;

QPainterPath starIn(const QRectF& rect) {
    QPainterPath path;
    const QPointF centre = rect.center();
    for (int i = 0; i < 10; ++i) {
        const double radius = (i % 2 == 0 ? 0.5 : 0.22) * rect.width();
        const double angle = i * std::numbers::pi / 5;
        const QPointF point = centre + QPointF(std::sin(angle), -std::cos(angle)) * radius;
        i == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    path.closeSubpath();
    return path;
}

void drawStar(QPainter& painter, const QRect& rect, bool filled, const Colours& colours) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(filled ? colours.accent : colours.dimText, 1));
    painter.setBrush(filled ? QBrush(colours.accent) : QBrush(Qt::NoBrush));
    painter.drawPath(starIn(QRectF(rect).adjusted(1, 1, -1, -1)));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// All channels as one, so that a low row still shows a shape.
void drawWave(QPainter& painter, const QRectF& area, const SoundLook& look, const QColor& colour) {
    const double length = look.seconds();
    const double step = 1 / painter.device()->devicePixelRatioF();
    const double scale = area.height() / 2;
    const double middle = area.center().y();
    for (double x = 0; x < area.width(); x += step) {
        float least = 0, most = 0;
        for (const WaveformPeaks& channel : *look.peaks) {
            const auto range =
                channel.between(x / area.width() * length, (x + step) / area.width() * length);
            least = std::min(least, range.least);
            most = std::max(most, range.most);
        }
        const double up = std::min(1.0, double{most}) * scale;
        const double down = std::min(1.0, -double{least}) * scale;
        painter.fillRect(QRectF(area.left() + x, middle - std::max(up, step / 2), step,
                                std::max(up + down, step)),
                         colour);
    }
}

void drawLevel(QPainter& painter, const QRect& cell, double level, const Colours& colours) {
    const QRectF bar(cell.right() - 8 - barWidth, cell.center().y() - 1, barWidth, 4);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.line);
    painter.drawRoundedRect(bar, 2, 2);
    constexpr double quietest = -48; // dB at the bar's left end
    const double decibels = level > 0 ? 20 * std::log10(level) : quietest;
    QRectF part = bar;
    part.setWidth(bar.width() * std::clamp(1 - decibels / quietest, 0.0, 1.0));
    painter.setBrush(decibels > -0.1 * nearFullScale ? colours.error : colours.good);
    if (part.width() > 1)
        painter.drawRoundedRect(part, 2, 2);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

QRect SoundRow::starOf(const QRect& cell) {
    return {cell.left() + 14, cell.center().y() - starSide / 2 + 1, starSide, starSide};
}

QSize SoundRow::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {80, sizes::row};
}

void SoundRow::paint(QPainter* painter, const QStyleOptionViewItem& option,
                     const QModelIndex& index) const {
    const Colours& colours = look::colours();
    const auto& list = static_cast<const SoundList&>(*index.model());
    const SoundEntry* const entry = list.entryAt(index);
    if (!entry)
        return;
    const SoundLook* const known = list.lookAt(index);
    const bool chosen = option.state & QStyle::State_Selected;
    const bool refused = known && !known->problem.isEmpty();
    painter->save();
    if (chosen)
        painter->fillRect(option.rect, colours.selected);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, colours.raised);
    const auto* const view = qobject_cast<const QAbstractItemView*>(option.widget);
    const bool isCurrent = view && view->currentIndex().row() == index.row();
    if (isCurrent && index.column() == SoundList::Name)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()),
                          view->hasFocus() ? colours.accent : colours.dimText);
    // On a chosen row dim text needs a little more.
    const QColor dim = chosen ? (colours.dark ? QColor(0xb6, 0xbe, 0xc7) : QColor(0x56, 0x5b, 0x61))
                              : colours.dimText;
    painter->setFont(look::font(sizes::text, false));
    QRect room = option.rect.adjusted(8, 0, -8, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    // Why a sound cannot be heard goes on over the figures that it has not.
    if (refused && view && index.column() >= SoundList::Wave) {
        const QModelIndex first = index.siblingAtColumn(SoundList::Wave);
        painter->setClipRect(option.rect);
        painter->setPen(chosen && colours.dark ? QColor(0xf3, 0x90, 0x87) : colours.error);
        QRect whole = view->visualRect(first);
        whole.setRight(view->viewport()->width());
        whole.adjust(8, 0, -8, 0);
        painter->drawText(whole, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(first.data().toString(), Qt::ElideRight,
                                                            whole.width()));
        painter->restore();
        return;
    }
    switch (index.column()) {
    case SoundList::Name:
        room.setLeft(option.rect.left() + nameLeft);
        if (entry->isFolder)
            look::icon(QStringLiteral("open"))
                .paint(painter, option.rect.left() + 13, option.rect.center().y() - 7, 16, 16);
        else
            drawStar(*painter, starOf(option.rect), list.isFavourite(index), colours);
        painter->setPen(refused ? dim : colours.text);
        break;
    case SoundList::Wave:
        if (known && known->peaks)
            drawWave(*painter, QRectF(room).adjusted(0, 5, 0, -5), *known,
                     isCurrent ? colours.accent : dim);
        break;
    case SoundList::Level:
        if (known && known->level())
            drawLevel(*painter, option.rect, *known->level(), colours);
        painter->setPen(dim);
        if (known && known->level()) {
            if (20 * std::log10(std::max(*known->level(), 1e-9)) > -0.1 * nearFullScale)
                painter->setPen(chosen && colours.dark ? QColor(0xf3, 0x90, 0x87) : colours.error);
        }
        room.setRight(option.rect.right() - barWidth - 20);
        break;
    default:
        painter->setPen(dim);
    }
    painter->drawText(room, index.data(Qt::TextAlignmentRole).toInt(),
                      painter->fontMetrics().elidedText(
                          text,
                          index.column() == SoundList::Name ? Qt::ElideMiddle : Qt::ElideRight,
                          room.width()));
    painter->restore();
}

} // namespace stria
