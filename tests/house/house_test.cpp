// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/source_tree.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>
#include <algorithm>
#include <functional>

using namespace stria;

namespace {

QString at(const SourceFile& file, int line) {
    return file.path + ':' + QString::number(line);
}

bool belongsToTheWindow(const QString& include) {
    for (const char* module : {"QtGui", "QtWidgets", "QtPrintSupport", "QtSvg", "Qsci"}) {
        if (include.startsWith(QString(module) + '/') || include == module)
            return true;
        if (!include.contains('/') &&
            QFile::exists(QString(QT_INCLUDES "/%1/%2").arg(module, include)))
            return true;
    }
    return false;
}

/// A circle of includes that begins at `path`, as text; empty when there is none.
QString findCircle(const QString& path, const QHash<QString, QStringList>& includes,
                   QSet<QString>& done, QStringList& way) {
    if (way.contains(path))
        return (way.mid(way.indexOf(path)) << path).join(" -> ");
    if (done.contains(path))
        return {};
    way << path;
    for (const QString& next : includes.value(path)) {
        const QString circle = findCircle(next, includes, done, way);
        if (!circle.isEmpty())
            return circle;
    }
    way.removeLast();
    done.insert(path);
    return {};
}

} // namespace

class HouseTest : public QObject {
    Q_OBJECT

    std::vector<SourceFile> m_files;

    /// Fails with all of them at once, so that one run shows everything that is to be mended.
    static void expectNone(const QStringList& offenders) {
        QVERIFY2(offenders.isEmpty(), qPrintable('\n' + offenders.join('\n')));
    }

  private slots:
    void initTestCase() {
        m_files = readSourceTree(STRIA_SOURCE_DIR);
        QVERIFY(m_files.size() > 50);
    }

    void everyFolderOfTheProgramHasAFloor() {
        QStringList offenders;
        for (const SourceFile& file : m_files)
            if (file.isCpp() && !file.path.startsWith("tests/") && floorOf(file.folder) == 0)
                offenders << file.path;
        expectNone(offenders);
    }

    void aFolderIncludesOnlyLowerFloors() {
        QStringList offenders;
        for (const SourceFile& file : m_files) {
            const int floor = floorOf(file.folder);
            for (const auto& include : file.includes) {
                const QString folder = include.name.section('/', 0, -2);
                if (floor == 0 || !include.quoted || folder == file.folder)
                    continue;
                if (folder.startsWith("tests") || floorOf(folder) >= floor)
                    offenders << at(file, include.line) + " includes " + include.name;
            }
        }
        expectNone(offenders);
    }

    void includesAreWrittenFromTheTop() {
        QStringList offenders;
        for (const SourceFile& file : m_files)
            for (const auto& include : file.includes)
                if (include.quoted && !include.name.endsWith(".moc") &&
                    !QFile::exists(QString(STRIA_SOURCE_DIR "/") + include.name))
                    offenders << at(file, include.line) + " includes " + include.name;
        expectNone(offenders);
    }

    void noFilesIncludeEachOtherInACircle() {
        QHash<QString, QStringList> includes;
        for (const SourceFile& file : m_files)
            for (const auto& include : file.includes)
                if (include.quoted)
                    includes[file.path] << include.name;
        QSet<QString> done;
        for (const SourceFile& file : m_files) {
            QStringList way;
            const QString circle = findCircle(file.path, includes, done, way);
            QVERIFY2(circle.isEmpty(), qPrintable(circle));
        }
    }

    void theEngineAndTheCommandLineKnowNoWindow() {
        QVERIFY(belongsToTheWindow("QWidget") && belongsToTheWindow("QtGui/QColor"));
        QVERIFY(!belongsToTheWindow("QString") && !belongsToTheWindow("vector"));
        QStringList offenders;
        for (const SourceFile& file : m_files) {
            if (!file.path.startsWith("engine/") && !file.path.startsWith("app/stria_cli/") &&
                !file.path.startsWith("app/stria_worker/"))
                continue;
            for (const auto& include : file.includes)
                if (belongsToTheWindow(include.name) || include.name.startsWith("ui/"))
                    offenders << at(file, include.line) + " includes " + include.name;
        }
        expectNone(offenders);
    }

    void programsWithoutAWindowLoadNoLibraryOfIt_data() {
        QTest::addColumn<QString>("program");
        for (const char* program : {"stria-cli", "stria-worker"})
            QTest::newRow(program) << program;
    }
    void programsWithoutAWindowLoadNoLibraryOfIt() {
        QFETCH(QString, program);
        QProcess ldd;
        ldd.start("ldd", {QString(STRIA_PROGRAMS "/") + program});
        QVERIFY(ldd.waitForFinished());
        const QString libraries = QString::fromUtf8(ldd.readAllStandardOutput());
        QVERIFY2(libraries.contains("libc.so"), qPrintable(libraries));
        for (const char* library : {"Qt6Gui", "Qt6Widgets", "qscintilla", "rtaudio", "libX11"})
            QVERIFY2(!libraries.contains(library), qPrintable(libraries));
    }

    void aSourceFileIncludesItsOwnHeaderFirst() {
        QStringList offenders;
        for (const SourceFile& file : m_files) {
            if (!file.path.endsWith(".cpp"))
                continue;
            const QString header = file.path.chopped(4) + ".h";
            if (QFile::exists(QString(STRIA_SOURCE_DIR "/") + header) &&
                (file.includes.empty() || file.includes.front().name != header))
                offenders << file.path;
        }
        expectNone(offenders);
    }

