// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTreeView>

namespace stria {

class SoundList;

/// The list of sounds on the screen. The current row is what is looked at and heard; with Ctrl and
/// Shift several are chosen.
class SoundTable : public QTreeView {
    Q_OBJECT

  public:
    explicit SoundTable(SoundList& list, QWidget* parent = nullptr);

    /// Of the current row; empty where there is none.
    QString currentPath() const;
    void setCurrentPath(const QString& path);
    /// Files only, from top to bottom.
    QStringList chosenFiles() const;
    /// A sentence where the list is empty.
    void setEmptyText(const QString& text);

    void keyboardSearch(const QString&) override {} ///< letters are keys here

  signals:
    void currentPathChanged();
    void chosenChanged();
    void starClicked(const QString& path);
    /// Other rows are in sight.
    void seen();

  protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& chosen, const QItemSelection& before) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void arrangeColumns();

    SoundList& m_list;
    QString m_emptyText;
};

} // namespace stria
