import Foundation
import LogRules

/// The shipped rules, compiled once: FUZZ_RULES names their folder.
private let properties = try? FuzzProperties(
    classifier: Classifier(RulePack.load(directory: ProcessInfo.processInfo.environment["FUZZ_RULES"] ?? "rules"))
)

/// What libFuzzer calls with every input it makes; a property that does not hold ends the process, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let properties else { fatalError("no rules in the folder that FUZZ_RULES names") }
    if let broken = properties.broken(by: UnsafeBufferPointer(start: data, count: count)) { fatalError(broken) }
    return 0
}

@_extern(c, "LLVMFuzzerRunDriver")
private func runDriver(
    _ argc: UnsafeMutablePointer<CInt>,
    _ argv: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ target: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// The package manager renames an executable's `main` to this, so libFuzzer's own is never called: its driver is started here.
@_cdecl("LogRulesFuzz_main")
public func start(_ argc: CInt, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    var (argc, argv) = (argc, argv)
    return runDriver(&argc, &argv, fuzzOne)
}
