// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that neither the build nor the tests of the program wait for measurements. `./run` builds it,
// measures, and compares with other engines.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "quoth", path: "../.."),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        .executableTarget(
            name: "benchmark",
            dependencies: [
                .product(name: "RetrievalEngine", package: "quoth"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("MemberImportVisibility")])
    ]
)
