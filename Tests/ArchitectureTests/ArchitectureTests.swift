import Foundation
import Testing

/// Holds the directions between the rooms of the house, and what each must never touch.
@Suite("architecture")
struct ArchitectureTests {
    private static let standard: Set<String> = ["Swift", "Synchronization"]

    /// What each target may import, the standard library aside. A target that is not here is an error, so that a new one
    /// brings its line.
    private static let allowed: [String: Set<String>] = [
        "SystemInterface": ["Glibc", "SystemPackage"],
        "TextAnalysis": ["CLibStemmer"],
        "Documents": ["SystemInterface", "SystemPackage"],
        "Extraction": [
            "Documents", "SystemInterface", "SystemPackage", "Glibc", "CMarkGFM", "CLibXML2", "CLibZip", "CZLib",
            "CUchardet",
        ],
        "MappedStorage": ["SystemPackage", "Glibc", "CChecksum"],
        "Retrieval": ["TextAnalysis", "MappedStorage", "Documents", "SystemInterface", "SystemPackage", "Glibc"],
        "Answering": ["Retrieval", "TextAnalysis", "Documents", "Glibc"],
        "Evaluation": ["JSONText", "Glibc"],
        "JSONText": [],
        "LineEditing": ["CLibEdit", "SystemInterface", "SystemPackage", "Glibc"],
        "Shell": ["Answering", "Retrieval", "TextAnalysis", "Documents", "JSONText", "CMessageDigest"],
        "quoth": [
            "Shell", "Answering", "Retrieval", "TextAnalysis", "Documents", "LineEditing", "Evaluation",
            "SystemInterface", "SystemPackage", "JSONText", "ArgumentParser", "Glibc",
        ],
        "quoth-extract": ["Extraction", "Documents", "SystemInterface", "Glibc", "CSandbox"],
    ]

    @Test("the rules are held against the sources, not against nothing")
    func sourcesAreFound() {
        #expect(SourceTree.files.count > 50)
        let files = Dictionary(uniqueKeysWithValues: SourceTree.files.map { ($0.path, $0) })
        #expect(files["Retrieval/Search/Searcher.swift"]?.imports.contains("Documents") == true)
        #expect(files["MappedStorage/MappedFile.swift"]?.holds(word: "unsafe") == true)
    }

    @Test("every target imports only what its room may touch", arguments: SourceTree.files)
    func directions(file: SourceFile) throws {
        let allowed = try #require(Self.allowed[file.target], "\(file.target) needs a line of what it may import")
        let foreign = Set(file.imports).subtracting(allowed).subtracting(Self.standard)
        #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted().joined(separator: ", "))")
    }

    @Test("the dependencies of Package.swift point the same way")
    func manifest() throws {
        let text = try String(contentsOf: SourceTree.package.appending(path: "Package.swift"), encoding: .utf8)
        let targets = text[try #require(text.firstRange(of: "\n    targets: [")).upperBound...]
        var seen = 0
        // A declaration reaches to the next one.
        for declaration in targets.split(separator: /\.(?:target|executableTarget|systemLibrary|testTarget)\(/) {
            let quoted = declaration.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            guard let target = quoted.first, let allowed = Self.allowed[target],
                let start = declaration.firstRange(of: "dependencies: [")?.upperBound
            else { continue }
            let list = declaration[start...].prefix { $0 != "]" }
            // Of a product the package's name follows; the other names are modules.
            let names = list.matches(of: /(package: )?"([^"]+)"/).filter { $0.output.1 == nil }.map {
                String($0.output.2)
            }
            // The extractor is among nobody's dependencies: whoever depends on it links its parsers.
            let foreign = Set(names).subtracting(allowed)
            #expect(foreign.isEmpty, "\(target) depends on \(foreign.sorted().joined(separator: ", "))")
            seen += 1
        }
        #expect(seen >= 9)
    }

    @Test("unsafe code stays in the rooms that are made for it", arguments: SourceTree.files)
    func unsafeCode(file: SourceFile) {
        let rooms: Set<String> = ["SystemInterface", "MappedStorage", "LineEditing"]
        let files: Set<String> = [
            // The kernels over postings, and the cursors that check what the kernels then read unchecked.
            "Retrieval/Segment/PostingsKernels.swift", "Retrieval/Segment/PostingsCursor.swift",
            "Retrieval/Segment/BlockCursor.swift", "Retrieval/Segment/SegmentReader+Postings.swift",
            "Retrieval/Search/MaxScoreSearch.swift",
            "TextAnalysis/Stemmer.swift",
        ]
        // In Extraction the files that wrap a C parser, which are those that import one, and the message digest.
        let parsers = ["CMarkGFM", "CLibXML2", "CLibZip", "CZLib", "CUchardet"]
        let wrapsC = file.target == "Extraction" && !Set(file.imports).isDisjoint(with: parsers)
        let wrapsDigest = file.path.hasSuffix("/MessageDigest.swift")
        if rooms.contains(file.target) || files.contains(file.path) || wrapsC || wrapsDigest { return }
        for word in ["unsafe", "UnsafeRawPointer", "UnsafePointer", "UnsafeMutablePointer", "UnsafeBufferPointer"] {
            #expect(!file.holds(word: word), "\(file.path) holds \(word)")
        }
    }

