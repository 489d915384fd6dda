// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/orchestra/opcode_catalogue.h"
#include "ui/audition/event_audition.h"
#include "ui/document/background_render.h"
#include "ui/transport/player.h"

namespace stria {

class Document;

/// Playing the document: renders what is to be heard and plays the sound while it grows. The sound
/// of an unchanged document is kept and played again; an edit makes it old.
///
/// An edit while it plays is rendered anew in the background, and what is heard goes on until that
/// sound can take over: within a loop at its next pass, else as soon as it has reached the play
/// head. If it fails, the old sound stays. Each pass of a loop sounds as that stretch of the whole
/// piece does: what began before the loop rings into every pass, and what rings on at its end is
/// not carried into the next. UI thread only.
class Playing : public QObject {
    Q_OBJECT

  public:
    Playing(Document& document, Player& player, EventAudition& audition, QObject* parent = nullptr);

    void setOpcodes(const OpcodeCatalogue& opcodes) { m_opcodes = opcodes; }
    /// Asked before anything of the document is rendered; false: it is not.
    void setPermission(std::function<bool()> mayRender) { m_mayRender = std::move(mayRender); }
    /// What the document's code may do; without it nothing.
    void setAllowance(std::function<Allowance()> allowance) { m_allowance = std::move(allowance); }

    void play(double from);
    /// Only these events from the first of them on, with the effects that their sound goes through.
    void playOnly(std::vector<EventId> events);
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
    const BackgroundRender* render() const {
        return m_isOld || !m_only.empty() ? nullptr : m_render.get();
    }

  signals:
    void stateChanged();
    /// The render's progress, its end, or that it is old now.
    void renderChanged();
    void renderFinished(const stria::RenderResult& result);

  private:
    void look(const Change& change);
    void replaced();
    void playWanted(double from);
    void startRender(double from);
    void begun();
    void ended(const RenderResult& result);
    void follow();
    void renderAnew();
    void forgetUnheard();
    bool isHeard(const BackgroundRender& render) const;
    bool isDocumentHeard() const;
    void playRender(double from);
    void auditionAlone(ScoreEvent event);
    std::optional<PlayingVoice::Loop> region() const;
    RenderSpec specFrom(const Project& project, double from) const;
    RenderSpec specOfOnly(const Project& project, double from) const;

    Document& m_document;
    Player& m_player;
    EventAudition& m_audition;
    OpcodeCatalogue m_opcodes;
    std::function<bool()> m_mayRender;
    std::function<Allowance()> m_allowance;
    std::unique_ptr<BackgroundRender> m_render; ///< the last that was asked for
    /// Older ones, kept while they are heard.
    std::vector<std::unique_ptr<BackgroundRender>> m_heard;
    QTimer m_follow; ///< so that not each letter and each step of a drag is rendered
    std::chrono::milliseconds m_followAfter{0}; ///< what the changes of this batch ask for
    std::optional<double> m_wanted;             ///< play from there when the render has begun
    std::vector<EventId> m_only;                ///< m_render is of these alone; empty: of all
    bool m_isOld = true; ///< m_render is of a document that has changed since
    bool m_looping = false;
    /// What is repeated; the region where it was looked at last tells when it is another one.
    std::optional<PlayingVoice::Loop> m_loop, m_lastRegion;
};

} // namespace stria
