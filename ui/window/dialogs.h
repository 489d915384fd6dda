// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "engine/storage/project_merge.h"
#include "ui/sounds/sound_question.h"

class QWidget;

namespace stria {

class Document;
class SoundPreview;

/// A question with answers as the texts of buttons.
struct Question {
    QString title;
    QString text;          ///< what it is about, a sentence
    QString details;       ///< a longer list that can be unfolded; may be empty
    QStringList answers;   ///< the first is the one that Return gives
    int cancelAnswer = -1; ///< the one that Escape gives; -1: Escape gives -1
};

/// What the window asks a person outside itself. Tests have answers of their own.
class Dialogs {
  public:
    virtual ~Dialogs() = default;

    /// Empty when declined. `filter` as QFileDialog takes it.
    virtual QString chooseFileToOpen(const QString& title, const QString& folder,
                                     const QString& filter) = 0;
    /// Sound files, chosen with ear and eye where there is a window for it.
    virtual SoundAnswer chooseSounds(const SoundQuestion& question);
    /// The suffix is added where none was typed; an existing file has been asked about.
    virtual QString chooseFileToSave(const QString& title, const QString& proposal,
                                     const QString& filter, const QString& suffix) = 0;
    /// Index of the answer, or -1.
    virtual int ask(const Question& question) = 0;
    /// Something went wrong that needs to be known now.
    virtual void tell(const QString& title, const QString& text, const QString& details) = 0;
    /// Nothing is wrong; it is good to know.
    virtual void inform(const QString& title, const QString& text) { tell(title, text, {}); }
    /// A side for each conflict; nothing when put off.
    virtual std::optional<MergeChoices> decideEach(const std::vector<MergeConflict>&) {
        return std::nullopt;
    }
};

/// Real dialogs above a window.
class WindowDialogs final : public Dialogs {
  public:
    explicit WindowDialogs(QWidget* parent) : m_parent(parent) {}
    /// What sounds are chosen for and heard by; without it they are chosen by name alone.
    void setSounds(const Document& document, SoundPreview& preview) {
        m_document = &document;
        m_preview = &preview;
    }

    QString chooseFileToOpen(const QString& title, const QString& folder,
                             const QString& filter) override;
    QString chooseFileToSave(const QString& title, const QString& proposal, const QString& filter,
                             const QString& suffix) override;
    SoundAnswer chooseSounds(const SoundQuestion& question) override;
    int ask(const Question& question) override;
    void tell(const QString& title, const QString& text, const QString& details) override;
    void inform(const QString& title, const QString& text) override;
    std::optional<MergeChoices> decideEach(const std::vector<MergeConflict>& conflicts) override;

  private:
    QWidget* m_parent;
    const Document* m_document = nullptr;
    SoundPreview* m_preview = nullptr;
};

} // namespace stria
