// swift-tools-version: 6.2
import PackageDescription

// A package of its own with the same name, so that it sees what has `package` access: the sources are links.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "mulligan",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")],
    targets: [
        .target(name: "Remediation", swiftSettings: settings),
        .target(name: "SQLStore", dependencies: ["Remediation", grdb], swiftSettings: settings),
        .executableTarget(
            name: "StoreBenchmark",
            dependencies: ["Remediation", "SQLStore", grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")],
            swiftSettings: settings
        ),
    ]
)
