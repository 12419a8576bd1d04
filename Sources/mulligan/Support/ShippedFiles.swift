internal import Foundation

/// Finds what ships beside the program: the rules and the model.
enum ShippedFiles {
    /// `relative` below the working directory, else below a folder above the program (a checkout's `.build/...`), else in
    /// `share/mulligan` beside the program's `bin`; the first where it exists, or the first of all.
    static func path(_ relative: String) -> String {
        let manager = FileManager.default
        let program = URL(fileURLWithPath: manager.executablePath).resolvingSymlinksInPath()
        var candidates = [URL(fileURLWithPath: manager.currentDirectoryPath)]
        var folder = program.deletingLastPathComponent()
        for _ in 0..<4 {
            candidates.append(folder.appendingPathComponent("share/mulligan"))
            folder = folder.deletingLastPathComponent()
            candidates.append(folder)
        }
        let paths = candidates.map { $0.appendingPathComponent(relative).path }
        return paths.first { manager.fileExists(atPath: $0) } ?? relative
    }
}

extension FileManager {
    /// The path of this program.
    fileprivate var executablePath: String {
        (try? destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments.first ?? "mulligan"
    }
}
