// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_model.h"

#include <QtConcurrentRun>
#include <algorithm>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/score/score_cells.h"

namespace stria {
namespace {

/// Up to so many events are sorted at once, which takes less than a frame.
constexpr std::size_t sortedAtOnce = 2000;
constexpr int moreEditsMayCome = 60; // milliseconds

} // namespace

/// All that arranging needs, so that it can happen on another thread.
struct ScoreModel::Task {
    Project project;
    std::shared_ptr<const ScoreColumns> columns;
    std::shared_ptr<const ScoreRows> before;
    ScoreFilter filter;
    ScoreSorting sorting;

    std::shared_ptr<const Arrangement> run() const {
        auto result = std::make_shared<Arrangement>();
        std::vector<EventId> events = arrangeScore(project, *columns, filter, sorting);
        result->columnsInView.assign(static_cast<std::size_t>(columns->count()), false);
        std::vector<InstrumentId> instruments;
        for (const EventId id : events)
            if (const InstrumentId instrument = project.find(id)->instrument;
                instruments.empty() || instruments.back() != instrument)
                instruments.push_back(instrument);
        std::sort(instruments.begin(), instruments.end());
        instruments.erase(std::unique(instruments.begin(), instruments.end()), instruments.end());
        for (int column = 0; column < columns->count(); ++column)
            result->columnsInView[static_cast<std::size_t>(column)] =
                columns->at(column).kind != ScoreColumn::Kind::Parameter ||
                std::any_of(instruments.begin(), instruments.end(), [&](InstrumentId instrument) {
                    return columns->has(instrument, column);
                });
        result->steps = stepsBetween(*before, std::move(events));
        return result;
    }
};

ScoreModel::ScoreModel(Document& document, QObject* parent)
    : QAbstractTableModel(parent), m_document(document) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(moreEditsMayCome);
    connect(&m_soon, &QTimer::timeout, this, &ScoreModel::arrange);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        take(*m_watcher.result());
        if (m_stale)
            arrangeSoon();
    });
    connect(&document, &Document::changed, this, [this](const Change& change) {
        m_stale = true;
        if (std::holds_alternative<EntityChange<Instrument>>(change))
            m_columnsStale = true;
    });
    connect(&document, &Document::replaced, this, [this] {
        m_stale = m_columnsStale = true;
        m_facts.clear();
    });
    connect(&document, &Document::settled, this, &ScoreModel::settle);
}

ScoreModel::~ScoreModel() {
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

void ScoreModel::setActive(bool active) {
    m_active = active;
    settle();
}

void ScoreModel::setHeld(bool held) {
    m_held = held;
    settle();
}

Expected<void> ScoreModel::setFilter(const QString& text) {
    readColumns();
    auto filter = ScoreFilter::read(text, *m_columns);
    if (!filter)
        return tl::make_unexpected(filter.error());
    m_filterText = text;
    m_filter = std::move(*filter);
    m_stale = true;
    arrangeSoon();
    return {};
}

void ScoreModel::sort(int column, Qt::SortOrder order) {
    m_sorting = {column, order == Qt::DescendingOrder};
    m_stale = true;
    emit headerDataChanged(Qt::Horizontal, 0, m_columnCount - 1);
    arrangeSoon();
}

void ScoreModel::settle() {
    if (!m_active || !m_stale)
        return;
    readColumns();
    if (rowCount() > 0 && m_columnCount > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, m_columnCount - 1));
    arrangeSoon();
}

/// Columns that both have stay; those behind the first difference go and come.
void ScoreModel::readColumns() {
    if (!std::exchange(m_columnsStale, false))
        return;
    auto columns = std::make_shared<const ScoreColumns>(m_document.project(), m_facts);
    if (*columns == *m_columns)
        return;
    const auto& before = m_columns->all();
    const auto& after = columns->all();
    const auto differ = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    const int same = static_cast<int>(differ.first - before.begin());
    const ScoreColumn sorted =
        m_sorting.column < m_columns->count() ? m_columns->at(m_sorting.column) : ScoreColumn();
    if (same < m_columnCount) {
        beginRemoveColumns({}, same, m_columnCount - 1);
        m_columnCount = same;
        endRemoveColumns();
    }
    m_columns = columns;
    m_columnsInView.resize(static_cast<std::size_t>(columns->count()), true);
    if (same < columns->count()) {
        beginInsertColumns({}, same, columns->count() - 1);
        m_columnCount = columns->count();
        endInsertColumns();
    }
    m_sorting.column = std::max(0, columns->find(sorted.kind, sorted.parameter));
    if (auto filter = ScoreFilter::read(m_filterText, *m_columns)) {
        m_filter = std::move(*filter);
    } else {
        m_filter = {};
        m_filterText.clear();
        emit filterLost(QString::fromStdString(filter.error().message));
    }
}

void ScoreModel::arrangeSoon() {
    if (!m_active || m_held || m_watcher.isRunning())
        return;
    if (m_document.project().all<ScoreEvent>().size() <= sortedAtOnce)
        arrange();
    else
        m_soon.start();
}

void ScoreModel::arrange() {
    m_soon.stop();
    if (m_held || m_watcher.isRunning())
        return;
    readColumns();
    m_stale = false;
    Task task{m_document.project(), m_columns, m_rows, m_filter, m_sorting};
    if (m_document.project().all<ScoreEvent>().size() <= sortedAtOnce)
        take(*task.run());
    else
        m_watcher.setFuture(QtConcurrent::run([task = std::move(task)] { return task.run(); }));
}

