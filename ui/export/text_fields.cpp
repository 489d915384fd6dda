// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/text_fields.h"

#include <QFormLayout>
#include <QLineEdit>
#include <utility>

namespace stria {

TextFields::TextFields(QFormLayout& form, QWidget* parent) : QObject(parent) {
    const std::pair<QString, std::string SoundMetadata::*> rows[] = {
        {tr("Title"), &SoundMetadata::title},        {tr("Artist"), &SoundMetadata::artist},
        {tr("Album"), &SoundMetadata::album},        {tr("Date"), &SoundMetadata::date},
        {tr("Genre"), &SoundMetadata::genre},        {tr("Comment"), &SoundMetadata::comment},
        {tr("Copyright"), &SoundMetadata::copyright}};
    for (const auto& [label, member] : rows) {
        auto* const edit = new QLineEdit(parent);
        edit->setAccessibleName(label);
        form.addRow(label, edit);
        connect(edit, &QLineEdit::textChanged, this, &TextFields::changed);
        m_fields.push_back({edit, member});
    }
}

SoundMetadata TextFields::metadata() const {
    SoundMetadata metadata;
    for (const Field& field : m_fields)
        metadata.*field.member = field.edit->text().trimmed().toStdString();
    return metadata;
}

void TextFields::show(const SoundMetadata& metadata) {
    for (const Field& field : m_fields)
        if (const std::string& text = metadata.*field.member; !text.empty())
            field.edit->setText(QString::fromStdString(text));
}

} // namespace stria
