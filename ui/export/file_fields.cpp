// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/file_fields.h"

#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr std::size_t mostNamesInPreview = 3;
constexpr std::size_t mostNamesInTip = 40;

/// What nameStems puts at the end of a name.
QString wordOf(RenderSpec::Stems stems) {
    switch (stems) {
    case RenderSpec::Stems::Tracks:
        return QStringLiteral(" {track}");
    case RenderSpec::Stems::Events:
        return QStringLiteral(" {number} {event}");
    case RenderSpec::Stems::Instruments:
        return QStringLiteral(" {instrument}");
    case RenderSpec::Stems::None:
        break;
    }
    return {};
}

QString nameOf(const RenderSpec& spec) {
    return QFileInfo(QString::fromStdString(spec.outputFile)).fileName();
}

QString namesOf(const std::vector<RenderSpec>& plan, std::size_t most, const QString& separator) {
    QStringList names;
    for (std::size_t i = 0; i < plan.size() && i < most; ++i)
        names << nameOf(plan[i]);
    if (plan.size() > most)
        names << QStringLiteral("…");
    return names.join(separator);
}

} // namespace

FileFields::FileFields(const QString& file, Chooser choose, QFormLayout& form, QWidget* parent)
    : QObject(parent), m_choose(std::move(choose)), m_file(new QLineEdit(file, parent)),
      m_preview(new QLabel(parent)) {
    m_file->setAccessibleName(tr("File"));
    m_file->setToolTip(tr("Words in braces, such as {project} or {track}, stand for what each "
                          "file is about."));
    auto* const words = new QToolButton(parent);
    words->setText(QStringLiteral("{ }"));
    words->setToolTip(tr("Put in a word that stands for something"));
    words->setAccessibleName(words->toolTip());
    words->setPopupMode(QToolButton::InstantPopup);
    auto* const menu = new QMenu(words);
    fillWords(*menu);
    words->setMenu(menu);
    auto* const browse = new QPushButton(tr("Choose…"), parent);
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString chosen = m_choose(m_file->text());
        if (!chosen.isEmpty())
            m_file->setText(chosen);
    });
    auto* const row = new QHBoxLayout;
    row->setSpacing(sizes::grid);
    row->addWidget(m_file, 1);
    row->addWidget(words);
    row->addWidget(browse);
    form.addRow(tr("File"), row);

    m_preview->setProperty("kind", "small");
    m_preview->setAccessibleName(tr("Names of the files"));
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_preview->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_preview->setFixedHeight(16);
    form.addRow(QString(), m_preview);
    connect(m_file, &QLineEdit::textChanged, this, &FileFields::changed);
}

void FileFields::fillWords(QMenu& menu) {
    const std::pair<const char*, QString> words[] = {{"project", tr("name of the project's file")},
                                                     {"title", tr("title of the piece")},
                                                     {"track", tr("track")},
                                                     {"event", tr("event, or its instrument")},
                                                     {"instrument", tr("instrument")},
                                                     {"number", tr("01, 02, 03 …")},
                                                     {"date", tr("today's date")},
                                                     {"time", tr("time of day")}};
    for (const auto& [word, meaning] : words) {
        const QString text = QStringLiteral("{%1}").arg(QLatin1String(word));
        QAction* const action = menu.addAction(text + QLatin1Char('\t') + meaning);
        connect(action, &QAction::triggered, this, [this, text] {
            // In front of the ending where nobody has put the cursor elsewhere.
            if (m_file->cursorPosition() == m_file->text().size())
                m_file->setCursorPosition(
                    static_cast<int>(m_file->text().size() - QFileInfo(file()).suffix().size()) -
                    1);
            m_file->insert(text);
        });
    }
}

QString FileFields::file() const {
    return m_file->text().trimmed();
}

void FileFields::setFile(const QString& file) {
    m_file->setText(file);
}

void FileFields::setEnding(const std::vector<std::string>& endings) {
    const QFileInfo info(file());
    const std::string suffix = info.suffix().toLower().toStdString();
    if (file().isEmpty() || std::find(endings.begin(), endings.end(), suffix) != endings.end())
        return;
    m_file->setText(QDir(info.path())
                        .filePath(info.completeBaseName() + QLatin1Char('.') +
                                  QString::fromStdString(endings.front())));
}

QString FileFields::pattern() const {
    return QFileInfo(file()).completeBaseName();
}

void FileFields::setPattern(const QString& pattern) {
    const QFileInfo info(file());
    const QString ending = info.suffix().isEmpty() ? QString() : QLatin1Char('.') + info.suffix();
    m_file->setText(QDir(info.path()).filePath(pattern + ending));
}

void FileFields::nameStems(RenderSpec::Stems stems) {
    QString name = pattern();
    if (name.isEmpty())
        return;
    for (const Stems kind :
         {RenderSpec::Stems::Tracks, RenderSpec::Stems::Events, RenderSpec::Stems::Instruments})
        if (name.endsWith(wordOf(kind)) && name.size() > wordOf(kind).size())
            name.chop(wordOf(kind).size());
    const bool tells =
        name.contains(QLatin1String("{track}")) || name.contains(QLatin1String("{event}")) ||
        name.contains(QLatin1String("{instrument}")) || name.contains(QLatin1String("{number}"));
    if (!tells)
        name += wordOf(stems);
    if (name != pattern())
        setPattern(name);
}

void FileFields::preview(const std::vector<RenderSpec>& plan) {
    const bool tells =
        plan.size() > 1 || (plan.size() == 1 && nameOf(plan[0]) != QFileInfo(file()).fileName());
    QString text;
    if (tells)
        text = plan.size() == 1 ? QStringLiteral("→ ") + nameOf(plan[0])
                                : tr("%n file(s): ", nullptr, static_cast<int>(plan.size())) +
                                      namesOf(plan, mostNamesInPreview, QStringLiteral(",  "));
    m_preview->setText(text);
    m_preview->setToolTip(plan.size() > 1 ? namesOf(plan, mostNamesInTip, QStringLiteral("\n"))
                                                .toHtmlEscaped()
                                                .replace(QLatin1Char('\n'), QLatin1String("<br>"))
                                          : QString());
}

} // namespace stria
