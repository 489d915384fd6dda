// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/installed_worker.h"

namespace stria {

namespace {

constinit const char* installed = "";

} // namespace

InstalledWorker::InstalledWorker(const char* program) {
    installed = program;
}

const char* InstalledWorker::program() {
    return installed;
}

} // namespace stria
