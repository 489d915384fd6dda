// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_protocol.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <limits>

using namespace stria;
using namespace stria::worker_protocol;

namespace {

RenderInput twoNotes() {
    RenderInput input;
    input.orchestra = "instr 1\nendin\n";
    input.options = {"-m0"};
    input.instruments = {{1, false}, {2, true}};
    input.noteValues = {1, 0, 2, 0.5, 1, 1, 2};
    input.noteLengths = {4, 3};
    input.stemPath = "/tmp/stem";
    input.allowed = {.run = true, .read = true};
    input.readable = {"/tmp/piece", "/tmp/a.wav"};
    return input;
}

template <class Value> std::string packed(const Value& value) {
    Packer packer;
    packer << value;
    return packer.take();
}

bool isTaken(const RenderInput& input) {
    const std::string body = packed(input);
    Unpacker unpacker(body);
    RenderInput read;
    unpacker >> read;
    return unpacker.ok() && read == input;
}

} // namespace

class WorkerProtocolTest : public QObject {
    Q_OBJECT

  private slots:
    void aRequestArrivesAsItWasSent() { QVERIFY(isTaken(twoNotes())); }
    void aRequestWhoseNotesDoNotAddUpIsRefused() {
        RenderInput tooMany = twoNotes();
        tooMany.noteLengths = {4, 4};
        QVERIFY(!isTaken(tooMany));
        RenderInput tooShort = twoNotes();
        tooShort.noteLengths = {6, 1};
        QVERIFY(!isTaken(tooShort));
    }
    void aRequestThatCannotSoundIsRefused() {
        RenderInput input = twoNotes();
        input.ksmps = 0;
        QVERIFY(!isTaken(input));
        input = twoNotes();
        input.channels = -1;
        QVERIFY(!isTaken(input));
        input = twoNotes();
        input.sampleRate = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!isTaken(input));
    }
    void aValueThatThereIsNotIsRefusedAndNothingAfterItIsRead() {
        Packer packer;
        packer << static_cast<int>(99) << 1;
        const std::string body = packer.take();
        RenderOutcome outcome;
        outcome.code = 5;
        Unpacker unpacker(body);
        unpacker >> outcome;
        QVERIFY(!unpacker.ok());
        QCOMPARE(outcome.end, RenderOutcome::End::Complete);
        QCOMPARE(outcome.code, 0);
        std::string note = packed(PlayingNote{1, 1.5, true});
        note.back() = 2; // neither true nor false
        PlayingNote read;
        Unpacker strange(note);
        strange >> read;
        QVERIFY(!strange.ok());
        QVERIFY(!read.starting);
    }
    void aStreamOfSomethingElseIsNoticed() {
        FrameReader reader;
        const std::string text = "GET / HTTP/1.0\r\n\r\n";
        reader.add(text.data(), text.size());
        QVERIFY(!reader.next());
        QVERIFY(reader.isGarbage());
    }
};

STRIA_CORE_TEST(WorkerProtocolTest)
#include "worker_protocol_test.moc"
