// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dialogs.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include "ui/look/palette.h"
#include "ui/sounds/sound_chooser.h"
#include "ui/window/conflict_dialog.h"

namespace stria {
namespace {

/// Names from a project may look like tags, and the style's own icons know no theme.
void dress(QMessageBox& box, const QString& icon) {
    constexpr int size = 32;
    box.setTextFormat(Qt::PlainText);
    box.setIconPixmap(look::icon(icon).pixmap(QSize(size, size), box.devicePixelRatioF()));
}

} // namespace

SoundAnswer Dialogs::chooseSounds(const SoundQuestion& question) {
    const QString file = chooseFileToOpen(
        QObject::tr("Choose a sound %1").arg(question.purpose).trimmed(), question.file,
        QObject::tr("Sound files (*.wav *.aif *.aiff *.flac *.ogg *.opus *.mp3 *.w64 *.caf);;"
                    "All files (*)"));
    SoundAnswer answer;
    if (!file.isEmpty())
        answer.sounds.push_back({file, 0, 0});
    return answer;
}

SoundAnswer WindowDialogs::chooseSounds(const SoundQuestion& question) {
    if (!m_document || !m_preview)
        return Dialogs::chooseSounds(question);
    SoundChooser chooser(question, *m_document, *m_preview, m_parent);
    return chooser.exec() == QDialog::Accepted ? chooser.answer() : SoundAnswer();
}

QString WindowDialogs::chooseFileToOpen(const QString& title, const QString& folder,
                                        const QString& filter) {
    return QFileDialog::getOpenFileName(m_parent, title, folder, filter);
}

QString WindowDialogs::chooseFileToSave(const QString& title, const QString& proposal,
                                        const QString& filter, const QString& suffix) {
    QFileDialog dialog(m_parent, title, proposal, filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(suffix); // before the question whether to replace a file
    dialog.selectFile(proposal);
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

int WindowDialogs::ask(const Question& question) {
    QMessageBox box(QMessageBox::Question, question.title, question.text, QMessageBox::NoButton,
                    m_parent);
    dress(box, QStringLiteral("note"));
    box.setDetailedText(question.details);
    QList<QPushButton*> buttons;
    for (int i = 0; i < question.answers.size(); ++i) {
        // Roles decide the order of the buttons only: ours is that of the list.
        buttons.push_back(box.addButton(question.answers[i], i == question.cancelAnswer
                                                                 ? QMessageBox::RejectRole
                                                                 : QMessageBox::AcceptRole));
        if (i == question.cancelAnswer)
            box.setEscapeButton(buttons.back());
    }
    if (!buttons.isEmpty())
        box.setDefaultButton(buttons.front());
    box.exec();
    for (int i = 0; i < buttons.size(); ++i)
        if (box.clickedButton() == buttons[i])
            return i;
    return question.cancelAnswer;
}

void WindowDialogs::tell(const QString& title, const QString& text, const QString& details) {
    QMessageBox box(QMessageBox::Warning, title, text, QMessageBox::Ok, m_parent);
    dress(box, QStringLiteral("warning"));
    box.setDetailedText(details);
    box.exec();
}

void WindowDialogs::inform(const QString& title, const QString& text) {
    QMessageBox box(QMessageBox::Information, title, text, QMessageBox::Ok, m_parent);
    dress(box, QStringLiteral("note"));
    box.exec();
}

std::optional<MergeChoices> WindowDialogs::decideEach(const std::vector<MergeConflict>& conflicts) {
    ConflictDialog dialog(conflicts, m_parent);
    return dialog.exec() == QDialog::Accepted ? std::optional(dialog.choices()) : std::nullopt;
}

} // namespace stria
