// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/bus_code.h"

#include <cmath>

#include "engine/compile/csound_text.h"
#include "engine/model/checks.h"

namespace stria {

namespace {

/// What a control bus holds until something is written: no sound and no parameter has it.
constexpr const char* unwritten = "-1e300";

/// Puts words in place of `{name}` marks.
std::string fill(std::string text, const std::vector<std::pair<std::string, std::string>>& words) {
    for (const auto& [mark, word] : words)
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + word.size()))
            text.replace(at, mark.size(), word);
    return text;
}

/// The code of each opcode.
struct BusOpcodes {
    const char* in;
    const char* out;
    const char* mix;
};

/// {A} and {K}: the largest bus numbers; {A+1}, {K+1}: a place that is never written.
constexpr BusOpcodes zakOpcodes = {
    R"(opcode busin, a, io
 ibus, idefault xin
 asig zar (ibus > 0 && ibus <= {A} ? ibus : {A+1})
 xout asig
endop
opcode busin, k, io
 ibus, idefault xin
 kvalue zkr (ibus > 0 && ibus <= {K} ? ibus : {K+1})
 xout kvalue == {unwritten} ? idefault : kvalue
endop
opcode busin, i, io
 ibus, idefault xin
 ivalue zir (ibus > 0 && ibus <= {K} ? ibus : {K+1})
 xout ivalue == {unwritten} ? idefault : ivalue
endop)",
    R"(opcode busout, 0, ia
 ibus, asig xin
 zaw asig, (ibus > 0 && ibus <= {A} ? ibus : 0)
endop
opcode busout, 0, ii
 ibus, ivalue xin
 ibus = ibus > 0 && ibus <= {K} ? ibus : 0
 ziw ivalue, ibus
 zkw ivalue, ibus
endop
opcode busout, 0, ik
 ibus, kvalue xin
 zkw kvalue, (ibus > 0 && ibus <= {K} ? ibus : 0)
endop)",
    R"(opcode busmix, 0, ia
 ibus, asig xin
 zawm asig, (ibus > 0 && ibus <= {A} ? ibus : 0)
endop
opcode busmix, 0, ik
 ibus, kvalue xin
 zkw kvalue + busin:k(ibus), (ibus > 0 && ibus <= {K} ? ibus : 0)
endop)"};

constexpr BusOpcodes channelOpcodes = {
    R"(opcode busin, a, io
 ibus, idefault xin
 asig chnget sprintf("stria.audio.%d", ibus > 0 && ibus <= {A} ? ibus : {A+1})
 xout asig
endop
opcode busin, k, io
 ibus, idefault xin
 kvalue chnget sprintf("stria.control.%d", ibus > 0 && ibus <= {K} ? ibus : {K+1})
 xout kvalue == {unwritten} ? idefault : kvalue
endop
opcode busin, i, io
 ibus, idefault xin
 ivalue chnget sprintf("stria.control.%d", ibus > 0 && ibus <= {K} ? ibus : {K+1})
 xout ivalue == {unwritten} ? idefault : ivalue
endop)",
    R"(opcode busout, 0, ia
 ibus, asig xin
 chnset asig, sprintf("stria.audio.%d", ibus > 0 && ibus <= {A} ? ibus : 0)
endop
opcode busout, 0, ii
 ibus, ivalue xin
 Sbus sprintf "stria.control.%d", ibus > 0 && ibus <= {K} ? ibus : 0
 chnset ivalue, Sbus
 chnset k(ivalue), Sbus
endop
opcode busout, 0, ik
 ibus, kvalue xin
 chnset kvalue, sprintf("stria.control.%d", ibus > 0 && ibus <= {K} ? ibus : 0)
endop)",
    R"(opcode busmix, 0, ia
 ibus, asig xin
 chnmix asig, sprintf("stria.audio.%d", ibus > 0 && ibus <= {A} ? ibus : 0)
endop
opcode busmix, 0, ik
 ibus, kvalue xin
 chnset kvalue + busin:k(ibus), sprintf("stria.control.%d", ibus > 0 && ibus <= {K} ? ibus : 0)
endop)"};

std::string countText(std::size_t count, const char* kind) {
    return std::to_string(count) + " " + kind + (count == 1 ? " bus" : " buses");
}

} // namespace

BusCode::BusCode(Draft& draft, CurveTable& curves, std::set<BusCall::Opcode> used, bool usesZak)
    : m_used(std::move(used)), m_usesZak(usesZak), m_audio(draft.buses.audioCount),
      m_control(draft.buses.controlCount) {
    if (m_used.empty())
        return;
    for (const Bus* bus : draft.buses.control)
        if (bus->value && !std::isfinite(*bus->value))
            draft.fail(ErrorCode::InvalidArgument,
                       "The bus " + bus->name + " is given a value that is no number.");
    for (const Bus* bus : draft.buses.control)
        if (const auto automations = draft.project.automationsOf(bus->id); !automations.empty())
            automate(draft, curves, *bus, automations);
}

