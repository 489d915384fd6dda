// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/trust.h"

#include <algorithm>
#include <span>
#include <variant>

#include "engine/compile/asset_facts.h"
#include "engine/sound/sound_file.h"
#include "ui/document/document.h"
#include "ui/window/dialogs.h"

namespace stria {

namespace {

std::string hashOfText(const std::string& text) {
    return hashBytes(std::as_bytes(std::span(text)));
}

std::string optionsAsText(const Settings& settings) {
    std::string text;
    for (const std::string& option : settings.csoundOptions)
        text += option + '\n';
    return text;
}

bool isSameText(Place a, Place b) {
    a.line = b.line = a.column = b.column = a.length = b.length = 0;
    return a == b;
}

/// Its macros may turn another text into something else.
bool changesOthers(const std::string& text) {
    return text.find("#define") != std::string::npos || text.find("#undef") != std::string::npos;
}

/// On one line, with nothing in it that turns or hides what stands beside it.
QString shownAs(const QString& text) {
    QString shown = text.simplified();
    for (QChar& c : shown)
        if (!c.isPrint() && !c.isSurrogate())
            c = QChar::ReplacementCharacter;
    return shown;
}

QString sentenceFor(const Reach& reach) {
    QString what;
    switch (reach.kind) {
    case ReachKind::Write:
        what = QObject::tr("Write files");
        break;
    case ReachKind::Run:
        what = QObject::tr("Run programs");
        break;
    case ReachKind::Network:
        what = QObject::tr("Open connections");
        break;
    case ReachKind::Read:
        what = QObject::tr("Read files outside its folder");
        break;
    case ReachKind::Unknown:
        what = QObject::tr("Something that cannot be told beforehand");
        break;
    }
    constexpr int longest = 90;
    QString target = shownAs(QString::fromStdString(reach.target));
    if (target.size() > longest)
        target = target.left(longest) + QStringLiteral("…");
    QStringList parts;
    if (!reach.opcode.empty())
        parts << QString::fromStdString(reach.opcode);
    if (!target.isEmpty())
        parts << QObject::tr("“%1”").arg(target);
    QString line = parts.isEmpty() ? what : what + QStringLiteral(": ") + parts.join(' ');
    Place place = reach.place;
    place.column = 0;
    if (const QString where = QString::fromStdString(place.toText()); !where.isEmpty())
        line += QObject::tr(" (%1)").arg(where);
    return shownAs(line);
}

} // namespace

Trust::Trust(Document& document, Dialogs& dialogs, TrustStore store, QObject* parent)
    : QObject(parent), m_document(document), m_dialogs(dialogs), m_store(std::move(store)) {
    connect(&m_document, &Document::changed, this, [this](const Change& change) {
        std::visit([this](const auto& one) { look(one); }, change);
    });
    // What reaches nowhere is own from the start: typing into it is not asked about.
    connect(&m_document, &Document::settled, this, [this] {
        if (std::exchange(m_arrived, false))
            (void)judge();
    });
    connect(&m_document, &Document::replaced, this, [this] {
        m_own.clear();
        m_foreign.clear();
        m_declined.clear();
        m_arrived = false;
        (void)judge();
    });
    connect(&m_document, &Document::saved, this, &Trust::saved);
}

template <class Change> void Trust::look(const Change& change) {
    if constexpr (std::is_same_v<Change, SettingsChange>) {
        textChanged(optionsAsText(change.before), optionsAsText(change.after));
    } else if constexpr (std::is_same_v<Change, EntityChange<Instrument>>) {
        if (!change.after)
            return;
        if (change.before) {
            textChanged(change.before->body, change.after->body);
            textChanged(change.before->init, change.after->init);
        } else {
            textArrived(change.after->body);
            textArrived(change.after->init);
        }
    } else if constexpr (std::is_same_v<Change, EntityChange<GlobalCode>>) {
        // Nothing that is pasted brings global code along: a new one is being typed.
        if (change.after)
            textChanged(change.before ? change.before->text : std::string(), change.after->text);
    }
}

void Trust::textChanged(const std::string& before, const std::string& after) {
    if (before == after)
        return;
    if (m_fromElsewhere) {
        textArrived(after);
        return;
    }
    const std::string hash = hashOfText(after);
    const std::string old = hashOfText(before);
    if (m_foreign.contains(hash))
        return; // done again, or undone
    if (before.empty() || m_own.contains(old))
        m_own.insert(hash);
    else if (m_declined.contains(old))
        m_declined.insert(hash);
}

void Trust::textArrived(const std::string& text) {
    const std::string hash = hashOfText(text);
    if (text.empty() || m_own.contains(hash))
        return;
    m_foreign.insert(hash);
    m_arrived = true;
}

void Trust::takeFromElsewhere(const std::function<void()>& work) {
    m_fromElsewhere = true;
    work();
    m_fromElsewhere = false;
}

Trust::Judgement Trust::judge() {
    const Project& project = m_document.project();
    const std::string folder = m_document.folder().toStdString();
    const IncludedTexts includes = gatherIncludedTexts(project, folder);
    Judgement judgement;
    judgement.reaches = outsideReach(project, includes, folder);
    judgement.needed = allowanceFor(judgement.reaches);
    const auto addText = [&](const Place& place, const std::string& text) {
        if (!text.empty())
            judgement.texts.push_back({place, text, hashOfText(text)});
    };
    for (const ReachingText& code : codeOf(project, {}))
        addText(code.place, code.text);
    for (const auto& [name, text] : includes) {
        Place place;
        place.text = TextKind::File;
        place.file = name;
        addText(place, text);
    }
    addText({}, optionsAsText(project.settings()));
    const auto own = [this](const Text& text) {
        m_own.insert(text.hash);
        m_foreign.erase(text.hash);
    };
    for (const Text& text : judgement.texts) {
        if (m_own.contains(text.hash))
            continue;
        const bool reachesNowhere =
            !changesOthers(text.text) &&
            std::none_of(judgement.reaches.begin(), judgement.reaches.end(),
                         [&](const Reach& reach) { return isSameText(reach.place, text.place); });
        if (judgement.reaches.empty() || reachesNowhere)
            own(text);
        else
            judgement.foreign.push_back(text);
    }
    if (judgement.foreign.empty())
        return judgement;
    judgement.hash = hashOfReachingText(project, includes);
    const auto kept = m_store.find(judgement.hash);
    if (kept && covers(*kept, judgement.needed)) {
        std::for_each(judgement.foreign.begin(), judgement.foreign.end(), own);
        judgement.foreign.clear();
    }
    return judgement;
}

bool Trust::isDeclined(const Judgement& judgement) const {
    return std::all_of(judgement.foreign.begin(), judgement.foreign.end(),
                       [this](const Text& text) { return m_declined.contains(text.hash); });
}

int Trust::ask(const Judgement& judgement) const {
    constexpr std::size_t mostInSight = 8;
    QStringList lines;
    for (const Reach& reach : judgement.reaches)
        if (const QString line = sentenceFor(reach); !lines.contains(line))
            lines << line;
    Question question;
    question.title = tr("Code from elsewhere");
    question.text = tr("“%1” holds code that was not written here. It would:")
                        .arg(shownAs(m_document.title())) +
                    QStringLiteral("\n");
    for (const QString& line : lines.mid(0, mostInSight))
        question.text += QStringLiteral("\n•  ") + line;
    if (const int more = static_cast<int>(lines.size()) - static_cast<int>(mostInSight); more > 0) {
        question.text += QStringLiteral("\n") + tr("and %n more.", nullptr, more);
        question.details = lines.join('\n');
    }
    question.text +=
        QStringLiteral("\n\n") +
        tr("Without this it still plays, as far as it can, and touches nothing but its own sound.");
    question.answers = {tr("Open without"), tr("Allow"), tr("Cancel")};
    question.cancelAnswer = 2;
    return m_dialogs.ask(question);
}

void Trust::keep(const Judgement& judgement) {
    if (const auto kept = m_store.keep(judgement.hash, judgement.needed); !kept)
        m_dialogs.tell(
            tr("Not kept"),
            tr("It is allowed until the window closes, and will be asked about again: %1")
                .arg(QString::fromStdString(kept.error().toText())),
            {});
}

bool Trust::mayPlay() {
    const Judgement judgement = judge();
    if (isDeclined(judgement))
        return true;
    switch (ask(judgement)) {
    case 0:
        for (const Text& text : judgement.foreign)
            m_declined.insert(text.hash);
        return true;
    case 1:
        for (const Text& text : judgement.texts) {
            m_own.insert(text.hash);
            m_foreign.erase(text.hash);
        }
        keep(judgement);
        return true;
    default:
        return false;
    }
}

bool Trust::isDecided() {
    return isDeclined(judge());
}

Allowance Trust::allowed() {
    const Judgement judgement = judge();
    return judgement.foreign.empty() ? judgement.needed : Allowance{};
}

void Trust::saved() {
    Judgement judgement = judge();
    if (judgement.reaches.empty() || !judgement.foreign.empty())
        return;
    const Project& project = m_document.project();
    judgement.hash = hashOfReachingText(
        project, gatherIncludedTexts(project, m_document.folder().toStdString()));
    if (m_store.find(judgement.hash) != judgement.needed)
        keep(judgement);
}

} // namespace stria
