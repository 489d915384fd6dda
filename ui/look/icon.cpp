// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "ui/look/palette.h"

/// Resources of a static library are linked only when asked for; outside any namespace.
static void registerIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace stria {
namespace {

/// Draws the SVG at the size and in the colour that are wanted at the moment of painting, so that
/// icons are sharp at any scale and follow a change of the theme.
class IconEngine : public QIconEngine {
  public:
    explicit IconEngine(QByteArray svg) : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
               QIcon::State state) override {
        const Colours& c = look::colours();
        QColor colour = state == QIcon::On ? c.accent : c.text;
        if (mode == QIcon::Disabled)
            colour.setAlphaF(0.4F);
        QByteArray svg = m_svg;
        svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        painter->save();
        painter->setOpacity(painter->opacity() * colour.alphaF());
        renderer.render(painter, QRectF(rect));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return picture;
    }

    QIconEngine* clone() const override { return new IconEngine(m_svg); }

  private:
    QByteArray m_svg;
};

} // namespace

QIcon look::icon(const QString& name) {
    static const bool registered = [] {
        registerIcons();
        return true;
    }();
    Q_UNUSED(registered)
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new IconEngine(file.readAll()));
}

} // namespace stria
