#pragma once

/// Takes from this process, and from all that it starts, for good: new privileges (`PR_SET_NO_NEW_PRIVS`), and by a
/// seccomp filter every system call that makes a socket, changes a file system, or reaches into another process.
///
/// Files can still be read and programs started. What is refused fails with EPERM, so that a library that only tries goes on.
///
/// Returns 0, or the error number where the kernel does not take the filter.
int quoth_restrict_process(void);
