// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_presets.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <utility>

#include "engine/storage/atomic_file.h"

namespace stria {

namespace {

using Stems = RenderSpec::Stems;
using To = Normalisation::To;

constexpr std::pair<const char*, Stems> stemWords[] = {{"none", Stems::None},
                                                       {"tracks", Stems::Tracks},
                                                       {"events", Stems::Events},
                                                       {"instruments", Stems::Instruments}};
constexpr std::pair<const char*, To> levelWords[] = {
    {"asRendered", To::AsRendered}, {"peak", To::Peak}, {"loudness", To::Loudness}};
constexpr std::pair<const char*, std::string SoundMetadata::*> textWords[] = {
    {"title", &SoundMetadata::title},        {"artist", &SoundMetadata::artist},
    {"album", &SoundMetadata::album},        {"date", &SoundMetadata::date},
    {"genre", &SoundMetadata::genre},        {"comment", &SoundMetadata::comment},
    {"copyright", &SoundMetadata::copyright}};

template <class Words, class Value> QString wordOf(const Words& words, Value value) {
    for (const auto& [word, meaning] : words)
        if (meaning == value)
            return QLatin1String(word);
    return {};
}

template <class Words, class Value>
Value valueOf(const Words& words, const QJsonValue& word, Value otherwise) {
    for (const auto& [known, meaning] : words)
        if (word.toString() == QLatin1String(known))
            return meaning;
    return otherwise;
}

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

/// Into an object that may have keys of a later version.
void put(QJsonObject& object, const RenderSpec& spec) {
    const auto set = [&object](const char* key, const QJsonValue& value) {
        object[QLatin1String(key)] = value;
    };
    set("fileName", text(spec.outputFile));
    set("stems", wordOf(stemWords, spec.stems));
    set("crop", spec.past == RenderSpec::PastSound::Crop);
    set("tail", spec.tail);
    set("keepGoing", spec.keepGoing);
    set("format", text(spec.format));
    set("encoding", text(spec.encoding));
    set("bitrate", spec.compressionBitrate);
    set("sampleRate", spec.sampleRate ? QJsonValue(*spec.sampleRate) : QJsonValue());
    set("ksmps", spec.ksmps ? QJsonValue(*spec.ksmps) : QJsonValue());
    set("level", wordOf(levelWords, spec.normalisation.to));
    set("levelTarget", spec.normalisation.target);
    set("truePeakLimit", spec.normalisation.truePeakLimit);
    set("sameGain", spec.normalisation.together);
    set("dither", spec.dither);
    QJsonObject texts = object[QLatin1String("texts")].toObject();
    for (const auto& [key, member] : textWords)
        texts[QLatin1String(key)] = text(spec.metadata.*member);
    set("texts", texts);
}

RenderSpec specOf(const QJsonObject& object) {
    const auto get = [&object](const char* key) { return object[QLatin1String(key)]; };
    RenderSpec spec;
    spec.outputFile = get("fileName").toString().toStdString();
    spec.stems = valueOf(stemWords, get("stems"), Stems::None);
    spec.past = get("crop").toBool() ? RenderSpec::PastSound::Crop : RenderSpec::PastSound::Exact;
    spec.tail = std::clamp(get("tail").toDouble(), 0.0, 3600.0);
    spec.keepGoing = get("keepGoing").toBool();
    spec.format = get("format").toString(QStringLiteral("wav")).toStdString();
    spec.encoding = get("encoding").toString().toStdString();
    spec.compressionBitrate = std::clamp(get("bitrate").toInt(), 0, 512);
    if (const double rate = get("sampleRate").toDouble(); rate > 0)
        spec.sampleRate = rate;
    if (const int ksmps = get("ksmps").toInt(); ksmps > 0)
        spec.ksmps = ksmps;
    spec.normalisation.to = valueOf(levelWords, get("level"), To::AsRendered);
    spec.normalisation.target = std::clamp(get("levelTarget").toDouble(-1), -60.0, 0.0);
    spec.normalisation.truePeakLimit = std::clamp(get("truePeakLimit").toDouble(-1), -20.0, 0.0);
    spec.normalisation.together = get("sameGain").toBool();
    spec.dither = get("dither").toBool();
    const QJsonObject texts = get("texts").toObject();
    for (const auto& [key, member] : textWords)
        spec.metadata.*member = texts[QLatin1String(key)].toString().toStdString();
    spec.measure = true;
    return spec;
}

std::vector<ExportPreset> oursFirst() {
    const auto name = [](const char* words) {
        return QCoreApplication::translate("ExportPresets", words);
    };
    RenderSpec plain;
    plain.format = "wav";
    plain.measure = true;
    RenderSpec disc = plain;
    disc.encoding = "pcm16";
    disc.sampleRate = 44100;
    disc.dither = true;
    disc.normalisation = {To::Peak, -1, -1};
    RenderSpec streaming = plain;
    streaming.format = "flac";
    streaming.normalisation = {To::Loudness, -14, -1};
    RenderSpec broadcast = plain;
    broadcast.encoding = "pcm24";
    broadcast.sampleRate = 48000;
    broadcast.normalisation = {To::Loudness, -23, -1};
    RenderSpec stems = plain;
    stems.stems = Stems::Tracks;
    stems.outputFile = "{project} {number} {track}";
    return {
        {name(QT_TRANSLATE_NOOP("ExportPresets", "As it is, 32-bit float")), plain, true},
        {name(QT_TRANSLATE_NOOP("ExportPresets", "CD, 16 bits with dither")), disc, true},
        {name(QT_TRANSLATE_NOOP("ExportPresets", "Streaming, −14 LUFS")), streaming, true},
        {name(QT_TRANSLATE_NOOP("ExportPresets", "Broadcast, −23 LUFS")), broadcast, true},
        {name(QT_TRANSLATE_NOOP("ExportPresets", "Tracks as stems")), stems, true},
    };
}

QString nameOf(const QJsonObject& preset) {
    return preset[QLatin1String("name")].toString();
}

tl::unexpected<Diagnostic> unwritable(const QString& file, const QString& why) {
    Place place;
    place.file = file.toStdString();
    return failure(
        ErrorCode::FileUnwritable,
        ExportPresets::tr("The presets cannot be saved to %1: %2.").arg(file, why).toStdString(),
        place);
}

} // namespace

bool ExportPreset::matches(RenderSpec other, const Settings& settings) const {
    RenderSpec own = spec;
    for (RenderSpec* side : {&own, &other}) {
        if (side->sampleRate == settings.sampleRate)
            side->sampleRate.reset();
        if (side->ksmps == settings.ksmps)
            side->ksmps.reset();
        if (own.outputFile.empty())
            side->outputFile.clear();
    }
    for (const auto& [key, member] : textWords)
        if ((own.metadata.*member).empty())
            (other.metadata.*member).clear();
    return own == other;
}

RenderSpec presetOf(const RenderSpec& spec, const std::string& format, const QString& pattern) {
    RenderSpec preset = spec;
    preset.startTime = preset.endTime = 0;
    preset.onlyEvents.clear();
    preset.metadata.title.clear();
    preset.format = format;
    preset.outputFile = pattern.contains(QLatin1Char('{')) ? pattern.toStdString() : std::string();
    return preset;
}

ExportPresets::ExportPresets(QString file) : m_file(std::move(file)) {
    load();
}

void ExportPresets::load() {
    m_all = oursFirst();
    m_document = {};
    m_isDamaged = false;
    m_unreadable.reset();
    const Expected<std::string> text = readWholeFile(m_file.toStdString());
    if (!text && text.error().code != ErrorCode::FileNotFound)
        m_unreadable = text.error();
    if (text) {
        const QByteArray bytes = QByteArray::fromStdString(*text);
        const QJsonDocument document = QJsonDocument::fromJson(bytes);
        m_isDamaged = !document.isObject() && !bytes.isEmpty();
        m_document = document.object();
    }
    m_own.clear();
    for (const QJsonValue& value : m_document[QLatin1String("presets")].toArray())
        m_own.push_back(value.toObject());
    for (const QJsonObject& preset : m_own)
        if (!nameOf(preset).isEmpty())
            m_all.push_back({nameOf(preset), specOf(preset), false});
}

const ExportPreset* ExportPresets::find(const QString& name) const {
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const ExportPreset& preset) {
        return preset.name == name;
    });
    return found == m_all.end() ? nullptr : &*found;
}

