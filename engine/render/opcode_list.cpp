// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/opcode_list.h"

#include <filesystem>
#include <functional>
#include <sstream>
#include <string>

#include "engine/model/id.h"
#include "engine/render/csound.h"
#include "engine/render/temporary_folder.h"
#include "engine/render/worker_process.h"
#include "engine/storage/atomic_file.h"

namespace stria {
namespace {

namespace fs = std::filesystem;

/// Changes with Csound's version and with what is in its plugin folder.
std::string cacheFile() {
    std::error_code error;
    std::string state = csoundVersion();
    for (const fs::directory_entry& plugin : fs::directory_iterator(csoundPluginFolder(), error))
        state += plugin.path().string();
    state +=
        std::to_string(fs::last_write_time(csoundPluginFolder(), error).time_since_epoch().count());
    return (fs::path(TemporaryFolder::base()).parent_path() /
            ("opcodes-" + id_bits::toText(std::hash<std::string>()(state))))
        .string();
}

std::vector<OpcodeSignature> parse(const std::string& text) {
    std::vector<OpcodeSignature> opcodes;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        OpcodeSignature opcode;
        std::string core;
        if (std::getline(fields, opcode.name, '\t') && std::getline(fields, opcode.outputs, '\t') &&
            std::getline(fields, opcode.inputs, '\t') && std::getline(fields, core)) {
            opcode.inCore = core == "1";
            opcodes.push_back(std::move(opcode));
        }
    }
    return opcodes;
}

std::vector<OpcodeSignature> readOrAsk() {
    // Fewer than Csound's core has: a file that was not written to its end.
    constexpr std::size_t least = 1000;
    const std::string path = cacheFile();
    std::string text = readWholeFile(path).value_or(std::string());
    std::vector<OpcodeSignature> opcodes = parse(text);
    if (opcodes.size() >= least)
        return opcodes;
    text = askWorkerProgram("--opcodes");
    opcodes = parse(text);
    if (opcodes.size() < least)
        return listOpcodes(false);
    // Without the file they are asked for again.
    static_cast<void>(replaceFile(path, text));
    return opcodes;
}

} // namespace

OpcodeCatalogue csoundOpcodes() {
    static const OpcodeCatalogue catalogue(readOrAsk());
    return catalogue;
}

} // namespace stria
