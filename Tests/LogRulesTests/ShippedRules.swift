import Foundation
import LogRules
import Testing

/// The rules of this repository, compiled once for all tests.
enum ShippedRules {
    /// The folder of rules.
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("rules").path

    static let classifier = Result { try Classifier(RulePack.load(directory: directory)) }
}