Expected<void> ExportPresets::save(const QString& name, const RenderSpec& spec) {
    if (name.trimmed().isEmpty())
        return failure(ErrorCode::InvalidArgument, tr("A preset needs a name.").toStdString());
    const ExportPreset* const known = find(name);
    if (known && known->isOurs)
        return failure(ErrorCode::InvalidArgument,
                       tr("“%1” comes with Stria: choose another name.").arg(name).toStdString());
    load(); // another window may have saved meanwhile
    std::vector<QJsonObject> own = m_own;
    auto place = std::find_if(own.begin(), own.end(),
                              [&](const QJsonObject& preset) { return nameOf(preset) == name; });
    if (place == own.end())
        place = own.insert(own.end(), QJsonObject{{QLatin1String("name"), name}});
    put(*place, spec);
    return write(own);
}

Expected<void> ExportPresets::remove(const QString& name) {
    load();
    std::vector<QJsonObject> own = m_own;
    std::erase_if(own, [&](const QJsonObject& preset) { return nameOf(preset) == name; });
    return write(own);
}

Expected<void> ExportPresets::write(const std::vector<QJsonObject>& own) {
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    // What may be read again later is not written over.
    if (m_unreadable)
        return tl::make_unexpected(*m_unreadable);
    if (m_isDamaged && !QFile::rename(m_file, m_file + QStringLiteral(".damaged")))
        return unwritable(m_file, tr("what is there cannot be read, and not be put aside"));
    QJsonArray presets;
    for (const QJsonObject& preset : own)
        presets.append(preset);
    QJsonObject document = m_document;
    document[QLatin1String("presets")] = presets;
    Expected<void> written =
        replaceFile(m_file.toStdString(), QJsonDocument(document).toJson().toStdString());
    load();
    return written;
}

} // namespace stria
