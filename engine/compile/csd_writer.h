// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "engine/compile/csd_document.h"
#include "engine/model/diagnostic.h"

namespace stria {

/// The document as a CSD for plain `csound`, with all numbers inside; sound files are named by the
/// paths they have. The score is whole: times at which a render begins or is cut do not count.
Expected<std::string> csdText(const CsdDocument& document);

/// Writes a CSD for plain `csound`, with its data and copies of its sound files in the folder
/// NAME.assets beside it, under relative names. Files of an older export stay as they are until
/// all of the new ones are whole; the CSD is replaced last. The same document gives the same bytes.
/// Errors: FileUnwritable, FileUnreadable (a sound file that is gone), Cancelled: `stop`, asked
/// between blocks, said so, and the CSD is not written.
Expected<void> writeCsd(const CsdDocument& document, const std::string& path,
                        const std::function<bool()>& stop = {});

/// The data of an asset as a wav of 64-bit floats. The file appears only when it is whole.
/// REQUIRES: asset.data. Errors: FileUnwritable.
Expected<void> writeAssetData(const CsdAsset& asset, const std::string& path);

} // namespace stria