    void everyHeaderIsReadOnce() {
        QStringList offenders;
        for (const SourceFile& file : m_files)
            if (file.path.endsWith(".h") && !file.text.contains("\n#pragma once\n"))
                offenders << file.path;
        expectNone(offenders);
    }

    void everyFileNamesItsLicence() {
        static const QRegularExpression code(R"((\.(cpp|h|cmake|py|sh)|CMakeLists\.txt)$)");
        QStringList offenders;
        for (const SourceFile& file : m_files) {
            const QList<QByteArray> lines = file.text.split('\n');
            const bool script = file.text.startsWith("#!");
            if (!script && !code.match(file.path).hasMatch())
                continue;
            const QByteArray line = lines.value(script ? 1 : 0);
            if (line != (file.isCpp() ? "// " : "# ") +
                            QByteArray("SPDX-License-Identifier: GPL-3.0-or-later"))
                offenders << file.path;
        }
        expectNone(offenders);
    }

    void fileNamesAreSnakeCase() {
        static const QRegularExpression snake("^[a-z][a-z0-9_]*\\.(cpp|h)$");
        QStringList offenders;
        for (const SourceFile& file : m_files)
            if (file.isCpp() && !snake.match(file.path.section('/', -1)).hasMatch())
                offenders << file.path;
        expectNone(offenders);
    }

    void filesAreShortEnoughToRead() {
        QStringList offenders;
        for (const SourceFile& file : m_files) {
            const bool test = file.path.startsWith("tests/");
            const int most = file.path.endsWith(".h") ? 300 : test ? 1000 : 600;
            if (file.isCpp() && file.lineCount() > most)
                offenders << QString("%1 has %2 lines").arg(file.path).arg(file.lineCount());
        }
        expectNone(offenders);
    }

    void everySourceFileIsListedInItsFolder() {
        QHash<QString, QByteArray> lists;
        for (const SourceFile& file : m_files)
            if (file.path.endsWith("/CMakeLists.txt"))
                lists[file.folder] = file.text;
        QStringList offenders;
        for (const SourceFile& file : m_files) {
            if (!file.path.endsWith(".cpp"))
                continue;
            QString folder = file.folder;
            while (!lists.contains(folder) && folder.contains('/'))
                folder = folder.section('/', 0, -2);
            const QString name = file.path.mid(folder.size() + 1);
            if (!lists.value(folder).contains(name.toUtf8()))
                offenders << file.path;
        }
        expectNone(offenders);
    }

    void whatIsComputedFromADocumentTouchesNoMachine() {
        // What gathers facts beforehand and what writes the result down look at the disk.
        static const QStringList hands{"engine/compile/asset_facts.cpp",
                                       "engine/compile/csd_writer.cpp"};
        static const QRegularExpression forbidden(
            "^(Q(File|FileInfo|Dir|DirIterator|SaveFile|Process|DateTime|Date|Time|Locale|Settings|"
            "StandardPaths|Random\\w*|ElapsedTimer|Timer|Thread\\w*)|chrono|filesystem|fstream|"
            "iostream|locale|random|ctime|thread|cstdlib|csound.*|sndfile.*|unistd\\.h|sys/.*)$");
        QStringList offenders;
        int count = 0;
        for (const SourceFile& file : m_files) {
            if ((file.folder != "engine/compile" && file.folder != "engine/orchestra") ||
                hands.contains(file.path))
                continue;
            ++count;
            for (const SourceFile::Include& include : file.includes)
                if (!include.quoted && forbidden.match(include.name).hasMatch())
                    offenders << at(file, include.line) + ": " + include.name;
        }
        QVERIFY(count > 20);
        expectNone(offenders);
    }

    void whatCanBeSaidOfARenderIsReadBySomebody() {
        static const QRegularExpression member("^    [\\w:<>]+ (\\w+)(?: = [^;(]+)?;",
                                               QRegularExpression::MultilineOption);
        QByteArray head;
        for (const SourceFile& file : m_files)
            if (file.path == "engine/model/render_spec.h")
                head = file.text;
        QStringList offenders;
        int count = 0;
        for (auto found = member.globalMatch(QString::fromUtf8(head)); found.hasNext();) {
            const QString name = found.next().captured(1);
            ++count;
            // Writing it is no use, nor is handing it on from one set of options to another.
            const QRegularExpression read("[.>]" + name + "\\b(?!\\s*=[^=])(?!\\()");
            const QRegularExpression copy("[.>]" + name + "\\s*=\\s*\\w+[.]" + name + ";");
            const auto reads = [&](const SourceFile& file) {
                if (!file.isCpp() || file.path.startsWith("tests/"))
                    return false;
                for (const QByteArray& bytes : file.text.split('\n')) {
                    const QString line = QString::fromUtf8(bytes);
                    if (line.contains(read) && !line.contains(copy))
                        return true;
                }
                return false;
            };
            if (std::none_of(m_files.begin(), m_files.end(), reads))
                offenders << name;
        }
        QVERIFY(count > 25);
        expectNone(offenders);
    }

    void noFileNamesAPlaceOfOneMachine() {
        static const QRegularExpression place("(^|[\\s\"'(=])/(home|root|Users|work|mnt)/\\w");
        QStringList offenders;
        for (const SourceFile& file : m_files) {
            if (file.path.endsWith(".md")) // may show a path as an example
                continue;
            int line = 0;
            for (const QByteArray& text : file.text.split('\n')) {
                ++line;
                if (place.match(QString::fromUtf8(text)).hasMatch())
                    offenders << at(file, line);
            }
        }
        expectNone(offenders);
    }
};

STRIA_TEST(HouseTest)
#include "house_test.moc"
