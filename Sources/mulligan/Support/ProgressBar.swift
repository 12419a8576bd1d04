internal import Foundation

/// A bar on standard error that shows how far a long command is; silent where nobody watches.
struct ProgressBar {
    private let total: Int
    private let isShown: Bool
    private var done = 0
    private var shown = -1

    /// A bar of `total` steps; shown if standard error is a terminal.
    init(total: Int, isShown: Bool = isatty(FileHandle.standardError.fileDescriptor) == 1) {
        self.total = max(total, 1)
        self.isShown = isShown
    }

    /// One step more, of the part named `label`.
    mutating func step(_ label: String) {
        done += 1
        let percent = min(100 * done / total, 100)
        guard isShown, percent != shown else { return }
        shown = percent
        let full = percent * 30 / 100
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 30 - full)
        FileHandle.standardError.write(Data("\r[\(bar)] \(percent) % \(label)\u{1B}[K".utf8))
    }

    /// Clears the line.
    func finish() {
        guard isShown else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
