// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/reading/outside_reach.h"
#include "engine/storage/trust_store.h"

namespace stria {

class Dialogs;
class Document;

/// Decides what the document's code may do outside Csound, and asks where nobody has decided.
///
/// A text of code is own when its user typed it here, allowed it, or when it reaches nowhere. What
/// becomes of an own text in this window is own. All else is foreign: what is loaded, recovered,
/// pasted, comes in under takeFromElsewhere(), and included files whose content is another. Code
/// that reaches outside is let when every text is own, else a person is asked. What is own at a
/// save is kept by its hash, so that nobody is asked at the next opening. UI thread only.
class Trust : public QObject {
    Q_OBJECT

  public:
    Trust(Document& document, Dialogs& dialogs, TrustStore store = TrustStore(),
          QObject* parent = nullptr);

    /// Before something is heard or written. Asks at most once about the same code; false: it is
    /// not to play at all.
    bool mayPlay();
    /// Whether mayPlay() would say yes and ask nothing.
    bool isDecided();
    /// For the document as it is: what its code needs, or nothing where that was not allowed.
    Allowance allowed();
    /// What `work` changes in the document is not its user's.
    void takeFromElsewhere(const std::function<void()>& work);

  private:
    struct Text {
        Place place;
        std::string text;
        std::string hash;
    };
    struct Judgement {
        std::vector<Reach> reaches;
        Allowance needed;
        std::vector<Text> texts;
        std::vector<Text> foreign; ///< none where nothing reaches outside
        std::string hash;          ///< of the whole; only where something is foreign
    };

    Judgement judge();
    bool isDeclined(const Judgement& judgement) const;
    int ask(const Judgement& judgement) const;
    void keep(const Judgement& judgement);
    template <class Change> void look(const Change& change);
    void textChanged(const std::string& before, const std::string& after);
    void textArrived(const std::string& text);
    void saved();

    Document& m_document;
    Dialogs& m_dialogs;
    TrustStore m_store;
    // Hashes of texts.
    std::set<std::string> m_own;
    std::set<std::string> m_foreign;  ///< came from elsewhere: never own by being typed over
    std::set<std::string> m_declined; ///< to be heard without what they ask for
    bool m_fromElsewhere = false;
    bool m_arrived = false; ///< a text from elsewhere, since the last judgement
};

} // namespace stria
