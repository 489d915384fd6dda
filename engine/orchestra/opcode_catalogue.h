// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stria {

/// One form of an opcode: `vco2  a <- kkoOOo`.
struct OpcodeSignature {
    std::string name;
    std::string outputs;
    std::string inputs;
    bool inCore = true; ///< false: it needs Csound's plugins

    bool operator==(const OpcodeSignature&) const = default;
};

/// The opcodes of the Csound at hand, asked once (engine/render/csound.h) and then a value.
/// Immutable; copies share.
class OpcodeCatalogue {
  public:
    OpcodeCatalogue() = default; ///< empty: nothing is known, nothing is reported as unknown
    explicit OpcodeCatalogue(std::vector<OpcodeSignature> signatures);

    bool empty() const;
    bool contains(std::string_view name) const;
    /// In the catalogue, and each of its forms needs plugins.
    bool needsPlugins(std::string_view name) const;
    /// All forms of a name, in the order given; a name without its `.k`-like suffix.
    std::vector<OpcodeSignature> signaturesOf(std::string_view name) const;
    /// Sorted, each once.
    const std::vector<std::string>& names() const;

  private:
    struct Contents;
    std::shared_ptr<const Contents> m_contents;
};

} // namespace stria
