// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/overview.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/look/palette.h"
#include "ui/timeline/density.h"

namespace stria {

Overview::Overview(TimelineScene& scene, QWidget* parent) : QWidget(parent), m_scene(scene) {
    setFixedHeight(24);
    setAccessibleName(tr("Overview"));
    setAccessibleDescription(tr("The whole piece; drag the frame to see another part"));
    setCursor(Qt::OpenHandCursor);
    const auto redraw = [this] {
        m_picture = QPixmap();
        update();
    };
    connect(&scene, &TimelineScene::lanesChanged, this, redraw);
    connect(&scene.axis(), &TimeAxis::changed, this, qOverload<>(&QWidget::update));
    connect(&scene, &TimelineScene::playHeadMoved, this, qOverload<>(&QWidget::update));
}

double Overview::length() const {
    return std::max(10.0, m_scene.scoreEnd() * 1.02);
}

QRectF Overview::frame() const {
    const double pixels = width() / length();
    const double left = std::min(m_scene.axis().start() * pixels, width() - 6.0);
    const double right = std::min<double>(m_scene.axis().end() * pixels, width());
    return {left, 0, std::max(6.0, right - left), static_cast<double>(height())};
}

void Overview::drawPicture() {
    const Colours& colours = look::colours();
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(colours.panel);
    QPainter painter(&m_picture);
    const auto& lanes = m_scene.lanes().all();
    const double pixels = width() / length();
    // Each lane as high as it is below, in the room of the strip.
    const double scale = (height() - 6.0) / std::max(1, m_scene.lanes().tracksHeight());
    Density density;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const double room = lanes[i].height * scale;
        const int rows = std::clamp(static_cast<int>(room / 1.5), 1, 8);
        density.begin(rows, 0, width());
        for (const Span& span : lanes[i].index.spans()) {
            const double part = lanes[i].rows == LaneRows::Pitch
                                    ? (lanes[i].highest - static_cast<double>(span.level)) /
                                          (lanes[i].highest - lanes[i].lowest)
                                    : static_cast<double>(span.level) / lanes[i].rowCount;
            density.add(std::clamp(static_cast<int>(part * rows), 0, rows - 1), span.start * pixels,
                        std::min<double>(span.end * pixels, width()));
        }
        density.paint(painter, lanes[i].colour, colours.panel, [&](int row) {
            return std::pair(3 + lanes[i].top * scale + row * room / rows,
                             std::clamp(room / rows, 1.0, 3.0));
        });
    }
}

void Overview::paintEvent(QPaintEvent*) {
    if (m_picture.isNull())
        drawPicture();
    const Colours& colours = look::colours();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    const double x = m_scene.playHead() * width() / length();
    painter.fillRect(QRectF(x, 0, 1, height()), colours.text);
    QColor fill = colours.accent;
    fill.setAlphaF(0.14f);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.accent);
    painter.setBrush(fill);
    painter.drawRoundedRect(frame().adjusted(0.5, 1.5, -0.5, -1.5), sizes::radius, sizes::radius);
}

void Overview::resizeEvent(QResizeEvent* event) {
    m_picture = QPixmap();
    QWidget::resizeEvent(event);
}

void Overview::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_picture = QPixmap();
    QWidget::changeEvent(event);
}

void Overview::mousePressEvent(QMouseEvent* event) {
    const QRectF now = frame();
    const double x = event->position().x();
    m_grabbedAt = now.contains(event->position()) ? x - now.center().x() : 0;
    mouseMoveEvent(event);
}

void Overview::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const TimeAxis& axis = m_scene.axis();
    const double middle = (event->position().x() - m_grabbedAt) * length() / width();
    m_scene.axis().setStart(std::max(0.0, middle - (axis.end() - axis.start()) / 2));
}

} // namespace stria
