internal import Documents

/// The parts of a corpus that a scan could not look at: roots that were not reached, files and folders that the system did not
/// let be read. What an index holds of them is not known to be gone.
struct OutOfReach {
    private let roots: Set<Int>
    private let places: Set<CorpusListing.Place>

    init(_ listing: CorpusListing) {
        roots = Set(listing.roots.indices.filter { listing.roots[$0].problem != nil })
        places = Set(listing.unreadable)
    }

    /// Whether all that lies beneath a root is out of reach.
    func holds(root: Int) -> Bool { roots.contains(root) }

    /// Whether a file is.
    func holds(_ file: Catalog.Key) -> Bool {
        if holds(root: file.root) { return true }
        guard !places.isEmpty else { return false }
        let ends = file.path.indices.filter { file.path[$0] == UInt8(ascii: "/") } + [file.path.count]
        return ends.contains { places.contains(.init(rootIndex: file.root, path: Array(file.path[..<$0]))) }
    }
}
