// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/places_panel.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/look/palette.h"
#include "ui/sounds/sound_places.h"

namespace stria {

namespace {

constexpr int placeRole = Qt::UserRole;

} // namespace

PlacesPanel::PlacesPanel(SoundPlaces& places, QStringList always, QWidget* parent)
    : QWidget(parent), m_places(places), m_always(std::move(always)),
      m_tree(new QTreeWidget(this)) {
    setProperty("kind", "bar");
    setAttribute(Qt::WA_StyledBackground);
    m_tree->setAccessibleName(tr("Places"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* const add = new QToolButton(this);
    add->setIcon(look::icon(QStringLiteral("add")));
    add->setText(tr("Add a folder…"));
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add->setToolTip(tr("Another folder with sounds (Ctrl+O)"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 0, 8);
    layout->setSpacing(4);
    layout->addWidget(m_tree, 1);
    layout->addWidget(add);
    connect(add, &QToolButton::clicked, this, &PlacesPanel::addFolder);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (!m_filling && item && !item->data(0, placeRole).toString().isEmpty())
            setPlace(item->data(0, placeRole).toString());
    });
    connect(m_tree, &QWidget::customContextMenuRequested, this, &PlacesPanel::showMenu);
    refresh();
}

QString PlacesPanel::nameOf(const QString& place) {
    if (place == favourites())
        return tr("Favourites");
    if (place == ofThePiece())
        return tr("In this piece");
    if (place == notFound())
        return tr("Not found");
    if (place == QDir::homePath())
        return tr("Home");
    const QString name = QFileInfo(place).fileName();
    return name.isEmpty() ? place : name;
}

void PlacesPanel::setPlace(const QString& place) {
    if (place == m_place)
        return;
    m_place = place;
    refresh();
    emit placeChanged(place);
}

void PlacesPanel::setCount(const QString& place, int count) {
    m_counts[place] = count;
    refresh();
}

void PlacesPanel::addHeading(const QString& text) {
    auto* const item = new QTreeWidgetItem(m_tree, {text.toUpper()});
    item->setFlags(Qt::ItemIsEnabled);
    item->setFont(0, look::font(sizes::smallText, true));
    item->setForeground(0, look::colours().dimText);
    item->setSizeHint(0, {0, sizes::row + 4});
    item->setTextAlignment(0, Qt::AlignBottom);
    item->setFirstColumnSpanned(true);
}

void PlacesPanel::addPlace(const QString& place, const QString& icon) {
    const QString figure = m_counts.contains(place) ? QString::number(m_counts[place]) : QString();
    auto* const item = new QTreeWidgetItem(m_tree, {nameOf(place), figure + ' '});
    item->setData(0, placeRole, place);
    item->setIcon(0, look::icon(icon));
    item->setForeground(1, look::colours().dimText);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setSizeHint(0, {0, sizes::row});
    item->setToolTip(0, place.startsWith(':') ? nameOf(place) : QDir::toNativeSeparators(place));
}

void PlacesPanel::refresh() {
    m_filling = true;
    m_tree->clear();
    addHeading(tr("Folders"));
    QStringList folders = m_places.folders();
    for (const QString& folder : m_always + QStringList{m_place})
        if (!folder.isEmpty() && !folder.startsWith(':') && !folders.contains(folder))
            folders << folder;
    for (const QString& folder : folders)
        addPlace(folder, QStringLiteral("open"));
    addHeading(tr("Favourites"));
    addPlace(favourites(), QStringLiteral("star"));
    addHeading(tr("Piece"));
    addPlace(ofThePiece(), QStringLiteral("sample"));
    addPlace(notFound(), QStringLiteral("problem"));
    markCurrent();
    m_filling = false;
}

void PlacesPanel::markCurrent() {
    for (int row = 0; row < m_tree->topLevelItemCount(); ++row)
        if (auto* const item = m_tree->topLevelItem(row); item->data(0, placeRole) == m_place)
            m_tree->setCurrentItem(item);
}

void PlacesPanel::addFolder() {
    const QString from = m_place.startsWith(':') ? QString() : m_place;
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("A folder with sounds"), from);
    if (folder.isEmpty())
        return;
    m_places.use(folder);
    setPlace(folder);
}

void PlacesPanel::showMenu(const QPoint& position) {
    const QTreeWidgetItem* const item = m_tree->itemAt(position);
    const QString place = item ? item->data(0, placeRole).toString() : QString();
    if (!m_places.folders().contains(place))
        return;
    QMenu menu;
    menu.addAction(tr("Remove from this list"), this, [this, place] {
        m_places.forget(place);
        refresh();
    });
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

} // namespace stria