void BusCode::automate(Draft& draft, CurveTable& curves, const Bus& bus,
                       const std::vector<const Automation*>& automations) {
    std::vector<const Automation*> unheard;
    const auto pieces =
        layOutBusAutomations(automations, bus.value.value_or(0), draft.cycle(), unheard);
    if (!unheard.empty())
        draft.warn("An automation of the bus " + bus.name +
                   " lies wholly before the score: it has no effect.");
    const double number = draft.buses.numbers.at(bus.id);
    for (const BusCurve& piece : pieces) {
        if (piece.duration <= 0) {
            if (m_setter == 0)
                m_setter = draft.addGenerated("sets control bus");
            draft.addNote(m_setter, piece.start, 0, {number, piece.points.front().value});
            continue;
        }
        if (m_automator == 0)
            m_automator = draft.addGenerated("automates control bus");
        // Held until it ends itself: the file must not wait for it. Each needs a number of its own.
        draft.addNote(eventNumber(m_automator, ++m_automations), piece.start, -1,
                      {number, static_cast<double>(curves.add(piece.points)),
                       static_cast<double>(piece.points.size()), piece.duration,
                       static_cast<double>(piece.fractions), piece.target});
    }
}

void BusCode::addOpcodes(Draft& draft) const {
    if (m_used.empty())
        return;
    OrchestraText& orchestra = draft.orchestra;
    orchestra.add("\n; " + countText(draft.buses.audio.size(), "audio") + ", " +
                  countText(draft.buses.control.size(), "control"));
    const auto names = [&](const std::vector<const Bus*>& buses, const char* kind) {
        for (const Bus* bus : buses)
            if (!bus->name.empty())
                orchestra.add(std::string("; ") + kind + " bus " +
                              std::to_string(draft.buses.numbers.at(bus->id)) + ": " +
                              csound_text::comment(bus->name));
    };
    names(draft.buses.audio, "audio");
    names(draft.buses.control, "control");
    const std::vector<std::pair<std::string, std::string>> words = {
        {"{A+1}", std::to_string(m_audio + 1)},
        {"{K+1}", std::to_string(m_control + 1)},
        {"{A}", std::to_string(m_audio)},
        {"{K}", std::to_string(m_control)},
        {"{unwritten}", unwritten}};
    if (!m_usesZak)
        orchestra.add(fill("zakinit {A+1}, {K+1}", words));
    const BusOpcodes& opcodes = m_usesZak ? channelOpcodes : zakOpcodes;
    const bool automates = m_automator > 0 || m_setter > 0;
    const bool mixes = m_used.contains(BusCall::Opcode::Mix);
    if (m_used.contains(BusCall::Opcode::In) || mixes || automates)
        orchestra.add(fill(opcodes.in, words));
    if (m_used.contains(BusCall::Opcode::Out) || automates)
        orchestra.add(fill(opcodes.out, words));
    if (mixes)
        orchestra.add(fill(opcodes.mix, words));
    const auto set = [&](int number, const std::string& value) {
        orchestra.add(m_usesZak
                          ? "chnset " + value + ", \"stria.control." + std::to_string(number) + "\""
                          : "ziw " + value + ", " + std::to_string(number));
    };
    for (const Bus* bus : draft.buses.control)
        set(draft.buses.numbers.at(bus->id),
            bus->value ? csound_text::number(*bus->value) : unwritten);
    set(m_control + 1, unwritten);
}

void BusCode::addAutomation(Draft& draft, const std::string& curveTable) const {
    if (m_automator > 0)
        draft.orchestra.add(fill(R"(
instr {N} ; automates the control bus p4 for p7 seconds: p6 points from p5 on in {curves}
 ix[] tab2array {curves}, p5, p5+2*p6, 2
 iy[] tab2array {curves}, p5+1, p5+2*p6, 2
 inow = busin:i(p4) ; the first p8 points are fractions of the way from here to p9
 indx = 0
 while indx < p8 do
  iy[indx] = inow + (p9 - inow)*iy[indx]
  indx += 1
 od
 ktime eventtime
 if ktime < p7 then
  kvalue bpf ktime, ix, iy
  busout p4, kvalue
 else
  turnoff
 endif
endin)",
                                 {{"{N}", std::to_string(m_automator)}, {"{curves}", curveTable}}));
    if (m_setter > 0)
        draft.orchestra.add("\ninstr " + std::to_string(m_setter) +
                            " ; sets the control bus p4 to p5\n busout p4, p5\nendin");
}

void BusCode::addClearing(Draft& draft) {
    if (m_used.empty())
        return;
    const Expected<int> number = draft.instruments.numberAfter();
    if (!number) {
        draft.problems.push_back(number.error());
        return;
    }
    std::string lines = "\ninstr " + std::to_string(*number) + " ; clears the audio buses\n";
    if (m_usesZak)
        for (int bus = 0; bus <= m_audio; ++bus)
            lines += " chnclear \"stria.audio." + std::to_string(bus) + "\"\n";
    else
        lines += " zacl 0, " + std::to_string(m_audio) + "\n";
    draft.orchestra.add(lines + "endin");
    draft.generatedInstruments.emplace(*number, "clears the audio buses");
    draft.addNote(*number, 0, -1, {});
}

} // namespace stria
