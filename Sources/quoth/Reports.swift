import Documents
import JSONText
import Retrieval
import Shell
import SystemInterface
import SystemPackage
import TextAnalysis

/// What `index` and `status` tell, for people and as JSON.
enum Reports {
    static func text(of report: IndexUpdate.Report, _ snapshot: IndexSnapshot) -> String {
        let size =
            "\(Wording.count(snapshot.documentCount, "document")), \(Wording.count(snapshot.passageCount, "passage"))"
        let language = snapshot.analyzer.language
        if report.isRebuilt { return "Indexed \(size)\(language == .english ? "" : ", as \(language.name)")." }
        if report.isUnchanged { return "Up to date: \(size)." }
        return "Updated to \(size): "
            + "\(changes(report.newFileCount, report.changedFileCount, report.removedFileCount)) files."
    }

    /// "1 new, 0 changed, 2 removed"
    static func changes(_ new: Int, _ changed: Int, _ removed: Int) -> String {
        "\(Wording.grouped(new)) new, \(Wording.grouped(changed)) changed, \(Wording.grouped(removed)) removed"
    }

    static func json(of report: IndexUpdate.Report, _ snapshot: IndexSnapshot) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.member("v", 1)
            object.member("index", snapshot.identifier)
            object.member("documents", snapshot.documentCount)
            object.member("passages", snapshot.passageCount)
            object.member("rebuilt", report.isRebuilt)
            object.member("new", report.newFileCount)
            object.member("changed", report.changedFileCount)
            object.member("removed", report.removedFileCount)
        }
        writer.newline()
        return writer.bytes
    }

    typealias Differences = (new: Int, changed: Int, removed: Int)

    typealias Languages = [(language: Language, count: Int)]

    /// - Parameter languages: of the documents, where they are to be told.
    static func text(
        of index: IndexInspection, _ differences: Differences?, languages: Languages? = nil
    ) -> String {
        var lines: [String] = []
        lines.append(
            "Corpus     \(index.roots.map { SafeText.neutralise(fileName: Array($0.bytes)) }.joined(separator: ", "))")
        lines.append("Index      \(SafeText.neutralise(fileName: Array(index.folder.bytes)))")
        lines.append(
            "Documents  \(Wording.grouped(index.documentCount)) in \(Wording.count(index.fileCount, "file")), "
                + "\(Wording.count(index.passageCount, "passage")), \(Wording.count(index.termCount, "term"))")
        lines.append(
            "Size       \(bytes(index.byteCount)) in \(Wording.count(index.segmentCount, "segment")) "
                + "for \(bytes(index.textByteCount)) of text")
        if let line = languages.flatMap({ languageLine(of: index, $0) }) { lines.append("Language   \(line)") }
        lines.append("Analyzer   \(index.analyzer)")
        if let differences {
            let isFresh = differences == (0, 0, 0)
            lines.append(
                isFresh
                    ? "State      up to date"
                    : "State      \(changes(differences.new, differences.changed, differences.removed)) files since; "
                        + "`quoth index` takes them in")
        }
        return lines.joined(separator: "\n") + "\n" + filesText(of: index.files) + (skippedText(of: index) ?? "")
    }

    /// The formats of the files, their encodings where those had to be guessed, the largest, and copies.
    private static func filesText(of files: IndexInspection.FileReport) -> String {
        var lines: [String] = []
        func list(_ paths: some Sequence<[UInt8]>, _ count: Int) {
            for path in paths.prefix(3) { lines.append("    \(SafeText.neutralise(fileName: path))") }
            if count > 3 { lines.append("    … and \(Wording.grouped(count - 3)) more") }
        }
        if !files.formats.isEmpty {
            lines.append(
                "Formats    "
                    + files.formats.map { "\(Wording.grouped($0.fileCount)) \($0.format.name)" }.joined(separator: ", ")
            )
        }
        if files.formats.reduce(0, { $0 + $1.fileCount }) > files.largest.count {
            lines.append("Largest")
            for file in files.largest {
                lines.append("  \(bytes(Int(file.byteCount))): \(SafeText.neutralise(fileName: file.path))")
            }
        }
        if !files.encodings.isEmpty {
            lines.append("Encodings assumed")
            for encoding in files.encodings {
                lines.append("  \(Wording.count(encoding.paths.count, "file")): \(SafeText.neutralise(encoding.name))")
                list(encoding.paths, encoding.paths.count)
            }
        }
        func copies(_ groups: [[[UInt8]]], _ title: String, _ what: String, sign: String) {
            if groups.isEmpty { return }
            let count = groups.reduce(0) { $0 + $1.count - 1 }
            lines.append(title)
            lines.append("  \(Wording.count(count, "file")) \(count == 1 ? "has" : "have") \(what)")
            list(groups.lazy.map { Array($0.prefix(2).joined(separator: sign.utf8)) }, groups.count)
        }
        copies(files.duplicates, "Copies", "the content of another one", sign: " = ")
        copies(files.nearDuplicates, "Near copies", "nearly the text of another one", sign: " ~ ")
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// The language whose rules the index follows, and what does not fit it.
    private static func languageLine(of index: IndexInspection, _ languages: Languages) -> String? {
        guard let own = index.language else { return nil }
        let others = languages.filter { $0.language != own }
        if others.isEmpty { return own.name }
        let list = others.map { "\(Wording.grouped($0.count)) \($0.language.name)" }.joined(separator: ", ")
        return
            "\(own.name); of the documents, \(list): their words are found as they are written; `quoth index --rebuild "
            + "--language NAME` follows another"
    }

    /// What was left out and why, and what was read with flaws; nil for nothing.
    static func skippedText(of index: IndexInspection) -> String? {
        var lines: [String] = []
        if !index.skipCounts.isEmpty {
            lines.append("Skipped")
            for (reason, count) in index.skipCounts {
                lines.append("  \(Wording.count(count, "file")): \(SafeText.neutralise(reason))")
                let names = index.skipped.lazy.filter { $0.reason == reason }.prefix(3).map {
                    SafeText.neutralise(fileName: $0.path)
                }
                for name in names { lines.append("    \(name)") }
                if count > 3 { lines.append("    … and \(Wording.grouped(count - min(3, names.count))) more") }
            }
        }
        if !index.flawed.isEmpty {
            lines.append("Read with flaws")
            for file in index.flawed.prefix(10) {
                var flaws: [String] = []
                if file.repairedByteCount > 0 {
                    flaws.append(
                        "\(Wording.count(file.repairedByteCount, "byte")) that \(file.repairedByteCount == 1 ? "is no text was" : "are no text were") replaced"
                    )
                }
                if file.badLineCount > 0 {
                    flaws.append("\(Wording.count(file.badLineCount, "line")) held no document")
                }
                lines.append("  \(SafeText.neutralise(fileName: file.path)): \(flaws.joined(separator: ", "))")
            }
            if index.flawed.count > 10 { lines.append("  … and \(Wording.grouped(index.flawed.count - 10)) more") }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n") + "\n"
    }

    /// What the user has set, and where.
    static func text(of configuration: Configuration) -> String {
        let set = configuration.all
        var lines = ["Settings"]
        for (key, value) in set {
            lines.append(
                "  \(key.rawValue) = \(SafeText.neutralise(value.text))  (\(SafeText.neutralise("\(value.origin)")))")
        }
        if let path = configuration.path, !configuration.fileExists {
            lines.append("  \(SafeText.neutralise(fileName: path.bytes)) would be read, and does not exist")
        } else if set.isEmpty {
            lines.append("  nothing is set")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func json(
        of index: IndexInspection, _ differences: Differences, _ configuration: Configuration, languages: Languages
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.member("v", 1)
            object.member("index", index.identifier)
            object.key("roots")
            object.array { array in for root in index.roots { array.string(utf8: root.bytes) } }
            object.member("folder", utf8: index.folder.bytes)
            object.member("documents", index.documentCount)
            object.member("files", index.fileCount)
            object.member("passages", index.passageCount)
            object.member("terms", index.termCount)
            object.member("segments", index.segmentCount)
            object.member("bytes", index.byteCount)
            object.key("sections")
            object.object { sections in
                for section in index.sections { sections.member(section.name, section.byteCount) }
            }
            object.member("analyzer", index.analyzer)
            object.member("language", index.language?.name)
            object.key("languages")
            object.object { counts in
                for (language, count) in languages { counts.member(language.name, count) }
            }
            object.member("new", differences.new)
            object.member("changed", differences.changed)
            object.member("removed", differences.removed)
            object.key("formats")
            object.array { array in
                for format in index.files.formats {
                    array.object { entry in
                        entry.member("format", format.format.name)
                        entry.member("files", format.fileCount)
                        entry.member("bytes", Int(format.byteCount))
                    }
                }
            }
            object.key("encodings")
            object.array { array in
                for encoding in index.files.encodings {
                    array.object { entry in
                        entry.member("encoding", encoding.name)
                        entry.member("files", encoding.paths.count)
                        entry.key("first")
                        entry.array { names in for path in encoding.paths.prefix(20) { names.string(utf8: path) } }
                    }
                }
            }
            object.key("largest")
            object.array { array in
                for file in index.files.largest {
                    array.object { entry in
                        entry.member("path", utf8: file.path)
                        entry.member("bytes", Int(file.byteCount))
                    }
                }
            }
            for (name, groups) in [("copies", index.files.duplicates), ("near_copies", index.files.nearDuplicates)] {
                object.key(name)
                object.array { array in
                    for group in groups.prefix(100) {
                        array.array { names in for path in group.prefix(20) { names.string(utf8: path) } }
                    }
                }
            }
            object.key("skipped")
            object.array { array in
                for (reason, count) in index.skipCounts {
                    array.object { skip in
                        skip.member("reason", reason)
                        skip.member("files", count)
                        skip.key("first")
                        skip.array { names in
                            for file in index.skipped.lazy.filter({ $0.reason == reason }).prefix(20) {
                                names.string(utf8: file.path)
                            }
                        }
                    }
                }
            }
            object.key("flawed")
            object.array { array in
                for file in index.flawed {
                    array.object { flaw in
                        flaw.member("path", utf8: file.path)
                        flaw.member("repaired_bytes", file.repairedByteCount)
                        flaw.member("bad_lines", file.badLineCount)
                    }
                }
            }
            object.key("settings")
            object.array { array in
                for (key, value) in configuration.all {
                    array.object { setting in
                        setting.member("key", key.rawValue)
                        setting.member("value", value.text)
                        setting.member("origin", "\(value.origin)")
                    }
                }
            }
        }
        writer.newline()
        return writer.bytes
    }

    private static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1000: "\(count) bytes"
        case ..<1_000_000: "\(Wording.decimals(Double(count) / 1e3, 1)) kB"
        case ..<1_000_000_000: "\(Wording.decimals(Double(count) / 1e6, 1)) MB"
        default: "\(Wording.decimals(Double(count) / 1e9, 1)) GB"
        }
    }
}
