internal import Foundation

/// Reads the ends of jobs' output files, and nothing else that a job's owner might point it to.
///
/// Users choose the paths, and Mulligan may run as root: so a file is read only when, after it is open, it lies within one of the
/// allowed folders, is an ordinary file and belongs to the job's owner.
struct SlurmLogReader: Sendable {
    /// The allowed folders; with none, nothing is read.
    var roots: [String]
    /// How much of the end of a file is kept, in bytes.
    var maximumBytes: Int

    /// The ends of the files at `paths`, one after the other; those that cannot or must not be read are left out.
    func read(_ paths: [String], ownerId: Int?) -> String {
        paths.compactMap { tail($0, ownerId: ownerId) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func tail(_ path: String, ownerId: Int?) -> String? {
        guard !roots.isEmpty, maximumBytes > 0, path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
        // Without O_NONBLOCK a FIFO would hang us until someone wrote to it.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, ownerId.map({ Int(status.st_uid) == $0 }) ?? true,
            let real = Self.realPath(of: descriptor), isAllowed(real)
        else { return nil }
        let size = Int(status.st_size)
        let begin = max(0, size - maximumBytes)
        var bytes = [UInt8](repeating: 0, count: size - begin)
        var filled = 0
        while filled < bytes.count {
            let count = bytes[filled...].withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { pread(descriptor, $0, buffer.count, off_t(begin + filled)) } ?? 0
            }
            guard count > 0 else { break }
            filled += count
        }
        var text = bytes[..<filled]
        // A line without its beginning could match a rule by chance.
        if begin > 0, let end = text.firstIndex(of: UInt8(ascii: "\n")) { text = text[(end + 1)...] }
        // NUL is legal in JSON and refused by PostgreSQL.
        return String(decoding: text.lazy.map { $0 == 0 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    /// Where the open file truly lies: asked of the descriptor, so that no link can be swapped in between.
    private static func realPath(of descriptor: Int32) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        return String(decoding: buffer[..<count].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func isAllowed(_ path: String) -> Bool {
        roots.contains { root in
            guard let resolved = realpath(root, nil) else { return false }
            defer { free(resolved) }
            let folder = String(cString: resolved)
            return path.hasPrefix(folder == "/" ? "/" : folder + "/")
        }
    }
}
