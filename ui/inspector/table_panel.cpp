// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/table_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/document/sound_files.h"
#include "ui/inspector/number_list_dialog.h"
#include "ui/inspector/panel_form.h"
#include "ui/inspector/table_picture.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

std::size_t framesOf(const Table& table) {
    return table.data->size() / static_cast<std::size_t>(std::max(1, table.channels));
}

} // namespace

TablePanel::TablePanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_form(new PanelForm(this)),
      m_heading(m_form->addHeading(tr("Table"))), m_name(new QLineEdit(m_form)),
      m_number(new NumberField(m_form)), m_length(new NumberField(m_form)),
      m_picture(new TablePicture(m_form)), m_harmonics(new QLineEdit(m_form)),
      m_word(new QLabel(m_form)) {
    setAccessibleName(tr("Table"));
    m_number->setWholeNumbers();
    m_number->setRange(1, 1e6);
    m_number->setSpecialValue(0, tr("given by Stria"));
    m_number->setToolTip(tr("Csound's number of the table, where the code names it by a number"));
    m_length->setWholeNumbers();
    m_length->setRange(1, static_cast<double>(table_shapes::mostNumbers));
    m_length->setStep(1);
    m_length->setToolTip(tr("How many numbers; the shape stays as it is"));
    m_picture->setAccessibleName(tr("Numbers of the table"));
    m_picture->setToolTip(tr("Draw with the mouse; Escape takes the stroke back"));
    m_harmonics->setPlaceholderText(tr("1 0.5 0.33"));
    m_harmonics->setToolTip(
        tr("How strong the 1st, 2nd, 3rd… harmonic is, as for GEN10. Return fills the table."));
    auto* const numbers = new QPushButton(tr("Numbers…"), m_form);
    numbers->setToolTip(tr("Type or paste the numbers"));
    auto* const file = new QPushButton(tr("From a file…"), m_form);
    file->setToolTip(tr("Read numbers from a text or CSV file"));
    m_word->setWordWrap(true);
    m_word->setProperty("kind", "error");
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Number"), m_number);
    m_form->addRow(tr("Length"), m_length);
    m_form->addWide(m_picture);
    m_form->addHeading(tr("Fill"));
    m_form->addWide(makeShapes());
    m_form->addRow(tr("Harmonics"), m_harmonics);
    m_form->addWide(numbers);
    m_form->addWide(file);
    m_form->addWide(m_word);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    layout->addStretch(1);

    connect(m_name, &QLineEdit::editingFinished, this, &TablePanel::setName);
    connect(m_number, &NumberField::committed, this, &TablePanel::setNumber);
    connect(m_length, &NumberField::committed, this, &TablePanel::setLength);
    connect(m_picture, &TablePicture::drawn, this, [this](const Numbers& drawn) {
        changeTable(m_shown, tr("Draw into table"), [&](Table& t) { t.data = drawn; });
    });
    connect(m_harmonics, &QLineEdit::returnPressed, this, &TablePanel::addHarmonics);
    connect(numbers, &QPushButton::clicked, this, &TablePanel::typeNumbers);
    connect(file, &QPushButton::clicked, this, [this] {
        if (m_shown)
            emit fileRequested(m_shown);
    });
    connect(&m_making, &QFutureWatcherBase::finished, this, &TablePanel::take);
    m_later.setSingleShot(true);
    m_later.setInterval(60);
    connect(&m_later, &QTimer::timeout, this, &TablePanel::refresh);
    connect(&document, &Document::settled, &m_later, qOverload<>(&QTimer::start));
    connect(&document, &Document::replaced, this, &TablePanel::refresh);
    connect(&document.selection(), &Selection::currentSourceChanged, this, &TablePanel::refresh);
    refresh();
}

TablePanel::~TablePanel() {
    stopCommitting(*this);
    m_making.disconnect(this);
    m_making.waitForFinished();
}

QWidget* TablePanel::makeShapes() {
    auto* const all = new QWidget(m_form);
    auto* const grid = new QGridLayout(all);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    const std::tuple<QString, QString, TableShape> shapes[] = {
        {tr("Sine"), tr("One period of a sine"), TableShape::Sine},
        {tr("Saw"), tr("From 1 down to -1"), TableShape::Saw},
        {tr("Square"), tr("1, then -1"), TableShape::Square},
        {tr("Triangle"), tr("From 0 to 1, to -1 and back"), TableShape::Triangle},
        {tr("Line"), tr("From 0 to 1"), TableShape::Line},
        {tr("Hann"), tr("A bell: the window of a grain"), TableShape::Hann},
        {tr("Noise"), tr("Other numbers each time, between -1 and 1"), TableShape::Noise}};
    constexpr int columns = 4;
    int index = 0;
    for (const auto& [name, tip, shape] : shapes) {
        auto* const button = new QPushButton(name, all);
        button->setToolTip(tip);
        button->setAccessibleName(tr("Fill with %1").arg(name));
        grid->addWidget(button, index / columns, index % columns);
        ++index;
        connect(button, &QPushButton::clicked, this, [this, name = name, shape = shape] {
            const Table* const present = table();
            if (!present)
                return;
            // A random id is as good a seed as any.
            fill(
                tr("Fill table: %1").arg(name),
                [shape, seed = id_bits::random()](std::size_t frames) {
                    return table_shapes::fill(shape, frames, seed);
                },
                framesOf(*present));
        });
    }
    return all;
}

