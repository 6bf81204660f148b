public import Foundation

/// Why a text is not the golden one.
public enum GoldenFailure: Error, CustomStringConvertible, Equatable {
    /// The text differs; the payload shows where, line by line.
    case differs(name: String, difference: String)
    /// There is no golden file of that name.
    case missing(name: String)
    /// The file was written anew, which must not pass for a test that succeeded.
    case recorded(name: String)

    public var description: String {
        switch self {
        case .differs(let name, let difference):
            "\(name) differs (- golden, + actual):\n\(difference)\nRun with QUOTH_RECORD_GOLDENS=1 to record it anew."
        case .missing(let name): "\(name) does not exist. Run with QUOTH_RECORD_GOLDENS=1 to record it."
        case .recorded(let name): "\(name) was recorded. Read it, then run without QUOTH_RECORD_GOLDENS."
        }
    }
}

/// Compares a text with the file `Goldens/<name>` beside the test.
///
/// With `QUOTH_RECORD_GOLDENS` set in the environment the file is written instead, and the run fails.
///
/// - Throws: ``GoldenFailure``.
public func golden(_ actual: String, named name: String, file: String = #filePath) throws {
    let isRecording = ProcessInfo.processInfo.environment["QUOTH_RECORD_GOLDENS"] != nil
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Goldens")
    try golden(actual, named: name, in: folder, isRecording: isRecording)
}

/// As ``golden(_:named:file:)``, with the folder and the choice to record spelled out.
public func golden(_ actual: String, named name: String, in folder: URL, isRecording: Bool) throws {
    let url = folder.appendingPathComponent(name)
    if isRecording {
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: url)
        throw GoldenFailure.recorded(name: name)
    }
    guard let data = try? Data(contentsOf: url) else { throw GoldenFailure.missing(name: name) }
    let expected = String(decoding: data, as: UTF8.self)
    // Compared as bytes: strings that only look alike are different output.
    guard Array(expected.utf8) != Array(actual.utf8) else { return }
    throw GoldenFailure.differs(name: name, difference: difference(from: expected, to: actual))
}

/// The lines that differ, each with its number and two lines of context, control characters made visible.
private func difference(from expected: String, to actual: String) -> String {
    func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0) }.joined()
        }
    }
    let old = lines(expected)
    let new = lines(actual)
    let changes = new.difference(from: old) { Array($0.utf8) == Array($1.utf8) }
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
    }
    // One row for each old line and each inserted one, in the order of a merged text.
    var rows: [(mark: String, number: Int, text: String)] = []
    var oldIndex = 0
    var newIndex = 0
    while oldIndex < old.count || newIndex < new.count {
        if removed.contains(oldIndex) {
            rows.append(("-", oldIndex + 1, old[oldIndex]))
            oldIndex += 1
        } else if inserted.contains(newIndex) {
            rows.append(("+", newIndex + 1, new[newIndex]))
            newIndex += 1
        } else {
            rows.append((" ", newIndex + 1, new[newIndex]))
            oldIndex += 1
            newIndex += 1
        }
    }
    let shown = rows.indices.filter { index in
        rows[max(0, index - 2)...min(rows.count - 1, index + 2)].contains { $0.mark != " " }
    }
    var text: [String] = []
    var last = -1
    for index in shown {
        if index != last + 1 { text.append("  …") }
        text.append("\(rows[index].mark) \(rows[index].number): \(rows[index].text)")
        last = index
    }
    return text.joined(separator: "\n")
}
