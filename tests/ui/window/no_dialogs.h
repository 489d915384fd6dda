// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtDebug>

#include "ui/window/dialogs.h"

namespace stria::test {

/// Nobody answers: no file is chosen, of every question the second answer is given. What a person
/// would be told goes to the error output.
class NoDialogs final : public Dialogs {
  public:
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override { return {}; }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        return {};
    }
    int ask(const Question&) override { return 1; }
    void tell(const QString&, const QString& text, const QString&) override {
        qWarning("%s", qPrintable(text));
    }
};

} // namespace stria::test
