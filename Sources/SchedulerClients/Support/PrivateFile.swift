internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Files that this user alone may read.
enum PrivateFile {
    /// Puts `data` at `path` in one step, its content on the disk before its name; nobody ever sees a part of it, nor may read it before it is private.
    ///
    /// - Throws: `POSIXError`.
    static func write(_ data: Data, to path: String) throws {
        let aside = "\(path).\(UUID().uuidString).tmp"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        do {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
            defer { close(descriptor) }
            try file.write(contentsOf: data)
            try file.synchronize()
        } catch {
            unlink(aside)
            throw error
        }
        guard rename(aside, path) == 0 else {
            let error = POSIXError(.init(rawValue: errno) ?? .EIO)
            unlink(aside)
            throw error
        }
    }
}
