// swift-tools-version: 6.2
import PackageDescription

// The ceiling of the service's throughput: what the same HTTP server does when it only decodes the body and answers.
let package = Package(
    name: "ceiling",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1")],
    targets: [
        .executableTarget(name: "Ceiling", dependencies: [.product(name: "Hummingbird", package: "hummingbird")])
    ]
)
