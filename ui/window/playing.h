// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "engine/orchestra/opcode_catalogue.h"
#include "ui/audition/event_audition.h"
#include "ui/document/background_render.h"
#include "ui/transport/player.h"

namespace stria {

class Document;

/// Playing the document: renders what is to be heard and plays the sound while it grows. The sound
/// of an unchanged document is kept and played again; an edit makes it old. UI thread only.
class Playing : public QObject {
    Q_OBJECT

  public:
    Playing(Document& document, Player& player, EventAudition& audition, QObject* parent = nullptr);

    void setOpcodes(const OpcodeCatalogue& opcodes) { m_opcodes = opcodes; }
    /// Asked before anything of the document is rendered; false: it is not.
    void setPermission(std::function<bool()> mayRender) { m_mayRender = std::move(mayRender); }

    void play(double from);
    void stop();
    bool isPlaying() const { return m_player.isPlaying() || m_wanted.has_value(); }
    void setLooping(bool looping);
    bool isLooping() const { return m_looping; }
    /// One event alone, from its start, beside what plays.
    void audition(EventId event);
    /// One note of an instrument (auditionEvent).
    void audition(InstrumentId instrument);
    /// Ends a render under way; what is rendered so far stays.
    void cancelRender();

    /// The render of the document that is kept; null where there is none or an edit made it old.
    const BackgroundRender* render() const { return m_isOld ? nullptr : m_render.get(); }

  signals:
    void stateChanged();
    /// The render's progress, its end, or that it is old now.
    void renderChanged();
    void renderFinished(const stria::RenderResult& result);

  private:
    void look(const Change& change);
    void startRender(double from);
    void playRender(double from);
    void auditionAlone(ScoreEvent event);
    std::optional<PlayingVoice::Loop> loop() const;
    RenderSpec specFrom(const Project& project, double from) const;

    Document& m_document;
    Player& m_player;
    EventAudition& m_audition;
    OpcodeCatalogue m_opcodes;
    std::function<bool()> m_mayRender;
    std::unique_ptr<BackgroundRender> m_render;
    std::optional<double> m_wanted; ///< play from there when the render has begun
    bool m_isOld = true;
    bool m_looping = false;
};

} // namespace stria
