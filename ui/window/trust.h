// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/reading/outside_reach.h"
#include "engine/storage/trust_store.h"
#include "ui/window/reach_reading.h"

namespace stria {

class Dialogs;
class Document;

/// Decides what the document's code may do outside Csound, and asks where nobody has decided.
///
/// A text of code is own when its user typed it here, allowed it, or when it reaches nowhere. What
/// becomes of an own text in this window is own. All else is foreign: what is loaded, recovered,
/// pasted, comes in under takeFromElsewhere(), and included files whose content is another. Texts
/// that events and the like hand to code count as code does, where code does something with them
/// that cannot be read. Code that reaches outside is let when every text is own, else a person is
/// asked. What is own at a save is kept by its hash, so that nobody is asked at the next opening.
///
/// The document and the files that it includes are read in the background whenever they come to
/// rest; who asks before that is over waits for it. UI thread only.
class Trust : public QObject {
    Q_OBJECT

  public:
    Trust(Document& document, Dialogs& dialogs, TrustStore store = TrustStore(),
          QObject* parent = nullptr);
    ~Trust() override; ///< waits for the reading

    /// Before something is heard or written. Asks at most once about the same code; false: it is
    /// not to play at all.
    bool mayPlay();
    /// Whether mayPlay() would say yes and ask nothing.
    bool isDecided();
    /// For the document as it is: what its code needs, or nothing where that was not allowed.
    Allowance allowed();
    /// The same for the state that was last read; never waits. judged() tells when it may be
    /// another.
    Allowance lastAllowed() const { return m_lastAllowed; }
    /// What `work` changes in the document is not its user's.
    void takeFromElsewhere(const std::function<void()>& work);

    /// The text that another program has put on the clipboard, if there is any.
    void setForeignClipboard(std::function<std::string()> text) {
        m_foreignClipboard = std::move(text);
    }
    /// The document is being read in the background.
    bool isReading() const { return m_isBeingRead; }

  signals:
    /// What is allowed may be another now.
    void judged();

  private:
    struct Judgement {
        std::vector<Reach> reaches;
        Allowance needed;
        std::string hash;
        std::vector<std::string> texts;   ///< their hashes
        std::vector<std::string> foreign; ///< of these; none where nothing reaches outside
    };

    void readSoon();
    void readingFinished();
    void takeReading();
    const ReachReading& reading();
    void claim(const ReachReading& reading);
    Judgement judge();
    bool isDeclined(const Judgement& judgement) const;
    int ask(const Judgement& judgement) const;
    void keep(const Judgement& judgement);
    template <class Change> void look(const Change& change);
    void textChanged(const std::string& before, const std::string& after);
    void handedChanged(const std::vector<std::string>& before,
                       const std::vector<std::string>& after);
    void textArrived(const std::string& text);
    bool isPasted(const std::string& before, const std::string& after) const;
    void keepOwn();

    Document& m_document;
    Dialogs& m_dialogs;
    TrustStore m_store;
    // Hashes of texts.
    std::set<std::string> m_own;
    std::set<std::string> m_foreign;  ///< came from elsewhere: never own by being typed over
    std::set<std::string> m_declined; ///< to be heard without what they ask for
    std::vector<std::pair<std::string, std::string>> m_typed; ///< over a text not yet judged
    bool m_fromElsewhere = false;
    std::function<std::string()> m_foreignClipboard;
    std::shared_ptr<const ReachReading> m_reading; ///< the last
    QFutureWatcher<std::shared_ptr<const ReachReading>> m_watcher;
    bool m_isOld = true; ///< the document has changed since it was last read, or began to be
    bool m_keepsWhenRead = false;
    bool m_isBeingRead = false; ///< and not yet taken
    Allowance m_lastAllowed;
};

} // namespace stria
