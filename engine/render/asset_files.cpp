// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/asset_files.h"

#include <vector>

#include "engine/render/sound_file_writer.h"

namespace stria {

Expected<void> writeAssetFiles(const CsdDocument& document, const std::string& folder) {
    const auto path = assetPaths(folder);
    for (const CsdAsset& asset : document.assets) {
        if (!asset.data)
            continue;
        const auto format = chooseSoundFormat("", "wav", "float64", document.sampleRate, 1);
        if (!format)
            return tl::make_unexpected(format.error());
        auto writer = SoundFileWriter::open(path(asset), *format, document.sampleRate, 1);
        if (!writer)
            return tl::make_unexpected(writer.error());
        std::vector<double> values = *asset.data;
        if (const auto written = writer->write(values); !written)
            return written;
        if (const auto committed = writer->commit(); !committed)
            return committed;
    }
    return {};
}

std::function<std::string(const CsdAsset&)> assetPaths(const std::string& folder) {
    return [folder](const CsdAsset& asset) {
        return asset.data ? folder + "/" + asset.fileName : asset.sourcePath;
    };
}

} // namespace stria
