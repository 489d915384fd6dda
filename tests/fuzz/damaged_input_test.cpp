// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QtTest>
#include <random>

#include "engine/storage/project_file.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

std::vector<std::string> examplesOf(const fuzz::Target& target) {
    if (target.examples)
        return target.examples();
    const QString name =
        QString::fromUtf8(target.name.data(), static_cast<qsizetype>(target.name.size()));
    const QDir folder(QStringLiteral(STRIA_SOURCE_DIR "/tests/fuzz/corpus/") + name);
    std::vector<std::string> examples;
    for (const QString& entry : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(entry));
        if (file.open(QIODevice::ReadOnly))
            examples.push_back(file.readAll().toStdString());
    }
    return examples;
}

class Wounds {
  public:
    std::string hurt(std::string text) {
        for (std::size_t wounds = 1 + below(8); wounds > 0 && !text.empty(); --wounds) {
            const std::size_t at = below(text.size());
            if (const std::size_t kind = below(4); kind == 0)
                text[at] = static_cast<char>(m_random());
            else if (kind == 1)
                text.erase(at, below(20));
            else if (kind == 2)
                text.insert(at, text.substr(below(text.size()), below(30)));
            else if (below(10) == 0)
                text.resize(at);
        }
        return text;
    }

  private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }
    std::mt19937 m_random{1};
};

} // namespace

class DamagedInputTest : public QObject {
    Q_OBJECT

  private slots:
    void noDamageMakesAReaderCrashOrBreakItsPromise_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < static_cast<int>(fuzz::targets().size()); ++i)
            QTest::addRow("%s", std::string(fuzz::targets()[std::size_t(i)].name).c_str()) << i;
    }
    void noDamageMakesAReaderCrashOrBreakItsPromise() {
        QFETCH(const int, number);
        const fuzz::Target& target = fuzz::targets()[static_cast<std::size_t>(number)];
        const std::vector<std::string> examples = examplesOf(target);
        QVERIFY(!examples.empty());
        const int rounds = qEnvironmentVariableIsSet("STRIA_LONG_TESTS") ? 40000 : 600;
        Wounds wounds;
        for (const std::string& whole : examples) {
            QVERIFY2(target.reads(whole), whole.c_str());
            for (int round = 0; round < rounds / static_cast<int>(examples.size()); ++round) {
                const std::string damaged = wounds.hurt(whole);
                QVERIFY2(target.reads(damaged), QByteArray::fromStdString(damaged).toHex());
            }
        }
    }
    void deepNestingIsRefusedAndDoesNotUseUpTheStack() {
        const std::string header = writeProject({}).substr(0, writeProject({}).find('\n') + 1);
        for (const char* opening : {"[", "{\"a\":"}) {
            std::string text = header;
            for (int i = 0; i < 1'000'000; ++i)
                text += opening;
            const auto read = readProject(text);
            QVERIFY(read);
            QCOMPARE(read->damagedLines.size(), std::size_t{1});
        }
    }
};

STRIA_CORE_TEST(DamagedInputTest)
#include "damaged_input_test.moc"
