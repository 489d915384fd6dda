// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/batch_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QStyle>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/look/figures.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"
#include "ui/score/score_model.h"

namespace stria {
namespace {

using Kind = BatchChange::Kind;

constexpr int pauseOfTyping = 120; // milliseconds
constexpr int shownEvents = 8;
/// More would make the window stand still with each key; Apply changes them all.
constexpr std::size_t mostPreviewed = 10'000;
constexpr double mostSeed = 999999;

/// What is being typed counts at once, not only when the field is left.
std::optional<double> typed(const NumberField& field) {
    return figures::read(field.text());
}

} // namespace

BatchDialog::BatchDialog(ScoreModel& model, std::vector<EventId> events,
                         const std::vector<int>& columns, int column, QWidget* parent)
    : QDialog(parent), m_model(model), m_events(std::move(events)) {
    setWindowTitle(tr("Change %n events", nullptr, static_cast<int>(m_events.size())));
    setWindowModality(Qt::WindowModal);
    m_model.setHeld(true);
    m_soon.setSingleShot(true);
    m_soon.setInterval(pauseOfTyping);
    connect(&m_soon, &QTimer::timeout, this, &BatchDialog::preview);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * sizes::grid, 2 * sizes::grid, 2 * sizes::grid, 2 * sizes::grid);
    layout->setSpacing(sizes::grid);
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(2 * sizes::grid);
    layout->addLayout(m_form);
    buildFields(columns, column);
    buildPreview();
    layout->addWidget(m_list, 1);
    layout->addWidget(m_message);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_apply = buttons->addButton(tr("Apply"), QDialogButtonBox::AcceptRole);
    m_apply->setProperty("kind", "primary");
    m_apply->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &BatchDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &BatchDialog::reject);
    layout->addWidget(buttons);
    const QKeySequence keys[] = {QKeySequence(tr("Ctrl+Return")), QKeySequence(tr("Ctrl+Enter"))};
    for (const QKeySequence& key : keys)
        connect(new QShortcut(key, this), &QShortcut::activated, m_apply, &QPushButton::click);
    fillLimits();
    showFields();
    preview();
    m_first->setFocus();
    m_first->selectAll();
}

BatchDialog::~BatchDialog() {
    m_edit.reset();
    m_model.setHeld(false);
}

void BatchDialog::buildFields(const std::vector<int>& columns, int column) {
    const auto number = [this](const QString& name, double value) {
        auto* const field = new NumberField;
        field->setAccessibleName(name);
        field->setDecimals(0);
        field->setValue(value);
        connect(field, &QLineEdit::textChanged, this, &BatchDialog::previewSoon);
        m_form->addRow(name, field);
        return field;
    };
    const auto choice = [this](const QString& name) {
        auto* const box = new QComboBox;
        box->setAccessibleName(name);
        m_form->addRow(name, box);
        return box;
    };
    const auto text = [this](const QString& name) {
        auto* const field = new QLineEdit;
        field->setAccessibleName(name);
        field->setFixedHeight(sizes::field);
        connect(field, &QLineEdit::textChanged, this, &BatchDialog::previewSoon);
        m_form->addRow(name, field);
        return field;
    };
    m_column = choice(tr("Column"));
    for (const int each : columns)
        m_column->addItem(m_model.columns().title(each), each);
    m_column->setCurrentIndex(std::max(0, m_column->findData(column)));
    m_kind = choice(tr("Change"));
    const std::pair<QString, Kind> kinds[] = {{tr("Scale"), Kind::Scale},
                                              {tr("Offset"), Kind::Offset},
                                              {tr("Randomise"), Kind::Randomise},
                                              {tr("Vary at random"), Kind::Vary},
                                              {tr("Set along a curve"), Kind::Curve},
                                              {tr("Find and replace"), Kind::Replace}};
    for (const auto& [name, kind] : kinds)
        m_kind->addItem(name, static_cast<int>(kind));
    m_first = number(tr("From"), 1);
    m_second = number(tr("To"), 1);
    m_shape = choice(tr("Shape"));
    for (const char* shape : {"linear", "cos", "smooth", "smoother", "floor", "exp"})
        m_shape->addItem(QString::fromLatin1(shape));
    m_exponent = number(tr("Exponent"), 2);
    m_seed = number(tr("Seed"), 1);
    m_seed->setWholeNumbers();
    m_seed->setRange(1, mostSeed);
    m_seed->setToolTip(tr("The same seed gives the same values; the arrow keys try others"));
    m_whole = new QCheckBox(tr("Whole numbers"));
    m_form->addRow(QString(), m_whole);
    m_find = text(tr("Find"));
    m_replacement = text(tr("Replace by"));
    connect(m_column, &QComboBox::currentIndexChanged, this, [this] {
        fillLimits();
        preview();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        fillLimits();
        showFields();
        preview();
    });
    connect(m_shape, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        preview();
    });
    connect(m_whole, &QCheckBox::toggled, this, &BatchDialog::preview);
}