const Table* TablePanel::table() const {
    return m_document.project().find(m_shown);
}

void TablePanel::showEvent(QShowEvent* event) {
    refresh();
    QWidget::showEvent(event);
}

void TablePanel::refresh() {
    const TableId wanted = m_document.selection().currentTable();
    if (wanted != m_shown) {
        m_shown = wanted;
        m_name->setModified(false);
        m_harmonics->clear();
        say({});
    }
    const Table* const present = table();
    m_form->setVisible(present);
    if (!present)
        return;
    const QString name =
        present->name.empty() ? tr("Table") : QString::fromStdString(present->name);
    if (isVisible())
        m_heading->setText(
            tr("%1 · %n event(s)", nullptr, eventsGiven(m_document.project(), m_shown))
                .arg(name)
                .toUpper());
    if (!m_name->isModified())
        m_name->setText(QString::fromStdString(present->name));
    m_number->setValue(present->number);
    m_length->setValue(static_cast<double>(framesOf(*present)));
    m_length->setUnit(present->channels > 1 ? tr("× %1").arg(present->channels) : QString());
    m_picture->setNumbers(present->data, present->channels);
}

void TablePanel::changeTable(TableId id, const QString& step,
                             const std::function<void(Table&)>& change) {
    const Table* const present = m_document.project().find(id);
    if (!present)
        return;
    Table changed = *present;
    change(changed);
    say({});
    m_document.edit(step, [&](Project& project) { (void)project.change(std::move(changed)); });
    refresh();
}

void TablePanel::setName() {
    if (!m_name->isModified())
        return;
    m_name->setModified(false);
    changeTable(m_shown, tr("Rename table"),
                [&](Table& t) { t.name = m_name->text().trimmed().toStdString(); });
}

void TablePanel::setNumber(double number) {
    const auto wanted = static_cast<int>(number);
    const Table* other = nullptr;
    m_document.project().all<Table>().forEach([&](const Table& each) {
        if (wanted > 0 && each.number == wanted && each.id != m_shown)
            other = &each;
    });
    if (other) {
        const QString name = QString::fromStdString(other->name);
        refresh();
        return say(tr("The number %1 belongs to the table %2.").arg(wanted).arg(name));
    }
    changeTable(m_shown, tr("Set number of table"), [&](Table& t) { t.number = wanted; });
}

void TablePanel::setLength(double frames) {
    const Table* const present = table();
    if (!present)
        return;
    const auto channels = static_cast<std::size_t>(std::max(1, present->channels));
    const auto wanted = static_cast<std::size_t>(frames);
    if (wanted * channels > table_shapes::mostNumbers) {
        refresh();
        return say(tr("A table may have %L1 numbers, those of all channels together.")
                       .arg(table_shapes::mostNumbers));
    }
    if (channels == 1)
        return fill(
            tr("Set length of table"),
            [numbers = present->data](std::size_t length) {
                return table_shapes::stretched(*numbers, length);
            },
            wanted);
    changeTable(m_shown, tr("Set length of table"), [&](Table& t) {
        std::vector<double> longer = *t.data;
        longer.resize(wanted * channels);
        t.data = std::make_shared<const std::vector<double>>(std::move(longer));
    });
}

void TablePanel::addHarmonics() {
    const Table* const present = table();
    if (!present)
        return;
    auto amplitudes = table_shapes::read(m_harmonics->text().toStdString());
    constexpr std::size_t most = 1000;
    if (!amplitudes)
        return say(QString::fromStdString(amplitudes.error().message));
    if (amplitudes->size() > most)
        return say(tr("At most %1 harmonics can be given.").arg(most));
    fill(
        tr("Fill table with harmonics"),
        [given = std::move(*amplitudes)](std::size_t frames) {
            return table_shapes::harmonics(given, frames);
        },
        framesOf(*present));
}

void TablePanel::typeNumbers() {
    const Table* const present = table();
    if (!present)
        return;
    auto* const dialog = new NumberListDialog(
        present->name.empty() ? tr("table") : QString::fromStdString(present->name), *present->data,
        std::max(1, present->channels), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NumberListDialog::given, this,
            [this, id = m_shown](const std::vector<double>& numbers) {
                changeTable(id, tr("Type numbers of table"), [&](Table& t) {
                    t.data = std::make_shared<const std::vector<double>>(numbers);
                });
            });
    dialog->open();
}

void TablePanel::fill(const QString& step,
                      std::function<std::vector<double>(std::size_t frames)> make,
                      std::size_t frames) {
    const Table* const present = table();
    if (!present || isWorking())
        return;
    m_target = m_shown;
    m_step = step;
    m_making.setFuture(
        QtConcurrent::run([make = std::move(make), frames, channels = present->channels] {
            return Numbers(std::make_shared<const std::vector<double>>(
                table_shapes::interleaved(make(frames), channels)));
        }));
}

void TablePanel::take() {
    changeTable(m_target, m_step, [numbers = m_making.result()](Table& t) { t.data = numbers; });
}

void TablePanel::say(const QString& word) {
    m_word->setText(word);
    m_word->setVisible(!word.isEmpty());
}

} // namespace stria
