#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "name this architecture's AUDIT_ARCH constant"
#endif

// Calls that kernels have and older headers do not name; since Linux 5.1 the numbers are the same on every architecture.
#ifndef __NR_process_mrelease
#define __NR_process_mrelease 448
#endif
#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif
#ifndef __NR_setxattrat
#define __NR_setxattrat 463
#endif
#ifndef __NR_removexattrat
#define __NR_removexattrat 466
#endif
#ifndef __NR_file_setattr
#define __NR_file_setattr 469
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
// Each takes two steps, so that no jump has to count.
#define REFUSE_CALL(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), REFUSE
// The low half of an argument is all that the kernel looks at in a flag, a command or the number of a process.
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOW_HALF(index) (offsetof(struct seccomp_data, args) + (index) * sizeof(unsigned long long))
#else
#define LOW_HALF(index) (offsetof(struct seccomp_data, args) + (index) * sizeof(unsigned long long) + 4)
#endif
#define LOAD_ARGUMENT(index) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LOW_HALF(index))
// Each of these takes five steps, and leaves the number of the call loaded.
#define REFUSE_IF_ANY(number, index, bits) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), LOAD_ARGUMENT(index), \
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), REFUSE, LOAD(nr)
#define REFUSE_IF(number, index, value) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), LOAD_ARGUMENT(index), \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, 1), REFUSE, LOAD(nr)
#define REFUSE_UNLESS(number, index, value) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), LOAD_ARGUMENT(index), \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 1, 0), REFUSE, LOAD(nr)
// What an open asks for beyond reading.
#define CHANGING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