    @Test("nothing links Foundation", arguments: SourceTree.files)
    func foundation(file: SourceFile) {
        let found = file.imports.filter { $0.hasPrefix("Foundation") }
        #expect(found.isEmpty, "\(file.path) imports \(found)")
    }

    @Test("each library of the outside has one home", arguments: SourceTree.files)
    func outsideLibraries(file: SourceFile) {
        let homes: [String: Set<String>] = [
            "ArgumentParser": ["quoth"], "CLibEdit": ["LineEditing"], "CLibStemmer": ["TextAnalysis"],
            "CMarkGFM": ["Extraction"], "CLibXML2": ["Extraction"], "CLibZip": ["Extraction"], "CZLib": ["Extraction"],
            "CUchardet": ["Extraction"], "CSandbox": ["quoth-extract"], "CChecksum": ["MappedStorage"],
            "CMessageDigest": ["Shell"],
        ]
        for module in file.imports {
            guard let home = homes[module] else { continue }
            #expect(home.contains(file.target), "\(file.path) imports \(module)")
        }
    }

    @Test("only the sinks of the programs write to the standard streams", arguments: SourceTree.files)
    func standardStreams(file: SourceFile) {
        if ["quoth", "quoth-extract"].contains(file.target) { return }
        for call in ["print(", "debugPrint(", "dump(", "fputs(", "puts(", "printf(", "perror(", "fatalError("] {
            #expect(!file.holds(call: call), "\(file.path) calls \(call)")
        }
        if file.target != "SystemInterface" {
            #expect(!file.holds(word: "StandardStream"), "\(file.path) holds StandardStream")
        }
        // The numbers of the streams are named in one file, which hands them out as an object.
        if file.path == "SystemInterface/StandardStream.swift" { return }
        for word in ["stdout", "stderr", "STDOUT_FILENO", "STDERR_FILENO", "standardOutput", "standardError"] {
            #expect(!file.holds(word: word), "\(file.path) holds \(word)")
        }
    }

    @Test("retrieval reads no clock, locale, environment or arguments", arguments: ["Retrieval", "TextAnalysis"])
    func sameDocumentsSameBytes(target: String) {
        for file in SourceTree.files where file.target == target {
            for word in [
                "ContinuousClock", "SuspendingClock", "clock_gettime", "time", "gettimeofday", "getenv", "setlocale",
                "CommandLine", "ProcessInfo", "Environment", "SystemRandomNumberGenerator", "random", "shuffled",
            ] {
                #expect(!file.holds(word: word), "\(file.path) holds \(word)")
            }
        }
    }

    @Test(
        "what answers, measures and shows opens nothing, though some of it takes its mathematics from the C library",
        arguments: ["TextAnalysis", "JSONText", "Evaluation", "Answering", "Shell"])
    func noFiles(target: String) {
        for file in SourceTree.files where file.target == target {
            for call in ["open(", "openat(", "fopen(", "opendir(", "mmap(", "getenv(", "socket(", "system("] {
                #expect(!file.holds(call: call), "\(file.path) calls \(call)")
            }
        }
    }

    @Test("text analysis does no input or output and never throws")
    func pureText() {
        for file in SourceTree.files where file.target == "TextAnalysis" {
            for word in ["throw", "throws", "try", "open", "fopen", "FileDescriptor", "PassageID", "Score"] {
                #expect(!file.holds(word: word), "\(file.path) holds \(word)")
            }
        }
    }

    @Test("stored bytes know no term, posting or passage")
    func bytesOnly() {
        for file in SourceTree.files where file.target == "MappedStorage" {
            for word in ["term", "Term", "posting", "Posting", "passage", "Passage", "query", "Query"] {
                #expect(!file.holds(word: word), "\(file.path) holds \(word)")
            }
        }
    }

    @Test("comments and literals are not taken for code, interpolations are")
    func codeLines() {
        let text = ##"""
            let a = "unsafe // \(call(b)) /* x" // unsafe
            /* unsafe /* nested */ unsafe */ let c = #"raw \(unsafe) " \#(d) "#
            let e = """
                unsafe "quoted" \(f)
                """ + g
            """##
        #expect(
            SourceTree.codeLines(of: text).map { $0.filter { $0 != " " } } == [
                #"leta="call(b))""#, #"letc="d)""#, #"lete=""#, "f)", #""+g"#,
            ])
    }
}
