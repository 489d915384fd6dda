// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/track_headers.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr int edgeReach = 4;

/// A letter in a box, filled when it is on.
class LetterButton : public QToolButton {
  public:
    LetterButton(const QString& letter, const QString& name, QWidget* parent)
        : QToolButton(parent) {
        setText(letter);
        setAccessibleName(name);
        setToolTip(name);
        setCheckable(true);
        setFixedSize(18, 18);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const Colours& colours = look::colours();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus() ? colours.accent : colours.line);
        painter.setBrush(isChecked() ? colours.accent
                                     : (underMouse() ? colours.selected : colours.raised));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.setFont(look::font(10, isChecked()));
        painter.setPen(isChecked() ? colours.onAccent : colours.dimText);
        painter.drawText(rect(), Qt::AlignCenter, text());
    }
};

/// A triangle that points down, or to the right when it is on.
class FoldButton : public QToolButton {
  public:
    explicit FoldButton(QWidget* parent) : QToolButton(parent) {
        setCheckable(true);
        setFixedSize(16, 18);
        setToolTip(TrackHeader::tr("Fold or unfold (F)"));
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const Colours& colours = look::colours();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(8, 9);
        painter.rotate(isChecked() ? -90 : 0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(hasFocus() ? colours.accent
                                    : (underMouse() ? colours.text : colours.dimText));
        painter.drawPolygon(QPolygonF({QPointF(-4, -2), QPointF(4, -2), QPointF(0, 3)}));
    }
};

/// Small numbers are steps from something that only the instrument knows.
QString pitchName(int pitch, bool isAbsolute) {
    if (!isAbsolute)
        return (pitch > 0 ? QStringLiteral("+") : QString()) + QString::number(pitch);
    static constexpr std::array names = {"C",  "C#", "D",  "D#", "E",  "F",
                                         "F#", "G",  "G#", "A",  "A#", "B"};
    const int octave = static_cast<int>(std::floor(pitch / 12.0)) - 1;
    return QString::fromLatin1(names[static_cast<std::size_t>((pitch % 12 + 12) % 12)]) +
           QString::number(octave);
}

} // namespace

TrackHeader::TrackHeader(TimelineScene& scene, QWidget* parent)
    : QWidget(parent), m_scene(scene), m_fold(new FoldButton(this)),
      m_mute(new LetterButton(tr("M"), tr("Mute"), this)),
      m_solo(new LetterButton(tr("S"), tr("Solo"), this)) {
    setMouseTracking(true);
    connect(&scene.document(), &Document::interrupting, this, &TrackHeader::endResizing);
    connect(m_fold, &QToolButton::clicked, this, [this](bool folded) {
        if (const Lane* shown = lane())
            m_scene.fold({*shown}, folded);
    });
    connect(m_mute, &QToolButton::clicked, this,
            [this] { switchFlag(&Track::muted, tr("Mute track"), tr("Unmute track")); });
    connect(m_solo, &QToolButton::clicked, this,
            [this] { switchFlag(&Track::solo, tr("Solo track"), tr("End solo of track")); });
}

void TrackHeader::showLane(const Lane& lane) {
    m_track = lane.track;
    m_instrument = lane.instrument;
    m_fold->setChecked(lane.folded);
    m_mute->setChecked(lane.muted);
    m_solo->setChecked(lane.solo);
    setAccessibleName(tr("Track %1").arg(lane.name));
    m_fold->setAccessibleName(tr("Fold %1").arg(lane.name));
    m_mute->setAccessibleName(tr("Mute %1").arg(lane.name));
    m_solo->setAccessibleName(tr("Solo %1").arg(lane.name));
    update();
}

int TrackHeader::laneIndex() const {
    const auto& lanes = m_scene.lanes().all();
    const auto it = std::find_if(lanes.begin(), lanes.end(), [this](const Lane& lane) {
        return lane.track == m_track && (m_track || lane.instrument == m_instrument);
    });
    return it == lanes.end() ? -1 : static_cast<int>(it - lanes.begin());
}

const Lane* TrackHeader::lane() const {
    const int index = laneIndex();
    return index < 0 ? nullptr : &m_scene.lanes().all()[static_cast<std::size_t>(index)];
}

void TrackHeader::switchFlag(bool Track::*flag, const QString& on, const QString& off) {
    const Lane* shown = lane();
    if (!shown)
        return;
    const Lane copy = *shown;
    const Track* known = m_scene.project().find(copy.track);
    const bool now = known && known->*flag;
    m_scene.document().edit(now ? off : on, [&](Project& project) {
        Track track = *project.find(trackOfLane(project, m_scene.lanes(), copy));
        track.*flag = !now;
        (void)project.change(std::move(track));
    });
}

void TrackHeader::resizeEvent(QResizeEvent*) {
    const int top = height() < 28 ? 3 : 6;
    m_fold->move(6, top);
    m_solo->move(width() - 26, top);
    m_mute->move(width() - 46, top);
}

