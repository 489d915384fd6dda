// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include "engine/model/diagnostic.h"
#include "engine/render/render_job.h"

namespace stria::cli {

/// Where answers go: people read words on standard output and problems on standard error, machines
/// (--json) one object on standard output.
class Console {
  public:
    explicit Console(bool json) : m_json(json) {}

    bool isJson() const { return m_json; }
    /// A line for people; nothing with --json.
    void say(const QString& line) const;
    /// On a line each, as "error: ..." or "warning: ..."; what is said of many events is said once.
    void tell(const Diagnostics& problems) const;
    /// The answer of the program for machines; nothing without --json.
    void answer(const QJsonObject& object) const;

    /// A bar that is drawn over and over, on a terminal only.
    void showProgress(const RenderProgress& progress);
    void endProgress();

  private:
    bool m_json;
    bool m_progressShown = false;
};

QJsonArray toJson(const Diagnostics& problems);
/// A line for machines.
QByteArray toAnswer(const QJsonObject& object);
/// Whether standard output has taken all that was said (a full disk does not).
bool isAllPrinted();

} // namespace stria::cli
