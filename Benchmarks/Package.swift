// swift-tools-version: 6.2
import PackageDescription

// Measurements beside the package they measure: built in release, never a test's gate. Each target has its script under its own folder.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "mulligan", path: "..")],
    targets: [
        .executableTarget(
            name: "BoostingBenchmark",
            dependencies: [.product(name: "GradientBoosting", package: "mulligan")]
        ),
        .executableTarget(
            name: "SearchBenchmark",
            dependencies: [.product(name: "ConfigurationSearch", package: "mulligan")]
        ),
        .executableTarget(
            name: "RulesBenchmark",
            dependencies: [.product(name: "LogRules", package: "mulligan")]
        ),
    ]
)
