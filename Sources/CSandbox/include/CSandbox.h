#pragma once

/// Takes from this process, and from all that it starts, for good: new privileges (`PR_SET_NO_NEW_PRIVS`), and by a
/// seccomp filter the system calls that make a socket, change a file or a file system, give orders to a device, or reach
/// into another process: its memory, its descriptors, its limits, its turns, signals to it, and what both would share by name.
///
/// Files can still be read and programs started. What is refused fails with EPERM, so that a library that only tries goes on.
/// A signal to itself is refused, too: `abort` ends the process all the same, by an instruction that no process may use.
///
/// The filter does not keep the process from reading what its user may read, from locking files, or from starting many
/// processes: the kernel counts all of a user's together, so that a limit would hit others. Nor does it name every call that
/// the superuser alone may make.
///
/// Returns 0, or the error number where the kernel does not take the filter.
int quoth_restrict_process(void);
