// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/sound_settings.h"

#include <QSettings>
#include <algorithm>
#include <utility>

namespace stria {

namespace {

const QString deviceKey = QStringLiteral("sound/device");
const QString scoreKey = QStringLiteral("sound/scoreFrames");
const QString keysKey = QStringLiteral("sound/keyFrames");

unsigned storedFrames(const QString& key, unsigned usual) {
    const unsigned frames = QSettings().value(key, usual).toUInt();
    return frames == 0 ? usual : std::clamp(frames, 128u, 65536u);
}

} // namespace

SoundSettings::SoundSettings(std::shared_ptr<SoundDevices> devices, QObject* parent)
    : QObject(parent) {
    m_shared->devices = std::move(devices);
    Choice& choice = m_shared->choice;
    choice.device = QSettings().value(deviceKey).toString().toStdString();
    choice.scoreFrames = storedFrames(scoreKey, choice.scoreFrames);
    choice.keyFrames = storedFrames(keysKey, choice.keyFrames);
}

SoundSettings::Choice SoundSettings::choice() const {
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->choice;
}

void SoundSettings::setChoice(Choice choice) {
    if (choice == this->choice())
        return;
    QSettings settings;
    settings.setValue(deviceKey, QString::fromStdString(choice.device));
    settings.setValue(scoreKey, choice.scoreFrames);
    settings.setValue(keysKey, choice.keyFrames);
    {
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->choice = std::move(choice);
    }
    emit choiceChanged();
}

PlaybackThread::OutputFactory SoundSettings::scoreOutputs() const {
    return [shared = m_shared] {
        const std::scoped_lock lock(shared->mutex);
        return shared->devices->makeOutput(shared->choice.device, shared->choice.scoreFrames);
    };
}

PlaybackThread::OutputFactory SoundSettings::keyOutputs() const {
    return [shared = m_shared] {
        const std::scoped_lock lock(shared->mutex);
        return shared->devices->makeOutput(shared->choice.device, shared->choice.keyFrames);
    };
}

} // namespace stria
