// SPDX-License-Identifier: GPL-3.0-or-later
#ifdef __linux__
#include "engine/render/system_call_filter.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <initializer_list>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
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

// From 424 on numbers are the same on all architectures; older headers lack some.
constexpr int callPidfdSendSignal = 424;
constexpr int callIoUringSetup = 425;
constexpr int callIoUringEnter = 426;
constexpr int callIoUringRegister = 427;
constexpr int callOpenTree = 428; // the first of six about mounts
constexpr int callFspick = 433;
constexpr int callPidfdOpen = 434;
constexpr int callClone3 = 435;
constexpr int callOpenat2 = 437;
constexpr int callPidfdGetfd = 438;
constexpr int callProcessMadvise = 440;
constexpr int callMountSetattr = 442;
constexpr int callProcessMrelease = 448;
constexpr int callFchmodat2 = 452;
/// Whoever wrote this filter knew calls up to here.
constexpr std::uint32_t lastKnownCall = 462;

/// Requests that act on the user's terminal or on other processes, or change what Landlock does
/// not know: TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP, FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR.
constexpr std::initializer_list<std::uint32_t> requestsOfHarm = {0x5412, 0x541C,     0x8901,
                                                                 0x8902, 0x40086602, 0x401C5820};
/// Let signals come to others when a file is ready: F_SETOWN, F_SETSIG, F_SETOWN_EX.
constexpr std::initializer_list<std::uint32_t> signalsOfFiles = {8, 10, 15};

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
        // What is newer might do anything; programs can do without.
        add(BPF_JMP | BPF_JGT | BPF_K, lastKnownCall, 0, 1);
        refuse(ENOSYS);
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
    /// Calls of these numbers and all between.
    void denyRange(int first, int last) {
        add(BPF_JMP | BPF_JGE | BPF_K, static_cast<std::uint32_t>(first), 0, 2);
        add(BPF_JMP | BPF_JGT | BPF_K, static_cast<std::uint32_t>(last), 1, 0);
        refuse(EPERM);
    }
    /// Files that are emptied without being opened to be written.
    void denyEmptying(int call, unsigned flagsArgument) {
        ifCall(call, 6);
        loadArgument(flagsArgument);
        add(BPF_ALU | BPF_AND | BPF_K, O_ACCMODE | O_TRUNC);
        add(BPF_JMP | BPF_JEQ | BPF_K, O_RDONLY | O_TRUNC, 2, 0);
        add(BPF_JMP | BPF_JEQ | BPF_K, O_ACCMODE | O_TRUNC, 1, 0);
        permit();
        refuse(EPERM);
    }
    void denyWithFlag(int call, unsigned argument, std::uint32_t flag) {
        ifCall(call, 4);
        loadArgument(argument);
        add(BPF_JMP | BPF_JSET | BPF_K, flag, 1, 0);
        permit();
        refuse(EPERM);
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
    filter.denyOnly(SYS_fcntl, 1, signalsOfFiles);
    // How fast others run.
    for (const int call : {SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam,
                           SYS_sched_setattr, SYS_migrate_pages, SYS_move_pages})
        filter.allowOnly(call, 0, {0, self});
    filter.deny({SYS_setpriority, SYS_ioprio_set, SYS_kcmp, callProcessMrelease});
    filter.allowOnly(SYS_prlimit64, 0, {0, self});
}

/// Memory, signs and queues that belong to nobody in particular.
void denySharedThings(FilterProgram& filter) {
    filter.deny({SYS_shmget, SYS_shmat, SYS_shmctl, SYS_semget, SYS_semop, SYS_semtimedop,
                 SYS_semctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_mq_open,
                 SYS_mq_unlink});
}

/// Rights of files that Landlock does not know.
void denyFileAttributes(FilterProgram& filter) {
#ifdef SYS_chmod
    filter.deny({SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat});
#endif
    filter.deny({SYS_utimensat, callFchmodat2});
    filter.deny({SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_setxattr, SYS_lsetxattr,
                 SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr});
    // Landlock knows these since Linux 6.2 only.
    filter.deny({SYS_truncate});
#ifdef SYS_open
    filter.denyEmptying(SYS_open, 1);
#endif
    filter.denyEmptying(SYS_openat, 2);
    // Its flags are in memory.
    filter.deny({callOpenat2}, ENOSYS);
}

/// What only administrators can do, who may play pieces too.
void denyAdministration(FilterProgram& filter) {
    filter.deny({SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns,
                 callMountSetattr});
    filter.denyRange(callOpenTree, callFspick);
    filter.deny({SYS_bpf,           SYS_perf_event_open, SYS_keyctl,        SYS_add_key,
                 SYS_request_key,   SYS_userfaultfd,     SYS_init_module,   SYS_finit_module,
                 SYS_delete_module, SYS_reboot,          SYS_personality,   SYS_open_by_handle_at,
                 SYS_fanotify_init, SYS_quotactl,        SYS_swapon,        SYS_swapoff,
                 SYS_acct,          SYS_syslog,          SYS_vhangup,       SYS_sethostname,
                 SYS_setdomainname, SYS_settimeofday,    SYS_clock_settime, SYS_clock_adjtime,
                 SYS_adjtimex});
#ifdef SYS_iopl
    filter.deny({SYS_iopl, SYS_ioperm});
#endif
#ifdef SYS_kexec_load
    filter.deny({SYS_kexec_load});
#endif
#ifdef SYS_kexec_file_load
    filter.deny({SYS_kexec_file_load});
#endif
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
    else if (!allowed.run)
        // The desktop's own connections start programs for whoever asks.
        filter.allowOnly(SYS_socket, 0, {AF_INET, AF_INET6});
    if (!allowed.run)
        denySharedThings(filter);
    filter.deny({SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, callPidfdOpen,
                 callPidfdGetfd, callPidfdSendSignal, callProcessMadvise});
    filter.deny({callIoUringSetup, callIoUringEnter, callIoUringRegister});
    filter.denyOnly(SYS_ioctl, 1, requestsOfHarm);
    denyAdministration(filter);
    return filter.install();
}

int filterNewCode() {
    if (ownArchitecture == 0)
        return ENOSYS;
    FilterProgram filter;
    for (const int call : {SYS_mmap, SYS_mprotect, SYS_pkey_mprotect})
        filter.denyWithFlag(call, 2, PROT_EXEC);
    return filter.install();
}

} // namespace stria
#endif
