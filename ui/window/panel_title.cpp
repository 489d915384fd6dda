// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_title.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "ui/look/palette.h"

namespace stria {
namespace {

constexpr int gripHeight = 10;
constexpr int gripWidth = 32;
constexpr int namedHeight = 26;

} // namespace

PanelTitle::PanelTitle(QDockWidget& panel, Kind kind)
    : QWidget(&panel), m_panel(panel), m_kind(kind), m_name(new QLabel(panel.windowTitle())),
      m_hide(new QToolButton) {
    setAccessibleName(tr("Move %1").arg(panel.windowTitle()));
    setToolTip(tr("Drag to move the panel; a double click takes it out of the window"));
    setCursor(Qt::OpenHandCursor);
    m_name->setProperty("kind", "heading");
    m_name->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_hide->setIcon(look::icon(QStringLiteral("close")));
    m_hide->setIconSize({12, 12});
    m_hide->setToolTip(tr("Hide"));
    m_hide->setAccessibleName(tr("Hide %1").arg(panel.windowTitle()));
    m_hide->setCursor(Qt::ArrowCursor);
    m_hide->setFocusPolicy(Qt::NoFocus);
    connect(m_hide, &QToolButton::clicked, &panel, &QWidget::hide);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(sizes::grid, 0, sizes::grid / 2, 0);
    row->addWidget(m_name);
    row->addStretch();
    row->addWidget(m_hide);
    connect(&panel, &QDockWidget::topLevelChanged, this, &PanelTitle::showState);
    showState();
}

bool PanelTitle::isNamed() const {
    return m_kind == Kind::Named || m_panel.isFloating();
}

void PanelTitle::showState() {
    m_name->setVisible(isNamed());
    m_hide->setVisible(isNamed());
    updateGeometry();
    update();
}

QSize PanelTitle::sizeHint() const {
    return {0, isNamed() ? namedHeight : gripHeight};
}

void PanelTitle::paintEvent(QPaintEvent*) {
    const Colours& colours = look::colours();
    QPainter painter(this);
    painter.fillRect(rect(), colours.panel);
    if (isNamed()) {
        painter.fillRect(QRect(0, height() - 1, width(), 1), colours.line);
        return;
    }
    const QRect grip((width() - gripWidth) / 2, height() / 2 - 1, gripWidth, 2);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(underMouse() ? colours.accent : colours.line);
    painter.drawRoundedRect(grip, 1, 1);
}

} // namespace stria