void BatchDialog::buildPreview() {
    m_list = new QTreeWidget;
    m_list->setAccessibleName(tr("Preview"));
    m_list->setHeaderLabels({tr("Event"), tr("Before"), tr("After")});
    m_list->setRootIsDecorated(false);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setStretchLastSection(false);
    m_list->setMinimumSize(440, sizes::field * (shownEvents + 2));
    m_message = new QLabel;
    m_message->setWordWrap(true);
    m_message->setMinimumHeight(2 * sizes::grid);
}

void BatchDialog::showFields() {
    const auto kind = static_cast<Kind>(m_kind->currentData().toInt());
    const bool isRandom = kind == Kind::Randomise || kind == Kind::Vary;
    const auto show = [this](QWidget* field, bool shown) { m_form->setRowVisible(field, shown); };
    const auto label = [this](const QString& name) {
        static_cast<QLabel*>(m_form->labelForField(m_first))->setText(name);
        m_first->setAccessibleName(name);
    };
    label(kind == Kind::Scale    ? tr("Times")
          : kind == Kind::Offset ? tr("Plus")
          : kind == Kind::Vary   ? tr("Up to ±")
                                 : tr("From"));
    show(m_first, kind != Kind::Replace);
    show(m_second, kind == Kind::Randomise || kind == Kind::Curve);
    show(m_shape, kind == Kind::Curve);
    show(m_exponent, kind == Kind::Curve && m_shape->currentText() == QLatin1String("exp"));
    show(m_seed, isRandom);
    show(m_whole, isRandom || kind == Kind::Curve);
    show(m_find, kind == Kind::Replace);
    show(m_replacement, kind == Kind::Replace);
}

BatchDialog::Limits BatchDialog::limits(int column) const {
    const Project& project = m_model.document().project();
    std::optional<Limits> found;
    for (const EventId id : m_events) {
        const ScoreEvent* const event = project.find(id);
        const CellValue value =
            event ? cellValue(project, m_model.columns(), *event, column) : CellValue();
        const double* const number = std::get_if<double>(&value);
        if (!number || !std::isfinite(*number))
            continue;
        if (!found)
            found = Limits{*number, *number};
        found->least = std::min(found->least, *number);
        found->most = std::max(found->most, *number);
    }
    return found.value_or(Limits());
}

/// What changes nothing is where one begins.
void BatchDialog::fillLimits() {
    m_edit.reset();
    const Limits range = limits(m_column->currentData().toInt());
    switch (static_cast<Kind>(m_kind->currentData().toInt())) {
    case Kind::Scale:
        m_first->setValue(1);
        break;
    case Kind::Offset:
    case Kind::Vary:
        m_first->setValue(0);
        break;
    case Kind::Randomise:
    case Kind::Curve:
        m_first->setValue(range.least);
        m_second->setValue(range.most);
        break;
    case Kind::Replace:
        break;
    }
    const double span = range.most - range.least;
    for (NumberField* field : {m_first, m_second})
        field->setStep(span > 0 ? span / 100 : 0.1);
}

