// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "engine/compile/csd_document.h"
#include "engine/model/diagnostic.h"

namespace stria {

/// Writes the numbers of a document's tables to float64 wav files in a folder: thousands of times
/// faster for Csound than as text.
Expected<void> writeAssetFiles(const CsdDocument& document, const std::string& folder);
/// Where Csound finds each asset then.
std::function<std::string(const CsdAsset&)> assetPaths(const std::string& folder);

} // namespace stria
