// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_jobs_view.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/look/palette.h"

namespace stria {

namespace {

QString durationText(double seconds) {
    const auto whole = static_cast<int>(std::lround(seconds));
    return whole < 60 ? QCoreApplication::translate("ExportJobsView", "%1 s").arg(whole)
                      : QCoreApplication::translate("ExportJobsView", "%1 min %2 s")
                            .arg(whole / 60)
                            .arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

QString ExportJobsView::statusText(const ExportJobs::Job& job) {
    if (!job.render && !job.result)
        return tr("waiting");
    if (!job.result) {
        const RenderProgress& progress = job.render->progress();
        if (progress.state == RenderState::Compiling || progress.state == RenderState::Waiting)
            return tr("compiling");
        if (progress.speed <= 0)
            return tr("rendering");
        return tr("%1 left, %2 times as fast as it sounds")
            .arg(durationText(progress.secondsLeft))
            .arg(progress.speed, 0, 'f', 1);
    }
    const RenderResult& result = *job.result;
    if (result.state == RenderState::Cancelled)
        return tr("cancelled; nothing was written");
    if (!result.ok())
        return result.problems.empty() ? tr("failed")
                                       : QString::fromStdString(result.problems.front().toText());
    double peak = 0;
    for (const double channel : result.peaks)
        peak = std::max(peak, channel);
    return tr("%1 long, peak %2 dB")
               .arg(durationText(result.duration),
                    peak > 0 ? QString::number(20 * std::log10(peak), 'f', 1)
                             : QStringLiteral("\u2212\u221e")) +
           (result.problems.empty()
                ? QString()
                : tr(", %n warning(s)", nullptr, static_cast<int>(result.problems.size())));
}

/// One job. Buttons appear when they can do something.
class ExportJobsView::Row : public QWidget {
  public:
    Row(ExportJobsView& view, int number)
        : QWidget(&view), m_view(view), m_number(number), m_name(new QLabel(this)),
          m_status(new QLabel(this)), m_bar(new QProgressBar(this)) {
        auto* const layout = new QHBoxLayout(this);
        layout->setContentsMargins(8, 4, 8, 4);
        auto* const texts = new QVBoxLayout;
        texts->setSpacing(2);
        texts->addWidget(m_name);
        texts->addWidget(m_status);
        m_status->setWordWrap(true);
        m_status->setFont(look::font(sizes::smallText));
        m_status->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        layout->addLayout(texts, 1);
        m_bar->setRange(0, 1000);
        m_bar->setTextVisible(false);
        m_bar->setFixedSize(160, 8);
        layout->addWidget(m_bar);
        m_cancel = addButton("close", ExportJobsView::tr("Cancel"),
                             [this] { m_view.m_jobs.cancel(m_number); });
        m_goOn = addButton("redo", ExportJobsView::tr("Export again without the events that fail"),
                           [this] { m_view.m_jobs.retryKeepingGoing(m_number); });
        m_place = addButton("search", ExportJobsView::tr("Show the place of the problem"), [this] {
            const ExportJobs::Job* const job = m_view.m_jobs.job(m_number);
            if (job && job->result && !job->result->problems.empty())
                emit m_view.placeRequested(job->result->problems.front().place);
        });
        m_play = addButton("play", ExportJobsView::tr("Play the file"),
                           [this] { emit m_view.playRequested(file()); });
        m_folder = addButton("open", ExportJobsView::tr("Open the folder"), [this] {
            emit m_view.folderRequested(QFileInfo(file()).absolutePath());
        });
        refresh();
    }

    void refresh() {
        const ExportJobs::Job* const job = m_view.m_jobs.job(m_number);
        if (!job)
            return;
        const QString name = QFileInfo(file()).fileName();
        m_name->setText(name);
        const QString status = statusText(*job);
        m_status->setText(status);
        const bool ok = job->result && job->result->ok();
        const bool failed = job->result && job->result->state == RenderState::Failed;
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText,
                         failed ? look::colours().error : look::colours().dimText);
        m_status->setPalette(colours);
        m_bar->setVisible(!job->result);
        m_bar->setValue(job->render ? static_cast<int>(job->render->progress().fraction * 1000)
                                    : 0);
        m_bar->setAccessibleName(ExportJobsView::tr("Progress of %1").arg(name));
        m_cancel->setVisible(!job->result);
        m_play->setVisible(ok);
        m_folder->setVisible(ok);
        const ErrorCode code = failed && !job->result->problems.empty()
                                   ? job->result->problems.front().code
                                   : ErrorCode::Internal;
        m_goOn->setVisible(failed && !job->spec.keepGoing &&
                           (code == ErrorCode::InitError || code == ErrorCode::PerformanceError));
        m_place->setVisible(failed && !job->result->problems.empty() &&
                            !(job->result->problems.front().place == Place()));
    }

  private:
    template <class Action>
    QToolButton* addButton(const char* icon, const QString& name, Action action) {
        auto* const button = new QToolButton(this);
        button->setIcon(look::icon(QLatin1String(icon)));
        button->setToolTip(name);
        button->setAccessibleName(name);
        QObject::connect(button, &QToolButton::clicked, this, action);
        layout()->addWidget(button);
        return button;
    }
    QString file() const {
        const ExportJobs::Job* const job = m_view.m_jobs.job(m_number);
        return job ? QString::fromStdString(job->spec.outputFile) : QString();
    }

    ExportJobsView& m_view;
    const int m_number;
    QLabel* m_name;
    QLabel* m_status;
    QProgressBar* m_bar;
    QToolButton* m_cancel = nullptr;
    QToolButton* m_goOn = nullptr;
    QToolButton* m_place = nullptr;
    QToolButton* m_play = nullptr;
    QToolButton* m_folder = nullptr;
};

ExportJobsView::ExportJobsView(ExportJobs& jobs, QWidget* parent) : QWidget(parent), m_jobs(jobs) {
    setAccessibleName(tr("Exports"));
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("List of exports"));
    auto* const list = new QWidget(scroll);
    m_rows = new QVBoxLayout(list);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    m_rows->addStretch(1);
    scroll->setWidget(list);
    outer->addWidget(scroll);
    connect(&m_jobs, &ExportJobs::jobsChanged, this, &ExportJobsView::rebuild);
    connect(&m_jobs, &ExportJobs::progressChanged, this, [this](int number) {
        if (const auto found = m_rowOf.find(number); found != m_rowOf.end())
            found->second->refresh();
    });
    rebuild();
}

void ExportJobsView::rebuild() {
    for (auto it = m_rowOf.begin(); it != m_rowOf.end();) {
        if (m_jobs.job(it->first)) {
            ++it;
            continue;
        }
        it->second->deleteLater();
        it = m_rowOf.erase(it);
    }
    for (const auto& job : m_jobs.jobs()) {
        Row*& row = m_rowOf[job->number];
        if (!row) {
            row = new Row(*this, job->number);
            m_rows->insertWidget(0, row);
        } else {
            row->refresh();
        }
    }
}

} // namespace stria
