import SystemInterface

/// The processor time that one document may take, in seconds. SIGPROF then ends the process.
private let secondsPerDocument = 60

/// Takes from this process what a parser gone astray could use to harm the machine.
///
/// Address space is limited to 4 GiB and open files to 16; there is no core dump, which would hold text of
/// documents.
func limitResources() {
    ProcessLimits.lower(.addressSpace, to: 4 << 30)
    ProcessLimits.lower(.coreDump, to: 0)
    ProcessLimits.lower(.openFiles, to: 16)
}

/// Gives the present document its full time. Only time in which the process works counts, so that a
/// reader who takes his time with the documents costs nothing.
func startTimer() {
    ProcessLimits.endAfter(workingSeconds: secondsPerDocument)
}
