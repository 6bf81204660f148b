internal import Documents

extension IndexSnapshot {
    /// How many files of the corpus could not be read, as far as is known: of other formats, out of reach, too large, broken. What is
    /// hidden, excluded, or listed under another name is meant to be left out. O(files).
    ///
    /// - Throws: `IndexError` when the catalog cannot be read, or when it went with a generation that has been replaced.
    public func unreadFileCount() throws(IndexError) -> Int {
        let catalog = try CatalogReader(manifest.catalog, in: folder)
        let intended = [SkippedFile.Reason.hidden, .ignored, .listedBefore, .symbolicLink].map(\.description)
        var count = 0
        for skip in try catalog.rest().skipCounts where !intended.contains(skip.reason) { count &+= skip.count }
        var index = catalog.startIndex
        while try catalog.hasEntry(at: &index) {
            if try catalog.hasProblem(at: index) { count &+= 1 }
            index = try catalog.index(after: index)
        }
        return count
    }
}
