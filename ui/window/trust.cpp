// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/trust.h"

#include <QtConcurrentRun>
#include <algorithm>
#include <variant>

#include "engine/orchestra/outside_opcodes.h"
#include "engine/orchestra/tokenizer.h"
#include "ui/document/document.h"
#include "ui/window/dialogs.h"

namespace stria {

namespace {

/// What stands in `after` where `before` has something else.
std::string inserted(const std::string& before, const std::string& after) {
    std::size_t same = 0;
    while (same < std::min(before.size(), after.size()) && before[same] == after[same])
        ++same;
    std::size_t sameEnd = 0;
    while (sameEnd < std::min(before.size(), after.size()) - same &&
           before[before.size() - 1 - sameEnd] == after[after.size() - 1 - sameEnd])
        ++sameEnd;
    return after.substr(same, after.size() - same - sameEnd);
}

/// Whether a piece of code may do something outside, or make other code do it.
bool mayReachOutside(const std::string& code) {
    if (code.find_first_of("#$") != std::string::npos)
        return true;
    const std::vector<Token> tokens = tokenize(code);
    return std::any_of(tokens.begin(), tokens.end(),
                       [&](const Token& token) { return outsideKind(token.in(code)).has_value(); });
}

std::vector<std::string> textsOf(const ScoreEvent& event) {
    std::vector<std::string> texts;
    for (const Argument& argument : event.arguments)
        if (const auto* text = std::get_if<std::string>(&argument.value))
            texts.push_back(*text);
    return texts;
}

std::vector<std::string> textsOf(const Channel& channel) {
    std::vector<std::string> texts;
    for (const Channel::Change& change : channel.changes)
        if (const auto* text = std::get_if<std::string>(&change.value))
            texts.push_back(*text);
    return texts;
}

std::vector<std::string> textsOf(const FixedString& fixed) {
    return {fixed.text};
}

std::vector<std::string> defaultsOf(const Instrument& instrument) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : instrument.args)
        if (const auto* text = std::get_if<std::string>(&value))
            texts.push_back(*text);
    return texts;
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
    connect(&m_document, &Document::settled, this, &Trust::readSoon);
    connect(&m_document, &Document::replaced, this, [this] {
        m_own.clear();
        m_foreign.clear();
        m_declined.clear();
        m_typed.clear();
        m_lastAllowed = {};
        m_isOld = true;
        m_isBeingRead = false; // another document was
        readSoon();
    });
    connect(&m_document, &Document::saved, this, [this] {
        m_keepsWhenRead = true;
        readSoon();
    });
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &Trust::readingFinished);
}

