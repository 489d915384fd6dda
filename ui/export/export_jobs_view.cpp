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
#include <limits>

#include "ui/look/figures.h"
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

namespace {

/// "−14.0 LUFS, true peak −1.0 dBTP".
QString levelText(const RenderResult& result) {
    if (result.loudness)
        return ExportJobsView::tr("%1 LUFS, true peak %2 dBTP")
            .arg(figures::decibels(std::pow(10, result.loudness->integrated / 20)),
                 figures::decibels(result.loudness->truePeak));
    double peak = 0;
    for (const double channel : result.peaks)
        peak = std::max(peak, channel);
    return ExportJobsView::tr("peak %1 dB").arg(figures::decibels(peak));
}

QString fileName(const std::string& path) {
    return QFileInfo(QString::fromStdString(path)).fileName();
}

QString writtenText(const ExportJobs::Job& job) {
    return ExportJobsView::tr("%1 of %2 files are written")
        .arg(job.results.size())
        .arg(job.files.size());
}

QString workingText(const ExportJobs::Job& job) {
    const RenderProgress progress = job.progress();
    QString text;
    if (progress.state == RenderState::Compiling || progress.state == RenderState::Waiting)
        text = ExportJobsView::tr("compiling");
    else if (progress.state == RenderState::Writing)
        text = ExportJobsView::tr("writing the file");
    else if (progress.speed <= 0)
        text = ExportJobsView::tr("rendering");
    else
        text = ExportJobsView::tr("%1 left, %2 times as fast as it sounds")
                   .arg(durationText(progress.secondsLeft))
                   .arg(progress.speed, 0, 'f', 1);
    if (job.isMeasuring())
        text = ExportJobsView::tr("measuring the mix: %1").arg(text);
    else if (job.files.size() > 1)
        text = ExportJobsView::tr("file %1 of %2: %3")
                   .arg(job.results.size() + 1)
                   .arg(job.files.size())
                   .arg(text);
    return text;
}

QString doneText(const RenderResult& result, std::size_t files) {
    QStringList parts;
    parts << (files > 1 ? ExportJobsView::tr("up to %1 long").arg(durationText(result.duration))
                        : ExportJobsView::tr("%1 long").arg(durationText(result.duration)));
    parts << (files > 1 ? ExportJobsView::tr("loudest: %1").arg(levelText(result))
                        : levelText(result));
    if (result.clippedSamples > 0)
        parts << ExportJobsView::tr("%n sample(s) above full scale", nullptr,
                                    static_cast<int>(std::min<std::uint64_t>(
                                        result.clippedSamples, std::numeric_limits<int>::max())));
    QString text = parts.join(QLatin1String(", "));
    if (result.problems.size() == 1)
        text += QLatin1String(". ") + QString::fromStdString(result.problems.front().message);
    else if (!result.problems.empty())
        text += QLatin1String(", ") + ExportJobsView::tr("%n warning(s)", nullptr,
                                                         static_cast<int>(result.problems.size()));
    return text;
}

} // namespace

QString ExportJobsView::statusText(const ExportJobs::Job& job) {
    if (!job.result)
        return job.started.isValid() ? workingText(job) : tr("waiting");
    const RenderResult& result = *job.result;
    if (result.ok())
        return doneText(result, job.files.size());
    if (result.state == RenderState::Cancelled)
        return job.results.empty() ? tr("cancelled; nothing was written")
                                   : tr("cancelled; %1").arg(writtenText(job));
    const QString why = result.problems.empty()
                            ? tr("failed")
                            : QString::fromStdString(result.problems.front().toText());
    return job.files.size() == 1 ? why
                                 : tr("%1: %2 (%3)")
                                       .arg(fileName(job.files[job.results.size()].outputFile), why,
                                            writtenText(job));
}

QString ExportJobsView::nameText(const ExportJobs::Job& job) {
    const QString first = fileName(job.files.front().outputFile);
    return job.files.size() == 1
               ? first
               : tr("%n file(s): %1 …", nullptr, static_cast<int>(job.files.size())).arg(first);
}

QString ExportJobsView::filesText(const ExportJobs::Job& job) {
    constexpr std::size_t most = 40;
    QStringList lines;
    for (std::size_t i = 0; i < job.results.size() && i < most; ++i)
        lines << fileName(job.results[i].outputFile) + QLatin1String(": ") +
                     levelText(job.results[i]);
    if (job.results.size() > most)
        lines << QStringLiteral("…");
    return lines.join(QLatin1Char('\n'));
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
        m_cancel = addButton("stop", ExportJobsView::tr("Cancel"),
                             [this] { m_view.m_jobs.cancel(m_number); });
        m_goOn = addButton("redo", ExportJobsView::tr("Export again without the events that fail"),
                           [this] { m_view.m_jobs.retryKeepingGoing(m_number); });
        m_place = addButton("search", ExportJobsView::tr("Show the place of the problem"), [this] {
            const ExportJobs::Job* const job = m_view.m_jobs.job(m_number);
            if (job && job->result && !job->result->problems.empty())
                emit m_view.placeRequested(job->result->problems.front().place);
        });
        m_play = addButton("play", ExportJobsView::tr("Play the file"),
                           [this] { emit m_view.playRequested(file(), startTime()); });
        m_folder = addButton("open", ExportJobsView::tr("Open the folder"), [this] {
            emit m_view.folderRequested(QFileInfo(file()).absolutePath());
        });
        m_remove = addButton("close", ExportJobsView::tr("Remove from the list; files stay"),
                             [this] { m_view.m_jobs.remove(m_number); });
        refresh();
    }

    void refresh() {
        const ExportJobs::Job* const job = m_view.m_jobs.job(m_number);
        if (!job)
            return;
        const QString name = nameText(*job);
        m_name->setText(name);
        m_name->setToolTip(QString::fromStdString(job->files.front().outputFile));
        m_status->setText(statusText(*job));
        m_status->setToolTip(job->files.size() > 1 ? filesText(*job) : QString());
        const bool failed = job->result && job->result->state == RenderState::Failed;
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText,
                         failed ? look::colours().error : look::colours().dimText);
        m_status->setPalette(colours);
        m_bar->setVisible(!job->result);
        m_bar->setValue(static_cast<int>(job->progress().fraction * 1000));
        m_bar->setAccessibleName(ExportJobsView::tr("Progress of %1").arg(name));
        m_cancel->setVisible(!job->result);
        m_remove->setVisible(job->result.has_value());
        m_play->setVisible(job->result && job->result->ok() && job->files.size() == 1);
        m_folder->setVisible(!job->results.empty());
        const ErrorCode code = failed && !job->result->problems.empty()
                                   ? job->result->problems.front().code
                                   : ErrorCode::Internal;
        m_goOn->setVisible(failed && !job->files.front().keepGoing &&
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
        return job ? QString::fromStdString(job->files.front().outputFile) : QString();
    }

    double startTime() const {
        const ExportJobs::Job* const job = m_view.m_jobs.job(m_number);
        return job ? job->files.front().startTime : 0;
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
    QToolButton* m_remove = nullptr;
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
