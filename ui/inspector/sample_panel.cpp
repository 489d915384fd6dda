// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/sample_panel.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/document/sound_files.h"
#include "ui/inspector/panel_form.h"
#include "ui/inspector/wave_picture.h"
#include "ui/look/figures.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

QString factsText(const SoundFileInfo& info) {
    const double seconds = static_cast<double>(info.frames) / info.sampleRate;
    return SamplePanel::tr("%1 long, %2 Hz, %3\n%4 %5, %6")
        .arg(figures::time(seconds), figures::shortest(info.sampleRate),
             figures::channels(info.channels), QString::fromStdString(info.format),
             QString::fromStdString(info.encoding),
             QLocale::c().formattedDataSize(static_cast<qint64>(info.bytes), 1,
                                            QLocale::DataSizeSIFormat));
}

} // namespace

SamplePanel::SamplePanel(Document& document, SoundPictures& pictures, QWidget* parent)
    : QWidget(parent), m_document(document), m_pictures(pictures), m_form(new PanelForm(this)),
      m_heading(m_form->addHeading(tr("Sample"))), m_name(new QLineEdit(m_form)),
      m_path(new QLineEdit(m_form)), m_trouble(new QLabel(m_form)), m_facts(new QLabel(m_form)),
      m_picture(new WavePicture(m_form)), m_channel(new QComboBox(m_form)),
      m_skip(new TimeField(m_form)), m_hear(new QPushButton(tr("Hear it"), m_form)),
      m_place(new QPushButton(tr("Add at the play head"), m_form)) {
    setAccessibleName(tr("Sample"));
    auto* const find = new QToolButton(m_form);
    find->setIcon(look::icon(QStringLiteral("search")));
    find->setAccessibleName(tr("Find the file"));
    find->setToolTip(tr("Choose where the file lies now, or another file"));
    m_trouble->setWordWrap(true);
    m_trouble->setProperty("kind", "error");
    m_facts->setWordWrap(true);
    m_facts->setProperty("kind", "small");
    m_facts->setAccessibleName(tr("What the file is"));
    m_picture->setAccessibleName(tr("Waveform"));
    m_channel->setToolTip(tr("What is read of a file of several channels"));
    m_skip->setToolTip(tr("How much is left out at the beginning, in seconds"));
    m_skip->setUnit(tr("s"));
    m_skip->setRange(0, 1e6);
    m_skip->setStep(0.1);
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("File"), m_path, find);
    m_form->addWide(m_trouble);
    m_form->addWide(m_picture);
    m_form->addWide(m_facts);
    m_form->addRow(tr("Channel"), m_channel);
    m_form->addRow(tr("Skip"), m_skip);
    m_form->addWide(m_hear);
    m_form->addWide(m_place);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    layout->addStretch(1);

    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (!m_name->isModified())
            return;
        m_name->setModified(false);
        changeSound(tr("Rename sample"),
                    [this](SoundSource& s) { s.name = m_name->text().trimmed().toStdString(); });
    });
    connect(m_path, &QLineEdit::editingFinished, this, [this] {
        if (!m_path->isModified())
            return;
        m_path->setModified(false);
        const QString wanted = m_path->text().trimmed();
        refresh(); // what lies there is looked at first
        if (wanted == QLatin1String("?"))
            emit findRequested(m_shown);
        else if (!wanted.isEmpty())
            emit fileTyped(m_shown, wanted);
    });
    connect(m_channel, &QComboBox::activated, this, [this](int index) {
        changeSound(tr("Set channel of sample"), [index](SoundSource& s) { s.channel = index; });
    });
    connect(m_skip, &NumberField::committed, this, [this](double seconds) {
        changeSound(tr("Set skipped time of sample"),
                    [seconds](SoundSource& s) { s.skipTime = seconds; });
    });
    connect(find, &QToolButton::clicked, this, [this] { emit findRequested(m_shown); });
    connect(m_hear, &QPushButton::clicked, this, [this] { emit hearRequested(m_shown); });
    connect(m_place, &QPushButton::clicked, this, [this] { emit placeRequested(m_shown); });
    m_later.setSingleShot(true);
    m_later.setInterval(60);
    connect(&m_later, &QTimer::timeout, this, &SamplePanel::refresh);
    connect(&document, &Document::settled, &m_later, qOverload<>(&QTimer::start));
    connect(&pictures, &SoundPictures::changed, &m_later, qOverload<>(&QTimer::start));
    connect(&document, &Document::replaced, this, &SamplePanel::refresh);
    connect(&document.selection(), &Selection::currentSourceChanged, this, &SamplePanel::refresh);
    refresh();
}

