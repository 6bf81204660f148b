// swift-tools-version: 6.2
import PackageDescription

/// Settings that every Swift target shares: the language as strict as it can be made.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "quoth",
    products: [
        .executable(name: "quoth", targets: ["quoth"]),
        .executable(name: "quoth-extract", targets: ["quoth-extract"]),
        // The engine without the program, for the benchmarks, which are a package of their own.
        .library(
            name: "RetrievalEngine",
            targets: ["Answering", "Retrieval", "TextAnalysis", "Documents", "MappedStorage", "SystemInterface"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // The operating system, and the C libraries. Those of the asking process are linked into it: loading them as shared
        // ones takes a tenth of the time in which a question is answered.
        .target(
            name: "SystemInterface",
            dependencies: [.product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: strict),
        .systemLibrary(name: "CLibStemmer", providers: [.apt(["libstemmer-dev"])]),
        .systemLibrary(
            name: "CMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CZLib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
        .target(name: "CSandbox"),
        .systemLibrary(name: "CMessageDigest", providers: [.apt(["libmd-dev"])]),
        .target(
            name: "CLibEdit",
            linkerSettings: [":libedit.a", ":libtinfo.a", ":libbsd.a", ":libmd.a"].map { .linkedLibrary($0) }),

        // Text and documents.
        .target(name: "TextAnalysis", dependencies: ["CLibStemmer"], swiftSettings: strict),
        .target(
            name: "Documents", dependencies: ["SystemInterface"],
            swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
        .target(
            name: "Extraction",
            dependencies: [
                "Documents", "SystemInterface", "CMarkGFM", "CLibXML2", "CLibZip", "CZLib", "CUchardet",
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: strict),

        .target(name: "CChecksum"),

        // The retrieval engine and what answers with it.
        .target(
            name: "MappedStorage",
            dependencies: ["CChecksum", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
        .target(
            name: "Retrieval",
            dependencies: [
                "TextAnalysis", "MappedStorage", "Documents", "SystemInterface",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
        .target(name: "Answering", dependencies: ["Retrieval", "TextAnalysis", "Documents"], swiftSettings: strict),
        .target(name: "JSONText", swiftSettings: strict),
        .target(name: "Evaluation", dependencies: ["JSONText"], swiftSettings: strict),

        // The faces.
        .target(
            name: "LineEditing",
            dependencies: [
                "CLibEdit", "SystemInterface", .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "Shell",
            dependencies: ["Answering", "Retrieval", "TextAnalysis", "Documents", "JSONText", "CMessageDigest"],
            swiftSettings: strict),
        // Not a dependency of quoth, although quoth runs it: that would link its parsers into the asking process.
        // `swift build` builds both.
        .executableTarget(
            name: "quoth",
            dependencies: [
                "Shell", "LineEditing", "Evaluation", "Answering", "Retrieval", "TextAnalysis", "Documents", "JSONText",
                "SystemInterface",
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict,
            // At a fixed address: moving the program to another one at each start means writing 44,000 pointers, in a thousand
            // pages of memory, before the first instruction of ours.
            linkerSettings: [.unsafeFlags(["-Xclang-linker", "-no-pie"], .when(configuration: .release))]),
        .executableTarget(
            name: "quoth-extract", dependencies: ["Extraction", "Documents", "SystemInterface", "CSandbox"],
            swiftSettings: strict),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["SystemInterface", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "SystemInterfaceTests", dependencies: ["SystemInterface", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "TextAnalysisTests", dependencies: ["TextAnalysis", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ExtractionTests", dependencies: ["Extraction", "CSandbox", "TestSupport"], swiftSettings: strict),
        .executableTarget(
            name: "line-editing-probe", dependencies: ["LineEditing"], path: "Tests/LineEditingProbe",
            swiftSettings: strict),
        .testTarget(
            name: "LineEditingTests", dependencies: ["LineEditing", "line-editing-probe", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ShellTests",
            dependencies: [
                "Shell", "Answering", "Retrieval", "MappedStorage", "TextAnalysis", "Documents", "Extraction",
                "JSONText",
                "SystemInterface", "TestSupport", .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Goldens"], swiftSettings: strict),
        .testTarget(
            name: "AnsweringTests",
            dependencies: [
                "Answering", "Retrieval", "MappedStorage", "TextAnalysis", "Documents", "Extraction", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "JSONText"], swiftSettings: strict),
        .testTarget(
            name: "MappedStorageTests",
            dependencies: ["MappedStorage", "TestSupport", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: strict),
        .testTarget(
            name: "RetrievalTests",
            dependencies: [
                "Retrieval", "TextAnalysis", "MappedStorage", "Documents", "SystemInterface", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),

        // The built programs, as their users meet them, and how right their answers are.
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "SystemInterface", "TestSupport", .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RelevanceTests",
            dependencies: [
                "SystemInterface", "TestSupport", .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Fixtures"], swiftSettings: strict),
    ]
)