int quoth_restrict_process(void) {
    struct sock_filter filter[] = {
        // A process of another architecture would number its calls otherwise.
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#if defined(__x86_64__)
        // So would the x32 interface, whose numbers begin here.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        REFUSE,
#endif
        // The network.
        REFUSE_CALL(__NR_socket),
        REFUSE_CALL(__NR_socketpair),
        REFUSE_CALL(__NR_connect),
        REFUSE_CALL(__NR_bind),
        REFUSE_CALL(__NR_listen),
        REFUSE_CALL(__NR_accept),
        REFUSE_CALL(__NR_accept4),
        REFUSE_CALL(__NR_sendto),
        REFUSE_CALL(__NR_sendmsg),
        REFUSE_CALL(__NR_sendmmsg),
        // Calls that would do any of this without being seen here.
        REFUSE_CALL(__NR_io_uring_setup),
        REFUSE_CALL(__NR_io_uring_enter),
        REFUSE_CALL(__NR_io_uring_register),
        REFUSE_CALL(__NR_openat2),
        REFUSE_CALL(__NR_open_by_handle_at),
        REFUSE_CALL(__NR_bpf),
        REFUSE_CALL(__NR_userfaultfd),
        // Devices: terminals take input from it, some file systems what a file may be used for.
        REFUSE_CALL(__NR_ioctl),
        // Other processes: signals, among them those that a descriptor sends.
        REFUSE_CALL(__NR_kill),
        REFUSE_CALL(__NR_tkill),
        REFUSE_CALL(__NR_tgkill),
        REFUSE_CALL(__NR_rt_sigqueueinfo),
        REFUSE_CALL(__NR_rt_tgsigqueueinfo),
        REFUSE_CALL(__NR_pidfd_send_signal),
        REFUSE_IF(__NR_fcntl, 1, F_SETOWN),
        REFUSE_IF(__NR_fcntl, 1, F_SETOWN_EX),
        // The group and the session by which it is ended itself.
        REFUSE_CALL(__NR_setpgid),
        REFUSE_CALL(__NR_setsid),
        // Their limits and their turns; its own limits have the process number 0.
        REFUSE_UNLESS(__NR_prlimit64, 0, 0),
        REFUSE_CALL(__NR_setpriority),
        REFUSE_CALL(__NR_ioprio_set),
        REFUSE_CALL(__NR_sched_setaffinity),
        REFUSE_CALL(__NR_sched_setattr),
        REFUSE_CALL(__NR_sched_setparam),
        REFUSE_CALL(__NR_sched_setscheduler),
        // Their memory and descriptors, and what processes share by name.
        REFUSE_CALL(__NR_ptrace),
        REFUSE_CALL(__NR_process_vm_readv),
        REFUSE_CALL(__NR_process_vm_writev),
        REFUSE_CALL(__NR_process_madvise),
        REFUSE_CALL(__NR_process_mrelease),
        REFUSE_CALL(__NR_migrate_pages),
        REFUSE_CALL(__NR_move_pages),
        REFUSE_CALL(__NR_kcmp),
        REFUSE_CALL(__NR_pidfd_getfd),
        REFUSE_CALL(__NR_shmget),
        REFUSE_CALL(__NR_shmat),
        REFUSE_CALL(__NR_shmctl),
        REFUSE_CALL(__NR_semget),
        REFUSE_CALL(__NR_semctl),
        REFUSE_CALL(__NR_semop),
        REFUSE_CALL(__NR_semtimedop),
        REFUSE_CALL(__NR_msgget),
        REFUSE_CALL(__NR_msgctl),
        REFUSE_CALL(__NR_msgsnd),
        REFUSE_CALL(__NR_msgrcv),
        REFUSE_CALL(__NR_mq_open),
        REFUSE_CALL(__NR_mq_unlink),
        // The machine.
        REFUSE_CALL(__NR_perf_event_open),
        REFUSE_CALL(__NR_keyctl),
        REFUSE_CALL(__NR_add_key),
        REFUSE_CALL(__NR_request_key),
        REFUSE_CALL(__NR_mount),
        REFUSE_CALL(__NR_umount2),
        REFUSE_CALL(__NR_open_tree),
        REFUSE_CALL(__NR_move_mount),
        REFUSE_CALL(__NR_fsopen),
        REFUSE_CALL(__NR_fspick),
        REFUSE_CALL(__NR_mount_setattr),
        REFUSE_CALL(__NR_unshare),
        REFUSE_CALL(__NR_setns),
        REFUSE_CALL(__NR_chroot),
        REFUSE_CALL(__NR_pivot_root),
        // The file system: reading is all that is left.
        REFUSE_CALL(__NR_unlinkat),
        REFUSE_CALL(__NR_renameat2),
        REFUSE_CALL(__NR_mkdirat),
        REFUSE_CALL(__NR_mknodat),
        REFUSE_CALL(__NR_linkat),
        REFUSE_CALL(__NR_symlinkat),
        REFUSE_CALL(__NR_fchmodat),
        REFUSE_CALL(__NR_fchmodat2),
        REFUSE_CALL(__NR_fchownat),
        REFUSE_CALL(__NR_fchmod),
        REFUSE_CALL(__NR_fchown),
        REFUSE_CALL(__NR_truncate),
        REFUSE_CALL(__NR_utimensat),
        REFUSE_CALL(__NR_setxattr),
        REFUSE_CALL(__NR_lsetxattr),
        REFUSE_CALL(__NR_fsetxattr),
        REFUSE_CALL(__NR_setxattrat),
        REFUSE_CALL(__NR_removexattr),
        REFUSE_CALL(__NR_lremovexattr),
        REFUSE_CALL(__NR_fremovexattr),
        REFUSE_CALL(__NR_removexattrat),
        REFUSE_CALL(__NR_file_setattr),
#if defined(__x86_64__)
        REFUSE_CALL(__NR_unlink),
        REFUSE_CALL(__NR_rmdir),
        REFUSE_CALL(__NR_rename),
        REFUSE_CALL(__NR_renameat),
        REFUSE_CALL(__NR_mkdir),
        REFUSE_CALL(__NR_mknod),
        REFUSE_CALL(__NR_link),
        REFUSE_CALL(__NR_symlink),
        REFUSE_CALL(__NR_chmod),
        REFUSE_CALL(__NR_chown),
        REFUSE_CALL(__NR_lchown),
        REFUSE_CALL(__NR_utime),
        REFUSE_CALL(__NR_utimes),
        REFUSE_CALL(__NR_futimesat),
        REFUSE_CALL(__NR_creat),
        REFUSE_IF_ANY(__NR_open, 1, CHANGING),
#elif defined(__aarch64__)
        REFUSE_CALL(__NR_renameat),
#endif
        REFUSE_IF_ANY(__NR_openat, 2, CHANGING),
        ALLOW,
    };
    struct sock_fprog program = {
        .len = sizeof filter / sizeof filter[0],
        .filter = filter,
    };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) return errno;
    return 0;
}
