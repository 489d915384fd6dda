// SPDX-License-Identifier: GPL-3.0-or-later
#ifdef __linux__
#include "engine/render/file_confinement.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "engine/render/file_needs.h"

namespace stria {
namespace {

namespace fs = std::filesystem;

// Of linux/landlock.h, which older systems to build on lack, in whole or for newer kernels.
constexpr long createRuleset = 444;
constexpr long addRule = 445;
constexpr long restrictSelf = 446;
constexpr std::uint32_t askVersion = 1;
constexpr int rulePathBeneath = 1;

struct RulesetAttributes {
    std::uint64_t files = 0;
    std::uint64_t connections = 0; ///< from version 4 on
    std::uint64_t scopes = 0;      ///< from version 6 on
};
struct __attribute__((packed)) PathRule {
    std::uint64_t rights = 0;
    std::int32_t folder = -1;
};

constexpr std::uint64_t execute = 1U << 0U;
constexpr std::uint64_t writeFile = 1U << 1U;
constexpr std::uint64_t readFile = 1U << 2U;
constexpr std::uint64_t readFolder = 1U << 3U;
constexpr std::uint64_t removeFile = 1U << 5U;
constexpr std::uint64_t makeFile = 1U << 8U;
constexpr std::uint64_t truncateFile = 1U << 14U;
constexpr std::uint64_t deviceControl = 1U << 15U;
constexpr std::uint64_t ofFiles = execute | writeFile | readFile | truncateFile | deviceControl;
constexpr std::uint64_t toRead = execute | readFile | readFolder;
constexpr std::uint64_t tcp = 0b11;               // bind, connect
constexpr std::uint64_t socketsAndSignals = 0b11; // of processes outside the domain

/// All that a version of the kernel's interface knows to handle.
std::uint64_t fileRightsOf(long version) {
    const unsigned count = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    return (std::uint64_t{1} << count) - 1;
}

class Ruleset {
  public:
    explicit Ruleset(const RulesetAttributes& attributes, std::size_t size)
        : m_handled(attributes.files),
          m_ruleset(static_cast<int>(::syscall(createRuleset, &attributes, size, 0))) {}
    ~Ruleset() {
        if (m_ruleset >= 0)
            ::close(m_ruleset);
    }
    Ruleset(const Ruleset&) = delete;
    Ruleset& operator=(const Ruleset&) = delete;

    /// What is not there needs no rule.
    void allow(const std::string& path, std::uint64_t rights) {
        PathRule rule{rights & m_handled, ::open(path.c_str(), O_PATH | O_CLOEXEC)};
        if (rule.folder < 0)
            return;
        struct stat file {};
        if (::fstat(rule.folder, &file) == 0 && !S_ISDIR(file.st_mode))
            rule.rights &= ofFiles;
        ::syscall(addRule, m_ruleset, rulePathBeneath, &rule, 0);
        ::close(rule.folder);
    }
    int enforce() const {
        return m_ruleset >= 0 && ::syscall(restrictSelf, m_ruleset, 0) == 0 ? 0 : errno;
    }
    bool isMade() const { return m_ruleset >= 0; }

  private:
    std::uint64_t m_handled;
    int m_ruleset;
};

void allowNeeds(Ruleset& rules, const FileNeeds& needs) {
    for (const std::string& path : needs.read)
        rules.allow(path, toRead);
    for (const char* path :
         {"/proc/cpuinfo", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"})
        rules.allow(path, toRead);
    rules.allow("/dev/null", writeFile);
    std::error_code error;
    rules.allow(fs::read_symlink("/proc/self/exe", error).parent_path().string(), toRead);
    // No links: whoever reads the stem would follow them.
    for (const std::string& path : needs.write)
        rules.allow(path, readFile | readFolder | writeFile | truncateFile | makeFile | removeFile);
    if (needs.writesAnywhere)
        rules.allow("/", ~toRead);
}

long landlockVersion() {
    return ::syscall(createRuleset, nullptr, 0, askVersion);
}

} // namespace

bool canConfineFiles() {
    return landlockVersion() >= 1;
}

int confineFiles(const RenderInput& input) {
    const Allowance& allowed = input.allowed;
    const long version = landlockVersion();
    if (version < 1)
        return errno;
    RulesetAttributes attributes;
    if (!allowed.run)
        attributes.files = fileRightsOf(version);
    if (!allowed.network && version >= 4)
        attributes.connections = tcp;
    if (!allowed.run && version >= 6)
        attributes.scopes = socketsAndSignals;
    if (attributes.files == 0 && attributes.connections == 0)
        return 0;
    const std::size_t size = version >= 6   ? sizeof attributes
                             : version >= 4 ? offsetof(RulesetAttributes, scopes)
                                            : offsetof(RulesetAttributes, connections);
    Ruleset rules(attributes, size);
    if (!rules.isMade())
        return errno;
    if (!allowed.run)
        allowNeeds(rules, fileNeeds(input));
    return rules.enforce();
}

} // namespace stria
#else
#include "engine/render/file_confinement.h"

namespace stria {
bool canConfineFiles() {
    return false;
}
} // namespace stria
#endif