void TrackHeader::paintEvent(QPaintEvent*) {
    const Lane* shown = lane();
    if (!shown)
        return;
    const Colours& colours = look::colours();
    QPainter painter(this);
    painter.fillRect(rect(), colours.panel);
    painter.fillRect(0, 0, 4, height() - 1, shown->colour);
    painter.fillRect(0, height() - 1, width(), 1, colours.line);
    painter.setFont(look::font(sizes::smallText + 1, true));
    painter.setPen(shown->silent ? colours.dimText : colours.text);
    const QRect nameRect(24, m_fold->y() - 1, width() - 24 - 50, 20);
    painter.drawText(
        nameRect, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(shown->name, Qt::ElideRight, nameRect.width()));
    QString order;
    if (shown->rows == LaneRows::Pitch)
        order = tr("by %1").arg(QString::fromStdString(shown->pitchParameter));
    else if (shown->rowCount > 1)
        order = tr("%n rows", nullptr, shown->rowCount);
    painter.setFont(look::font(sizes::smallText));
    painter.setPen(colours.dimText);
    if (shown->height >= 44)
        painter.drawText(QRect(24, 24, width() - 62, 16), Qt::AlignLeft | Qt::AlignVCenter, order);
    if (shown->rows == LaneRows::Pitch)
        paintPitches(painter, *shown);
}

void TrackHeader::paintPitches(QPainter& painter, const Lane& lane) {
    double last = 1e9;
    for (int pitch = static_cast<int>(std::ceil(lane.lowest)); pitch <= lane.highest; ++pitch) {
        if (pitch % 12 != 0 && (pitch % 12 != 7 || lane.highest - lane.lowest > 30))
            continue;
        const double y = Lanes::yOfPitch(lane, pitch) - lane.top;
        if (y < 34 || y > lane.height - 8 || last - y < 14)
            continue;
        last = y;
        painter.drawText(QRectF(width() - 40, y - 7, 32, 14), Qt::AlignRight | Qt::AlignVCenter,
                         pitchName(pitch, lane.lowest >= 0));
    }
}

void TrackHeader::mousePressEvent(QMouseEvent* event) {
    const Lane* shown = lane();
    if (!shown || event->button() != Qt::LeftButton)
        return;
    if (shown->instrument)
        m_scene.selection().setCurrentInstrument(shown->instrument);
    if (event->position().y() < height() - edgeReach || shown->folded)
        return;
    m_pressedY = event->globalPosition().y();
    m_pressedLane = *shown;
    m_heightEdit.emplace(m_scene.document().begin(tr("Change height of track")));
}

void TrackHeader::mouseMoveEvent(QMouseEvent* event) {
    if (!m_heightEdit) {
        setCursor(event->position().y() < height() - edgeReach ? Qt::ArrowCursor
                                                               : Qt::SizeVerCursor);
        return;
    }
    const double wanted =
        std::clamp(m_pressedLane.height + event->globalPosition().y() - m_pressedY, 24.0, 600.0);
    m_heightEdit->update([&](Project& project) {
        Track track = *project.find(trackOfLane(project, m_scene.lanes(), m_pressedLane));
        track.height = std::round(wanted);
        (void)project.change(std::move(track));
    });
}

void TrackHeader::mouseReleaseEvent(QMouseEvent*) {
    endResizing();
}

void TrackHeader::endResizing() {
    if (m_heightEdit)
        m_heightEdit->commit();
    m_heightEdit.reset();
}

void TrackHeader::mouseDoubleClickEvent(QMouseEvent*) {
    emit renameWanted(laneIndex());
}

void TrackHeader::contextMenuEvent(QContextMenuEvent* event) {
    emit menuWanted(laneIndex(), event->globalPos());
}

TrackHeaders::TrackHeaders(TimelineScene& scene, QWidget* parent)
    : QWidget(parent), m_scene(scene) {
    setFixedWidth(width);
    setAccessibleName(tr("Tracks"));
    connect(&scene, &TimelineScene::lanesChanged, this, &TrackHeaders::place);
    place();
}

void TrackHeaders::setScroll(int pixels) {
    m_scroll = pixels;
    place();
}

void TrackHeaders::place() {
    const auto& lanes = m_scene.lanes().all();
    while (m_headers.size() < lanes.size()) {
        auto* header = new TrackHeader(m_scene, this);
        connect(header, &TrackHeader::menuWanted, this, &TrackHeaders::menuWanted);
        connect(header, &TrackHeader::renameWanted, this, &TrackHeaders::renameWanted);
        m_headers.push_back(header);
    }
    while (m_headers.size() > lanes.size()) {
        m_headers.back()->deleteLater();
        m_headers.back()->hide();
        m_headers.pop_back();
    }
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        m_headers[i]->setGeometry(0, lanes[i].top - m_scroll, width, lanes[i].height);
        m_headers[i]->showLane(lanes[i]);
        m_headers[i]->show();
    }
    update();
}

void TrackHeaders::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), look::colours().panel);
}

} // namespace stria
