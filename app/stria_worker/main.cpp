// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_main.h"

int main(int argumentCount, char** arguments) {
    return stria::workerMain(argumentCount, arguments);
}