SamplePanel::~SamplePanel() {
    stopCommitting(*this);
}

const SoundSource* SamplePanel::sound() const {
    return m_document.project().find(m_shown);
}

void SamplePanel::showEvent(QShowEvent* event) {
    refresh();
    QWidget::showEvent(event);
}

void SamplePanel::changeSound(const QString& step,
                              const std::function<void(SoundSource&)>& change) {
    const SoundSource* const present = sound();
    if (!present)
        return;
    SoundSource changed = *present;
    change(changed);
    m_document.edit(step, [&](Project& project) { (void)project.change(std::move(changed)); });
    refresh();
}

void SamplePanel::refresh() {
    const SoundSourceId wanted = m_document.selection().currentSound();
    if (std::exchange(m_shown, wanted) != wanted) {
        m_name->setModified(false);
        m_path->setModified(false);
    }
    const SoundSource* const present = sound();
    m_form->setVisible(present);
    if (!present || !isVisible())
        return;
    const QString path = QString::fromStdString(present->path);
    const QString name =
        present->name.empty() ? QFileInfo(path).fileName() : QString::fromStdString(present->name);
    m_heading->setText(tr("%1 · %n event(s)", nullptr, eventsGiven(m_document.project(), m_shown))
                           .arg(name)
                           .toUpper());
    if (!m_name->isModified())
        m_name->setText(QString::fromStdString(present->name));
    if (!m_path->isModified()) {
        m_path->setText(path);
        m_path->setToolTip(fileOf(*present, m_document.folder()));
    }
    m_skip->setValue(present->skipTime);
    showFile(*present);
}

void SamplePanel::showFile(const SoundSource& source) {
    const SoundPictures::Facts* const facts = m_pictures.factsOf(m_shown);
    const WaveformPeaks* const peaks = m_pictures.of(m_shown);
    const bool isThere = facts && facts->info;
    const int channels = isThere ? facts->info->channels : 0;
    m_facts->setVisible(isThere);
    m_hear->setEnabled(isThere);
    m_place->setEnabled(isThere);
    m_trouble->setVisible(facts && !facts->problem.empty());
    showChannels(source, channels);
    if (!facts)
        return m_picture->setWord(tr("Reading…"));
    if (isThere) {
        m_facts->setText(factsText(*facts->info));
        m_skip->setRange(0, static_cast<double>(facts->info->frames) / facts->info->sampleRate);
    }
    if (!facts->problem.empty())
        m_trouble->setText(isThere ? QString::fromStdString(facts->problem)
                                   : tr("%1 Events cannot play it. The button beside its "
                                        "path finds it again.")
                                         .arg(QString::fromStdString(facts->problem)));
    if (!peaks)
        return m_picture->setWord(tr("No sound"));
    const double length = peaks->seconds();
    const double loudest = std::max(1.0, static_cast<double>(peaks->loudest()));
    // A copy: the pictures may change before the next paint.
    m_picture->setWave(
        [wave = *peaks, length](double from, double to) {
            const WaveformPeaks::Range range = wave.between(from * length, to * length);
            return WavePicture::Range{range.least, range.most};
        },
        -loudest, loudest);
    m_picture->setFaintBefore(length > 0 ? source.skipTime / length : 0);
}

void SamplePanel::showChannels(const SoundSource& source, int channels) {
    const int known = std::max(channels, source.channel);
    QStringList choices{tr("all")};
    for (int channel = 1; channel <= known; ++channel) {
        const QString side = channels == 2 ? (channel == 1 ? tr(" (left)") : tr(" (right)")) : "";
        choices << (channels > 0 && channel > channels ? tr("%1 (not there)").arg(channel)
                                                       : QString::number(channel) + side);
    }
    m_channel->clear();
    m_channel->addItems(choices);
    m_channel->setCurrentIndex(source.channel);
}

} // namespace stria
