// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/trust_store.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

using namespace stria;

class TrustStoreTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string file(const char* name) const {
        return m_folder.filePath(QString("deep/") + name).toStdString();
    }

  private slots:
    void nothingIsAllowedUnasked() {
        const TrustStore store(file("none"));
        QVERIFY(!store.find("1234"));
        QVERIFY(!QFile::exists(QString::fromStdString(file("none"))));
    }

    void whatWasAllowedIsFoundByItsHash() {
        TrustStore store(file("allowed"));
        QVERIFY(store.keep("aa", {.write = true, .read = true}));
        QVERIFY(store.keep("bb", {}));
        const TrustStore again(file("allowed"));
        QVERIFY((again.find("aa") == Allowance{.write = true, .read = true}));
        QVERIFY(again.find("bb") == Allowance{});
        QVERIFY(!again.find("cc"));
        QVERIFY(store.keep("aa", {.run = true}));
        QVERIFY((again.find("aa") == Allowance{.run = true}));
    }

    void onlyItsOwnerReadsIt() {
        TrustStore store(file("mode"));
        QVERIFY(store.keep("aa", {.run = true}));
        const auto others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFileInfo(QString::fromStdString(file("mode"))).permissions() & others));
    }

    void theOldestGoWhereThereAreTooMany() {
        QFile old(QString::fromStdString(file("many")));
        QVERIFY(old.open(QIODevice::WriteOnly));
        for (int i = 0; i < TrustStore::mostAnswers; ++i)
            old.write(QString("{\"code\":\"h%1\",\"run\":true}\n").arg(i).toUtf8());
        old.close();
        TrustStore store(file("many"));
        QVERIFY(store.find("h0"));
        QVERIFY(store.keep("new", {.run = true}));
        QVERIFY(!store.find("h0"));
        QVERIFY(store.find("h1"));
        QVERIFY(store.find("new"));
    }

    void aDamagedLineAllowsNothingAndCostsNoOther() {
        QFile damaged(QString::fromStdString(file("damaged")));
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("{\"code\":\"aa\",\"run\":tru\n{\"run\":true}\n{\"code\":\"bb\",\"run\":1}\n"
                      "{\"code\":\"cc\",\"later\":[1],\"run\":true}\n");
        damaged.close();
        const TrustStore store(file("damaged"));
        QVERIFY(!store.find("aa"));
        QVERIFY(!store.find(""));
        QVERIFY(!store.find("bb"));
        QVERIFY((store.find("cc") == Allowance{.run = true}));
    }

    void whatCannotBeKeptIsSaid() { QVERIFY(!TrustStore("/proc/nowhere/allowed").keep("aa", {})); }
};

STRIA_TEST(TrustStoreTest)
#include "trust_store_test.moc"
