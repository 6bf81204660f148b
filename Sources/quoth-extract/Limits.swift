import Glibc

/// The processor time that one document may take, in seconds. SIGPROF then ends the process.
private let secondsPerDocument = 60

/// Takes from this process what a parser gone astray could use to harm the machine.
///
/// Address space is limited to 4 GiB and open files to 16; there is no core dump, which would hold text of
/// documents.
func limitResources() {
    limit(RLIMIT_AS, to: 4 << 30)
    limit(RLIMIT_CORE, to: 0)
    limit(RLIMIT_NOFILE, to: 16)
}

/// Gives the present document its full time. Only time in which the process works counts, so that a
/// reader who takes his time with the documents costs nothing.
func startTimer() {
    var timer = itimerval()
    timer.it_value.tv_sec = secondsPerDocument
    unsafe setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
}

private func limit(_ resource: __rlimit_resource, to most: rlim_t) {
    var values = rlimit()
    let kind = __rlimit_resource_t(resource.rawValue)
    guard unsafe getrlimit(kind, &values) == 0 else { return }
    values.rlim_max = min(values.rlim_max, most)
    values.rlim_cur = min(values.rlim_cur, values.rlim_max)
    unsafe setrlimit(kind, &values)
}
