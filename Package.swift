// swift-tools-version: 6.2
import PackageDescription

// One settings array for every target. Strict builds (`make check`, `make test`, CI) also turn warnings into errors.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["MULLIGAN_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

// The maths runs in tight loops over buffers: unoptimised, every test that trains a model would crawl. Only in strict builds,
// because a package with unsafe flags cannot be depended upon.
let mathSettings =
    settings + (Context.environment["MULLIGAN_STRICT"] == nil ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))])

/// A target of ours with the shared settings.
func target(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = settings) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The test target of `name`; every test target may use the test kit.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
        swiftSettings: settings
    )
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationEssentialsCompat", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let package = Package(
    name: "mulligan",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "mulligan", targets: ["mulligan"]),
        .library(name: "GradientBoosting", targets: ["GradientBoosting"]),
        .library(name: "ConfigurationSearch", targets: ["ConfigurationSearch"]),
        .library(name: "LogRules", targets: ["LogRules"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.97.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Values, ports and mathematics: no I/O.
        target("JSONText", settings: mathSettings),
        target("Remediation", ["JSONText", crypto]),
        target("GradientBoosting", settings: mathSettings),
        target("ConfigurationSearch", settings: mathSettings),
        target("LogRules", ["Remediation", "CHyperscan", "CPCRE2", yams], settings: mathSettings),
        target("RetryForecast", ["Remediation", "GradientBoosting"], settings: mathSettings),
        target("ModelLifecycle", ["Remediation", "RetryForecast", "GradientBoosting"], settings: mathSettings),
        target(
            "RemediationEngine",
            ["Remediation", "LogRules", "GradientBoosting", "ConfigurationSearch", "RetryForecast", "ModelLifecycle", yams, logging]
        ),

        // Adapters: of ours they see `Remediation`, and how JSON is written.
        target("SQLStore", ["Remediation", "JSONText", "CPostgres", "CZstd", grdb, crypto]),
        target("SchedulerClients", ["Remediation", "CCurl", crypto, logging]),

        target(
            "RemediationServer",
            [
                "Remediation", "RemediationEngine", "ModelLifecycle", "JSONText", hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes,
                nioCore, nioHTTPTypes, nioFoundation, nioSSL, mustache, lifecycle, logging, coreMetrics, crypto, jwtKit,
            ]
        ),

        // The composition root.
        .executableTarget(
            name: "mulligan",
            dependencies: [
                "Remediation", "JSONText", "LogRules", "GradientBoosting", "ConfigurationSearch", "RetryForecast", "ModelLifecycle",
                "RemediationEngine", "SQLStore", "SchedulerClients", "RemediationServer", yams, logging, lifecycle, crypto,
                .target(name: "CJemalloc", condition: .when(platforms: [.linux])),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            swiftSettings: settings
        ),

        // C libraries from Debian's packages.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CHyperscan", pkgConfig: "libhs", providers: [.apt(["libhyperscan-dev"])]),
        .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        // Tests.
        target("RemediationTesting", ["Remediation"]),
        tests("JSONText"),
        tests("Remediation", ["RemediationTesting", "JSONText"]),
        tests("GradientBoosting"),
        tests("ConfigurationSearch"),
        tests("LogRules", ["Remediation", "RemediationTesting"]),
        tests("RetryForecast", ["Remediation", "GradientBoosting"]),
        tests("ModelLifecycle", ["Remediation", "RetryForecast", "GradientBoosting"]),
        tests(
            "RemediationEngine",
            ["Remediation", "RemediationTesting", "RetryForecast", "LogRules", "SQLStore"]
        ),
        tests("SQLStore", ["Remediation", "RemediationTesting", grdb, crypto]),
        tests("SchedulerClients", ["Remediation", "RemediationTesting", crypto]),
        tests(
            "RemediationServer",
            [
                "Remediation", "RemediationTesting", "RemediationEngine", "SQLStore", "LogRules", "RetryForecast", hummingbird,
                hummingbirdCore,
                httpTypes, nioCore, logging, coreMetrics, yams, crypto, jwtKit, "SchedulerClients",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["mulligan", "Remediation", "SchedulerClients", "RemediationTesting"],
            swiftSettings: settings
        ),
    ]
)
