import CSandbox
import Documents
import SystemInterface

/// Processor time for all files of one process and for each program that it starts, in seconds: what is left running alone
/// ends some time.
private let secondsInAll = 6 * 3600

/// Takes from this process what a parser gone astray could use to harm the machine: memory, descriptors, core dumps, which
/// would hold text of documents, the network, and writing to files.
func limitResources() {
    ProcessLimits.lower(.addressSpace, to: ExtractionLimits.addressSpaceByteCount)
    ProcessLimits.lower(.coreDump, to: 0)
    ProcessLimits.lower(.openFiles, to: ExtractionLimits.openFileCount)
    ProcessLimits.lower(.processorTime, to: secondsInAll)
    // A kernel without filters leaves the other limits.
    _ = quoth_restrict_process()
}

/// Gives the present document its full time. Only time in which the process works counts, so that a
/// reader who takes his time with the documents costs nothing.
func startTimer() {
    ProcessLimits.endAfter(workingSeconds: ExtractionLimits.workingSeconds)
}
