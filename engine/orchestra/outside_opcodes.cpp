// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/outside_opcodes.h"

#include <array>

#include "engine/orchestra/word_list.h"

namespace stria {

namespace {

using namespace std::string_view_literals;

constexpr std::array writingOpcodes = {
    "fout"sv,      "fouti"sv,     "foutir"sv,      "foutk"sv,        "fiopen"sv,
    "ficlose"sv,   "fprints"sv,   "fprintks"sv,    "ftsave"sv,       "ftsavek"sv,
    "ftaudio"sv,   "dumpk"sv,     "dumpk2"sv,      "dumpk3"sv,       "dumpk4"sv,
    "pvsfwrite"sv, "part2txt"sv,  "hdf5write"sv,   "writescratch"sv, "imagesave"sv,
    "soundout"sv,  "soundouts"sv, "serialBegin"sv, "arduinoStart"sv};

constexpr std::array runningOpcodes = {
    "system"sv,       "system_i"sv, "pyinit"sv,   "pyrun"sv,    "pyruni"sv,    "pyexec"sv,
    "pyexeci"sv,      "pycall"sv,   "pyeval"sv,   "pyassign"sv, "lua_exec"sv,  "lua_opdef"sv,
    "faustcompile"sv, "faustgen"sv, "dssiinit"sv, "vstinit"sv,  "modulecall"sv};

constexpr std::array networkOpcodes = {
    "sockrecv"sv,   "sockrecvs"sv, "socksend"sv,   "socksend_k"sv, "socksends"sv,  "strecv"sv,
    "stsend"sv,     "OSCsend"sv,   "OSCsend_lo"sv, "OSCsendA"sv,   "OSCbundle"sv,  "OSCraw"sv,
    "OSCinit"sv,    "OSCinitM"sv,  "OSClisten"sv,  "websocket"sv,  "remoteport"sv, "insremot"sv,
    "insglobal"sv,  "midremot"sv,  "midglobal"sv,  "jackoInit"sv,  "strfromurl"sv, "link_create"sv,
    "p5gconnect"sv, "wiiconnect"sv};

constexpr std::array readingOpcodes = {
    "readf"sv,      "readfi"sv,    "readk"sv,     "readk2"sv,     "readk3"sv,      "readk4"sv,
    "fin"sv,        "fini"sv,      "fink"sv,      "diskin"sv,     "diskin2"sv,     "soundin"sv,
    "mp3in"sv,      "mp3len"sv,    "mp3sr"sv,     "mp3nchnls"sv,  "mp3scal"sv,     "ftload"sv,
    "ftloadk"sv,    "ftgen"sv,     "ftgenonce"sv, "ftgentmp"sv,   "filelen"sv,     "filesr"sv,
    "filenchnls"sv, "filebit"sv,   "filepeak"sv,  "filevalid"sv,  "sndload"sv,     "pvsfread"sv,
    "pvsdiskin"sv,  "pvoc"sv,      "pvread"sv,    "pvadd"sv,      "pvbufread"sv,   "pvcross"sv,
    "pvinterp"sv,   "vpvoc"sv,     "lpread"sv,    "adsyn"sv,      "convolve"sv,    "pconvolve"sv,
    "sfload"sv,     "fluidLoad"sv, "imageload"sv, "hdf5read"sv,   "readscratch"sv, "ATSread"sv,
    "ATSinfo"sv,    "ATSadd"sv,    "ATSaddnz"sv,  "ATSbufread"sv, "ATScross"sv,    "ATSsinnoi"sv,
    "directory"sv};

/// Their text is code; one that stands there can be read.
constexpr std::array compilingOpcodes = {"compileorc"sv, "compilecsd"sv, "compilestr"sv,
                                         "evalstr"sv};

} // namespace

std::optional<ReachKind> outsideKind(std::string_view opcode) {
    if (isListed(writingOpcodes, opcode))
        return ReachKind::Write;
    if (isListed(runningOpcodes, opcode) || opcode.starts_with("pycall") ||
        opcode.starts_with("pylcall") || opcode.starts_with("pylrun"))
        return ReachKind::Run;
    if (isListed(networkOpcodes, opcode))
        return ReachKind::Network;
    if (isListed(readingOpcodes, opcode))
        return ReachKind::Read;
    if (isListed(compilingOpcodes, opcode))
        return ReachKind::Unknown;
    return std::nullopt;
}

} // namespace stria
