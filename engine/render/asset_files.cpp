// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/asset_files.h"

#include "engine/compile/csd_writer.h"

namespace stria {

Expected<void> writeAssetFiles(const CsdDocument& document, const std::string& folder) {
    const auto path = assetPaths(folder);
    for (const CsdAsset& asset : document.assets)
        if (asset.data)
            if (auto written = writeAssetData(asset, path(asset)); !written)
                return written;
    return {};
}

std::function<std::string(const CsdAsset&)> assetPaths(const std::string& folder) {
    return [folder](const CsdAsset& asset) {
        return asset.data ? folder + "/" + asset.fileName : asset.sourcePath;
    };
}

} // namespace stria
