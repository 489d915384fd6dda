// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/sound_dialog.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPromise>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/transport/player.h"

namespace stria {

namespace {

constexpr unsigned offeredFrames[] = {256, 512, 1024, 2048, 3072, 5120, 8192, 16384};
constexpr int lookEvery = 500; ///< milliseconds

QString framesText(unsigned frames, double rate) {
    return SoundDialog::tr("%1 frames · %2 ms")
        .arg(frames)
        .arg(std::lround(1000 * frames / std::max(rate, 1.0)));
}

} // namespace

SoundDialog::SoundDialog(SoundSettings& settings, Player& player, double projectRate,
                         QWidget* parent)
    : QDialog(parent), m_settings(settings), m_player(player), m_rate(projectRate),
      m_form(new QFormLayout), m_device(new QComboBox(this)), m_state(new QLabel(this)),
      m_tone(new QPushButton(tr("Test tone"), this)) {
    setWindowTitle(tr("Sound device"));
    setMinimumWidth(520);
    m_form->setHorizontalSpacing(2 * sizes::grid);
    m_form->setVerticalSpacing(sizes::grid);
    m_device->setAccessibleName(tr("Sound device"));
    m_device->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_form->addRow(tr("Device"), m_device);
    const SoundSettings::Choice choice = m_settings.choice();
    m_score = addFramesBox(tr("Buffer for the score"), tr("How far ahead the score is handed over"),
                           choice.scoreFrames,
                           tr("More keeps the score without gaps while the computer is busy; "
                              "less lets Stop and changes be heard sooner"));
    m_keys = addFramesBox(tr("Buffer for keys"), tr("How far ahead keys are handed over"),
                          choice.keyFrames,
                          tr("For keys, MIDI and single events: less is heard sooner, too little "
                             "crackles"));
    m_state->setAccessibleName(tr("What the sound goes to"));
    m_state->setProperty("kind", "dim");
    m_state->setWordWrap(true);
    m_state->setMinimumHeight(2 * QFontMetrics(m_state->font()).lineSpacing());
    m_state->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_tone->setToolTip(tr("A second of a quiet tone in place of what plays"));
    m_tone->setAutoDefault(false);

    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_tone, QDialogButtonBox::ActionRole);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(2 * sizes::grid);
    layout->addLayout(m_form);
    layout->addWidget(m_state);
    layout->addStretch(1);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_tone, &QPushButton::clicked, this, [this] { m_player.playTone(m_rate); });
    for (QComboBox* box : {m_device, m_score, m_keys})
        connect(box, &QComboBox::activated, this, &SoundDialog::choose);
    connect(&m_looking, &QFutureWatcherBase::finished, this, [this] {
        m_listed = m_looking.result();
        fillDevices();
        showState();
    });
    connect(&m_player, &Player::deviceChanged, this, &SoundDialog::showState);
    connect(&m_timer, &QTimer::timeout, this, &SoundDialog::look);
    m_timer.start(lookEvery);
    fillDevices();
    showState();
    look();
}

SoundDialog::~SoundDialog() = default;

QComboBox* SoundDialog::addFramesBox(const QString& label, const QString& name, unsigned frames,
                                     const QString& toolTip) {
    auto* const box = new QComboBox(this);
    box->setAccessibleName(name);
    box->setToolTip(toolTip);
    std::vector<unsigned> offered(std::begin(offeredFrames), std::end(offeredFrames));
    if (std::find(offered.begin(), offered.end(), frames) == offered.end())
        offered.insert(std::upper_bound(offered.begin(), offered.end(), frames), frames);
    for (const unsigned each : offered)
        box->addItem(framesText(each, m_rate), each);
    box->setCurrentIndex(box->findData(frames));
    m_form->addRow(label, box);
    return box;
}

void SoundDialog::addRow(const QString& label, QWidget* field) {
    m_form->addRow(label, field);
}

QString SoundDialog::stateText() const {
    return m_state->text();
}

void SoundDialog::look() {
    m_player.lookAtDevice();
    if (m_looking.isRunning())
        return; // a sound server that does not answer
    // A thread that may be lost, and not one that others wait for.
    QPromise<std::vector<SoundDevices::Listed>> answer;
    m_looking.setFuture(answer.future());
    std::thread([answer = std::move(answer), devices = m_settings.devices()]() mutable {
        answer.start();
        answer.addResult(devices->list());
        answer.finish();
    }).detach();
}

void SoundDialog::fillDevices() {
    if (m_device->view()->isVisible())
        return; // somebody is choosing
    const QString chosen = QString::fromStdString(m_settings.choice().device);
    std::vector<std::pair<QString, QString>> entries{{tr("As the system"), QString()}};
    for (const SoundDevices::Listed& listed : m_listed) {
        const QString name = QString::fromStdString(listed.name);
        if (listed.isDefault)
            entries.front().first = tr("As the system (%1)").arg(name);
        entries.emplace_back(name, name);
    }
    const bool isThere = std::any_of(entries.begin(), entries.end(),
                                     [&](const auto& entry) { return entry.second == chosen; });
    if (!isThere)
        entries.emplace_back(tr("%1 (not there)").arg(chosen), chosen);
    bool isSame = m_device->count() == static_cast<int>(entries.size());
    for (int i = 0; isSame && i < m_device->count(); ++i)
        isSame = m_device->itemText(i) == entries[static_cast<std::size_t>(i)].first;
    if (!isSame) {
        m_device->clear();
        for (const auto& [text, name] : entries)
            m_device->addItem(text, name);
    }
    m_device->setCurrentIndex(std::max(0, m_device->findData(chosen)));
}

void SoundDialog::choose() {
    m_settings.setChoice({m_device->currentData().toString().toStdString(),
                          m_score->currentData().toUInt(), m_keys->currentData().toUInt()});
}

void SoundDialog::showState() {
    using State = PlaybackThread::Device::State;
    const PlaybackThread::Device& device = m_player.device();
    if (device.description.empty()) {
        m_state->setText(tr("The device is opened when something plays."));
        return;
    }
    const QString name = QString::fromStdString(device.description);
    if (device.state == State::Missing || device.state == State::Silent) {
        m_state->setText(name);
        return;
    }
    QString text = tr("%1 at %2; sound is heard %3 ms after it is handed over.")
                       .arg(name, figures::kilohertz(device.sampleRate))
                       .arg(std::lround(1000 * device.latencyFrames / device.sampleRate));
    if (device.state == State::Substitute)
        text += ' ' + tr("It stands in for %1, which is taken again when it is there.")
                          .arg(QString::fromStdString(m_settings.choice().device));
    const auto played = std::find_if(m_listed.begin(), m_listed.end(), [&](const auto& listed) {
        return name.endsWith(QString::fromStdString(listed.name));
    });
    const auto rate = static_cast<unsigned>(std::lround(device.sampleRate));
    if (played != m_listed.end() &&
        std::find(played->sampleRates.begin(), played->sampleRates.end(), rate) ==
            played->sampleRates.end())
        text += ' ' + tr("The system converts it to a rate that the device has.");
    m_state->setText(text);
}

} // namespace stria
