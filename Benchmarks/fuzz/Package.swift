// swift-tools-version: 6.2
import PackageDescription

// A coverage-guided fuzzer (libFuzzer) for the rules: a package of its own, because every module in it is instrumented. The links under
// Sources lead to the sources that ship.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"), .unsafeFlags(["-sanitize=fuzzer", "-O", "-enable-testing"]),
]

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .target(name: "Remediation", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: settings),
        .target(
            name: "LogRules",
            dependencies: ["Remediation", "CHyperscan", "CPCRE2", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CHyperscan", pkgConfig: "libhs"),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
        .executableTarget(
            name: "LogRulesFuzz",
            dependencies: ["LogRules", "Remediation"],
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"]), .enableExperimentalFeature("Extern")],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
        ),
    ]
)
