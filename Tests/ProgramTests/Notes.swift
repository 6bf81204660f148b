import Foundation
import SystemInterface
import SystemPackage
import TestSupport

/// A sandbox with a few documents in the folder `notes`.
struct Notes {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.write(
            """
            ---
            title: Bees
            ---

            # Bees

            A honeybee is an insect that lives in a colony and makes honey. A colony of honeybees
            has one queen.

            ## What are the dangers of beekeeping?

            The dangers of beekeeping are:

            - stings, which swell for a day or two
            - an allergic reaction, which is rare and can kill

            ## How is honey harvested?

            1. Smoke the hive.
            2. Lift the frames.
            3. Spin the combs.

            """, to: "notes/bees.md")
        try sandbox.write(
            "The lighthouse of Oddenby was built in 1871 by the engineer Ruth Falk. It is 34 metres high.\n",
            to: "notes/places/oddenby.txt")
        try sandbox.write(
            """
            {"_id": "kite-1", "title": "Kites", "text": "A kite is a tethered craft that the wind lifts."}
            {"_id": "kite-2", "question": "Who flew the first kite over Oddenby?", "text": "Piet Marsh flew it in 1902."}

            """, to: "notes/kites.jsonl")
    }

    /// Runs `quoth` with the arguments, over the notes.
    func quoth(_ arguments: String, input: [UInt8] = []) throws -> Sandbox.Outcome {
        try sandbox.run("quoth \(arguments) -C notes", input: input)
    }

    /// Answers to the lines, as a pipe gives them.
    func pipe(_ lines: String, _ options: String = "") throws -> Sandbox.Outcome {
        try quoth(options, input: Array(lines.utf8))
    }
}

/// A line of `quoth --json`.
struct Reply: Decodable {
    struct Citation: Decodable {
        var n: Int
        var document: String
        var path: String
        var lineStart: Int
        var lineEnd: Int
        var byteStart: Int?
        var byteEnd: Int?
        var heading: [String]
        var quote: String
        var sha256: String
        var state: String
    }
    struct Passage: Decodable {
        var path: String
    }
    var n: Int
    var question: String?
    var status: String
    var answer: String?
    var confidence: Double?
    var citations: [Citation]?
    var passages: [Passage]?
    var reading: String?
    var error: String?

    /// The objects of an output, one a line.
    static func all(_ outcome: Sandbox.Outcome) throws -> [Reply] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try outcome.output.split(separator: 0x0A).map { try decoder.decode(Reply.self, from: Data($0)) }
    }
}

/// The keys of the outermost object of a line of JSON, in the order in which they stand.
func keys(of line: some Sequence<UInt8>) -> [String] {
    var keys: [String] = []
    var depth = 0
    var text: [UInt8]?
    var last = ""
    var isEscaped = false
    for byte in line {
        if var open = text {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                last = String(decoding: open, as: UTF8.self)
                text = nil
                continue
            }
            open.append(byte)
            text = open
        } else {
            switch byte {
            case UInt8(ascii: "\""): text = []
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ":") where depth == 1: keys.append(last)
            default: break
            }
        }
    }
    return keys
}

/// Bytes that a terminal might obey: C0 but line feed and tab, DEL, and C1 in UTF-8.
func holdsControls(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { scalar in
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