void ScoreModel::take(const Arrangement& arrangement) {
    for (const ScoreRowsStep& step : arrangement.steps) {
        switch (step.kind) {
        case ScoreRowsStep::Kind::Order:
            changeOrder(step.rows);
            break;
        case ScoreRowsStep::Kind::RemoveLast:
            beginRemoveRows({}, step.rows->count(), m_rows->count() - 1);
            m_rows = step.rows;
            endRemoveRows();
            break;
        case ScoreRowsStep::Kind::AddLast:
            beginInsertRows({}, m_rows->count(), step.rows->count() - 1);
            m_rows = step.rows;
            endInsertRows();
            break;
        }
    }
    m_columnsInView = arrangement.columnsInView;
    m_columnsInView.resize(static_cast<std::size_t>(m_columns->count()), true);
    emit arranged();
}

void ScoreModel::changeOrder(const std::shared_ptr<const ScoreRows>& rows) {
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const auto before = std::exchange(m_rows, rows);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex& old : from) {
        const int row = m_rows->placeOf(before->at(old.row()));
        to.append(row < 0 ? QModelIndex() : index(row, old.column()));
    }
    changePersistentIndexList(from, to);
    emit layoutChanged({}, VerticalSortHint);
}

std::vector<EventId> ScoreModel::chosen() const {
    std::vector<int> places;
    for (const EventId event : m_document.selection().events())
        if (const int row = m_rows->placeOf(event); row >= 0)
            places.push_back(row);
    std::sort(places.begin(), places.end());
    std::vector<EventId> events;
    events.reserve(places.size());
    for (const int row : places)
        events.push_back(m_rows->at(row));
    return events;
}

bool ScoreModel::isColumnInView(int column) const {
    return m_columnsInView[static_cast<std::size_t>(column)];
}

int ScoreModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows->count();
}

int ScoreModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_columnCount;
}

/// Null for what is gone and not yet left out.
const ScoreEvent* ScoreModel::eventAt(const QModelIndex& index) const {
    return index.isValid() && index.row() < m_rows->count()
               ? m_document.project().find(m_rows->at(index.row()))
               : nullptr;
}

bool ScoreModel::isAutomated(const ScoreEvent& event, int column) const {
    const Parameter* const parameter = m_columns->parameterOf(event.instrument, column);
    if (!parameter || !parameter->isDynamic())
        return false;
    const auto automations = m_document.project().automationsOf(event.id);
    return std::any_of(automations.begin(), automations.end(), [&](const Automation* automation) {
        return automation->parameter == parameter->name;
    });
}

QString ScoreModel::toolTip(const ScoreEvent& event, int column) const {
    if (!m_columns->has(event.instrument, column))
        return tr("This instrument has no parameter %1").arg(m_columns->title(column));
    if (isAutomated(event, column))
        return tr("%1 begins with this value and follows a curve").arg(m_columns->title(column));
    if (!showsDefault(*m_columns, event, column))
        return {};
    return m_columns->at(column).kind == ScoreColumn::Kind::Track
               ? tr("The track of the instrument's name")
               : tr("The default of %1").arg(m_columns->title(column));
}

QVariant ScoreModel::alignmentOf(int column) const {
    return QVariant(Qt::AlignVCenter |
                    (m_columns->holdsNumbers(column) ? Qt::AlignRight : Qt::AlignLeft));
}

QVariant ScoreModel::data(const QModelIndex& index, int role) const {
    const ScoreEvent* const event = eventAt(index);
    if (!event)
        return {};
    const Project& project = m_document.project();
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: {
        const QString text = shownText(project, *m_columns, *event, column);
        return isAutomated(*event, column) ? text + QStringLiteral(" ∿") : text;
    }
    case Qt::EditRole:
        return cellText(project, *m_columns, *event, column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case Qt::ToolTipRole:
        return toolTip(*event, column);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 %2").arg(m_columns->title(column),
                                           shownText(project, *m_columns, *event, column));
    case DefaultRole:
        return showsDefault(*m_columns, *event, column);
    case ChosenRole:
        return m_document.selection().contains(event->id);
    default:
        return {};
    }
}

bool ScoreModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const ScoreEvent* const event = eventAt(index);
    if (!event || role != Qt::EditRole)
        return false;
    std::vector<EventId> events{event->id};
    if (m_document.selection().contains(event->id))
        events = chosen();
    const Parameter* const parameter = m_columns->parameterOf(event->instrument, index.column());
    if (parameter && value.toString().trimmed() == QLatin1String("?") &&
        mayBeSound(*event, *parameter)) {
        emit soundWanted(events, *parameter);
        return false;
    }
    const QString title = m_columns->title(index.column());
    const auto columns = m_columns;
    Expected<int> done = 0;
    m_document.edit(
        events.size() == 1
            ? tr("Set %1").arg(title)
            : tr("Set %1 of %n events", nullptr, static_cast<int>(events.size())).arg(title),
        [&](Project& project) {
            done = score_cells::setAll(project, *columns, events, index.column(), value.toString());
        });
    if (!done)
        emit refused(index, QString::fromStdString(done.error().message));
    return done.has_value();
}

QVariant ScoreModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section >= m_columns->count())
        return {};
    if (role == Qt::DisplayRole && section == m_sorting.column)
        return m_columns->title(section) +
               (m_sorting.descending ? QStringLiteral(" ↓") : QStringLiteral(" ↑"));
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return m_columns->title(section);
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role == Qt::ToolTipRole)
        return tr("Click to sort by %1").arg(m_columns->title(section));
    return {};
}

Qt::ItemFlags ScoreModel::flags(const QModelIndex& index) const {
    const ScoreEvent* const event = eventAt(index);
    if (!event)
        return Qt::NoItemFlags;
    const Qt::ItemFlags seen = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return score_cells::isEditable(*m_columns, event->instrument, index.column())
               ? seen | Qt::ItemIsEditable
               : seen;
}

} // namespace stria
