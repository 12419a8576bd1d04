internal import Foundation
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension SlurmScripts {
    /// How long the script of a failed attempt is kept, in seconds: no repair waits longer for an operator or a scheduler.
    static let keptSeconds = 30 * 86_400.0
    /// How often a process looks for older ones, in seconds.
    static let pruningSeconds = 6 * 3_600.0

    /// Removes what is older than `keptSeconds`, now and then.
    ///
    /// Ages are counted from the file that was written just now and not by this machine's clock: all times are the file system's own, also
    /// where machines share the folder. What cannot be removed stays until the next time.
    ///
    /// - Parameter path: The file that was written just now.
    func pruneNowAndThen(writing path: String) {
        guard let now = Self.modified(path), begins(at: now) else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where Self.isOurs(name) {
            let path = folder + "/" + name
            if isOld(path, at: now) { remove(path, at: now) }
        }
    }

    /// Whether it is time to look.
    private func begins(at now: Double) -> Bool {
        pruned.withLock { last in
            if let last, (0..<Self.pruningSeconds).contains(now - last) { return false }
            last = now
            return true
        }
    }

    /// Removes an old file, unless another process has put a new one in its place meanwhile: a scheduler's numbers begin anew some day.
    private func remove(_ path: String, at now: Double) {
        let aside = Self.aside(path)
        guard rename(path, aside) == 0 else { return }
        // A link fails where yet another one is there by now, which is as good.
        if !isOld(aside, at: now) { link(aside, path) }
        unlink(aside)
    }

    private func isOld(_ path: String, at now: Double) -> Bool {
        Self.modified(path).map { now - $0 > Self.keptSeconds } ?? false
    }

    /// When a regular file was written, in seconds since 1970; nil for what is none.
    private static func modified(_ path: String) -> Double? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Double(status.st_mtim.tv_sec)
    }

    /// A name beside `path` that nobody else takes, of the kind that a crash may leave behind.
    private static func aside(_ path: String) -> String { "\(path).\(UUID().uuidString).tmp" }

    /// Whether a file of this name was written here: `job-1.2.json`, `CLUSTER.job-1.2.json`, or one of these that a crash left aside.
    static func isOurs(_ name: String) -> Bool {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false)
        if parts.last == "tmp" {
            guard parts.count >= 2, UUID(uuidString: String(parts[parts.count - 2])) != nil else { return false }
            parts.removeLast(2)
        }
        guard (3...4).contains(parts.count), parts.removeLast() == "json" else { return false }
        let (attempt, job) = (parts.removeLast(), parts.removeLast())
        func isNumber(_ text: Substring) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "_") }
        }
        return isNumber(attempt) && job.hasPrefix("job-") && isNumber(job.dropFirst(4))
    }
}
