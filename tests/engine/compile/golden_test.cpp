// SPDX-License-Identifier: GPL-3.0-or-later
// Whole CSDs as a composer reads them, and how plain csound plays them. With STRIA_UPDATE_GOLDEN in
// the environment the texts in tests/data/csd are written anew: read the difference.
#include <QFile>
#include <QTest>

#include "engine/compile/compiler.h"
#include "engine/compile/csd_writer.h"
#include "tests/engine/compile/score_builder.h"
#include "tests/support/plain_csound.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

namespace {

QString goldenPath(const char* name) {
    return QString(STRIA_SOURCE_DIR "/tests/data/csd/%1.csd").arg(name);
}

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The document's text is that of the file.
void compareWithGolden(const char* name, const ScoreBuilder& builder) {
    const auto document = compile(builder.project, {}, {}, {});
    QVERIFY2(document, document ? "" : document.error().front().toText().c_str());
    const QByteArray text = QByteArray::fromStdString(csdText(*document).value());
    if (qEnvironmentVariableIsSet("STRIA_UPDATE_GOLDEN")) {
        QFile file(goldenPath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    const QByteArray golden = read(goldenPath(name));
    if (text != golden) {
        const auto ours = text.split('\n'), theirs = golden.split('\n');
        for (qsizetype i = 0; i < std::max(ours.size(), theirs.size()); ++i)
            if (ours.value(i) != theirs.value(i)) {
                const QString line =
                    QString("line %1: %2\nwas: %3").arg(i + 1).arg(ours.value(i), theirs.value(i));
                QFAIL(qPrintable(line));
            }
    }
}

Sound playGolden(const char* name) {
    const PlainRender render = renderByPlainCsound(goldenPath(name).toStdString());
    if (render.exitCode != 0)
        qWarning("%s", render.messages.c_str());
    return render.sound;
}

#define VERIFY_NEAR(value, wanted, tolerance)                                                      \
    QVERIFY2(std::abs((value) - (wanted)) <= (tolerance), qPrintable(QString::number(value)))

#define PLAY(sound, name)                                                                          \
    if (!hasPlainCsound())                                                                         \
        QSKIP("the csound command is not installed");                                              \
    const Sound sound = playGolden(name)

} // namespace

class GoldenTest : public QObject {
    Q_OBJECT

  private slots:
    void notes() {
        ScoreBuilder b;
        b.change([](Settings& s) {
            s.title = "Three notes";
            s.channels = 2;
            s.a4 = 443;
        });
        const auto pluck = b.instrument(
            "pluck", "; A plucked string.\n; kamp: loudness, 0..1\n|kamp=0.2, kmidi=69,\n "
                     "ipan=0.5, Smark=\"none\"|\nkfreq = mtof:k(kmidi)\nasig oscili kamp, "
                     "kfreq\naleft, aright pan2 asig, ipan\noutch 1, aleft, 2, aright\n");
        const auto old =
            b.instrument("old one", "  iamp = p4 ; from the days of p4\n  kfreq = p5\n  asig "
                                    "oscili iamp, kfreq\n  outch 2, asig");
        const auto e = b.event(pluck, 0, 0.5, {{"Smark", std::string("$X \"quoted\"")}});
        b.edit(e, [](ScoreEvent& event) { event.name = "first"; });
        b.event(pluck, 0.75, 0.5, {{"kmidi", 57.0}, {"ipan", 0.0}});
        b.event(old, 0.75, 0.25, {{"iamp", 0.1}, {"kfreq", 1000.0}}, 2);
        compareWithGolden("notes", b);
        PLAY(sound, "notes");
        VERIFY_NEAR(sound.duration(), 1.25, 0.005);
        VERIFY_NEAR(frequency(sound, 1, 0.05, 0.45), 443, 0.5);
        VERIFY_NEAR(frequency(sound, 1, 0.8, 1.2), 221.5, 0.5);
        VERIFY_NEAR(frequency(sound, 2, 0.8, 0.95), 1000, 1);
        VERIFY_NEAR(rms(sound, 1, 0.8, 1.2), 0.2 / std::sqrt(2.0), 0.001);
    }

    void automation() {
        ScoreBuilder b;
        const auto tone =
            b.instrument("tone", "|kmidi=60, kamp=0.1|\noutch 1, oscili:a(kamp, mtof:k(kmidi))");
        const auto plain = b.instrument("plain", "kamp init p5\nkfreq = p6\noutch 1, "
                                                 "oscili:a(kamp, kfreq)");
        const auto a = b.event(tone, 0, 2, {{"kamp", 0.2}});
        b.automate(a, "kmidi", {{0, 60}, {2, 72}});
        b.automate(a, "kamp", {{0.5, 0.2}, {1.0, 0.05}, {1.5, 0.2}});
        b.event(tone, 2.5, 0.5, {{"kmidi", 69.0}});
        const auto c = b.event(plain, 3.5, 1, {{"kamp", 0.1}, {"kfreq", 300.0}});
        b.automate(c, "kfreq", {{0.5, 600}});
        compareWithGolden("automation", b);
        PLAY(sound, "automation");
        VERIFY_NEAR(frequency(sound, 1, 0.95, 1.05), 370.0, 1.5);
        VERIFY_NEAR(rms(sound, 1, 0.99, 1.01), 0.05 / std::sqrt(2.0), 0.003);
        VERIFY_NEAR(frequency(sound, 1, 2.55, 2.95), 440, 0.5);
        VERIFY_NEAR(frequency(sound, 1, 3.55, 3.95), 300, 0.5);
        VERIFY_NEAR(frequency(sound, 1, 4.05, 4.45), 600, 0.5);
    }

    void effectChain() {
        ScoreBuilder b;
        const auto send = b.bus(Bus::Kind::Audio);
        const auto gain = b.bus(Bus::Kind::Control, 0.5);
        const auto source = b.instrument(
            "source", "|ibus, kfreq=440, kamp=0.2|\nbusmix ibus, oscili:a(kamp, kfreq)");
        const auto effect = b.instrument(
            "effect", "|ibus, igain|\nasig = busin(ibus)\noutch 1, asig * busin:k(igain)");
        b.event(effect, 0, 2, {{"ibus", send}, {"igain", gain}}, 2);
        b.event(source, 0.25, 1, {{"ibus", send}});
        b.event(source, 0.5, 0.5, {{"ibus", send}});
        b.automate(gain, "", {{1, 1}});
        b.automate(gain, "", {{1.25, 1}, {1.5, 0}});
        compareWithGolden("effect-chain", b);
        PLAY(sound, "effect-chain");
        VERIFY_NEAR(rms(sound, 1, 0.3, 0.45), 0.1 / std::sqrt(2.0), 0.001);
        VERIFY_NEAR(frequency(sound, 1, 0.3, 1.2), 440, 0.5);
        VERIFY_NEAR(rms(sound, 1, 1.05, 1.2), 0.2 / std::sqrt(2.0), 0.002);
        VERIFY_NEAR(rms(sound, 1, 1.3, 2), 0, 1e-6);
    }

    void everythingElse() {
        ScoreBuilder b;
        b.globalCode("#define GAIN #0.5#\ngicount init 0\n/* a comment\n   over lines */\nopcode "
                     "twice, i, i\n ix xin\n xout ix*2\nendop");
        const auto table = b.table({0.1, 0.4, 0.25}, 1001);
        const auto later = b.table({0.5, 0.6});
        b.edit(later, [](Table& t) {
            t.delay = 1;
            t.freedAt = 3;
        });
        Channel level{ChannelId{b.next()}, "level", Channel::Kind::Control, {}, 1, {}};
        level.changes = {{0, 0.25}, {1.5, 0.5}};
        b.insert(level);
        FixedString fixed{FixedStringId{b.next()}, 7, "the seventh", {}};
        b.insert(fixed);
        const auto read =
            b.instrument("read",
                         "|itab, ipos|\nSseven strget 7\nilen strlen Sseven\noutch 1, "
                         "a(twice(tab_i(ipos, itab)) * $GAIN * ilen / 11)",
                         "gicount = gicount + 1");
        const auto hold = b.instrument(
            "hold", "kenv linsegr 1, 0.2, 0\nidetune random 0, 0\nklevel chnget \"level\"\noutch "
                    "1, a(klevel * kenv + idetune)\nschedule \"read\", 0.5, 0.25, 0, 1001, 1");
        b.event(read, 0, 0.25, {{"itab", table}, {"ipos", 1.0}});
        b.event(read, 1, 0.25, {{"itab", later}, {"ipos", 1.0}});
        const auto e = b.event(hold, 1.5, -1);
        b.edit(e, [](ScoreEvent& event) {
            event.stop = 2;
            event.seed = 7;
        });
        compareWithGolden("everything-else", b);
        PLAY(sound, "everything-else");
        VERIFY_NEAR(sound.at(1, 0.1), 0.4, 1e-6);
        VERIFY_NEAR(sound.at(1, 1.1), 0.6, 1e-6);
        VERIFY_NEAR(sound.at(1, 1.75), 0.5, 1e-6);
        VERIFY_NEAR(sound.at(1, 2.1), 0.25 + 0.4, 4e-3);
        VERIFY_NEAR(sound.duration(), 2.25, 0.005);
    }
};

STRIA_CORE_TEST(GoldenTest)
#include "golden_test.moc"
