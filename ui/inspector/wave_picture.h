// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

namespace stria {

/// A picture of many numbers from left to right: what the least and the greatest of each stretch
/// are. Asks for them once for each width.
class WavePicture : public QWidget {
    Q_OBJECT

  public:
    struct Range {
        double least = 0;
        double most = 0;
    };
    /// Of the stretch between two places, 0..1.
    using Reader = std::function<Range(double from, double to)>;

    explicit WavePicture(QWidget* parent = nullptr);

    /// `least` and `most`: the values at the lower and the upper edge.
    void setWave(Reader reader, double least, double most);
    /// A word in place of a wave.
    void setWord(const QString& word);
    /// The wave before this place (0..1) is left out of what is heard, and faint.
    void setFaintBefore(double place);

    QSize sizeHint() const override { return {200, 112}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    QRectF area() const { return QRectF(rect()).adjusted(1, 1, -1, -1); }
    double least() const { return m_least; }
    double most() const { return m_most; }

  private:
    void readColumns();
    double yOf(double value) const;

    Reader m_reader;
    double m_least = -1;
    double m_most = 1;
    double m_faintBefore = 0;
    QString m_word;
    std::vector<Range> m_columns; ///< one a pixel; empty: to be read
};

} // namespace stria