std::optional<BatchChange> BatchDialog::change() const {
    BatchChange change;
    change.kind = static_cast<Kind>(m_kind->currentData().toInt());
    change.column = m_column->currentData().toInt();
    const auto first = typed(*m_first), second = typed(*m_second), exponent = typed(*m_exponent),
               seed = typed(*m_seed);
    change.find = m_find->text();
    change.replacement = m_replacement->text();
    if (change.kind == Kind::Replace)
        return change;
    if (!first || !second || !seed || !exponent || *exponent <= 0)
        return std::nullopt;
    change.first = *first;
    change.second = *second;
    change.wholeNumbers = m_whole->isChecked();
    change.seed = static_cast<std::uint64_t>(std::clamp(*seed, 1.0, mostSeed));
    static constexpr SegmentShape::Kind shapes[] = {
        SegmentShape::Kind::Linear,   SegmentShape::Kind::Cosine, SegmentShape::Kind::Smooth,
        SegmentShape::Kind::Smoother, SegmentShape::Kind::Floor,  SegmentShape::Kind::Power};
    change.shape.kind = shapes[m_shape->currentIndex()];
    if (change.shape.kind == SegmentShape::Kind::Power)
        change.shape.exponent = *exponent;
    return change;
}

QString BatchDialog::stepName(const BatchChange& change) const {
    return tr("%1 %2 of %n events", "Scale kamp of 12 events", static_cast<int>(m_events.size()))
        .arg(m_kind->currentText(), m_model.columns().title(change.column));
}

void BatchDialog::previewSoon() {
    m_soon.start();
}

void BatchDialog::preview() {
    (void)showFirst(mostPreviewed);
}

bool BatchDialog::showFirst(std::size_t most) {
    m_soon.stop();
    m_edit.reset();
    m_list->clear();
    const auto wanted = change();
    if (!wanted) {
        tell(tr("A number is needed in each field."), true);
        return false;
    }
    const Project& project = m_model.document().project();
    const ScoreColumns& columns = m_model.columns();
    const std::size_t shown = std::min<std::size_t>(shownEvents, m_events.size());
    for (std::size_t i = 0; i < shown; ++i)
        if (const ScoreEvent* event = project.find(m_events[i])) {
            const Instrument* const instrument = project.find(event->instrument);
            auto* const item = new QTreeWidgetItem(m_list);
            item->setText(
                0, tr("%1 at %2 s")
                       .arg(instrument ? QString::fromStdString(instrument->name) : tr("unknown"),
                            figures::fixed(event->start, 3)));
            item->setText(1, cellText(project, columns, *event, wanted->column));
        }
    m_edit.emplace(m_model.document().begin(stepName(*wanted)));
    Expected<int> done = 0;
    m_edit->update(
        [&](Project& changing) { done = applyBatch(changing, columns, m_events, *wanted, most); });
    if (!done) {
        m_edit.reset();
        tell(QString::fromStdString(done.error().message), true);
        return false;
    }
    for (int i = 0; i < m_list->topLevelItemCount(); ++i)
        if (const ScoreEvent* event = project.find(m_events[static_cast<std::size_t>(i)]))
            m_list->topLevelItem(i)->setText(2, cellText(project, columns, *event, wanted->column));
    const int passedOver = static_cast<int>(std::min(most, m_events.size())) - *done;
    if (most < m_events.size())
        tell(tr("The first %n events are previewed; Apply changes all %1.", nullptr,
                static_cast<int>(most))
                 .arg(m_events.size()),
             false);
    else if (passedOver == 0)
        tell(tr("%n events", nullptr, *done), false);
    else
        tell(tr("%n events; %1 others have no such value", nullptr, *done).arg(passedOver), false);
    return true;
}

void BatchDialog::tell(const QString& sentence, bool isError) {
    m_message->setText(sentence);
    m_message->setProperty("kind", isError ? "error" : "dim");
    m_message->style()->unpolish(m_message);
    m_message->style()->polish(m_message);
    m_apply->setEnabled(!isError);
}

/// At the window's right, so that the chosen rows stay in sight.
void BatchDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (!parentWidget())
        return;
    const QRect window = parentWidget()->window()->frameGeometry();
    move(std::max(window.left(), window.right() - frameGeometry().width() - 2 * sizes::grid),
         window.top() + std::max(0, (window.height() - frameGeometry().height()) / 2));
}

void BatchDialog::accept() {
    if (!m_apply->isEnabled() && !m_soon.isActive())
        return;
    const bool isShown = !m_soon.isActive() && m_events.size() <= mostPreviewed;
    if (!isShown && !showFirst(m_events.size()))
        return;
    if (m_edit)
        m_edit->commit();
    m_edit.reset();
    QDialog::accept();
}

void BatchDialog::reject() {
    m_soon.stop();
    m_edit.reset();
    QDialog::reject();
}

} // namespace stria
