// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/transport_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/time/bars.h"
#include "ui/transport/level_meter.h"

namespace stria {

namespace {

/// Bar and beat; below them tempo and metre.
QString placeText(const TempoMap& tempo, double seconds) {
    const double beat = tempo.beatAt(seconds);
    TempoPoint current = tempo.points().front();
    for (const TempoPoint& point : tempo.points())
        if (point.beat <= beat)
            current = point;
    return QStringLiteral("bar  %1\n%2 bpm  %3/4")
        .arg(bars::text(tempo, seconds), figures::fixed(current.beatsPerMinute, 1))
        .arg(current.beatsPerBar);
}

} // namespace

TransportBar::TransportBar(QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)), m_extras(new QHBoxLayout) {
    setFixedHeight(sizes::bar);
    setAccessibleName(tr("Transport"));
    m_layout->setContentsMargins(12, 0, 12, 0);
    m_layout->setSpacing(sizes::grid);
    QToolButton* const toStart = addButton(QStringLiteral("to-start"), tr("To the start"),
                                           tr("Move the play head to the start (Home)"));
    m_play = addButton(QStringLiteral("play"), tr("Play"), tr("Play from the play head (Space)"));
    m_stop = addButton(QStringLiteral("stop"), tr("Stop"), tr("Stop what sounds (Shift+Space)"));
    m_loop = addButton(QStringLiteral("loop"), tr("Loop"), tr("Repeat the loop region (L)"));
    m_loop->setCheckable(true);

    m_time = new QLabel(this);
    m_time->setAccessibleName(tr("Time of the play head"));
    m_place = new QLabel(this);
    m_place->setAccessibleName(tr("Bar, beat and tempo at the play head"));
    m_meter = new LevelMeter(this);
    m_export = new QPushButton(tr("Export…"), this);
    m_export->setProperty("kind", "primary");
    m_export->setFixedHeight(sizes::button);
    m_export->setToolTip(tr("Write the piece to a sound file (Ctrl+E)"));

    m_notice = new QPushButton(this);
    m_notice->setAccessibleName(tr("Sound device"));
    m_notice->setFlat(true);
    m_notice->setProperty("kind", "link");
    m_notice->setFocusPolicy(Qt::TabFocus);
    m_notice->hide();

    m_layout->addSpacing(2 * sizes::grid);
    m_layout->addWidget(m_time);
    m_layout->addSpacing(sizes::grid);
    m_layout->addWidget(m_place);
    m_layout->addSpacing(sizes::grid);
    m_extras->setSpacing(sizes::grid);
    m_layout->addLayout(m_extras);
    m_layout->addStretch(1);
    m_layout->addWidget(m_notice);
    m_layout->addSpacing(sizes::grid);
    m_layout->addWidget(m_meter);
    m_layout->addSpacing(sizes::grid);
    m_layout->addWidget(m_export);

    connect(toStart, &QToolButton::clicked, this, &TransportBar::toStartRequested);
    m_play->setCheckable(true);
    connect(m_play, &QToolButton::clicked, this, [this] {
        m_play->setChecked(m_playing); // it shows what is, not what was asked for
        emit playRequested();
    });
    connect(m_stop, &QToolButton::clicked, this, &TransportBar::stopRequested);
    connect(m_loop, &QToolButton::toggled, this, &TransportBar::loopToggled);
    connect(m_notice, &QPushButton::clicked, this, &TransportBar::noticeClicked);
    connect(m_export, &QPushButton::clicked, this, &TransportBar::exportRequested);
    applyFonts();
    setPosition(0);
}

QToolButton* TransportBar::addButton(const QString& icon, const QString& name,
                                     const QString& toolTip) {
    auto* const button = new QToolButton(this);
    button->setProperty("kind", "tool");
    button->setIcon(look::icon(icon));
    button->setIconSize({16, 16});
    button->setFixedSize(sizes::button, sizes::button);
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    button->setFocusPolicy(Qt::TabFocus);
    m_layout->addWidget(button);
    return button;
}

void TransportBar::addWidget(QWidget* widget) {
    m_extras->addWidget(widget);
}

void TransportBar::applyFonts() {
    m_time->setFont(look::font(sizes::timeText));
    // Wide enough for an hour, so that nothing moves while the figures run.
    m_time->setMinimumWidth(
        QFontMetrics(m_time->font()).horizontalAdvance(QStringLiteral("00:00.000")));
    m_place->setFont(look::font(sizes::smallText));
    m_place->setMinimumWidth(
        QFontMetrics(m_place->font()).horizontalAdvance(QStringLiteral("120.0 bpm  4/4 ")));
    m_notice->setFont(look::font(sizes::smallText));
    QPalette dim = palette();
    dim.setColor(QPalette::WindowText, look::colours().dimText);
    m_place->setPalette(dim);
}

void TransportBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_export)
        applyFonts();
}

void TransportBar::setPosition(double seconds) {
    m_position = seconds;
    showPlace();
}

void TransportBar::setTempo(const TempoMap& tempo) {
    m_tempo = tempo;
    showPlace();
}

void TransportBar::showPlace() {
    m_time->setText(figures::time(m_position));
    m_place->setText(placeText(m_tempo, std::max(0.0, m_position)));
}

void TransportBar::setState(Player::State state) {
    m_playing = state != Player::State::Stopped;
    m_play->setChecked(m_playing);
    m_stop->setEnabled(m_playing || m_auditioning);
    m_play->setAccessibleDescription(state == Player::State::Waiting ? tr("waiting for the render")
                                     : m_playing                     ? tr("playing")
                                                                     : tr("stopped"));
}

void TransportBar::setAuditioning(bool sounding) {
    m_auditioning = sounding;
    m_stop->setEnabled(m_playing || m_auditioning);
}

void TransportBar::setLooping(bool looping) {
    const QSignalBlocker blocker(m_loop);
    m_loop->setChecked(looping);
}

void TransportBar::setNotice(const QString& text, const QString& explanation) {
    m_notice->setText(text);
    m_notice->setToolTip(explanation);
    m_notice->setVisible(!text.isEmpty());
}

} // namespace stria
