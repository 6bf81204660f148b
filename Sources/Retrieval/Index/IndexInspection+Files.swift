public import Documents

extension IndexInspection {
    /// The files of one format that were read.
    public struct FormatCount: Sendable {
        public let format: DocumentFormat
        public let fileCount: Int
        public let byteCount: Int64
    }

    /// Files that were taken to be in another encoding than UTF-8.
    public struct AssumedEncoding: Sendable {
        public let name: String
        /// The paths of the files, ascending.
        public let paths: [[UInt8]]
    }

    /// What the index knows of its files, told in the order of their paths.
    public struct FileReport: Sendable {
        /// The most frequent format first.
        public let formats: [FormatCount]
        /// Ascending by name.
        public let encodings: [AssumedEncoding]
        /// The largest files, largest first.
        public let largest: [(path: [UInt8], byteCount: Int64)]
        /// The paths of files with the same content, by groups.
        public let duplicates: [[[UInt8]]]
        /// The paths of files whose texts are nearly the same, by groups; of files with the same content the first alone.
        public let nearDuplicates: [[[UInt8]]]

        /// How many of the largest files are named.
        public static let largestCount = 5

        init(_ catalog: Catalog) {
            var counts: [DocumentFormat: (files: Int, bytes: Int64)] = [:]
            var encodings: [String: [[UInt8]]] = [:]
            var byContent: [UInt64: [[UInt8]]] = [:]
            let read = catalog.entries.filter { $0.documentCount > 0 }
            for entry in read {
                if let format = DocumentFormat(stamp: entry.format) {
                    counts[format, default: (0, 0)].files += 1
                    // Files with holes may add up to more than there is.
                    counts[format, default: (0, 0)].bytes &+= entry.status.byteCount
                }
                if !entry.encoding.isEmpty { encodings[entry.encoding, default: []].append(entry.path) }
                byContent[entry.contentHash, default: []].append(entry.path)
            }
            formats = counts.map { FormatCount(format: $0.key, fileCount: $0.value.files, byteCount: $0.value.bytes) }
                .sorted { ($1.fileCount, $0.format.rawValue) < ($0.fileCount, $1.format.rawValue) }
            self.encodings = encodings.map { AssumedEncoding(name: $0.key, paths: $0.value) }
                .sorted { $0.name < $1.name }
            largest = read.sorted {
                $0.status.byteCount != $1.status.byteCount
                    ? $0.status.byteCount > $1.status.byteCount : $0.key < $1.key
            }.prefix(Self.largestCount).map { ($0.path, $0.status.byteCount) }
            var contents: Set<UInt64> = []
            let distinct = read.filter { contents.insert($0.contentHash).inserted }
            nearDuplicates = ContentFingerprint.groups(of: distinct.map(\.fingerprint)).map { group in
                group.map { distinct[$0].path }
            }
            duplicates = byContent.values.filter { $0.count > 1 }
                .sorted { $0[0].lexicographicallyPrecedes($1[0]) }
        }
    }
}
