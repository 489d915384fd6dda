// SPDX-License-Identifier: GPL-3.0-or-later
#ifdef __linux__
#include "engine/render/system_call_filter.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace stria {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t ownArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t ownArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t ownArchitecture = 0;
#endif

/// One number on all architectures; older headers lack it.
constexpr int callClone3 = 435;
constexpr int callPidfdSendSignal = 424;
constexpr int callIoUringSetup = 425;
constexpr int callIoUringEnter = 426;
constexpr int callIoUringRegister = 427;
constexpr int callPidfdOpen = 434;
constexpr int callPidfdGetfd = 438;
constexpr int callProcessMadvise = 440;

constexpr std::uint32_t terminalInput = 0x5412;   // TIOCSTI: types into the user's terminal
constexpr std::uint32_t terminalConsole = 0x541C; // TIOCLINUX: pastes there

class FilterProgram {
  public:
    FilterProgram() {
        load(offsetof(seccomp_data, arch));
        add(BPF_JMP | BPF_JEQ | BPF_K, ownArchitecture, 1, 0);
        refuse(EPERM);
        load(offsetof(seccomp_data, nr));
#ifdef __x86_64__
        constexpr std::uint32_t x32Bit = 0x40000000;
        add(BPF_JMP | BPF_JGE | BPF_K, x32Bit, 0, 1);
        refuse(ENOSYS);
#endif
    }

    void deny(std::initializer_list<int> calls, int error = EPERM) {
        for (const int call : calls) {
            ifCall(call, 1);
            refuse(error);
        }
    }
    /// Only where the argument is one of the values.
    void allowOnly(int call, unsigned argument, std::initializer_list<std::uint32_t> values) {
        ifCall(call, static_cast<std::uint8_t>(2 + 2 * values.size()));
        loadArgument(argument);
        for (const std::uint32_t value : values) {
            add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
            permit();
        }
        refuse(EPERM);
    }
    void denyOnly(int call, unsigned argument, std::initializer_list<std::uint32_t> values) {
        ifCall(call, static_cast<std::uint8_t>(2 + 2 * values.size()));
        loadArgument(argument);
        for (const std::uint32_t value : values) {
            add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
            refuse(EPERM);
        }
        permit();
    }
    void denyWithoutFlag(int call, unsigned argument, std::uint32_t flag) {
        ifCall(call, 4);
        loadArgument(argument);
        add(BPF_JMP | BPF_JSET | BPF_K, flag, 0, 1);
        permit();
        refuse(EPERM);
    }

    int install() {
        permit();
        const sock_fprog program{static_cast<unsigned short>(m_steps.size()), m_steps.data()};
        const long failed =
            ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
        // Above 0: a thread that cannot take part.
        return failed == 0 ? 0 : failed > 0 ? EBUSY : errno;
    }

  private:
    void add(unsigned code, std::uint32_t value, std::uint8_t then = 0, std::uint8_t orElse = 0) {
        m_steps.push_back({static_cast<std::uint16_t>(code), then, orElse, value});
    }
    void load(std::size_t offset) {
        add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
    }
    /// Its lower half, which is where process ids, requests and flags are: little-endian.
    void loadArgument(unsigned argument) {
        load(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t));
    }
    void ifCall(int call, std::uint8_t stepsOtherwise) {
        add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, stepsOtherwise);
    }
    void refuse(int error) {
        add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error));
    }
    void permit() {
        add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    }

    std::vector<sock_filter> m_steps;
};

void denyPrograms(FilterProgram& filter) {
    filter.deny({SYS_execve, SYS_execveat});
#ifdef SYS_fork
    filter.deny({SYS_fork, SYS_vfork});
#endif
    filter.denyWithoutFlag(SYS_clone, 0, CLONE_THREAD);
    // Its flags are in memory, where no filter can look: threads are then made by clone.
    filter.deny({callClone3}, ENOSYS);
}

/// Children that are allowed have to be able to signal each other.
void denySignals(FilterProgram& filter) {
    const auto self = static_cast<std::uint32_t>(::getpid());
    for (const int call : {SYS_kill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo})
        filter.allowOnly(call, 0, {self});
    filter.deny({SYS_tkill});
}

/// Rights of files that Landlock does not know.
void denyFileAttributes(FilterProgram& filter) {
#ifdef SYS_chmod
    filter.deny({SYS_chmod, SYS_chown, SYS_lchown});
#endif
    filter.deny({SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_setxattr, SYS_lsetxattr,
                 SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr});
}

} // namespace

int filterSystemCalls(const Allowance& allowed) {
    if (ownArchitecture == 0)
        return ENOSYS;
    FilterProgram filter;
    if (!allowed.run) {
        denyPrograms(filter);
        denySignals(filter);
    }
    if (!allowed.run && !allowed.write)
        denyFileAttributes(filter);
    if (!allowed.network)
        filter.deny({SYS_socket});
    filter.deny({SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, callPidfdOpen,
                 callPidfdGetfd, callPidfdSendSignal, callProcessMadvise});
    filter.deny({SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns});
    filter.deny({SYS_bpf, SYS_perf_event_open, SYS_keyctl, SYS_add_key, SYS_request_key,
                 callIoUringSetup, callIoUringEnter, callIoUringRegister, SYS_userfaultfd,
                 SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_setpriority,
                 SYS_personality});
#ifdef SYS_kexec_load
    filter.deny({SYS_kexec_load});
#endif
#ifdef SYS_kexec_file_load
    filter.deny({SYS_kexec_file_load});
#endif
    filter.denyOnly(SYS_ioctl, 1, {terminalInput, terminalConsole});
    if (!allowed.run)
        filter.allowOnly(SYS_prlimit64, 0, {0, static_cast<std::uint32_t>(::getpid())});
    return filter.install();
}

} // namespace stria
#endif
