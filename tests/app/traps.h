// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QStringList>
#include <QTemporaryDir>
#include <map>
#include <string>

namespace stria::test {

/// A place for hostile projects: what each of them would harm stands around its folder, and tells
/// when it was.
class Traps {
  public:
    Traps();
    ~Traps();
    Traps(const Traps&) = delete;
    Traps& operator=(const Traps&) = delete;

    /// What lies in `from`, beside the projects that are there, comes along. In texts stand
    /// OUTSIDE, FOLDER, VICTIM, PORT, PORT2 and MARK for what is here.
    void bring(const QDir& from);
    /// Of each project that was brought, by the names of their files.
    QStringList projects() const { return m_projects; }
    QString project(const QString& name) const { return m_top.filePath("project/" + name); }
    /// For what may be written.
    QString output(const QString& name) const { return m_top.filePath("output/" + name); }

    /// Everything as it was, after effects that were let.
    void set();
    /// What has been harmed since they were set, in words; none where all is well.
    QStringList sprung();
    /// While it plays: whether somebody listens where a project would.
    bool isListenedTo() const;
    /// Whether a text or a level tells what stands in the files outside.
    static bool tellsSecret(const std::string& text);
    static bool isSecret(double level);

  private:
    QString outside(const QString& name) const { return m_top.filePath("outside/" + name); }
    QByteArray filled(QByteArray text) const;
    std::map<QString, QByteArray> look() const;
    void startVictim();
    void endVictim();

    QTemporaryDir m_top;
    QStringList m_projects;
    std::map<QString, QByteArray> m_brought; ///< texts as they came, by their names
    std::map<QString, QByteArray> m_before;  ///< files and their states, but those of the output
    std::string m_shared;                    ///< a name that nobody has in shared memory
    int m_victim = -1;
    int m_pipe = -1;
    int m_packets = -1;
    int m_streams = -1;
    int m_port = 0;
    int m_otherPort = 0;
};

} // namespace stria::test