Trust::~Trust() {
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

template <class Change> void Trust::look(const Change& change) {
    if constexpr (std::is_same_v<Change, SettingsChange>) {
        textChanged(optionsAsText(change.before), optionsAsText(change.after));
    } else if constexpr (std::is_same_v<Change, EntityChange<Instrument>>) {
        m_isOld = true;
        if (!change.after)
            return;
        if (change.before) {
            textChanged(change.before->body, change.after->body);
            textChanged(change.before->init, change.after->init);
            handedChanged(defaultsOf(*change.before), defaultsOf(*change.after));
        } else {
            textArrived(change.after->body);
            textArrived(change.after->init);
            for (const std::string& text : defaultsOf(*change.after))
                textArrived(text);
        }
    } else if constexpr (std::is_same_v<Change, EntityChange<GlobalCode>>) {
        m_isOld = true;
        // Nothing that is pasted brings global code along: a new one is being typed.
        if (change.after)
            textChanged(change.before ? change.before->text : std::string(), change.after->text);
    } else if constexpr (std::is_same_v<Change, EntityChange<ScoreEvent>> ||
                         std::is_same_v<Change, EntityChange<Channel>> ||
                         std::is_same_v<Change, EntityChange<FixedString>>) {
        if (change.before && change.after)
            return handedChanged(textsOf(*change.before), textsOf(*change.after));
        const std::vector<std::string> texts =
            textsOf(change.after ? *change.after : *change.before);
        m_isOld = m_isOld || !texts.empty();
        if (change.after)
            std::for_each(texts.begin(), texts.end(),
                          [this](const std::string& text) { textArrived(text); });
    }
}

/// Those that stand in other places than before are the same.
void Trust::handedChanged(const std::vector<std::string>& before,
                          const std::vector<std::string>& after) {
    if (before == after)
        return;
    m_isOld = true; // also where texts only went
    for (const std::string& text : after)
        if (std::find(before.begin(), before.end(), text) == before.end())
            textChanged({}, text);
}

void Trust::textChanged(const std::string& before, const std::string& after) {
    if (before == after)
        return;
    m_isOld = true;
    if (m_fromElsewhere || isPasted(before, after)) {
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
    else
        m_typed.emplace_back(old, hash);
}

/// From another program. What comes from this one is judged by where it was.
bool Trust::isPasted(const std::string& before, const std::string& after) const {
    const std::string added = inserted(before, after);
    return m_foreignClipboard && added.size() > 2 && mayReachOutside(added) &&
           m_foreignClipboard().find(added) != std::string::npos;
}

void Trust::textArrived(const std::string& text) {
    const std::string hash = hashOfText(text);
    if (text.empty() || m_own.contains(hash))
        return;
    m_foreign.insert(hash);
    m_isOld = true;
}

void Trust::takeFromElsewhere(const std::function<void()>& work) {
    m_fromElsewhere = true;
    work();
    m_fromElsewhere = false;
}

void Trust::readSoon() {
    if (m_isBeingRead || (!m_isOld && !m_keepsWhenRead))
        return;
    m_isOld = false;
    m_isBeingRead = true;
    m_watcher.setFuture(QtConcurrent::run(
        [project = m_document.project(), folder = m_document.folder().toStdString()] {
            return std::make_shared<const ReachReading>(readReach(project, folder));
        }));
}

void Trust::readingFinished() {
    takeReading();
    if (m_isOld)
        return readSoon();
    if (std::exchange(m_keepsWhenRead, false))
        keepOwn();
    m_lastAllowed = allowed();
    emit judged();
}

/// Of what is being read, if anything is. It may be of an older state: what it tells of texts still
/// holds.
void Trust::takeReading() {
    if (!m_isBeingRead)
        return;
    m_watcher.waitForFinished();
    m_isBeingRead = false;
    claim(*m_watcher.result());
    if (!m_isOld)
        m_reading = m_watcher.result();
}

/// Of the document as it is. As a rule it has been read in the background.
const ReachReading& Trust::reading() {
    takeReading();
    if (m_isOld || !m_reading || !m_reading->isOfNow()) {
        m_reading = std::make_shared<const ReachReading>(
            readReach(m_document.project(), m_document.folder().toStdString()));
        m_isOld = false;
    }
    claim(*m_reading);
    return *m_reading;
}

/// Makes own what reaches nowhere, so that typing into it is not asked about, and what was typed
/// over it.
void Trust::claim(const ReachReading& reading) {
    for (const ReachReading::Text& text : reading.texts)
        if (reading.reaches.empty() || text.isHarmless) {
            m_own.insert(text.hash);
            m_foreign.erase(text.hash);
        }
    for (const auto& [old, hash] : m_typed)
        if (m_own.contains(old) && !m_foreign.contains(hash))
            m_own.insert(hash);
    m_typed.clear();
}

Trust::Judgement Trust::judge() {
    Judgement judgement;
    const ReachReading& now = reading();
    judgement.reaches = now.reaches;
    judgement.needed = now.needed;
    judgement.hash = now.hash;
    for (const ReachReading::Text& text : now.texts) {
        judgement.texts.push_back(text.hash);
        if (!m_own.contains(text.hash))
            judgement.foreign.push_back(text.hash);
    }
    if (judgement.foreign.empty())
        return judgement;
    const auto kept = m_store.find(judgement.hash);
    if (kept && covers(*kept, judgement.needed)) {
        for (const std::string& hash : judgement.foreign) {
            m_own.insert(hash);
            m_foreign.erase(hash);
        }
        judgement.foreign.clear();
    }
    return judgement;
}

bool Trust::isDeclined(const Judgement& judgement) const {
    return std::all_of(judgement.foreign.begin(), judgement.foreign.end(),
                       [this](const std::string& hash) { return m_declined.contains(hash); });
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
        m_declined.insert(judgement.foreign.begin(), judgement.foreign.end());
        return true;
    case 1:
        for (const std::string& hash : judgement.texts) {
            m_own.insert(hash);
            m_foreign.erase(hash);
        }
        keep(judgement);
        m_lastAllowed = judgement.needed;
        emit judged();
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

void Trust::keepOwn() {
    const Judgement judgement = judge();
    if (!judgement.reaches.empty() && judgement.foreign.empty() &&
        m_store.find(judgement.hash) != judgement.needed)
        keep(judgement);
}

} // namespace stria
